package penalty

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// n is how many weights there are.
const n = 4

var lecture = struct {
	x [n]float64
	w [2][n]float64
}{
	x: [n]float64{1, 1, 1, 1},
	w: [2][n]float64{{1, 0, 0, 0}, {0.25, 0.25, 0.25, 0.25}},
}

// tieRun scores one input with two rows of weights and penalises both.
type tieRun struct {
	x    *tensor.Tensor
	w    [2]*tensor.Tensor
	tape *grad.Tape
	tieVars
	tr trace.Trace
}

// tieVars are the values of one run.
type tieVars struct {
	x0    *grad.Var
	in    [2]*grad.Var
	sums  [2][3]*grad.Var // w·x, Σ|w|, Σw²
	parts [2][3]*grad.Var // nil, |w|, w²
	root  *grad.Var       // both Σw²
}

// The sums of a row of weights.
const (
	sumScore = iota
	sumL1
	sumL2
	sumKinds
)

func newTieRun() *tieRun {
	r := &tieRun{x: tensor.New(n), tape: grad.NewTape()}
	for k := range r.w {
		r.w[k] = tensor.New(n)
	}
	r.teach()
	r.run()
	return r
}

// teach gives the numbers of the lecture.
func (r *tieRun) teach() {
	for i := range n {
		r.x.Data()[i] = tensor.Elem(lecture.x[i])
		for k := range r.w {
			r.w[k].Data()[i] = tensor.Elem(lecture.w[k][i])
		}
	}
}

// run computes scores and penalties, and the gradient of both L2 penalties.
func (r *tieRun) run() {
	r.x.Touch()
	for _, w := range r.w {
		w.Touch()
	}
	r.tape.Reset()
	r.tieVars = r.write(r.tape)
	r.tape.Backward(r.root)
	r.tape.Record(&r.tr)
}

// write puts both rows on a tape.
func (r *tieRun) write(t *grad.Tape) (v tieVars) {
	v.x0 = t.Const("x", r.x)
	for k := range r.w {
		w := t.Input([2]string{"w1", "w2"}[k], r.w[k])
		v.in[k] = w
		v.parts[k][sumL1], v.parts[k][sumL2] = grad.Abs(w).Named("|w|"), grad.Square(w).Named("w²")
		v.sums[k] = [3]*grad.Var{grad.MatMul(w, v.x0).Named("score"), grad.Sum(v.parts[k][sumL1]).Named("L1"), grad.Sum(v.parts[k][sumL2]).Named("L2")}
	}
	v.root = grad.Add(v.sums[0][sumL2], v.sums[1][sumL2])
	return v
}

func (r *tieRun) sum(k, kind int) float64 { return r.tr.Nodes[r.sums[k][kind].ID()].Value[0] }
func (r *tieRun) weight(k, i int) float64 { return r.tr.Nodes[r.in[k].ID()].Value[i] }
func (r *tieRun) slope(k int) []float64   { return r.tr.Nodes[r.in[k].ID()].Grad }

// steps is how many updates a pull goes over.
const steps = 40

var mixed = [n]float64{1, 0.6, 0.33, 0.07}

// lane is the record of one descent: by step the weights and what the penalty
// alone adds to their gradients.
type lane struct {
	w, pull [steps + 1][n]float64
	score   [steps + 1]float64
	penalty [steps + 1]float64
}

// pullRun lets the gradient of a penalty move the same weights twice: once
// by λ·Σ|w|, once by λ·Σw². With data the score shall also stay at 1.
type pullRun struct {
	start        [n]float64
	rate, lambda float64
	data         bool
	lanes        [2]lane // L1, L2
	tape         *grad.Tape
}

func newPullRun() *pullRun {
	r := &pullRun{start: mixed, rate: 0.1, lambda: 0.5, tape: grad.NewTape()}
	r.run()
	return r
}

func (r *pullRun) run() {
	r.descend(&r.lanes[0], optim.AddL1)
	r.descend(&r.lanes[1], optim.AddL2)
}

// descend takes every step of plain gradient descent and records it.
func (r *pullRun) descend(l *lane, penalise func([]*grad.Param, float64) float64) {
	w := grad.NewParam("w", tensor.New(n))
	for i, v := range r.start {
		w.Value.Data()[i] = tensor.Elem(v)
	}
	params := []*grad.Param{w}
	opt := optim.New(params, optim.SGD{LR: r.rate})
	x, goal := tensor.New(n), tensor.From([]tensor.Elem{1}, 1)
	tensor.Fill(x, 1)
	for k := range steps + 1 {
		opt.ZeroGrad()
		l.penalty[k] = penalise(params, r.lambda)
		for i := range n {
			l.w[k][i], l.pull[k][i] = float64(w.Value.Data()[i]), float64(w.Grad.Data()[i])
		}
		r.tape.Reset()
		score := grad.MatMul(r.tape.Param(w), r.tape.Const("x", x))
		l.score[k] = score.Item()
		if r.data {
			r.tape.Backward(grad.MSE(grad.Reshape(score, 1), r.tape.Const("1", goal)))
		}
		opt.Step()
	}
}

// trembles reports whether a weight keeps jumping across zero at the end.
func (l *lane) trembles() bool {
	for i := range n {
		flips := 0
		for k := steps - 6; k < steps; k++ {
			if l.w[k][i]*l.w[k+1][i] < 0 {
				flips++
			}
		}
		if flips >= 4 {
			return true
		}
	}
	return false
}
