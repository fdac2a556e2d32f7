package gates

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// Trace is the record of the run; with Explain and Cells it lets the inspector
// unfold every number of the graph.
func (s *bench) Trace() *trace.Trace { return &s.run.Trace }

// Explain returns the terms that made a value, or a gradient.
func (s *bench) Explain(ref trace.Ref) []trace.Term {
	if ref.Grad {
		return s.run.ExplainGrad(s.run.Node(ref.Node))
	}
	return s.run.Explain(s.run.Node(ref.Node))
}

// Check is what nudging a value found, in double precision.
func (s *bench) Check(ref trace.Ref) (c inspect.Check, ok bool) {
	d := &s.run.Diffs[s.run.Node(ref.Node)]
	return inspect.Check{H: d.H, Plus: d.Plus, Minus: d.Minus, Value: d.Value, Within: d.Within, Agrees: d.Agrees, Left: d.Left, Right: d.Right, Kink: d.Kink, Tie: d.Tie}, d.Known && ref.Grad
}

// NameOf is what the graph calls a value: x, q, f.
func (s *bench) NameOf(node int) string { return s.nameOf(s.run.Node(node)) }

// Root is the result, whose gradients are shown.
func (s *bench) Root(int) string { return subscripted(s.run.Expr.Result) }

// Cells are the values and gradients that have been reached, gate by gate, the
// present gate's first.
func (s *bench) Cells(dst []inspect.Cell) []inspect.Cell {
	first := s.focus()
	if first >= 0 {
		dst = s.chips(dst, first)
	}
	for i := range s.graph.boxes {
		if i != first {
			dst = s.chips(dst, i)
		}
	}
	for w := range s.graph.wires {
		wire := &s.graph.wires[w]
		if w < len(s.marks.down) && s.marks.down[w] != "" && s.reached(s.time.flown(s.graph, w)) {
			ref := trace.Ref{Node: s.run.Record[s.graph.boxes[wire.from].node], Grad: true}
			dst = append(dst, inspect.Cell{Ref: ref, Rect: s.shareRect(w)})
		}
	}
	return s.forwardCells(dst)
}

func (s *bench) chips(dst []inspect.Cell, i int) []inspect.Cell {
	b := &s.graph.boxes[i]
	if b.node == result {
		return dst
	}
	value, grad := s.chipRects(i)
	ref := trace.Ref{Node: s.run.Record[b.node]}
	if s.reached(s.time.valued(i)) {
		dst = append(dst, inspect.Cell{Ref: ref, Rect: value}, inspect.Cell{Ref: ref, Rect: s.screen(b.rect)})
	}
	if i < len(s.marks.grad) && s.marks.grad[i] != "" && s.reached(s.time.graded(s.graph, i)) {
		ref.Grad = true
		dst = append(dst, inspect.Cell{Ref: ref, Rect: grad})
	}
	return dst
}

// NumberAt finds, where the card is, the gradient of a row, elsewhere the number
// that it speaks of.
func (s *bench) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	f := s.focus()
	if f < 0 || s.graph.boxes[f].node == result || !s.unfold.Rect().Contains(x, y) {
		return c, false
	}
	for i := range s.card.all() {
		if r := s.rowRect(i); r.Contains(x, y) {
			return inspect.Cell{Ref: trace.Ref{Node: s.run.Record[s.card.at(i).from], Grad: true}, Rect: r}, true
		}
	}
	_, grad := s.run.Grad(s.graph.boxes[f].node)
	ref := trace.Ref{Node: s.run.Record[s.graph.boxes[f].node], Grad: grad && s.showsBackward(f)}
	return inspect.Cell{Ref: ref, Rect: s.unfold.Rect()}, true
}
