package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// LSTM runs a long short-term memory over a sequence:
// x [steps, batch, input], h0, c0 [states, batch, hidden] or nil for zeros → y
// [steps, batch, hidden], the last c [1, batch, hidden]. With x [batch, input]
// and h0, c0 [batch, hidden] it is one step (a cell); results [batch, hidden].
//
//	i = σ(s₁), f = σ(s₂), g = tanh(s₃), o = σ(s₄)   with s = W·x[t] + b + U·h[t−1] + b′
//	c[t] = f·c[t−1] + i·g
//	h[t] = o·tanh(c[t])
//
// The rows of the weights are the gates i, f, g, o. On the tape s, the gates,
// c and h are values of their own, each with its gradient. An empty batch gives
// an empty result. It panics with a *tensor.ShapeError if the shapes do not fit
// or the sequence is empty.
// Source: Hochreiter and Schmidhuber, “Long short-term memory”, 1997, with the
// forget gate of Gers, Schmidhuber and Cummins, 2000.
func LSTM(x, h0, c0 *Var, w RecurrentWeights) (y, c *Var) {
	y, all := runLSTM(x, h0, c0, w, 0, false)
	return y, lastState(all)
}

// runLSTM returns all h and all c.
func runLSTM(x, h0, c0 *Var, p RecurrentWeights, s int, reverse bool) (y, c *Var) {
	var w walk
	w.begin("lstm", 4, x, h0, c0, p, s, reverse)
	if h0 == nil {
		h0 = zeroState(x.tape, "h0", s+1, w.batch, w.hidden)
	}
	if c0 == nil {
		c0 = zeroState(x.tape, "c0", s+1, w.batch, w.hidden)
	}
	sv, so := pushRecur("lstm_sum", &w, Linear(x, p.Input, p.InputBias), h0, p.Hidden, p.HiddenBias)
	gv, gate := push[lstmGates](sv)
	gate.walk = w
	gates := w.gateShape(gv)
	cv, cell := push[lstmCell](gv, c0)
	cell.walk = w
	cells := w.result(cv, w.hidden)
	y, o := push[lstm](gv, cv)
	o.walk = w
	so.h = y
	states := w.result(y, w.hidden)
	o.tanh.Resize(len(states))
	for i := range w.steps {
		t := w.time(i)
		o.step(t, so.step(t, sv, states), gates, w.before(t, cells, c0.Value.Data()), cells, states)
	}
	return y, cv
}

// lstm is h = o·tanh(c), for all steps.
type lstm struct {
	walk
	tanh                 tensor.Tensor // tanh(c)
	dGates, dSum, dCells tensor.Tensor
}

func (o *lstm) name() string { return "lstm" }

func (o *lstm) step(t int, sum, gates, before, cells, states []tensor.Elem) {
	h := o.hidden
	for n := range o.batch {
		s, g := sum[n*4*h:(n+1)*4*h], gates[o.gateCell(t, n, 0):o.gateCell(t, n+1, 0)]
		tensor.SigmoidSlice(g[:2*h], s)
		tensor.TanhSlice(g[2*h:3*h], s[2*h:])
		tensor.SigmoidSlice(g[3*h:], s[3*h:])
		at := (t*o.batch + n) * h
		c, tc, y := cells[at:][:h], o.tanh.Data()[at:][:h], states[at:][:h]
		i, f, m, out, was := g[:h], g[h:2*h], g[2*h:3*h], g[3*h:], before[n*h:][:h]
		for k := range c {
			c[k] = f[k]*was[k] + i[k]*m[k]
		}
		tensor.TanhSlice(tc, c)
		for k := range y {
			y[k] = out[k] * tc[k]
		}
	}
}

// backward goes back through time and fills the gradients of h, c, the gates
// and the sums:
//
//	∂L/∂c[t] += ∂L/∂h[t]·o·(1 − tanh²c),   ∂L/∂c[t−1] += ∂L/∂c[t]·f
//	∂L/∂(i, f, g, o) = ∂L/∂c·g, ∂L/∂c·c[t−1], ∂L/∂c·i, ∂L/∂h·tanh c
//	∂L/∂s = ∂L/∂gate·slope,                ∂L/∂h[t−1] += ∂L/∂s·U
//
// The weights get theirs from recur.backward and Linear.
func (o *lstm) backward(y *Var) {
	gv, cv := y.in[0], y.in[1]
	sv, c0 := gv.in[0], cv.in[1]
	dg, ds, dc := gradOf(gv, &o.dGates), gradOf(sv, &o.dSum), gradOf(cv, &o.dCells)
	for i := o.steps - 1; i >= 0; i-- {
		t := o.time(i)
		var dBefore []tensor.Elem
		if p := o.prev(t); p >= 0 {
			dBefore = dc[p*o.batch*o.hidden:]
		} else if c0.wants() {
			dBefore = c0.Grad.Data()[o.at:]
		}
		before := o.before(t, cv.Value.Data(), c0.Value.Data())
		for n := range o.batch {
			a, b := o.gateCell(t, n, 0), o.gateCell(t, n+1, 0)
			o.stepBack((t*o.batch+n)*o.hidden, n*o.hidden, gv.Value.Data()[a:b], dg[a:b], ds[a:b], y.Grad.Data(), dc, before, dBefore)
		}
		sv.op.(*recur).back(t, sv, ds, y.Grad.Data())
	}
}

