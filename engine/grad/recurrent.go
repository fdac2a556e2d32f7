package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// RecurrentWeights are the parameters of one layer and direction of a
// recurrent network, with g gates (1 for a plain RNN, 3 for a GRU, 4 for an
// LSTM) stacked in rows. The biases may be nil.
type RecurrentWeights struct {
	Input      *Var // [g·hidden, input]
	Hidden     *Var // [g·hidden, hidden]
	InputBias  *Var // [g·hidden]
	HiddenBias *Var // [g·hidden]
}

// walk is the order in which a recurrent op goes over time, and the sizes it
// sees: x [steps, batch, input], state [steps, batch, hidden].
type walk struct {
	steps, batch, hidden, gates int
	reverse                     bool
	rank                        int // of x and of the state: 3, or 2 for a single cell
	at                          int // where the first state lies in h0 and c0
}

// begin checks the shapes of one layer, and says where it starts: state index s
// of h0 (and c0, which may be nil).
func (w *walk) begin(op string, gates int, x, h0, c0 *Var, p RecurrentWeights, s int, reverse bool) {
	xs := x.Shape()
	if len(xs) != 2 && len(xs) != 3 {
		panic(&tensor.ShapeError{Op: op, A: xs, Why: "x is [steps, batch, input], or [batch, input] for one step"})
	}
	w.steps, w.batch, w.gates, w.reverse = 1, xs[len(xs)-2], gates, reverse
	if len(xs) == 3 {
		w.steps = xs[0]
	}
	if w.steps == 0 {
		panic(&tensor.ShapeError{Op: op, A: xs, Why: "the sequence is empty, want 1 step or more"})
	}
	checkRecurrent(op, gates, xs, p)
	w.hidden = p.Hidden.Shape()[1]
	w.rank = len(xs)
	w.at = s * w.batch * w.hidden
	for _, h := range [2]*Var{h0, c0} {
		if h == nil {
			continue
		}
		hs := h.Shape()
		if len(hs) < 2 || len(hs) > 3 || hs[len(hs)-1] != w.hidden || hs[len(hs)-2] != w.batch || len(hs) == 3 && hs[0] <= s || len(hs) == 2 && s > 0 {
			panic(&tensor.ShapeError{Op: op, A: xs, B: hs, Why: "the first state is [batch " + strconv.Itoa(w.batch) + ", hidden " + strconv.Itoa(w.hidden) + "] for each layer and direction"})
		}
	}
}

func checkRecurrent(op string, gates int, xs []int, p RecurrentWeights) {
	wi, wh := p.Input.Shape(), p.Hidden.Shape()
	input := xs[len(xs)-1]
	if len(wi) != 2 || wi[1] != input {
		panic(&tensor.ShapeError{Op: op, A: xs, B: wi, Why: "x has " + strconv.Itoa(input) + " features, the weight [gates·hidden, input] wants as many as its columns"})
	}
	if len(wh) != 2 || wh[0] != gates*wh[1] || wi[0] != wh[0] {
		panic(&tensor.ShapeError{Op: op, A: wi, B: wh, Why: "weights are [" + strconv.Itoa(gates) + "·hidden, input] and [" + strconv.Itoa(gates) + "·hidden, hidden]"})
	}
	for _, b := range [2]*Var{p.InputBias, p.HiddenBias} {
		if b != nil && (len(b.Shape()) != 1 || b.Shape()[0] != wh[0]) {
			panic(&tensor.ShapeError{Op: op, A: wh, B: b.Shape(), Why: "biases are [" + strconv.Itoa(gates) + "·hidden]"})
		}
	}
}

// time is the index in the sequence of the i-th step that is taken.
func (w *walk) time(i int) int {
	if w.reverse {
		return w.steps - 1 - i
	}
	return i
}

// next is the time of the step after t, or -1.
func (w *walk) next(t int) int {
	switch {
	case w.reverse:
		return t - 1
	case t == w.steps-1:
		return -1
	}
	return t + 1
}

