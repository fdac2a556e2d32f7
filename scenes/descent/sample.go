package descent

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// sample is the loss of some examples at one point, recorded whole.
type sample struct {
	tape  *grad.Tape
	tr    trace.Trace
	of    surface
	batch data.Batch
	xy    [2]*grad.Param
	ids   [2]int // of x and y in the record
	root  int    // of the loss
	all   bool   // no batch
	known bool
}

// look runs the surface over the examples of a list; nil is all there are.
func (s *sample) look(of surface, at [2]float64, index []int) {
	if s.tape == nil {
		s.tape, s.xy = grad.NewTape(), newPlace()
	}
	s.of, s.known = of, true
	if s.all = index == nil; !s.all {
		of.examples().Gather(&s.batch, index, nil)
	}
	setPlace(s.xy, at)
	s.tape.Reset()
	s.tape.Backward(s.write(s.tape))
	s.tape.Record(&s.tr)
}

// forget leaves nothing to be shown.
func (s *sample) forget() { s.known = false }

func (s *sample) write(t *grad.Tape) *grad.Var {
	x, y := t.Param(s.xy[0]), t.Param(s.xy[1])
	s.ids = [2]int{x.ID(), y.ID()}
	b := &s.batch
	if s.all {
		b = nil
	}
	root := s.of.on(t, x, y, b).Named("L")
	s.root = root.ID()
	return root
}

// shown is the run for the inspector.
func (s *sample) shown() inspect.Run {
	return inspect.Run{Tape: s.tape, Record: &s.tr, Build: s.write}
}

// loss is the mean loss of the examples, place where that is.
func (s *sample) loss() float64 { return s.tr.Nodes[s.root].Value[0] }

func (s *sample) place() (at [2]float64) {
	for a, id := range s.ids {
		at[a] = s.tr.Nodes[id].Value[0]
	}
	return at
}

// gradient is that of the mean loss of the examples.
func (s *sample) gradient() (g [2]float64) {
	for a, id := range s.ids {
		g[a] = s.tr.Nodes[id].Grad[0]
	}
	return g
}

// halves are the gradients that two workers find, each over one half of the
// examples, and their mean.
type halves struct {
	worker [2]sample
	tape   *grad.Tape
	tr     trace.Trace
	ids    [2][2]int // the workers' gradients, by worker and axis
	mean   [2]int
	known  bool
}

// look shares the examples out to both.
func (h *halves) look(of surface, at [2]float64, seed uint64) {
	n := of.examples().Len()
	b := data.NewBatches(n, n/2, seed)
	for k := range h.worker {
		h.worker[k].look(of, at, b.At(k))
	}
	if h.tape == nil {
		h.tape = grad.NewTape()
		h.tape.NoGrad = true
	}
	h.tape.Reset()
	for a := range h.mean {
		var g [2]*grad.Var
		for k := range g {
			g[k] = h.tape.Scalar([2]string{"A", "B"}[k], h.worker[k].gradient()[a])
			h.ids[k][a] = g[k].ID()
		}
		h.mean[a] = grad.Div(grad.Add(g[0], g[1]).Named("A + B"), h.tape.Scalar("2", 2)).Named("(A + B) ÷ 2").ID()
	}
	h.tape.Record(&h.tr)
	h.known = true
}

// joined is the mean of both.
func (h *halves) joined() (g [2]float64) {
	for a, id := range h.mean {
		g[a] = h.tr.Nodes[id].Value[0]
	}
	return g
}

// lookBatch runs the surface once more over the batch that the step is taken by.
func (s *Scene) lookBatch(m *moment) {
	if s.race.batches == nil || m.lost() {
		s.taken.forget()
		return
	}
	s.taken.look(s.of, m.at, s.race.batches.At(s.stepOf(s.opt)))
}

// lookHalves lets two workers share the examples, where the card shows them.
func (s *Scene) lookHalves(m *moment) {
	s.halves.known = false
	if s.tab.Value() == tabCloud && s.of.examples() != nil && !m.lost() {
		s.halves.look(s.of, m.at, s.seed)
	}
}

// stepOf is the step at which an optimiser is shown: the last that it has taken,
// if it has ended.
func (s *Scene) stepOf(k int) int { return min(s.at, len(s.race.run[k].past)-1) }

// work brings the step that is shown up to date.
func (s *Scene) work(m *moment) {
	k, before := s.stepOf(s.opt), [2][2]float64{}
	if k > 0 {
		before = s.race.run[s.opt].past[k-1].past
	}
	s.working.run(s.hyper.rule(s.opt), m, before, k)
}

// newPlace returns two parameters x and y.
func newPlace() (xy [2]*grad.Param) {
	for a := range xy {
		xy[a] = grad.NewParam([2]string{"x", "y"}[a], tensor.Scalar(0))
	}
	return xy
}

// setPlace gives them their values, and no gradients.
func setPlace(xy [2]*grad.Param, at [2]float64) {
	for a, p := range xy {
		p.Value.Set(tensor.Elem(at[a]))
		p.Value.Touch()
		p.ZeroGrad()
	}
}
