package perceptron

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// weights are the three numbers that the neuron has.
type weights struct{ w1, w2, b float64 }

// step is one change of the weights, as a tape recorded it.
type step struct {
	tr     trace.Trace
	point  int // which was wrong; −1: a gradient step looks at all
	pass   int // 1 is the first time round
	before weights
	after  weights
	ids    stepIDs
}

// stepIDs are the places of the step's values in its record. change is what is
// added to w (the rule) or taken off it (the gradient step).
// gradW and gradB are the gradients once more, as what they are multiplied with.
type stepIDs struct{ eta, y, x, w, b, z, scale, change, changeB, newW, newB, loss, gradW, gradB int }

func (s *step) at(id, cell int) float64 { return s.tr.Nodes[id].Value[cell] }

// Where the learning stops at the latest.
const (
	mostMistakes  = 240
	mostPasses    = 120
	roundsToSee   = 6 // passes that are shown of a run that goes in circles
	gradientSteps = 100
)

// history is a whole run: every step from the start to the last.
type history struct {
	steps     []step
	mistakes  []int // by pass
	start     weights
	converged bool
	// The weights after pass again are those after pass first: from there on
	// everything repeats. 0 where that was not seen.
	first, again int

	ends []weights // the weights after each pass
	tape *grad.Tape
	data tensor.Tensor // [n, 2]
	want tensor.Tensor // [n, 1]
	w, b *grad.Param
	one  point1
}

// point1 holds the inputs of the tape of one correction.
type point1 struct{ x, y, eta *tensor.Tensor }

func newHistory() *history {
	return &history{tape: grad.NewTape(),
		w: grad.NewParam("w", tensor.New(1, 2)), b: grad.NewParam("b", tensor.New(1)),
		one: point1{x: tensor.New(1, 2), y: tensor.New(1, 1), eta: tensor.New(1, 1)}}
}

// at returns the weights after k steps.
func (h *history) at(k int) weights {
	if k <= 0 || len(h.steps) == 0 {
		return h.start
	}
	return h.steps[min(k, len(h.steps))-1].after
}

// happened counts the mistakes of each round up to a step: of the round at hand
// those so far. The round in which nothing is wrong is there at the end.
func (h *history) happened(dst []int, at int) []int {
	dst = dst[:0]
	if at >= len(h.steps) {
		return append(dst, h.mistakes...)
	}
	for i := range h.steps[:at] {
		for len(dst) < h.steps[i].pass {
			dst = append(dst, 0)
		}
		dst[len(dst)-1]++
	}
	return dst
}

// next returns a step to fill, with the memory it had in the last run.
func (h *history) next() *step {
	if len(h.steps) < cap(h.steps) {
		h.steps = h.steps[:len(h.steps)+1]
	} else {
		h.steps = append(h.steps, step{})
	}
	return &h.steps[len(h.steps)-1]
}

func (h *history) load(pts []point, start weights, eta float64) {
	h.steps, h.mistakes, h.ends = h.steps[:0], h.mistakes[:0], h.ends[:0]
	h.start, h.converged, h.first, h.again = start, false, 0, 0
	h.set(start)
	put(h.one.eta, eta)
	fill(&h.data, &h.want, pts)
}

// set gives the neuron weights.
func (h *history) set(w weights) {
	put(h.w.Value, w.w1, w.w2)
	put(h.b.Value, w.b)
}

func put(t *tensor.Tensor, v ...float64) {
	for i, x := range v {
		t.Data()[i] = tensor.Elem(x)
	}
	t.Touch()
}

// fill writes points as a table of inputs and a column of answers.
func fill(x, y *tensor.Tensor, pts []point) {
	x.Resize(len(pts), 2)
	y.Resize(len(pts), 1)
	for i, p := range pts {
		x.Data()[2*i], x.Data()[2*i+1] = tensor.Elem(p.x1), tensor.Elem(p.x2)
		y.Data()[i] = tensor.Elem(p.y)
	}
	x.Touch()
	y.Touch()
}

// correct runs the perceptron rule: round and round the points in order, and
// w ← w + η·y·x, b ← b + η·y for each that the neuron has on the wrong side or
// on the line, until a pass brings no mistake.
// Source: Rosenblatt, “The perceptron”, 1958.
func (h *history) correct(pts []point, start weights, eta float64) {
	h.load(pts, start, eta)
	if len(pts) == 0 {
		h.converged = true
		return
	}
	for pass := 1; pass <= mostPasses && len(h.steps) < mostMistakes; pass++ {
		wrong := 0
		for from := 0; ; wrong++ {
			i := h.nextWrong(from)
			if i < 0 {
				break
			}
			h.fix(pts[i], i, pass)
			from = i + 1
		}
		h.mistakes = append(h.mistakes, wrong)
		if wrong == 0 {
			h.converged = true
			return
		}
		if h.again == 0 {
			h.lookBack(pass)
		}
		if h.again != 0 && pass >= max(roundsToSee, h.again) {
			return
		}
	}
}

// lookBack finds an earlier pass that ended with the same weights.
func (h *history) lookBack(pass int) {
	now := h.at(len(h.steps))
	for i, w := range h.ends {
		if w == now {
			h.first, h.again = i+1, pass
		}
	}
	h.ends = append(h.ends, now)
}

// nextWrong runs all points at once and returns the first at or after from
// whose y·z is not above 0, or −1.
func (h *history) nextWrong(from int) int {
	t := h.tape
	t.Reset()
	t.NoGrad = true
	z := grad.Linear(t.Const("x", &h.data), t.Param(h.w), t.Param(h.b))
	m := grad.Mul(z, t.Const("y", &h.want))
	for i, v := range m.Value.Data()[from:] {
		if !(v > 0) {
			return from + i
		}
	}
	return -1
}

