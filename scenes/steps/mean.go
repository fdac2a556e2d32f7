package steps

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// Mean averages the losses of some steps into a point of a curve. The engine does
// it, on a record of its own, so that the point drawn last unfolds.
type Mean struct {
	tape *grad.Tape
	tr   trace.Trace
	x    tensor.Tensor
	mean *grad.Var
}

// Of is the mean of losses [n], n ≥ 1.
func (m *Mean) Of(losses []float32) float64 {
	if m.tape == nil {
		m.tape = grad.NewTape()
		m.tape.NoGrad = true
	}
	x := m.x.Resize(len(losses)).Data()
	for i, v := range losses {
		x[i] = tensor.Elem(v)
	}
	m.x.Touch()
	m.tape.Reset()
	m.mean = grad.Mean(m.tape.Const("losses", &m.x)).Named("mean")
	return m.mean.Item()
}

// Known reports whether there is a mean.
func (m *Mean) Known() bool { return m.mean != nil }

// Forget is for another curve.
func (m *Mean) Forget() { m.mean = nil }

// Run is what the inspector unfolds.
func (m *Mean) Run() inspect.Run {
	if !m.Known() {
		return inspect.Run{Record: &trace.Trace{}}
	}
	m.tape.Record(&m.tr)
	return inspect.Run{Tape: m.tape, Record: &m.tr}
}

// Number is the mean, as a number of a run that is shown; none before there is one.
func (m *Mean) Number(run int) inspect.Origin {
	if !m.Known() {
		return inspect.Origin{}
	}
	return inspect.Of(run, m.mean.ID(), 0)
}
