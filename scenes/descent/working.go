package descent

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/trace"
)

// working is the step of the optimiser that is looked at, number by number on a
// tape: what the rule remembers after this gradient, the direction, the rate, and
// where the step leads.
type working struct {
	tape *grad.Tape
	tr   trace.Trace
	axis [2]axisWork
}

// axisWork is the step along one axis, as nodes of the record.
type axisWork struct {
	at, g      int    // where the ball stands, and the gradient: of other runs
	past       [2]int // what the rule remembers, by slot
	before     [2]int // what it remembered before
	eta        int    // the learning rate
	rate, dir  int    // the step is rate × dir
	step, next int
}

// run works out step k of an optimiser, which begins with k = 0. before is what
// it remembered when it came to it.
func (w *working) run(rule optim.Rule, m *moment, before [2][2]float64, k int) {
	if w.tape == nil {
		w.tape = grad.NewTape()
		w.tape.NoGrad = true
	}
	t := w.tape
	t.Reset()
	for a := range w.axis {
		x := &w.axis[a]
		at, g, eta := t.Scalar("θ", m.at[a]), t.Scalar("g", m.g[a]), t.Scalar("η", m.lr)
		x.at, x.g, x.eta = at.ID(), g.ID(), eta.ID()
		rate, dir := x.remember(t, rule, g, eta, [2]float64{before[0][a], before[1][a]}, k)
		move := grad.Mul(rate, dir).Named("−Δθ")
		step, next := grad.Neg(move).Named("Δθ"), grad.Sub(at, move).Named("θ′")
		x.rate, x.dir, x.step, x.next = rate.ID(), dir.ID(), step.ID(), next.ID()
	}
	t.Record(&w.tr)
}

// remember writes what the rule makes of a gradient: the rate and the direction.
func (x *axisWork) remember(t *grad.Tape, rule optim.Rule, g, eta *grad.Var, before [2]float64, k int) (rate, dir *grad.Var) {
	old := func(slot int, name string) *grad.Var {
		v := t.Scalar(name+" before", before[slot])
		x.before[slot] = v.ID()
		return v
	}
	keep := func(slot int, v *grad.Var) *grad.Var {
		x.past[slot] = v.ID()
		return v
	}
	// average is β·old + (1−β)·new.
	average := func(beta float64, name string, old, now *grad.Var) *grad.Var {
		return grad.Add(grad.Mul(t.Scalar(name, beta), old).Named(name+"·before"), grad.Mul(t.Scalar("1−"+name, 1-beta), now).Named("(1−"+name+")·now"))
	}
	x.before, x.past = [2]int{-1, -1}, [2]int{-1, -1}
	switch r := rule.(type) {
	case optim.SGD:
		v := keep(0, grad.Add(grad.Mul(t.Scalar("μ", r.Momentum), old(0, "v")).Named("μ·before"), g).Named("v"))
		if r.Nesterov {
			return eta, grad.Add(g, grad.Mul(t.Scalar("μ", r.Momentum), v).Named("μ·v")).Named("g + μ·v")
		}
		if r.Momentum == 0 {
			return eta, g
		}
		return eta, v
	case optim.RMSprop:
		s := keep(0, average(r.Alpha, "α", old(0, "s"), grad.Square(g).Named("g²")).Named("s"))
		return scaled(t, eta, s, r.Eps), g
	case optim.Adagrad:
		sum := keep(0, grad.Add(old(0, "G"), grad.Square(g).Named("g²")).Named("G"))
		return scaled(t, eta, sum, r.Eps), g
	case optim.Adam:
		first := keep(0, average(r.Beta1, "β₁", old(0, "m"), g).Named("m"))
		second := keep(1, average(r.Beta2, "β₂", old(1, "v"), grad.Square(g).Named("g²")).Named("v"))
		n := float64(k + 1)
		first = grad.Div(first, t.Scalar("1−β₁ᵗ", 1-math.Pow(r.Beta1, n))).Named("m′")
		second = grad.Div(second, t.Scalar("1−β₂ᵗ", 1-math.Pow(r.Beta2, n))).Named("v′")
		return scaled(t, eta, second, r.Eps), first
	}
	return eta, g
}

// scaled is the effective rate η/(√s + ε).
func scaled(t *grad.Tape, eta, s *grad.Var, eps float64) *grad.Var {
	return grad.Div(eta, grad.Add(grad.Sqrt(s).Named("√"), t.Scalar("ε", eps)).Named("√ + ε")).Named("effective η")
}

// of is a number of the record on both axes.
func (w *working) of(node func(*axisWork) int) (v [2]float64) {
	for a := range w.axis {
		v[a] = w.tr.Nodes[node(&w.axis[a])].Value[0]
	}
	return v
}

// others are the losses of all who run, where they are at the shown step.
type others struct {
	tape *grad.Tape
	tr   trace.Trace
	of   surface
	on   [optimisers]bool
	xy   [optimisers][2]*grad.Param
	loss [optimisers]int
}

// look runs the surface where each of the race is at a step.
func (o *others) look(of surface, r *race, at int) {
	if o.tape == nil {
		o.tape = grad.NewTape()
		for k := range o.xy {
			o.xy[k] = newPlace()
		}
	}
	o.of = of
	some := false
	for k := range r.run {
		n := &r.run[k]
		m := n.now(at)
		o.on[k] = n.on && m != nil && !m.lost()
		if o.on[k] {
			some = true
			setPlace(o.xy[k], m.at)
		}
	}
	o.tape.Reset()
	if some {
		o.tape.Backward(o.write(o.tape))
	}
	o.tape.Record(&o.tr)
}

// write puts all their losses on a tape, and the sum: nobody has a part in
// another's, so its gradients are those of each alone.
func (o *others) write(t *grad.Tape) (sum *grad.Var) {
	for k, on := range o.on {
		if !on {
			continue
		}
		loss := o.of.on(t, t.Param(o.xy[k][0]), t.Param(o.xy[k][1]), nil).Named("L " + optID[k])
		o.loss[k] = loss.ID()
		if sum == nil {
			sum = loss
		} else {
			sum = grad.Add(sum, loss)
		}
	}
	return sum
}