// prev is the time of the step before t, or -1.
func (w *walk) prev(t int) int {
	switch {
	case !w.reverse:
		return t - 1
	case t == w.steps-1:
		return -1
	}
	return t + 1
}

// before returns the state [batch, hidden] that step t starts from.
func (w *walk) before(t int, states, first []tensor.Elem) []tensor.Elem {
	n := w.batch * w.hidden
	if p := w.prev(t); p >= 0 {
		return states[p*n : (p+1)*n]
	}
	return first[w.at : w.at+n]
}

// beforeFactor is one number of the state that step t starts from.
func (w *walk) beforeFactor(symbol string, t, n, k int, states, first *Var) trace.Factor {
	if p := w.prev(t); p >= 0 {
		return factor(symbol, states, (p*w.batch+n)*w.hidden+k)
	}
	return factor(symbol, first, w.at+n*w.hidden+k)
}

// state splits a cell of [steps, batch, hidden] into its indices.
func (w *walk) state(cell int) (t, n, k int) {
	return cell / w.hidden / w.batch, cell / w.hidden % w.batch, cell % w.hidden
}

// gate splits a cell of [steps, batch, gates·hidden] into its indices.
func (w *walk) gate(cell int) (t, n, j int) {
	g := w.gates * w.hidden
	return cell / g / w.batch, cell / g % w.batch, cell % g
}

// cell of gate row j, of [steps, batch, gates·hidden].
func (w *walk) gateCell(t, n, j int) int { return (t*w.batch+n)*w.gates*w.hidden + j }

// gateShape gives v storage [steps, batch, gates·hidden].
func (w *walk) gateShape(v *Var) []tensor.Elem {
	return w.result(v, w.gates*w.hidden)
}

// result gives v storage [steps, batch, features].
func (w *walk) result(v *Var, features int) []tensor.Elem {
	if w.rank == 2 {
		return v.result(w.batch, features).Data()
	}
	return v.result(w.steps, w.batch, features).Data()
}

// self is how the ops that hold a walk show it.
func (w *walk) self() *walk { return w }

// recur is the part of a recurrent layer that looks back:
//
//	s[t] = x·Wᵀ[t] + h[t−1]·Uᵀ + b
//
// with the first summand where the op has one (a GRU has not). Its inputs are
// h0, U, then b and x·Wᵀ where there are any. The states h are those of a later
// value on the tape, which fills this one step by step, and on the way back its
// gradient.
type recur struct {
	walk
	op     string
	h      *Var // all states, [steps, batch, hidden]
	bk, xk int  // places of b and x·Wᵀ among the inputs, or -1
}

// pushRecur puts s on the tape, with storage but not yet with values.
func pushRecur(op string, w *walk, xw, h0, u, b *Var) (*Var, *recur) {
	in := [4]*Var{h0, u}
	n, bk, xk := 2, -1, -1
	if b != nil {
		in[n], bk = b, n
		n++
	}
	if xw != nil {
		in[n], xk = xw, n
		n++
	}
	s, o := slot[recur](h0.tape)
	o.op, o.bk, o.xk, o.h = op, bk, xk, nil
	o.walk = *w
	s.use(in[:n]...)
	w.gateShape(s)
	return s, o
}

func (o *recur) name() string { return o.op }

// step computes s[t] from the states so far.
func (o *recur) step(t int, s *Var, states []tensor.Elem) []tensor.Elem {
	g := o.gates * o.hidden
	dst := s.Value.Data()[t*o.batch*g : (t+1)*o.batch*g]
	if o.xk >= 0 {
		copy(dst, s.in[o.xk].Value.Data()[t*o.batch*g:])
	} else {
		clear(dst)
	}
	if o.bk >= 0 {
		for n := range o.batch {
			tensor.AddSlice(dst[n*g:][:g], s.in[o.bk].Value.Data())
		}
	}
	tensor.GemmSlice(dst, o.before(t, states, s.in[0].Value.Data()), s.in[1].Value.Data(), o.batch, g, o.hidden, false, true, true)
	return dst
}

