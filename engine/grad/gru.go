package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// GRU runs a gated recurrent unit over a sequence:
// x [steps, batch, input], h0 [states, batch, hidden] or nil for zeros → y
// [steps, batch, hidden]. With x [batch, input] and h0 [batch, hidden] it is
// one step (a cell) and y is [batch, hidden].
//
//	a = W·x[t] + b,  u = U·h[t−1] + b′
//	r = σ(a₁ + u₁),  z = σ(a₂ + u₂),  n = tanh(a₃ + r·u₃)
//	h[t] = (1 − z)·n + z·h[t−1]
//
// The rows of the weights are the gates r, z, n; the reset gate acts after the
// matrix product, as in PyTorch and cuDNN. On the tape u, the sums, the gates
// and h are values of their own. An empty batch gives an empty result. It
// panics with a *tensor.ShapeError if the shapes do not fit or the sequence is
// empty.
// Source: Cho et al., “Learning phrase representations using RNN encoder–decoder”, 2014.
func GRU(x, h0 *Var, w RecurrentWeights) *Var { return runGRU(x, h0, w, 0, false) }

func runGRU(x, h0 *Var, p RecurrentWeights, s int, reverse bool) *Var {
	var w walk
	w.begin("gru", 3, x, h0, nil, p, s, reverse)
	if h0 == nil {
		h0 = zeroState(x.tape, "h0", s+1, w.batch, w.hidden)
	}
	xw := Linear(x, p.Input, p.InputBias)
	uv, uo := pushRecur("gru_hidden", &w, nil, h0, p.Hidden, p.HiddenBias)
	sv, so := push[gruSum](xw, uv)
	so.walk = w
	w.gateShape(sv)
	gv, gate := push[gruGates](sv)
	gate.walk = w
	w.gateShape(gv)
	y, o := push[gru](gv, h0)
	o.walk = w
	uo.h, so.r = y, gv
	states := w.result(y, w.hidden)
	for i := range w.steps {
		t := w.time(i)
		uo.step(t, uv, states)
		o.step(t, xw, uv, sv, gv, w.before(t, states, h0.Value.Data()), states)
	}
	return y
}

// gru is h = (1 − z)·n + z·h[t−1], for all steps.
type gru struct {
	walk
	dGates, dSum, dHidden tensor.Tensor
}

func (o *gru) name() string { return "gru" }

func (o *gru) step(t int, xw, uv, sv, gv *Var, before, states []tensor.Elem) {
	h := o.hidden
	for i := range o.batch {
		a, b := o.gateCell(t, i, 0), o.gateCell(t, i+1, 0)
		x, u, s, g := xw.Value.Data()[a:b], uv.Value.Data()[a:b], sv.Value.Data()[a:b], gv.Value.Data()[a:b]
		for k, v := range x[:2*h] {
			s[k] = v + u[k]
		}
		tensor.SigmoidSlice(g[:2*h], s)
		copy(s[2*h:], x[2*h:])
		tensor.MulAddSlice(s[2*h:], g[:h], u[2*h:])
		tensor.TanhSlice(g[2*h:], s[2*h:])
		z, n, was, y := g[h:2*h], g[2*h:], before[i*h:][:h], states[(t*o.batch+i)*h:][:h]
		for k := range y {
			y[k] = (1-z[k])*n[k] + z[k]*was[k]
		}
	}
}

// backward goes back through time and fills the gradients of h, the gates, the
// sums and u:
//
//	∂L/∂z = ∂L/∂h·(h[t−1] − n),  ∂L/∂n = ∂L/∂h·(1 − z),  ∂L/∂r = ∂L/∂s₃·u₃
//	∂L/∂s = ∂L/∂gate·slope,      ∂L/∂u = ∂L/∂s·(1, 1, r)
//	∂L/∂h[t−1] += ∂L/∂h·z + ∂L/∂u·U
//
// The weights get theirs from recur.backward and Linear.
func (o *gru) backward(y *Var) {
	gv, h0 := y.in[0], y.in[1]
	sv := gv.in[0]
	uv := sv.in[1]
	dg, ds, du := gradOf(gv, &o.dGates), gradOf(sv, &o.dSum), gradOf(uv, &o.dHidden)
	for i := o.steps - 1; i >= 0; i-- {
		t := o.time(i)
		var dBefore []tensor.Elem
		if p := o.prev(t); p >= 0 {
			dBefore = y.Grad.Data()[p*o.batch*o.hidden:]
		} else if h0.wants() {
			dBefore = h0.Grad.Data()[o.at:]
		}
		before := o.before(t, y.Value.Data(), h0.Value.Data())
		for n := range o.batch {
			a, b := o.gateCell(t, n, 0), o.gateCell(t, n+1, 0)
			o.stepBack((t*o.batch+n)*o.hidden, n*o.hidden, gv.Value.Data()[a:b], uv.Value.Data()[a:b], dg[a:b], ds[a:b], du[a:b], y.Grad.Data(), before, dBefore)
		}
		uv.op.(*recur).back(t, uv, du, y.Grad.Data())
	}
}