func (o *lstm) stepBack(at, first int, g, dg, ds, dh, dc, before, dBefore []tensor.Elem) {
	h := o.hidden
	i, f, m, out := g[:h], g[h:2*h], g[2*h:3*h], g[3*h:4*h]
	tc, c, up, was := o.tanh.Data()[at:][:h], dc[at:][:h], dh[at:][:h], before[first:][:h]
	for k := range c {
		c[k] += up[k] * out[k] * (1 - tc[k]) * (1 + tc[k])
	}
	tensor.MulAddSlice(dg[:h], c, m)
	tensor.MulAddSlice(dg[h:2*h], c, was)
	tensor.MulAddSlice(dg[2*h:3*h], c, i)
	tensor.MulAddSlice(dg[3*h:4*h], up, tc)
	tensor.SigmoidGradSlice(ds[:2*h], g, dg)
	tensor.TanhGradSlice(ds[2*h:3*h], m, dg[2*h:])
	tensor.SigmoidGradSlice(ds[3*h:4*h], out, dg[3*h:])
	if dBefore != nil {
		tensor.MulAddSlice(dBefore[first:][:h], c, f)
	}
}

func (o *lstm) tanhFactor(y *Var, cell int) trace.Factor {
	return trace.Factor{Ref: trace.Ref{Node: y.in[1].id, Cell: cell}, Symbol: "tanh c", Value: float64(o.tanh.Data()[cell])}
}

func (o *lstm) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	return append(dst, product(factor("o", y.in[0], o.gateCell(t, n, 3*o.hidden+k)), o.tanhFactor(y, cell)))
}

func (o *lstm) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	if k == 0 {
		t, n, j := o.gate(cell)
		if j < 3*o.hidden {
			return dst
		}
		at := (t*o.batch+n)*o.hidden + j - 3*o.hidden
		return append(dst, product(o.tanhFactor(y, at), upstream(y, at)))
	}
	t, n, j := o.state(cell)
	tc := float64(o.tanh.Data()[cell])
	return append(dst, product(factor("o", y.in[0], o.gateCell(t, n, 3*o.hidden+j)), constant("1−tanh²c", (1-tc)*(1+tc)), upstream(y, cell)))
}

func (o *lstm) ownGradTerms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	if t = o.next(t); t < 0 {
		return dst
	}
	sv := y.in[0].in[0]
	return sv.op.(*recur).stateGradTerms(sv, t, n, k, dst)
}

// lstmGates are i, f, g, o = σ, σ, tanh, σ of the sums.
type lstmGates struct{ walk }

func (o *lstmGates) name() string { return "lstm_gates" }

func (o *lstmGates) backward(*Var) {} // lstm.backward has done it

func (o *lstmGates) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	fn := "sigmoid"
	if _, _, j := o.gate(cell); j/o.hidden == 2 {
		fn = "tanh"
	}
	return append(dst, apply(fn, float64(y.Value.Data()[cell]), factor("s", y.in[0], cell)))
}

func (o *lstmGates) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	v := float64(y.Value.Data()[cell])
	slope := v * (1 - v)
	if _, _, j := o.gate(cell); j/o.hidden == 2 {
		slope = (1 - v) * (1 + v)
	}
	return append(dst, gradTerm(y, cell, slope, float64(y.Grad.Data()[cell])))
}

// lstmCell is c[t] = f·c[t−1] + i·g.
type lstmCell struct{ walk }

func (o *lstmCell) name() string { return "lstm_cell" }

func (o *lstmCell) backward(*Var) {} // lstm.backward has done it

func (o *lstmCell) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	gate := func(name string, i int) trace.Factor {
		return factor(name, y.in[0], o.gateCell(t, n, i*o.hidden+k))
	}
	return append(dst,
		product(gate("f", 1), o.beforeFactor("c", t, n, k, y, y.in[1])),
		product(gate("i", 0), gate("g", 2)))
}

func (o *lstmCell) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
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
	case 0:
		return append(dst, product(factor("g", y.in[0], o.gateCell(t, n, 2*o.hidden+i)), upstream(y, at)))
	case 1:
		return append(dst, product(o.beforeFactor("c", t, n, i, y, y.in[1]), upstream(y, at)))
	case 2:
		return append(dst, product(factor("i", y.in[0], o.gateCell(t, n, i)), upstream(y, at)))
	}
	return dst
}

// toBefore is what step t gives to the gradient of the c before it.
func (o *lstmCell) toBefore(y *Var, t, n, k int) trace.Term {
	return product(factor("f", y.in[0], o.gateCell(t, n, o.hidden+k)), upstream(y, (t*o.batch+n)*o.hidden+k))
}

func (o *lstmCell) ownGradTerms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t, n, k := o.state(cell)
	if t = o.next(t); t < 0 {
		return dst
	}
	return append(dst, o.toBefore(y, t, n, k))
}