// fix records one correction and takes the new weights over.
func (h *history) fix(p point, i, pass int) {
	put(h.one.x, p.x1, p.x2)
	put(h.one.y, p.y)
	h.tape.Reset()
	h.tape.NoGrad = true
	newW, newB, ids := h.mend(h.tape)
	s := h.next()
	h.tape.Record(&s.tr)
	s.point, s.pass, s.ids = i, pass, ids
	h.take(s, newW, newB)
}

// mend puts a correction on a tape.
func (h *history) mend(t *grad.Tape) (newW, newB *grad.Var, ids stepIDs) {
	eta, y, x := t.Const("η", h.one.eta), t.Const("y", h.one.y), t.Const("x", h.one.x)
	w, b := t.Param(h.w), t.Param(h.b)
	z := grad.Linear(x, w, b).Named("z")
	scale := grad.Mul(eta, y).Named("η·y")
	change := grad.Mul(scale, x).Named("η·y·x")
	newW = grad.Add(w, change).Named("w′")
	changeB := grad.Reshape(scale, 1)
	newB = grad.Add(b, changeB).Named("b′")
	return newW, newB, stepIDs{eta: eta.ID(), y: y.ID(), x: x.ID(), w: w.ID(), b: b.ID(), z: z.ID(), scale: scale.ID(),
		change: change.ID(), changeB: changeB.ID(), newW: newW.ID(), newB: newB.ID(), loss: -1, gradW: -1, gradB: -1}
}

// fine puts a correction on a tape once more, and after it what the point costs,
// being wrong: L = −y·z. The correction is a step down that slope, for
// ∂L/∂w = −y·x and ∂L/∂b = −y.
func (h *history) fine(t *grad.Tape) (loss *grad.Var) {
	_, _, ids := h.mend(t)
	return grad.Neg(grad.Mul(t.Var(ids.y), t.Var(ids.z)).Named("y·z")).Named("loss")
}

// fixAndFine is fix with the gradients of that cost.
func (h *history) fixAndFine(p point, i, pass int) {
	h.fix(p, i, pass)
	s := &h.steps[len(h.steps)-1]
	h.set(s.before)
	h.tape.Reset()
	h.tape.NoGrad = false
	h.w.ZeroGrad()
	h.b.ZeroGrad()
	h.tape.Backward(h.fine(h.tape))
	h.tape.Record(&s.tr)
}

// take reads the step's weights from its record and sets the new ones.
func (h *history) take(s *step, newW, newB *grad.Var) {
	s.before = weights{s.at(s.ids.w, 0), s.at(s.ids.w, 1), s.at(s.ids.b, 0)}
	s.after = weights{s.at(s.ids.newW, 0), s.at(s.ids.newW, 1), s.at(s.ids.newB, 0)}
	tensor.Copy(h.w.Value, newW.Value)
	tensor.Copy(h.b.Value, newB.Value)
	h.w.Value.Touch()
	h.b.Value.Touch()
}

// descend runs logistic regression: p = σ(z), L the mean cross-entropy of all
// points, w ← w − η·∂L/∂w, a hundred times.
func (h *history) descend(pts []point, start weights, eta float64) {
	h.load(pts, start, eta)
	if len(pts) == 0 {
		return
	}
	h.classes()
	for k := range gradientSteps {
		h.slide(k + 1)
	}
}

// classes turns the answers wanted, +1 and −1, into classes 1 and 0.
func (h *history) classes() {
	for i, v := range h.want.Data() {
		h.want.Data()[i] = (v + 1) / 2
	}
	h.want.Touch()
}

// judge puts the mean cross-entropy of all points on a tape.
func (h *history) judge(t *grad.Tape) (z, loss *grad.Var) {
	x, y, w, b := t.Const("x", &h.data), t.Const("y", &h.want), t.Param(h.w), t.Param(h.b)
	z = grad.Linear(x, w, b).Named("z")
	grad.Sigmoid(z).Named("p")
	return z, grad.BCEWithLogits(z, y).Named("loss")
}

// slide records one gradient step and takes the new weights over.
func (h *history) slide(pass int) {
	t := h.tape
	t.Reset()
	t.NoGrad = false
	z, loss := h.judge(t)
	x, w, b, y := z.Inputs()[0], z.Inputs()[1], z.Inputs()[2], loss.Inputs()[1]
	h.w.ZeroGrad()
	h.b.ZeroGrad()
	t.Backward(loss)
	e := t.Const("η", h.one.eta)
	gw, gb := t.Const("∂L/∂w", h.w.Grad), t.Const("∂L/∂b", h.b.Grad)
	change := grad.Mul(e, gw).Named("η·∂L/∂w")
	changeB := grad.Reshape(grad.Mul(e, gb), 1)
	newW := grad.Sub(w, change).Named("w′")
	newB := grad.Sub(b, changeB).Named("b′")
	s := h.next()
	t.Record(&s.tr)
	s.point, s.pass = -1, pass
	s.ids = stepIDs{eta: e.ID(), y: y.ID(), x: x.ID(), w: w.ID(), b: b.ID(), z: z.ID(), scale: -1,
		change: change.ID(), changeB: changeB.ID(), newW: newW.ID(), newB: newB.ID(), loss: loss.ID(), gradW: gw.ID(), gradB: gb.ID()}
	h.take(s, newW, newB)
}
