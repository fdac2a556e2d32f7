package regression

import (
	"math"
	"strconv"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// What overflows, in the order in which it is told.
const (
	overLoss        = iota
	overGuess       // the prediction
	overDouble      // the loss of the textbook's float64
	overDoubleGuess // and its prediction
	overflows
)

// overs count on a tape the epochs before each overflow, which is its number:
//
//	finite_i = 1 where x_i ≤ the largest number there is
//	epochs   = Σ finite_i
//
// x are the losses, or the largest predictions |w|·max |x|. Those of float64 are
// beyond what the tape can hold: their logarithms are on it.
type overs struct {
	tape   *grad.Tape
	tr     trace.Trace
	epochs [overflows]*grad.Var // nil: there is none

	doubleLoss, doubleGuess []float64 // log₁₀, by epoch
}

// largest is the largest number of the tape.
func largest() float64 {
	if e := tensor.Elem(math.MaxFloat32); float64(e*2)-float64(e*2) == 0 {
		return math.MaxFloat64
	}
	return math.MaxFloat32
}

// double has the textbook's program run, in float64.
func (o *overs) double(c *cloud, rate float64, mean bool) classic.Overflow {
	o.doubleLoss, o.doubleGuess = o.doubleLoss[:0], o.doubleGuess[:0]
	_, over := classic.Descent{Rate: rate, Mean: mean, Each: func(_ int, loss, guess float64) {
		o.doubleLoss, o.doubleGuess = append(o.doubleLoss, math.Log10(loss)), append(o.doubleGuess, math.Log10(guess))
	}}.Fit(&c.train.x, &c.train.y, epochs)
	return over
}

// count writes the epochs of all overflows there are.
func (o *overs) count(r *run, c *cloud, double classic.Overflow) {
	if o.tape == nil {
		o.tape = grad.NewTape()
		o.tape.NoGrad = true
	}
	t := o.tape
	t.Reset()
	o.epochs = [overflows]*grad.Var{}
	if n := r.lossOver; n >= 0 {
		o.epochs[overLoss] = before(t.Const("loss", column(n, func(i int) float64 { return r.past[i].loss })), largest())
	}
	if n := r.guessOver; n >= 0 {
		w := t.Const("w", column(n, func(i int) float64 { return r.past[i].w }))
		far := grad.Amax(grad.Abs(t.Const("x", &c.train.x))).Named("max |x|")
		o.epochs[overGuess] = before(grad.Mul(grad.Abs(w), far).Named("max |ŷ|"), largest())
	}
	top := math.Log10(math.MaxFloat64)
	if n := double.Loss; n >= 0 {
		o.epochs[overDouble] = before(t.Const("log₁₀ loss", column(n, func(i int) float64 { return o.doubleLoss[i] })), top)
	}
	if n := double.Prediction; n >= 0 {
		o.epochs[overDoubleGuess] = before(t.Const("log₁₀ max |ŷ|", column(n, func(i int) float64 { return o.doubleGuess[i] })), top)
	}
	t.Record(&o.tr)
}

// column is x₀ … x_last, without the last if that is no number.
func column(last int, x func(i int) float64) *tensor.Tensor {
	n := last + 1
	if math.IsNaN(x(last)) {
		n--
	}
	out := tensor.New(n)
	for i := range out.Data() {
		out.Data()[i] = tensor.Elem(x(i))
	}
	return out
}

func before(x *grad.Var, limit float64) *grad.Var {
	room := grad.Sub(x.Tape().Scalar("largest", limit), x).Named("room")
	return grad.Sum(grad.Step(room, 0).Named("finite")).Named("epochs")
}

// epoch is the number of an overflow; −1: there is none.
func (o *overs) epoch(which int) int {
	if o.epochs[which] == nil {
		return -1
	}
	return int(o.epochs[which].Item())
}

// run is what the inspector unfolds.
func (o *overs) run() inspect.Run {
	if o.tape == nil {
		return inspect.Run{Record: &o.tr}
	}
	return inspect.Run{Tape: o.tape, Record: &o.tr}
}

// figures are the numbers of the sentence about the overflows, in its order.
func (o *overs) figures() (out []inspect.Figure) {
	for which, v := range o.epochs {
		if which%2 == 0 { // the type before them has digits in its name
			out = append(out, inspect.Figure{Text: [2]string{"float32", "float64"}[which/2]})
		}
		if v != nil {
			out = append(out, inspect.Figure{Text: strconv.Itoa(o.epoch(which)), Of: inspect.Of(runOvers, v.ID(), 0)})
		}
	}
	return out
}
