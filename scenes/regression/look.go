package regression

import (
	"math"
	"slices"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// look is the shown position once more, on a tape of its own, recorded whole:
// the predictions, and the terms of the gradient.
type look struct {
	model *model
	tr    trace.Trace
	terms []trace.Term // of the gradient, one for each training point
	order []int        // the terms by size, largest first
	guess []float64    // the predictions
	now   epoch

	eta                   *tensor.Tensor
	gradID, etaID, nextID int // what the step takes, and the weight it leads to
}

func (l *look) at(c *cloud, w, rate float64, mean bool) {
	if l.model == nil {
		l.model, l.eta = newModel(), tensor.New(1, 1)
	}
	l.model.set(w)
	l.model.run(c, mean)
	l.eta.Data()[0] = tensor.Elem(rate)
	l.eta.Touch()
	t := l.model.tape
	g, eta := t.Const("∂L/∂w", l.model.w.Grad), t.Const("η", l.eta)
	l.gradID, l.etaID = g.ID(), eta.ID()
	l.nextID = grad.Sub(l.model.wVar, grad.Mul(eta, g)).Named("w′").ID()
	t.Record(&l.tr)
	l.now = l.model.now()
	l.guess = l.tr.Nodes[l.model.guess.ID()].Value
	l.terms = grad.ExplainGrad(l.model.wVar, 0)
	l.order = l.order[:0]
	for i := range l.terms {
		l.order = append(l.order, i)
	}
	slices.SortStableFunc(l.order, func(a, b int) int {
		x, y := math.Abs(l.terms[a].Value), math.Abs(l.terms[b].Value)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
}

// bowl is the loss over a stretch of weights, and how steep it is: all from
// runs of the same model.
type bowl struct {
	tape   *grad.Tape
	tr     trace.Trace
	ws     *tensor.Tensor
	loss   []float64
	lo, hi float64
	top    float64 // the highest finite loss
	lossID int
	probe  *model
	steep  float64 // d gradient / dw
	fresh  bool    // of the present data
}

const bowlPoints = 97

// fill computes the loss for weights from lo to hi, unless it is known.
func (b *bowl) fill(c *cloud, lo, hi float64) {
	if b.tape == nil {
		b.tape, b.ws = grad.NewTape(), tensor.New(1, bowlPoints)
		b.tape.NoGrad = true
	}
	if b.fresh && lo == b.lo && hi == b.hi {
		return
	}
	b.lo, b.hi, b.top, b.fresh = lo, hi, 0, true
	for i := range bowlPoints {
		b.ws.Data()[i] = tensor.Elem(lo + (hi-lo)*float64(i)/(bowlPoints-1))
	}
	b.ws.Touch()
	t := b.tape
	t.Reset()
	guess := grad.MatMul(t.Const("x", &c.train.x), t.Const("w", b.ws))
	loss := grad.Mean(grad.Square(grad.Sub(guess, t.Const("y", &c.train.y))), 0).Named("loss")
	t.Record(&b.tr)
	b.lossID = loss.ID()
	b.loss = b.tr.Nodes[b.lossID].Value
	for _, v := range b.loss {
		if finite(v) {
			b.top = max(b.top, v)
		}
	}
}

// measure finds how fast the gradient grows with w: the loss is a parabola, so
// two places tell it.
func (b *bowl) measure(c *cloud, mean bool) {
	if b.probe == nil {
		b.probe = newModel()
	}
	var g [2]float64
	for w := range g {
		b.probe.set(float64(w))
		b.probe.run(c, mean)
		g[w] = b.probe.now().grad
	}
	b.steep, b.fresh = g[1]-g[0], false
}

// stable is the learning rate below which every step comes closer.
func (b *bowl) stable() float64 { return 2 / b.steep }

// answer is the closed form: the weight of least squares without intercept.
type answer struct {
	tape *grad.Tape
	tr   trace.Trace
	wID  int
}

func (a *answer) solve(c *cloud) float64 {
	if a.tape == nil {
		a.tape = grad.NewTape()
		a.tape.NoGrad = true
	}
	a.tape.Reset()
	w, _ := classic.FitLine(a.tape.Const("x", &c.train.x), a.tape.Const("y", &c.train.y), false)
	a.tape.Record(&a.tr)
	a.wID = w.ID()
	return w.Item()
}