func (o *gru) stepBack(at, first int, g, u, dg, ds, du, dh, before, dBefore []tensor.Elem) {
	h := o.hidden
	for k := range h {
		r, z, n, d := g[k], g[h+k], g[2*h+k], dh[at+k]
		dg[h+k] += d * (before[first+k] - n)
		dg[2*h+k] += d * (1 - z)
		ds[2*h+k] += dg[2*h+k] * (1 - n) * (1 + n)
		dg[k] += ds[2*h+k] * u[2*h+k]
		ds[k] += dg[k] * r * (1 - r)
		ds[h+k] += dg[h+k] * z * (1 - z)
		du[k] += ds[k]
		du[h+k] += ds[h+k]
		du[2*h+k] += ds[2*h+k] * r
		if dBefore != nil {
			dBefore[first+k] += d * z
		}
	}
}

func (o *gru) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	z := factor("z", y.in[0], o.gateCell(t, n, o.hidden+k))
	keep := z
	keep.Symbol, keep.Value = "1−z", 1-z.Value
	return append(dst,
		product(keep, factor("n", y.in[0], o.gateCell(t, n, 2*o.hidden+k))),
		product(z, o.beforeFactor("h", t, n, k, y, y.in[1])))
}

func (o *gru) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	if k == 1 {
		n, i := (cell-o.at)/o.hidden, cell%o.hidden
		if cell < o.at || n >= o.batch {
			return dst
		}
		return append(dst, o.toBefore(y, o.time(0), n, i))
	}
	t, n, j := o.gate(cell)
	i := j % o.hidden
	at := (t*o.batch+n)*o.hidden + i
	switch j / o.hidden {
	case 1:
		before := o.beforeFactor("h", t, n, i, y, y.in[1]).Value
		return append(dst, product(constant("h−n", before-float64(y.in[0].Value.Data()[o.gateCell(t, n, 2*o.hidden+i)])), upstream(y, at)))
	case 2:
		z := factor("1−z", y.in[0], o.gateCell(t, n, o.hidden+i))
		z.Value = 1 - z.Value
		return append(dst, product(z, upstream(y, at)))
	}
	return dst
}

// toBefore is what step t gives directly to the gradient of the h before it.
func (o *gru) toBefore(y *Var, t, n, k int) trace.Term {
	return product(factor("z", y.in[0], o.gateCell(t, n, o.hidden+k)), upstream(y, (t*o.batch+n)*o.hidden+k))
}

func (o *gru) ownGradTerms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	if t = o.next(t); t < 0 {
		return dst
	}
	uv := y.in[0].in[0].in[1]
	return uv.op.(*recur).stateGradTerms(uv, t, n, k, append(dst, o.toBefore(y, t, n, k)))
}

// gruSum are a₁ + u₁, a₂ + u₂ and a₃ + r·u₃.
type gruSum struct {
	walk
	r *Var // the gates, where r is: a later value on the tape
}

func (o *gruSum) name() string { return "gru_sum" }

// backward hands ∂L/∂s on to a; gru.backward has done u.
func (o *gruSum) backward(y *Var) {
	if y.in[0].wants() {
		tensor.Accumulate(y.in[0].Grad, y.Grad)
	}
}

// reset is r for a cell of the third part.
func (o *gruSum) reset(cell int) trace.Factor { return factor("r", o.r, cell-2*o.hidden) }

func (o *gruSum) isCandidate(cell int) bool {
	_, _, j := o.walk.gate(cell)
	return j >= 2*o.hidden
}

func (o *gruSum) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	dst = append(dst, product(factor("x·w", y.in[0], cell)))
	if o.isCandidate(cell) {
		return append(dst, product(o.reset(cell), factor("h·u", y.in[1], cell)))
	}
	return append(dst, product(factor("h·u", y.in[1], cell)))
}

func (o *gruSum) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	if k == 1 && o.isCandidate(cell) {
		return append(dst, product(o.reset(cell), upstream(y, cell)))
	}
	return append(dst, gradTerm(y, cell, 1, float64(y.Grad.Data()[cell])))
}

// gruGates are r, z, n = σ, σ, tanh of the sums.
type gruGates struct{ walk }

func (o *gruGates) name() string { return "gru_gates" }

func (o *gruGates) backward(*Var) {} // gru.backward has done it

func (o *gruGates) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	fn := "sigmoid"
	if _, _, j := o.gate(cell); j >= 2*o.hidden {
		fn = "tanh"
	}
	return append(dst, apply(fn, float64(y.Value.Data()[cell]), factor("s", y.in[0], cell)))
}

func (o *gruGates) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	v := float64(y.Value.Data()[cell])
	slope := v * (1 - v)
	if _, _, j := o.gate(cell); j >= 2*o.hidden {
		slope = (1 - v) * (1 + v)
	}
	return append(dst, gradTerm(y, cell, slope, float64(y.Grad.Data()[cell])))
}

// ownGradTerms: r also stands in the sum of the candidate.
func (o *gruGates) ownGradTerms(y *Var, cell int, dst []trace.Term) []trace.Term {
	if _, _, j := o.gate(cell); j >= o.hidden {
		return dst
	}
	sv := y.in[0]
	return append(dst, product(factor("h·u", sv.in[1], cell+2*o.hidden), upstream(sv, cell+2*o.hidden)))
}
