package home

import (
	"bytes"
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/assets"
	"gradtheatre/engine/classic"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/paint"
)

// runs are those of all scenes.
var runs = map[string]engineRun{
	"perceptron": whole(perceptron), "activation": whole(activations), "collapse": whole(collapse), "regression": whole(regression),
	"score": whole(score), "loss": whole(losses), "penalty": whole(penalty), "forward": whole(forward), "gates": whole(gates),
	"descent": whole(descent), "playground": playground, "overfit": overfit, "validate": whole(validate), "setup": whole(setup), "depth": whole(depth),
	"pixels": whole(pixels), "convolution": whole(convolution), "draw": whole(digit),
}

// learners are the scenes whose runs train a network.
var learners = []string{"playground", "overfit"}

// plane are the points of a w by h grid over a box, the first row at the top.
func plane(w, h int, x0, x1, y0, y1 float64) *tensor.Tensor {
	t := tensor.New(w*h, 2)
	for i := range w * h {
		t.Data()[2*i] = tensor.Elem(x0 + (x1-x0)*(float64(i%w)+0.5)/float64(w))
		t.Data()[2*i+1] = tensor.Elem(y1 - (y1-y0)*(float64(i/w)+0.5)/float64(h))
	}
	return t
}

// row lays n numbers from a to b out.
func row(n int, a, b float64) *tensor.Tensor {
	t := tensor.New(n)
	for i := range n {
		t.Data()[i] = tensor.Elem(a + (b-a)*float64(i)/float64(n-1))
	}
	return t
}

