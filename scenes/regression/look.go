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

	// What the gradient is made of: a push of each training point, x times the
	// gradient of its prediction.
	pushID, pullID int
	// The distance from the closed form, as a share of that.
	answer          *tensor.Tensor
	answerID, offID int
}

func (l *look) at(c *cloud, w, rate, answer float64, mean bool) {
	if l.model == nil {
		l.model, l.eta, l.answer = newModel(), tensor.New(1, 1), tensor.Scalar(0)
	}
	l.model.set(w)
	l.model.run(c, mean)
	l.eta.Data()[0] = tensor.Elem(rate)
	l.eta.Touch()
	t := l.model.tape
	g, eta := t.Const("∂L/∂w", l.model.w.Grad), t.Const("η", l.eta)
	l.gradID, l.etaID = g.ID(), eta.ID()
	l.nextID = grad.Sub(l.model.wVar, grad.Mul(eta, g)).Named("w′").ID()
	pull := t.Const("∂L/∂ŷ", l.model.guess.Grad)
	l.pullID, l.pushID = pull.ID(), grad.Mul(l.model.guess.Inputs()[0], pull).Named("push").ID()
	l.answer.Set(tensor.Elem(answer))
	l.answer.Touch()
	best := t.Const("w*", l.answer)
	l.answerID = best.ID()
	l.offID = grad.Div(grad.Abs(grad.Sub(l.model.wVar, best)), grad.Abs(best)).Named("off").ID()
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

// push is what a row of the training table adds to the gradient.
func (l *look) push(row int) float64 { return l.tr.Nodes[l.pushID].Value[row] }

// off is how far the shown weight is from the closed form, as a share of it.
func (l *look) off() float64 { return l.tr.Nodes[l.offID].Value[0] }

// others are the pushes that the card has no line for, added up.
type others struct {
	tape        *grad.Tape
	tr          trace.Trace
	rows        []int
	pushID, sum int
}

// add takes all rows but those that are shown.
func (o *others) add(l *look, shown []int) float64 {
	if o.tape == nil {
		o.tape = grad.NewTape()
		o.tape.NoGrad = true
	}
	o.rows = o.rows[:0]
	for row := range l.terms {
		if !slices.Contains(shown, row) {
			o.rows = append(o.rows, row)
		}
	}
	o.tape.Reset()
	push := o.tape.Const("push", l.model.tape.Var(l.pushID).Value)
	sum := grad.Sum(grad.Gather(push, 0, o.rows)).Named("the others")
	o.pushID, o.sum = push.ID(), sum.ID()
	o.tape.Record(&o.tr)
	return sum.Item()
}

// bowl is the loss over a stretch of weights, from a run of the same model.
type bowl struct {
	tape   *grad.Tape
	tr     trace.Trace
	ws     *tensor.Tensor
	loss   []float64
	lo, hi float64
	top    float64 // the highest finite loss
	lossID int
	fresh  bool // of the present data
}

const bowlPoints = 49

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

// bend is how steep the bowl is, and what that means for the learning rate:
//
//	h = ∂²L/∂w² = Σ x², or that by n
//
// A step multiplies the distance from the answer by 1 − η·h.
type bend struct {
	tape                         *grad.Tape
	tr                           trace.Trace
	rate                         *tensor.Tensor
	steep, times, factor, stable known
	over                         float64 // 1 − η·h, with its sign
}

// known is a number of a run.
type known struct {
	id int
	v  float64
}

func knownOf(v *grad.Var) known { return known{v.ID(), v.Item()} }

func (b *bend) measure(c *cloud, rate float64, mean bool) {
	if b.tape == nil {
		b.tape, b.rate = grad.NewTape(), tensor.Scalar(0)
		b.tape.NoGrad = true
	}
	b.rate.Set(tensor.Elem(rate))
	b.rate.Touch()
	t := b.tape
	t.Reset()
	sum := grad.Sum
	if mean {
		sum = grad.Mean
	}
	h := sum(grad.Square(t.Const("x", &c.train.x)).Named("x²")).Named("h")
	times := grad.Mul(t.Const("η", b.rate), h).Named("η·h")
	over := grad.Sub(t.Scalar("1", 1), times).Named("1 − η·h")
	factor := grad.Abs(over).Named("|1 − η·h|")
	stable := grad.Div(t.Scalar("2", 2), h).Named("2/h") // where 1 − η·h is −1
	b.steep, b.times, b.factor, b.stable, b.over = knownOf(h), knownOf(times), knownOf(factor), knownOf(stable), over.Item()
	t.Record(&b.tr)
}

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
