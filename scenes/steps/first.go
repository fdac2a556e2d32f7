package steps

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// First says at which step a number comes down to a limit. The engine counts the
// steps before it, on a record of its own, so that the count unfolds.
type First struct {
	tape  *grad.Tape
	tr    trace.Trace
	x     tensor.Tensor
	count *grad.Var
}

// AtMost is the first of x [n] with x_i ≤ limit, −1 where there is none. name is
// what the numbers are called.
func (f *First) AtMost(name string, x []float64, limit float64) int {
	return f.find(name, x, func(v *grad.Var) *grad.Var { return v }, limit)
}

// Near is the first of x [n] with |x_i − goal| ≤ within, −1 where there is none.
func (f *First) Near(name string, x []float64, goal, within float64) int {
	return f.find(name, x, func(v *grad.Var) *grad.Var {
		return grad.Abs(grad.Sub(v, v.Tape().Scalar("goal", goal))).Named("distance")
	}, within)
}

func (f *First) find(name string, x []float64, of func(*grad.Var) *grad.Var, limit float64) int {
	if f.tape == nil {
		f.tape = grad.NewTape()
		f.tape.NoGrad = true
	}
	f.tape.Reset()
	to := f.x.Resize(len(x)).Data()
	for i, v := range x {
		to[i] = tensor.Elem(v)
	}
	f.x.Touch()
	if len(x) > 0 {
		f.count = Before(of(f.tape.Const(name, &f.x)), f.tape.Scalar("limit", limit))
	} else {
		f.count = nil
	}
	if f.count == nil {
		return -1
	}
	f.tape.Record(&f.tr)
	return int(f.count.Item())
}

// Before counts those of x [n] before the first with x_i ≤ limit [], which is its
// number: [n], [] → [], nil where there is none.
//
//	above_i = 1 where x_i > limit, up to the first that is not
//	before  = Σ above_i
func Before(x, limit *grad.Var) *grad.Var {
	for i, v := range x.Value.Data() {
		switch {
		case v != v:
			return nil
		case v <= limit.Value.Data()[0]:
			upTo := grad.Slice(x, 0, 0, i+1, 1)
			return grad.Sum(grad.Step(grad.Sub(upTo, limit), math.SmallestNonzeroFloat32).Named("above")).Named("before")
		}
	}
	return nil
}

// Known reports whether there is such a step.
func (f *First) Known() bool { return f.count != nil }

// Forget is for another run.
func (f *First) Forget() { f.count = nil }

// Run is what the inspector unfolds.
func (f *First) Run() inspect.Run {
	if f.count == nil {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: f.tape, Record: &f.tr}
}

// Number is the step, as a number of a run that is shown; none before it is known.
func (f *First) Number(run int) inspect.Origin {
	if f.count == nil {
		return inspect.Origin{}
	}
	return inspect.Of(run, f.count.ID(), 0)
}
