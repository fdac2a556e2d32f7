package score

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
)

// The lecture's classifier: 4 pixels, 3 classes.
const (
	pixels  = 4
	classes = 3
)

var lecture = struct {
	w [classes * pixels]float64
	x [pixels]float64
	b [classes]float64
}{
	w: [...]float64{0.2, -0.5, 0.1, 2, 1.5, 1.3, 2.1, 0, 0, 0.25, 0.2, -0.3},
	x: [...]float64{56, 231, 24, 2},
	b: [...]float64{1.1, 3.2, -1.2},
}

// The plane of decisions shows two of the pixels, x₂ to the right and x₄ up,
// from 0 to 255; the others stay as they are.
const (
	across = 1
	up     = 3
	bright = 255.0
)

// pixelRun scores the image: dot = W·x, scores = dot + b.
type pixelRun struct {
	w, x, b     *tensor.Tensor
	which       *tensor.Tensor // 1 for the class with the highest score
	tape        *grad.Tape
	dot, scores *grad.Var
	best        *grad.Var // the highest score alone
	back        bool      // it was differentiated
	tr          trace.Trace

	probe *grad.Tape
	edge  *tensor.Tensor // [4, pixels], the plane's corners
	top   []int          // the class of the highest score
	plane plane
}

func newPixelRun() *pixelRun {
	r := &pixelRun{w: tensor.New(classes, pixels), x: tensor.New(1, pixels), b: tensor.New(classes), tape: grad.NewTape(), probe: grad.NewTape(), edge: tensor.New(len(corners), pixels)}
	r.probe.NoGrad = true
	r.teach()
	r.run()
	return r
}

// teach gives the numbers of the lecture.
func (r *pixelRun) teach() {
	for i, v := range lecture.w {
		r.w.Data()[i] = tensor.Elem(v)
	}
	for i, v := range lecture.x {
		r.x.Data()[i] = tensor.Elem(v)
	}
	for i, v := range lecture.b {
		r.b.Data()[i] = tensor.Elem(v)
	}
}

// run scores the image, records it, and probes the plane of decisions.
func (r *pixelRun) run() {
	for _, t := range []*tensor.Tensor{r.w, r.x, r.b} {
		t.Touch()
	}
	r.tape.Reset()
	r.best, r.back = r.build(r.tape), false
	r.tape.Record(&r.tr)
	r.probePlane()
}

// build writes the scores on a tape and returns the highest one.
func (r *pixelRun) build(t *grad.Tape) *grad.Var {
	dot := grad.Linear(t.Input("x", r.x), t.Input("W", r.w), nil).Named("W·x")
	scores := grad.Add(dot, t.Input("b", r.b)).Named("scores")
	if t == r.tape {
		r.dot, r.scores = dot, scores
		r.top = train.Argmax(r.top, scores.Value)
		r.which = tensor.New(1, classes)
		r.which.Data()[r.winner()] = 1
	}
	return grad.Sum(grad.Mul(scores, t.Const("winner", r.which))).Named("highest")
}

// differentiate finds the gradients of the highest score.
func (r *pixelRun) differentiate() {
	if !r.back {
		r.back = true
		r.tape.Backward(r.best)
		r.tape.Record(&r.tr)
	}
}

// probePlane scores the four corners of the plane of decisions. Scores are
// linear on it, so the corners say where classes meet, exactly.
func (r *pixelRun) probePlane() {
	for k, at := range corners {
		row := r.edge.Data()[k*pixels : (k+1)*pixels]
		copy(row, r.x.Data())
		row[across] = tensor.Elem(at[0] * bright)
		row[up] = tensor.Elem((1 - at[1]) * bright)
	}
	r.edge.Touch()
	r.probe.Reset()
	y := grad.Linear(r.probe.Const("x", r.edge), r.probe.Const("W", r.w), r.probe.Const("b", r.b)).Value
	r.plane.divide(y.Data())
}

// The record of the last run.
func (r *pixelRun) score(c int) float64   { return r.tr.Nodes[r.scores.ID()].Value[c] }
func (r *pixelRun) product(c int) float64 { return r.tr.Nodes[r.dot.ID()].Value[c] }

// terms are the products of a row, as the engine explains them.
func (r *pixelRun) terms(c int) []trace.Term { return grad.Explain(r.dot, c) }

// winner is the class of the highest score.
func (r *pixelRun) winner() int { return r.top[0] }
