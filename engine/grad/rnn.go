package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// RNN runs a plain recurrent network over a sequence:
// x [steps, batch, input], h0 [states, batch, hidden] or nil for zeros → y
// [steps, batch, hidden]. With x [batch, input], h0 [batch, hidden] it is one
// step (a cell) and y is [batch, hidden].
//
//	h[t] = tanh(W·x[t] + b + U·h[t−1] + c)
//
// An empty batch gives an empty result. It panics with a *tensor.ShapeError if
// the shapes do not fit or the sequence is empty.
// Source: Elman, “Finding structure in time”, 1990.
func RNN(x, h0 *Var, w RecurrentWeights) *Var { return runRNN(x, h0, w, false, 0, false) }

// RNNReLU is [RNN] with max(0, ·) in place of tanh.
// Source: Le, Jaitly and Hinton, “A simple way to initialize recurrent networks of rectified linear units”, 2015.
func RNNReLU(x, h0 *Var, w RecurrentWeights) *Var { return runRNN(x, h0, w, true, 0, false) }

func runRNN(x, h0 *Var, p RecurrentWeights, relu bool, s int, reverse bool) *Var {
	var w walk
	op, sum := "rnn_tanh", "rnn_tanh_sum"
	if relu {
		op, sum = "rnn_relu", "rnn_relu_sum"
	}
	w.begin(op, 1, x, h0, nil, p, s, reverse)
	if h0 == nil {
		h0 = zeroState(x.tape, "h0", s+1, w.batch, w.hidden)
	}
	sv, so := pushRecur(sum, &w, Linear(x, p.Input, p.InputBias), h0, p.Hidden, p.HiddenBias)
	y, o := push[rnn](sv)
	o.op, o.relu, so.h = op, relu, y
	o.walk = w
	states := w.result(y, w.hidden)
	for i := range w.steps {
		t := w.time(i)
		h := states[t*w.batch*w.hidden:]
		o.activate(h, so.step(t, sv, states))
	}
	return y
}

// rnn is h = tanh(s) or max(0, s), for all steps.
type rnn struct {
	walk
	op   string
	relu bool
}

func (o *rnn) name() string { return o.op }

func (o *rnn) activate(h, s []tensor.Elem) {
	if !o.relu {
		tensor.TanhSlice(h[:len(s)], s)
		return
	}
	for k, v := range s {
		h[k] = max(v, 0)
	}
}

// slope is the derivative of the activation, by its result.
func (o *rnn) slope(h tensor.Elem) tensor.Elem {
	switch {
	case !o.relu:
		return (1 - h) * (1 + h)
	case h > 0:
		return 1
	}
	return 0
}

// backward goes back through time: ∂L/∂h[t] is what came from above and what
// step t+1 sends back; ∂L/∂s[t] = ∂L/∂h[t]·slope. The weights get theirs from
// recur.backward and Linear.
func (o *rnn) backward(y *Var) {
	sv := y.in[0]
	if !sv.wants() {
		return
	}
	h, dh, ds, n := y.Value.Data(), y.Grad.Data(), sv.Grad.Data(), o.batch*o.hidden
	for i := o.steps - 1; i >= 0; i-- {
		t := o.time(i)
		for c := t * n; c < (t+1)*n; c++ {
			ds[c] += dh[c] * o.slope(h[c])
		}
		sv.op.(*recur).back(t, sv, ds, dh)
	}
}

func (o *rnn) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	fn := "tanh"
	if o.relu {
		fn = "relu"
	}
	return append(dst, apply(fn, float64(y.Value.Data()[cell]), factor("s", y.in[0], cell)))
}

func (o *rnn) slopeAt(y *Var, cell int) float64 { return float64(o.slope(y.Value.Data()[cell])) }

func (o *rnn) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	return append(dst, gradTerm(y, cell, o.slopeAt(y, cell), float64(y.Grad.Data()[cell])))
}

func (o *rnn) ownGradTerms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	if t = o.next(t); t < 0 {
		return dst
	}
	sv := y.in[0]
	return sv.op.(*recur).stateGradTerms(sv, t, n, k, dst)
}
