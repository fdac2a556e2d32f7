package descent

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// sample is the loss of some examples at one point, recorded whole.
type sample struct {
	tape  *grad.Tape
	tr    trace.Trace
	of    surface
	batch data.Batch
	xy    [2]*grad.Param
	ids   [2]int // of x and y in the record
	known bool
}

// look runs the surface over the examples of a list.
func (s *sample) look(of surface, at [2]float64, index []int) {
	if s.tape == nil {
		s.tape, s.xy = grad.NewTape(), newPlace()
	}
	s.of, s.known = of, true
	of.examples().Gather(&s.batch, index, nil)
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
	return s.of.on(t, x, y, &s.batch).Named("L")
}

// gradient is that of the mean loss of the examples.
func (s *sample) gradient() (g [2]float64) {
	for a, id := range s.ids {
		g[a] = s.tr.Nodes[id].Grad[0]
	}
	return g
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
