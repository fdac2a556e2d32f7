package setup

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// twins counts the neurons of a layer that are no copies of one before them, on a
// tape: each is held against the one before it that is most like it.
//
//	apart_j  = max_n |a_nj − a_n,like(j)|
//	own_j    = 1 where apart_j > 0, and for the first
//	distinct = Σ own_j
type twins struct {
	tape *grad.Tape
	tr   trace.Trace
	a    tensor.Tensor
	like [units - 1]int
	from *grad.Var // the layer's numbers
	sum  *grad.Var
}

// look compares the recorded answers a [examples, units] of a layer.
func (w *twins) look(a []float64) {
	if w.tape == nil {
		w.tape = grad.NewTape()
		w.tape.NoGrad = true
	}
	x := w.a.Resize(len(a)/units, units)
	for i, v := range a {
		x.Data()[i] = tensor.Elem(v)
	}
	x.Touch()
	for j := range w.like {
		w.like[j] = nearest(a, j+1)
	}
	t := w.tape
	t.Reset()
	w.from = t.Const("a", x)
	apart := grad.Amax(grad.Abs(grad.Sub(grad.Slice(w.from, 1, 1, units, 1), grad.Gather(w.from, 1, w.like[:]).Named("like"))), 0).Named("apart")
	first := t.Const("first", tensor.From([]tensor.Elem{1}, 1))
	w.sum = grad.Sum(grad.Concat(0, first, grad.Step(apart, math.SmallestNonzeroFloat32)).Named("own")).Named("distinct")
	t.Record(&w.tr)
}

// nearest is the neuron before neuron j that is most like it.
func nearest(a []float64, j int) (like int) {
	least := math.Inf(1)
	for k := range j {
		most := 0.0
		for i := 0; i < len(a) && most < least; i += units {
			most = max(most, math.Abs(a[i+j]-a[i+k]))
		}
		if most < least {
			like, least = k, most
		}
	}
	return like
}

// distinct is how many there are, as recorded.
func (w *twins) distinct() float64 { return w.tr.Nodes[w.sum.ID()].Value[0] }

// shown is what the inspector unfolds.
func (w *twins) shown() inspect.Run {
	if w.sum == nil {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: w.tape, Record: &w.tr}
}
