package validate

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// tally is the record that scores are read from: a score is the mean of what
// was right, 1 or 0 an example, and unfolds into them.
type tally struct {
	tape  *grad.Tape
	tr    trace.Trace
	cells []inspect.Cell
}

func newTally() *tally {
	t := &tally{tape: grad.NewTape()}
	t.tape.NoGrad = true
	return t
}

func (t *tally) begin() {
	t.tape.Reset()
	t.cells = t.cells[:0]
}

// mean puts the mean of some numbers on the record, and says where it stands.
func (t *tally) mean(name string, v []tensor.Elem, at paint.Rect) {
	if len(v) > 0 {
		t.cell(grad.Mean(t.tape.Const(name+" right", tensor.From(v, len(v)))).Named(name), 0, at)
	}
}

// cell says where a number of the record stands.
func (t *tally) cell(v *grad.Var, cell int, at paint.Rect) {
	if !at.Empty() {
		t.cells = append(t.cells, inspect.Cell{Ref: trace.Ref{Node: v.ID(), Cell: cell}, Rect: at})
	}
}

func (t *tally) end() { t.tape.Record(&t.tr) }

// number is a recorded one.
func (t *tally) number(v *grad.Var, cell int) float64 { return t.tr.Nodes[v.ID()].Value[cell] }

// marks turns right and wrong into 1 and 0.
func marks(right []bool) []tensor.Elem {
	out := make([]tensor.Elem, len(right))
	for i, r := range right {
		if r {
			out[i] = 1
		}
	}
	return out
}

// share is how many are right.
func share(right []bool) float64 {
	n := 0
	for _, r := range right {
		if r {
			n++
		}
	}
	return float64(n) / float64(max(len(right), 1))
}
