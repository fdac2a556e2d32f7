package engine_test

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// trainOps runs the cases about learning: optimizers, schedules, initialisers
// and whole training runs.
var trainOps = map[string]runner{
	"optimizer_quadratic": runQuadratic,
	"optimizer_mlp":       runOptimizerMLP,
	"lr_schedule":         runSchedule,
	"lenet_train":         runLeNet,
	"init_stats":          runInit,
}

// rule is the optimizer that a case names, with its settings.
func (r *run) rule() optim.Rule {
	lr, decay, momentum, eps := r.number("lr", 0), r.number("weight_decay", 0), r.number("momentum", 0), r.number("eps", 1e-8)
	b1, b2 := 0.9, 0.999
	if b, ok := r.Attrs["betas"].([]any); ok {
		b1, b2 = b[0].(float64), b[1].(float64)
	}
	adam := optim.Adam{LR: lr, Beta1: b1, Beta2: b2, Eps: eps, WeightDecay: decay}
	switch r.Attrs["optimizer"] {
	case "SGD":
		return optim.SGD{LR: lr, Momentum: momentum, Dampening: r.number("dampening", 0), WeightDecay: decay, Nesterov: r.number("nesterov", 0) == 1}
	case "Adagrad":
		return optim.Adagrad{LR: lr, LRDecay: r.number("lr_decay", 0), Eps: r.number("eps", 1e-10), WeightDecay: decay}
	case "RMSprop":
		if r.has("centered") {
			break
		}
		return optim.RMSprop{LR: lr, Alpha: r.number("alpha", 0.99), Eps: eps, Momentum: momentum, WeightDecay: decay}
	case "Adam":
		return adam
	case "AdamW":
		adam.WeightDecay = r.number("weight_decay", 0.01)
		return optim.AdamW(adam)
	case "Adamax":
		return optim.Adamax(adam)
	case "Adadelta":
		return optim.Adadelta{LR: r.number("lr", 1), Rho: r.number("rho", 0.9), Eps: r.number("eps", 1e-6), WeightDecay: decay}
	}
	r.t.Skipf("optimizer %v is not yet supported", r.Attrs["optimizer"])
	return nil
}

// schedule is the learning rate schedule that a case names, or a constant one.
func (r *run) schedule() optim.Schedule {
	gamma := r.number("gamma", 0.1)
	switch r.Attrs["schedule"] {
	case nil:
		return optim.Constant{}
	case "step":
		return optim.StepDecay{Every: int(r.number("step_size", 0)), Gamma: gamma}
	case "multistep":
		m := optim.MultiStep{Gamma: gamma}
		for _, k := range r.Attrs["milestones"].([]any) {
			m.Milestones = append(m.Milestones, int(k.(float64)))
		}
		return m
	case "exponential":
		return optim.Exponential{Gamma: gamma}
	case "cosine":
		return optim.Cosine{TMax: int(r.number("T_max", 0)), Min: r.number("eta_min", 0)}
	case "linear_warmup":
		return optim.Warmup{Start: r.number("start_factor", 1.0/3), End: r.number("end_factor", 1), Steps: int(r.number("total_iters", 5))}
	}
	r.t.Skipf("schedule %v is not yet supported", r.Attrs["schedule"])
	return nil
}

func runQuadratic(r *run) outputs {
	x := grad.NewParam("x", r.Inputs["x0"].tensor())
	rule, schedule := r.rule(), r.schedule()
	opt := optim.New([]*grad.Param{x}, rule)
	steps := int(r.number("steps", 0))
	trajectory, loss := tensor.New(steps, x.Value.Len()), tensor.New(steps)
	a, b := r.Inputs["A"].tensor(), r.Inputs["b"].tensor()
	tape := grad.NewTape()
	for k := range steps {
		tape.Reset()
		opt.ZeroGrad()
		v := tape.Param(x)
		quad := grad.Sum(grad.Mul(v, grad.MatMul(tape.Const("A", a), v)))
		f := grad.Sub(grad.Mul(tape.Scalar("half", 0.5), quad), grad.Sum(grad.Mul(tape.Const("b", b), v)))
		tape.Backward(f)
		loss.Data()[k] = f.Value.Item()
		if r.has("clip_norm") {
			optim.ClipNorm(opt.Params(), r.number("clip_norm", 0))
		}
		if r.has("clip_value") {
			optim.ClipValue(opt.Params(), r.number("clip_value", 0))
		}
		if err := opt.SetLR(schedule.Rate(r.number("lr", 1), k)); err != nil {
			r.t.Fatal(err)
		}
		opt.Step()
		copy(trajectory.Data()[k*x.Value.Len():], x.Value.Data())
	}
	return outputs{"trajectory": r.tape.Const("", trajectory), "loss": r.tape.Const("", loss)}
}