// perceptron learns AND by Rosenblatt's rule and shows its line.
func perceptron(*rand.Rand) (*picture, error) {
	x := tensor.From([]tensor.Elem{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2)
	targets := []int{-1, -1, -1, 1}
	p := classic.NewPerceptron(2)
	p.Fit(x, targets, 50)
	const w, h = 32, 24
	grid := plane(w, h, -0.5, 1.5, -0.5, 1.5)
	out := &picture{heat: &heat{w: w, h: h, smooth: true}}
	for i := range w * h {
		out.heat.v = append(out.heat.v, 0.55*float64(p.Predict(grid.Data()[2*i:2*i+2])))
	}
	for i, t := range targets {
		out.dots = append(out.dots, dot{paint.Point{X: (float64(x.Data()[2*i]) + 0.5) / 2, Y: (float64(x.Data()[2*i+1]) + 0.5) / 2}, t, false})
	}
	return out, nil
}

func activations(*rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	z := tape.Const("z", row(49, -3.4, 3.4))
	ys := []*grad.Var{grad.ReLU(z), grad.Tanh(z), grad.Sigmoid(z)}
	tape.Record(&tr)
	x := values(&tr, z.ID())
	out := &picture{}
	for i, y := range ys {
		out.curves = append(out.curves, curve{line(x, values(&tr, y.ID()), -3.4, 3.4, -1.15, 2), i})
	}
	return out, nil
}

// collapse shows two matrices, and below them the one that does what both do.
func collapse(rng *rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	a, b := tensor.New(3, 3), tensor.New(3, 3)
	nn.XavierUniform(a, rng)
	nn.XavierUniform(b, rng)
	va, vb := tape.Const("W2", a), tape.Const("W1", b)
	both := grad.MatMul(va, vb)
	tape.Record(&tr)
	const side = 7 // 3 + a gap + 3
	out := &picture{heat: &heat{w: side, h: side, sharp: true, v: make([]float64, side*side)}}
	for i := range out.heat.v {
		out.heat.v[i] = math.NaN()
	}
	for k, v := range []*grad.Var{va, vb, both} {
		corner := [3]int{0, 4, 4*side + 2}[k]
		for i, x := range signed(values(&tr, v.ID())) {
			out.heat.v[corner+i/3*side+i%3] = x
		}
	}
	return out, nil
}

func regression(rng *rand.Rand) (*picture, error) {
	d, _ := data.MakeRegression(data.Regression{N: 26, Features: 1, Noise: 14}, rng)
	tape, tr := grad.NewTape(), trace.Trace{}
	x := tape.Const("x", tensor.From(d.X.Data(), 26))
	y := tape.Const("y", tensor.From(d.Targets.Data(), 26))
	w, b := classic.FitLine(x, y, true)
	ends := tape.Const("ends", tensor.From([]tensor.Elem{-2.4, 2.4}, 2))
	fit := grad.Add(grad.Mul(ends, w), b)
	tape.Record(&tr)
	xs, ys := values(&tr, x.ID()), values(&tr, y.ID())
	y0, y1 := spread(ys, values(&tr, fit.ID()))
	out := &picture{curves: []curve{{line(values(&tr, ends.ID()), values(&tr, fit.ID()), -2.4, 2.4, y0, y1), 1}}}
	for _, p := range line(xs, ys, -2.4, 2.4, y0, y1) {
		out.dots = append(out.dots, dot{at: p})
	}
	return out, nil
}

// score shows W of the lectures' example, W·x + b beside it.
func score(*rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	w := tape.Const("W", tensor.From([]tensor.Elem{.2, -.5, .1, 2, 1.5, 1.3, 2.1, 0, 0, .25, .2, -.3}, 3, 4))
	x := tape.Const("x", tensor.From([]tensor.Elem{56, 231, 24, 2}, 1, 4))
	b := tape.Const("b", tensor.From([]tensor.Elem{1.1, 3.2, -1.2}, 3))
	s := grad.Linear(x, w, b)
	tape.Record(&tr)
	out := &picture{heat: &heat{w: 6, h: 3, sharp: true, v: make([]float64, 18)}}
	weights, scores := signed(values(&tr, w.ID())), signed(values(&tr, s.ID()))
	for i := range 3 {
		copy(out.heat.v[6*i:], weights[4*i:4*i+4])
		out.heat.v[6*i+4], out.heat.v[6*i+5] = math.NaN(), scores[i]
	}
	return out, nil
}

// losses shows the softmax of the lectures' scores.
func losses(*rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	p := grad.Softmax(tape.Const("scores", tensor.From([]tensor.Elem{3.2, 5.1, -1.7}, 1, 3)), 1)
	tape.Record(&tr)
	return &picture{bars: values(&tr, p.ID())}, nil
}

// penalty shows Σw² of the two weight vectors that give the same score.
func penalty(*rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	w1 := tape.Const("w1", tensor.From([]tensor.Elem{1, 0, 0, 0}, 4))
	w2 := tape.Const("w2", tensor.From([]tensor.Elem{.25, .25, .25, .25}, 4))
	a, b := grad.Sum(grad.Square(w1)), grad.Sum(grad.Square(w2))
	tape.Record(&tr)
	return &picture{bars: []float64{values(&tr, a.ID())[0], values(&tr, b.ID())[0]}}, nil
}

// forward shows a small network with the values that went through it.
func forward(rng *rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	sizes := []int{2, 3, 2}
	v := tape.Const("x", tensor.From([]tensor.Elem{1, -1}, 1, 2))
	vars := []*grad.Var{v}
	out := &picture{}
	at := func(l, i int) paint.Point {
		return paint.Point{X: 0.12 + 0.38*float64(l), Y: 0.5 + 0.34*(float64(sizes[l]-1)/2-float64(i))}
	}
	for l := range 2 {
		lin := nn.NewLinear(sizes[l], sizes[l+1], rng)
		for k, w := range lin.Weight.Value.Data() {
			out.wires = append(out.wires, wire{at(l, k%sizes[l]), at(l+1, k/sizes[l]), float64(w)})
		}
		v = grad.Tanh(lin.Forward(v))
		vars = append(vars, v)
	}
	tape.Record(&tr)
	for l, v := range vars {
		for i, x := range values(&tr, v.ID()) {
			out.dots = append(out.dots, dot{at(l, i), sign(x), true})
		}
	}
	return out, nil
}

func sign(v float64) int {
	if v < 0 {
		return -1
	}
	return 1
}

// gates shows the gradients of (x + y)·z at (−2, 5, −4).
func gates(*rand.Rand) (*picture, error) {
	tape, tr := grad.NewTape(), trace.Trace{}
	x, y, z := tape.Scalar("x", -2), tape.Scalar("y", 5), tape.Scalar("z", -4)
	q := grad.Add(x, y)
	f := grad.Mul(q, z)
	tape.Backward(f)
	tape.Record(&tr)
	at := map[*grad.Var]paint.Point{x: {X: .1, Y: .9}, y: {X: .1, Y: .5}, z: {X: .1, Y: .1}, q: {X: .5, Y: .7}, f: {X: .9, Y: .4}}
	g := func(v *grad.Var) float64 { return tr.Nodes[v.ID()].Grad[0] }
	out := &picture{}
	for _, e := range [][2]*grad.Var{{x, q}, {y, q}, {q, f}, {z, f}} {
		out.wires = append(out.wires, wire{at[e[0]], at[e[1]], g(e[0]) / 4})
	}
	for _, v := range []*grad.Var{x, y, z, q, f} {
		out.dots = append(out.dots, dot{at[v], sign(g(v)), true})
	}
	return out, nil
}

// descent walks down a valley, from one side to the other.
func descent(*rand.Rand) (*picture, error) {
	const w, h = 32, 24
	valley := func(p *grad.Var) *grad.Var { // x² + 4·y²
		t := p.Tape()
		return grad.Sum(grad.Mul(grad.Square(p), t.Const("c", tensor.From([]tensor.Elem{1, 4}, 1, 2))), 1)
	}
	tape, tr := grad.NewTape(), trace.Trace{}
	f := valley(tape.Const("plane", plane(w, h, -2, 2, -1.5, 1.5)))
	tape.Record(&tr)
	v := values(&tr, f.ID())
	lo, hi := spread(v)
	out := &picture{heat: &heat{w: w, h: h, smooth: true}}
	for _, x := range v {
		out.heat.v = append(out.heat.v, 1-math.Sqrt((x-lo)/(hi-lo))*1.6)
	}
	at := tensor.From([]tensor.Elem{-1.7, 1.2}, 1, 2)
	p := grad.NewParam("p", at)
	var path []paint.Point
	for range 14 {
		path = append(path, paint.Point{X: (float64(at.Data()[0]) + 2) / 4, Y: (float64(at.Data()[1]) + 1.5) / 3})
		tape.Reset()
		y := grad.Sum(valley(tape.Param(p)))
		tape.Backward(y)
		for i, g := range p.Grad.Data() {
			at.Data()[i] -= 0.2 * g
			p.Grad.Data()[i] = 0
		}
		at.Touch()
	}
	out.curves = []curve{{path, 1}}
	out.dots = []dot{{at: path[0], sign: -1}}
	return out, nil
}

// learner is a small network that learns points of two classes.
func learner(d *data.Dataset, hidden int, seed uint64) (*train.Session, error) {
	return train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.NewLinear(2, hidden, rng), nn.Tanh(), nn.NewLinear(hidden, 2, rng))
		},
		Loss: train.CrossEntropy, Seed: seed,
		Settings: train.Settings{Data: d, BatchSize: 64, Rule: optim.DefaultAdam(0.05)},
	})
}

