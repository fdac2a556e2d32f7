package loss

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/steps"
)

// A race goes over raceSteps steps; a position of the timeline is stride of them.
const (
	raceSteps = 300
	stride    = 10
	zEnd      = 6.0 // the plot shows z from −6 to 6
	zPoints   = 97
)

// runner is one neuron a = σ(w·1 + b) on its way to the target, and its record.
type runner struct {
	z, a, loss, slope, up, dz []float64     // by step: sum, output, loss, σ′, ∂L/∂a, ∂L/∂z
	w, b                      []tensor.Elem // by step
	first                     int           // first step with |a − t| ≤ 0.1, −1: never
	reached                   steps.First   // which counted it
}

// raceRun lets two neurons with the same start learn, one by mean squared
// error, one by binary cross-entropy.
type raceRun struct {
	start, rate, target float64
	mse, bce            runner
	hill                [2][]float64 // both losses over z, from probes
	tape                *grad.Tape
	hills               [2]int // the hills' values in the tape's record
	tr                  trace.Trace
	look                look
}

func newRaceRun() *raceRun {
	r := &raceRun{start: 4, rate: 0.15, tape: grad.NewTape()}
	r.run()
	return r
}

func bce(x, t *grad.Var) *grad.Var { return grad.BCE(x, t) }
func mse(x, t *grad.Var) *grad.Var { return grad.MSE(x, t) }

// run races both from the start.
func (r *raceRun) run() {
	r.learn(&r.mse, mse)
	r.learn(&r.bce, bce)
	at := tensor.New(zPoints)
	for i := range at.Data() {
		at.Data()[i] = tensor.Elem(zEnd * (2*float64(i)/(zPoints-1) - 1))
	}
	goal := tensor.New(zPoints)
	tensor.Fill(goal, tensor.Elem(r.target))
	r.tape.Reset()
	a, t := grad.Sigmoid(r.tape.Const("z", at)), r.tape.Const("t", goal)
	ends := [2]*grad.Var{grad.MSE(a, t, grad.ReduceNone).Named("loss"), grad.BCE(a, t, grad.ReduceNone).Named("loss")}
	r.tape.Record(&r.tr)
	for k, l := range ends {
		r.hills[k], r.hill[k] = l.ID(), r.tr.Nodes[l.ID()].Value
	}
}

// learn takes every step of one runner and records it.
func (r *raceRun) learn(n *runner, loss func(x, t *grad.Var) *grad.Var) {
	*n = runner{reached: n.reached, z: n.z[:0], a: n.a[:0], loss: n.loss[:0], slope: n.slope[:0], up: n.up[:0], dz: n.dz[:0], w: n.w[:0], b: n.b[:0]}
	half := tensor.Elem(r.start / 2)
	w, b := grad.NewParam("w", tensor.From([]tensor.Elem{half}, 1, 1)), grad.NewParam("b", tensor.From([]tensor.Elem{half}, 1))
	params := []*grad.Param{w, b}
	opt := optim.New(params, optim.SGD{LR: r.rate})
	x, goal := tensor.From([]tensor.Elem{1}, 1, 1), tensor.From([]tensor.Elem{tensor.Elem(r.target)}, 1, 1)
	t := r.tape
	for k := range raceSteps + 1 {
		t.Reset()
		opt.ZeroGrad()
		n.w, n.b = append(n.w, w.Value.Data()[0]), append(n.b, b.Value.Data()[0])
		z := grad.Linear(t.Const("x", x), t.Param(w), t.Param(b)).Named("z")
		a := grad.Sigmoid(z).Named("a")
		l := loss(a, t.Const("t", goal)).Named("loss")
		t.Backward(l)
		n.z, n.a, n.loss = append(n.z, float64(z.Value.Data()[0])), append(n.a, float64(a.Value.Data()[0])), append(n.loss, l.Item())
		n.dz = append(n.dz, float64(z.Grad.Data()[0]))
		slope, up := factorsOf(z)
		n.slope, n.up = append(n.slope, slope), append(n.up, up)
		if k < raceSteps {
			opt.Step()
		}
	}
	n.first = n.reached.Near("a", n.a, r.target, 0.1)
}

// look is one step of both runners once more, on a tape of its own, recorded
// whole.
type look struct {
	tape *grad.Tape
	tr   trace.Trace
	w, b [2]*grad.Param
	x, t *tensor.Tensor

	z, a, goal, loss, slope [2]int // in the record; goal is the target, slope σ′(z)
}

// at runs step k of both.
func (r *raceRun) at(k int) {
	l := &r.look
	if l.tape == nil {
		l.tape, l.x, l.t = grad.NewTape(), tensor.From([]tensor.Elem{1}, 1, 1), tensor.New(1, 1)
		for i := range l.w {
			l.w[i], l.b[i] = grad.NewParam("w", tensor.New(1, 1)), grad.NewParam("b", tensor.New(1))
		}
	}
	l.t.Data()[0] = tensor.Elem(r.target)
	l.t.Touch()
	for i, n := range [2]*runner{&r.mse, &r.bce} {
		for p, v := range map[*grad.Param]tensor.Elem{l.w[i]: n.w[k], l.b[i]: n.b[k]} {
			p.Value.Data()[0] = v
			p.Value.Touch()
			p.ZeroGrad()
		}
	}
	l.tape.Reset()
	l.tape.Backward(l.write(l.tape))
	for i, id := range l.a {
		a := l.tape.Var(id)
		l.slope[i] = grad.Mul(a, grad.Sub(l.tape.Scalar("1", 1), a).Named("1 − a")).Named("σ′(z)").ID()
	}
	l.tape.Record(&l.tr)
}

// write puts both runners on a tape. Neither has a part in the other's loss, so
// the gradients of the sum are those of each alone.
func (l *look) write(t *grad.Tape) *grad.Var {
	var losses [2]*grad.Var
	for i, loss := range [2]func(x, t *grad.Var) *grad.Var{mse, bce} {
		z := grad.Linear(t.Const("x", l.x), t.Param(l.w[i]), t.Param(l.b[i])).Named("z")
		a := grad.Sigmoid(z).Named("a")
		target := t.Const("t", l.t)
		losses[i] = loss(a, target).Named("loss")
		l.z[i], l.a[i], l.goal[i], l.loss[i] = z.ID(), a.ID(), target.ID(), losses[i].ID()
	}
	return grad.Add(losses[0], losses[1]).Named("both losses")
}

// factorsOf are the two factors of ∂L/∂z as the engine multiplies them: σ′(z)
// and ∂L/∂a.
func factorsOf(z *grad.Var) (slope, up float64) {
	terms := grad.ExplainGrad(z, 0)
	if len(terms) == 0 || len(terms[0].Factors) < 2 {
		return 0, 0
	}
	return terms[0].Factors[0].Value, terms[0].Factors[1].Value
}