func runOptimizerMLP(r *run) outputs {
	var params []*grad.Param
	for _, n := range []string{"w1", "b1", "w2", "b2"} {
		params = append(params, grad.NewParam(n, r.Inputs[n].tensor()))
	}
	opt := optim.New(params, r.rule())
	loss := tensor.New(int(r.number("steps", 0)))
	x, target := r.Inputs["x"].tensor(), r.ints("target")
	tape := grad.NewTape()
	for k := range loss.Len() {
		tape.Reset()
		opt.ZeroGrad()
		h := grad.Tanh(grad.Linear(tape.Const("x", x), tape.Param(params[0]), tape.Param(params[1])))
		f := grad.CrossEntropy(grad.Linear(h, tape.Param(params[2]), tape.Param(params[3])), target)
		tape.Backward(f)
		loss.Data()[k] = f.Value.Item()
		opt.Step()
	}
	out := outputs{"loss": r.tape.Const("", loss)}
	for _, p := range params {
		out["final_"+p.Name] = r.tape.Const("", p.Value)
	}
	return out
}

func runSchedule(r *run) outputs {
	rates := tensor.New(int(r.number("epochs", 0)))
	for k, lr := range optim.Rates(r.schedule(), r.number("base_lr", 0), rates.Len()) {
		rates.Data()[k] = tensor.Elem(lr)
	}
	return outputs{"lr": r.tape.Const("", rates)}
}

// runLeNet trains a LeNet from the case's weights on its batches.
func runLeNet(r *run) outputs {
	act, pool := nn.ReLU(), nn.Module(nn.NewMaxPool2D(2))
	if r.Attrs["act"] == "tanh" {
		act = nn.Tanh()
	}
	if r.Attrs["pool"] == "avg" {
		pool = nn.NewAvgPool2D(2)
	}
	net := nn.NewSequential(
		nn.NewConv2D(1, 6, 5, nn.ConvOptions{Padding: 2}, nil), act, pool,
		nn.NewConv2D(6, 16, 5, nn.ConvOptions{}, nil), act, pool, nn.Flatten{},
		nn.NewLinear(400, 120, nil), act, nn.NewLinear(120, 84, nil), act, nn.NewLinear(84, 10, nil))
	golden := []string{"conv1_w", "conv1_b", "conv2_w", "conv2_b", "fc1_w", "fc1_b", "fc2_w", "fc2_b", "fc3_w", "fc3_b"}
	for i, p := range net.Params() {
		tensor.Copy(p.Value, r.Inputs[golden[i]].tensor())
	}
	opt := optim.New(net.Params(), optim.SGD{LR: r.number("lr", 0), Momentum: r.number("momentum", 0)})
	images, labels := r.Inputs["images"].tensor(), r.ints("labels")
	batch, steps := int(r.number("batch", 0)), int(r.number("steps", 0))
	out, loss := outputs{}, tensor.New(steps)
	tape := grad.NewTape()
	for s := range steps {
		from := s * batch % images.Dim(0)
		size := images.Len() / images.Dim(0)
		x := tensor.From(images.Data()[from*size:(from+batch)*size], batch, 1, 28, 28)
		tape.Reset()
		opt.ZeroGrad()
		logits := net.Forward(tape.Const("x", x))
		f := grad.CrossEntropy(logits, labels[from:from+batch])
		tape.Backward(f)
		loss.Data()[s] = f.Value.Item()
		if s == 0 {
			out["step0_logits"] = r.tape.Const("", logits.Value.Clone())
			for i, p := range net.Params() {
				out["step0_grad_"+golden[i]] = r.tape.Const("", p.Grad.Clone())
			}
		}
		opt.Step()
	}
	out["loss"] = r.tape.Const("", loss)
	tape.Reset()
	out["final_logits"] = r.tape.Const("", net.Forward(tape.Const("x", images)).Value)
	for i, p := range net.Params() {
		out["final_"+golden[i]] = r.tape.Const("", p.Value)
	}
	return out
}

// runInit draws at least 100,000 weights and holds their statistics against the formula.
func runInit(r *run) outputs {
	init := map[string]nn.Initializer{
		"xavier_uniform": nn.XavierUniform, "xavier_normal": nn.XavierNormal,
		"kaiming_uniform_relu": nn.HeUniform, "kaiming_normal_relu": nn.HeNormal,
	}[r.Attrs["kind"].(string)]
	if init == nil {
		r.t.Skipf("initialiser %v is not yet supported", r.Attrs["kind"])
	}
	var shape []int
	for _, d := range r.Attrs["shape"].([]any) {
		shape = append(shape, int(d.(float64)))
	}
	w, rng := tensor.New(shape...), rand.New(rand.NewPCG(1, 1))
	n, sum, squares, most := 0, 0.0, 0.0, 0.0
	for n < 200_000 {
		init(w, rng)
		for _, v := range w.Data() {
			x := float64(v)
			sum, squares, most = sum+x, squares+x*x, max(most, math.Abs(x))
		}
		n += w.Len()
	}
	mean := sum / float64(n)
	sd, bound := math.Sqrt(squares/float64(n)-mean*mean), r.number("bound", 0)
	want := r.number("std", bound/math.Sqrt(3))
	if math.Abs(mean) > 4*want/math.Sqrt(float64(n)) || math.Abs(sd/want-1) > 0.02 {
		r.t.Errorf("mean %v, standard deviation %v, want 0 and %v", mean, sd, want)
	}
	if bound > 0 && (most > bound*(1+1e-6) || most < 0.99*bound) {
		r.t.Errorf("largest weight %v, want within 1%% of %v", most, bound)
	}
	return outputs{}
}
