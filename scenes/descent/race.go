package descent

import (
	"slices"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// moment is what the engine found at one step of one optimiser.
type moment struct {
	at   [2]float64    // x and y
	loss float64       // of all examples
	full [2]float64    // its gradient
	g    [2]float64    // the gradient that the step was taken by: of the batch
	lr   float64       // the schedule's
	past [2][2]float64 // what the rule remembers after this gradient, by slot
	rate [2]float64    // the effective learning rates
	next [2]float64    // where the step leads
}

// runner is one optimiser on its way.
type runner struct {
	on    bool
	xy    [2]*grad.Param
	opt   *optim.Optimizer
	past  []moment
	ended bool // something is no longer a number
}

// now is what was found at step k, or at the last there is.
func (r *runner) now(k int) *moment {
	if len(r.past) == 0 {
		return nil
	}
	return &r.past[min(k, len(r.past)-1)]
}

// diverged reports whether the run has left the numbers, or climbed.
func (r *runner) diverged() bool {
	n := len(r.past)
	return n > 0 && (r.ended || !(r.past[n-1].loss <= r.past[0].loss))
}

// race lets all optimisers run from one start, over the same batches. Every
// run can be repeated from the settings and the seed.
type race struct {
	tape     *grad.Tape
	of       surface
	hyper    hyper
	plan     optim.Schedule
	run      [optimisers]runner
	batches  *data.Batches
	batch    data.Batch
	computed int // steps that all have taken
}

// begin sets all to the start.
func (r *race) begin(of surface, h hyper, seed uint64) {
	if r.tape == nil {
		r.tape = grad.NewTape()
	}
	r.of, r.hyper, r.plan, r.computed = of, h, h.plan(), 0
	r.batches = nil
	if d := of.examples(); d != nil && h.batch > 0 && h.batch < d.Len() {
		r.batches = data.NewBatches(d.Len(), h.batch, seed)
	}
	for k := range r.run {
		n := &r.run[k]
		n.on, n.ended, n.past = h.on[k], false, n.past[:0]
		for a := range n.xy {
			if n.xy[a] == nil {
				n.xy[a] = grad.NewParam([2]string{"x", "y"}[a], tensor.Scalar(0))
			}
			n.xy[a].Value.Set(tensor.Elem(h.start[a]))
			n.xy[a].Value.Touch()
		}
		n.opt = optim.New(n.xy[:], h.rule(k))
	}
}

// trunk is what a race has in common with the one that it was forked from: the
// moments of each runner before a step.
type trunk [optimisers][]moment

func (r *race) trunk(at int) *trunk {
	t := &trunk{}
	for k := range r.run {
		if n := &r.run[k]; n.on {
			t[k] = slices.Clone(n.past[:min(at, len(n.past))])
		}
	}
	return t
}

// follow lets all go on from where a trunk ends, with the settings as they are now.
// Who is not in it begins at the start.
func (r *race) follow(t *trunk) {
	for k := range r.run {
		n, past := &r.run[k], t[k]
		if !n.on || len(past) == 0 {
			continue
		}
		n.past = append(n.past, past...)
		m := &n.past[len(past)-1]
		for a, p := range n.xy {
			p.Value.Set(tensor.Elem(m.next[a]))
			p.Value.Touch()
			for slot, v := range n.opt.State()[a] {
				v.Set(tensor.Elem(m.past[slot][a]))
				v.Touch()
			}
		}
		n.opt.Restore(len(past), m.lr)
		n.ended = m.lost()
	}
}

// lost reports whether something is no longer a number.
func (m *moment) lost() bool { return !finite(m.loss) || !finite(m.at[0]) || !finite(m.at[1]) }

// done reports whether every step is computed.
func (r *race) done() bool { return r.computed > r.hyper.steps }

// advance goes on with the race for some seconds, and up to step want whatever
// that takes.
func (r *race) advance(want int, budget float64) (moved bool) {
	from := time.Now()
	for !r.done() && (r.computed <= want || time.Since(from).Seconds() < budget) {
		for k := range r.run {
			if n := &r.run[k]; n.on && !n.ended && len(n.past) <= r.computed {
				r.step(n, r.computed)
			}
		}
		r.computed++
		moved = true
	}
	return moved
}

// step computes loss and gradient where a runner stands, and takes its step.
func (r *race) step(n *runner, k int) {
	m := moment{}
	loss := r.gradient(n, nil)
	m.loss = loss
	for a, p := range n.xy {
		m.at[a], m.full[a] = float64(p.Value.Item()), float64(p.Grad.Item())
	}
	m.g = m.full
	if r.batches != nil {
		r.of.examples().Gather(&r.batch, r.batches.At(k), nil)
		r.gradient(n, &r.batch)
		for a, p := range n.xy {
			m.g[a] = float64(p.Grad.Item())
		}
	}
	m.lr = r.plan.Rate(r.hyper.rates[r.index(n)], k)
	if n.opt.SetLR(m.lr) != nil {
		n.ended = true
	}
	n.opt.Step()
	for a, p := range n.xy {
		for slot, v := range n.opt.State()[a] {
			m.past[slot][a] = float64(v.Item())
		}
		m.rate[a] = n.opt.Effective(nil, a)[0]
		m.next[a] = float64(p.Value.Item())
	}
	n.past = append(n.past, m)
	n.ended = n.ended || m.lost()
}

func (r *race) index(n *runner) int {
	for k := range r.run {
		if &r.run[k] == n {
			return k
		}
	}
	return 0
}

// gradient runs the surface at a runner's place, forward and back.
func (r *race) gradient(n *runner, b *data.Batch) float64 {
	t := r.tape
	t.Reset()
	n.opt.ZeroGrad()
	l := r.of.on(t, t.Param(n.xy[0]), t.Param(n.xy[1]), b)
	t.Backward(l)
	return l.Item()
}

// reached is the first step at which a runner's loss is at or below a level; −1: never.
func (n *runner) reached(level float64) int {
	level = float64(tensor.Elem(level)) // as the engine counts
	for k := range n.past {
		if n.past[k].loss <= level {
			return k
		}
	}
	return -1
}