// back adds ∂L/∂s[t]·U to the gradient of the state before t, if that is not
// the first (backward does that one).
func (o *recur) back(t int, s *Var, ds, dh []tensor.Elem) {
	p := o.prev(t)
	if p < 0 {
		return
	}
	g, n := o.batch*o.gates*o.hidden, o.batch*o.hidden
	tensor.GemmSlice(dh[p*n:(p+1)*n], ds[t*g:(t+1)*g], s.in[1].Value.Data(), o.batch, o.hidden, o.gates*o.hidden, false, false, true)
}

func (o *recur) backward(s *Var) {
	ds, g := s.Grad.Data(), o.gates*o.hidden
	h0, u := s.in[0], s.in[1]
	first := o.time(0) * o.batch * g
	if h0.wants() {
		tensor.GemmSlice(h0.Grad.Data()[o.at:], ds[first:], u.Value.Data(), o.batch, o.hidden, g, false, false, true)
	}
	if u.wants() {
		for i := range o.steps {
			t := o.time(i)
			tensor.GemmSlice(u.Grad.Data(), ds[t*o.batch*g:], o.before(t, o.h.Value.Data(), h0.Value.Data()), g, o.hidden, o.batch, true, false, true)
		}
	}
	if o.bk >= 0 && s.in[o.bk].wants() {
		db := s.in[o.bk].Grad.Data()
		for ; len(ds) >= g && g > 0; ds = ds[g:] {
			tensor.AddSlice(db, ds)
		}
	}
	if o.xk >= 0 && s.in[o.xk].wants() {
		tensor.Accumulate(s.in[o.xk].Grad, s.Grad)
	}
}

func (o *recur) terms(s *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, j := o.gate(cell)
	if o.xk >= 0 {
		dst = append(dst, product(factor("x·w", s.in[o.xk], cell)))
	}
	for k := range o.hidden {
		dst = append(dst, product(factor("u", s.in[1], j*o.hidden+k), o.beforeFactor("h", t, n, k, o.h, s.in[0])))
	}
	if o.bk >= 0 {
		dst = append(dst, product(factor("b", s.in[o.bk], j)))
	}
	return dst
}

func (o *recur) gradTerms(s *Var, k, cell int, dst []trace.Term) []trace.Term {
	switch k {
	case 0:
		n, i := (cell-o.at)/o.hidden, cell%o.hidden
		if cell < o.at || n >= o.batch {
			return dst // the first state of another layer
		}
		return o.stateGradTerms(s, o.time(0), n, i, dst)
	case 1:
		j, i := cell/o.hidden, cell%o.hidden
		for t := range o.steps {
			for n := range o.batch {
				h := o.beforeFactor("h", t, n, i, o.h, s.in[0])
				dst = append(dst, product(h, upstream(s, o.gateCell(t, n, j))))
			}
		}
	case o.bk:
		for c := cell; c < s.Value.Len(); c += o.gates * o.hidden {
			dst = append(dst, gradTerm(s, c, 1, float64(s.Grad.Data()[c])))
		}
	default:
		dst = append(dst, gradTerm(s, cell, 1, float64(s.Grad.Data()[cell])))
	}
	return dst
}

// stateGradTerms are what step t gives to the gradient of the state before it.
func (o *recur) stateGradTerms(s *Var, t, n, i int, dst []trace.Term) []trace.Term {
	for j := range o.gates * o.hidden {
		dst = append(dst, product(factor("u", s.in[1], j*o.hidden+i), upstream(s, o.gateCell(t, n, j))))
	}
	return dst
}

// gradOf returns the gradient of v to be filled, or scratch zeroed where v wants none.
func gradOf(v *Var, scratch *tensor.Tensor) []tensor.Elem {
	if v.wants() {
		return v.Grad.Data()
	}
	tensor.Fill(scratch.Resize(v.Value.Len()), 0)
	return scratch.Data()
}

// zeroState puts a first state of zeros on the tape: [states, batch, hidden].
func zeroState(t *Tape, name string, shape ...int) *Var {
	v := t.leaf(name, nil)
	v.Value = v.value.Resize(shape...)
	tensor.Fill(v.Value, 0)
	return v
}