const few = 8 // steps of training in a slice

// playground learns two moons and shows where each class is expected.
func playground(rng *rand.Rand) func() (*picture, error) {
	d := data.Moons(64, 0.1, rng)
	s, err := learner(d, 8, rng.Uint64())
	return func() (*picture, error) {
		if err != nil {
			return nil, err
		}
		if s.StepCount() >= 150 {
			return expected(s, d)
		}
		_, err = s.AdvanceTo(s.StepCount()+few, time.Second)
		return nil, err
	}
}

// expected shows where a network that has learned the moons expects each.
func expected(s *train.Session, d *data.Dataset) (*picture, error) {
	const w, h = 32, 24
	tape, tr := grad.NewTape(), trace.Trace{}
	y, err := s.Predict(tape, plane(w, h, -1.6, 2.6, -1.1, 1.6))
	if err != nil {
		return nil, err
	}
	p := grad.Softmax(y, 1)
	tape.Record(&tr)
	out := &picture{heat: &heat{w: w, h: h, smooth: true}}
	for i := range w * h {
		out.heat.v = append(out.heat.v, 0.8*(2*values(&tr, p.ID())[2*i+1]-1))
	}
	for i := 0; i < 64; i += 4 {
		x, y := float64(d.X.Data()[2*i]), float64(d.X.Data()[2*i+1])
		out.dots = append(out.dots, dot{paint.Point{X: (x + 1.6) / 4.2, Y: (y + 1.1) / 2.7}, 2*d.Labels[i] - 1, false})
	}
	return out, nil
}

