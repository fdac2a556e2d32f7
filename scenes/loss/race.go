package loss

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
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
	z, a, loss, slope, up, dz []float64 // by step: sum, output, loss, σ′, ∂L/∂a, ∂L/∂z
	first                     int       // first step with |a − t| < 0.1, −1: never
	tr                        trace.Trace
}

// raceRun lets two neurons with the same start learn, one by mean squared
// error, one by binary cross-entropy.
type raceRun struct {
	start, rate, target float64
	mse, bce            runner
	hill                [2][]float64 // both losses over z, from probes
	tape                *grad.Tape
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
	for k, l := range []*grad.Var{grad.MSE(a, t, grad.ReduceNone), grad.BCE(a, t, grad.ReduceNone)} {
		r.hill[k] = r.hill[k][:0]
		for _, v := range l.Value.Data() {
			r.hill[k] = append(r.hill[k], float64(v))
		}
	}
}

// learn takes every step of one runner and records it.
func (r *raceRun) learn(n *runner, loss func(x, t *grad.Var) *grad.Var) {
	*n = runner{first: -1, z: n.z[:0], a: n.a[:0], loss: n.loss[:0], slope: n.slope[:0], up: n.up[:0], dz: n.dz[:0]}
	half := tensor.Elem(r.start / 2)
	w, b := grad.NewParam("w", tensor.From([]tensor.Elem{half}, 1, 1)), grad.NewParam("b", tensor.From([]tensor.Elem{half}, 1))
	params := []*grad.Param{w, b}
	opt := optim.New(params, optim.SGD{LR: r.rate})
	x, goal := tensor.From([]tensor.Elem{1}, 1, 1), tensor.From([]tensor.Elem{tensor.Elem(r.target)}, 1, 1)
	t := r.tape
	for k := range raceSteps + 1 {
		t.Reset()
		opt.ZeroGrad()
		z := grad.Linear(t.Const("x", x), t.Param(w), t.Param(b)).Named("z")
		a := grad.Sigmoid(z).Named("a")
		l := loss(a, t.Const("t", goal)).Named("loss")
		t.Backward(l)
		n.z, n.a, n.loss = append(n.z, float64(z.Value.Data()[0])), append(n.a, float64(a.Value.Data()[0])), append(n.loss, l.Item())
		n.dz = append(n.dz, float64(z.Grad.Data()[0]))
		slope, up := factorsOf(z)
		n.slope, n.up = append(n.slope, slope), append(n.up, up)
		if d := n.a[k] - r.target; n.first < 0 && d < 0.1 && d > -0.1 {
			n.first = k
		}
		if k < raceSteps {
			opt.Step()
		}
	}
	t.Record(&n.tr)
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