// overfit shows the loss on what was learned and on what was not, step by step.
func overfit(rng *rand.Rand) func() (*picture, error) {
	d, other := data.Moons(24, 0.35, rng), data.Moons(64, 0.35, rng)
	s, err := learner(d, 24, rng.Uint64())
	var at []float64
	var losses [2][]float64
	tape := grad.NewTape()
	return func() (*picture, error) {
		if err != nil {
			return nil, err
		}
		if len(at) == 30 {
			lo, hi := spread(losses[0], losses[1])
			last := at[len(at)-1]
			return &picture{curves: []curve{{line(at, losses[0], 0, last, lo, hi), 0}, {line(at, losses[1], 0, last, lo, hi), 1}}}, nil
		}
		if _, err = s.AdvanceTo(few*len(at), time.Second); err != nil {
			return nil, err
		}
		at = append(at, float64(s.StepCount()))
		for k, set := range []*data.Dataset{d, other} {
			tape.Reset()
			y, err := s.Predict(tape, set.X)
			if err != nil {
				return nil, err
			}
			losses[k] = append(losses[k], train.CrossEntropy(y, &data.Batch{X: set.X, Labels: set.Labels}).Item())
		}
		return nil, nil
	}
}

// validate shows five folds: which examples each trains on, and which it keeps.
func validate(rng *rand.Rand) (*picture, error) {
	const examples, folds = 10, 5
	out := &picture{heat: &heat{w: examples, h: folds, sharp: true, v: make([]float64, examples*folds)}}
	for f, fold := range data.KFold(examples, folds, rng) {
		for _, i := range fold.Train {
			out.heat.v[f*examples+i] = 0.35
		}
		for _, i := range fold.Validate {
			out.heat.v[f*examples+i] = -0.9
		}
	}
	return out, nil
}

// sample is one of the test digits, [1, 1, 28, 28].
func sample(i int) (*tensor.Tensor, error) {
	set, err := data.ReadIDX("samples.idx3", bytes.NewReader(assets.DigitSamples))
	if err != nil {
		return nil, err
	}
	const n = data.DigitSize * data.DigitSize
	t := tensor.New(1, 1, data.DigitSize, data.DigitSize)
	for k, b := range set.Data[n*i : n*(i+1)] {
		t.Data()[k] = tensor.Elem(b) / 255
	}
	return t, nil
}

func digit(*rand.Rand) (*picture, error) {
	x, err := sample(6)
	if err != nil {
		return nil, err
	}
	out := &picture{heat: &heat{w: data.DigitSize, h: data.DigitSize, ink: true, sharp: true}}
	for _, v := range x.Data() {
		out.heat.v = append(out.heat.v, float64(v))
	}
	return out, nil
}

// pixels shows a digit as the few numbers that are left of it.
func pixels(*rand.Rand) (*picture, error) {
	x, err := sample(4)
	if err != nil {
		return nil, err
	}
	tape, tr := grad.NewTape(), trace.Trace{}
	y := grad.AvgPool2D(tape.Const("x", x), nn.Window(4, 4, 0))
	tape.Record(&tr)
	return &picture{heat: &heat{w: 7, h: 7, ink: true, sharp: true, v: values(&tr, y.ID())}}, nil
}

// convolution shows a digit through an upright edge.
func convolution(*rand.Rand) (*picture, error) {
	x, err := sample(6)
	if err != nil {
		return nil, err
	}
	tape, tr := grad.NewTape(), trace.Trace{}
	k := tape.Const("kernel", tensor.From([]tensor.Elem{1, 0, -1, 2, 0, -2, 1, 0, -1}, 1, 1, 3, 3))
	y := grad.Conv2D(tape.Const("x", x), k, nil, tensor.SquareConv(1, 1))
	tape.Record(&tr)
	n := data.DigitSize
	return &picture{heat: &heat{w: n, h: n, sharp: true, v: signed(values(&tr, y.ID()))}}, nil
}
