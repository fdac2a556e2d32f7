package descent

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// Trace is the run at the ball that is looked at, recorded whole; with Explain
// and Cells it lets the inspector unfold its loss and its gradient.
func (s *Scene) Trace() *trace.Trace {
	if s.training || s.shape.root == nil {
		return nil
	}
	return &s.shape.tr
}

// Explain returns the terms that made a number of that run.
func (s *Scene) Explain(ref trace.Ref) []trace.Term { return inspect.Explain(s.shape.tape, ref) }

// Check nudges a number of the run and runs the surface again.
func (s *Scene) Check(ref trace.Ref) (inspect.Check, bool) {
	if s.checks == nil {
		s.checks = grad.NewTape()
	}
	vars := s.shape.vars
	defer func() { s.shape.vars = vars }()
	return inspect.Difference(s.checks, func(t *grad.Tape) *grad.Var { return s.shape.write(t) }, &s.shape.tr, ref)
}

// Cells are the place and the gradient in the card, and the loss.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	h := &s.shape
	if s.Trace() == nil || s.tab.Value() != tabState {
		return dst
	}
	r := s.marks.body
	right := r.Right()
	if r.W > 560 {
		right = r.X + 340
	}
	line := s.stateRow()
	y := r.Y + 8 + line + 2
	for i := range s.texts.rows {
		row := &s.texts.rows[i]
		whole := s.race.batches == nil
		for k := range 2 {
			box := paint.Rect{X: right - numW*float64(1-k) - numW + 8, Y: y - line/2, W: numW - 8, H: line}
			switch {
			case row.ref == 1:
				dst = append(dst, inspect.Cell{Ref: trace.Ref{Node: h.ids[k]}, Rect: box})
			case row.ref == 2 && whole:
				dst = append(dst, inspect.Cell{Ref: trace.Ref{Node: h.ids[k], Grad: true}, Rect: box})
			}
		}
		y += line
	}
	if l := s.losses.Rect(); !l.Empty() {
		dst = append(dst, inspect.Cell{Ref: trace.Ref{Node: h.rootID}, Rect: paint.Rect{X: l.Right() - 80, Y: l.Y + 6, W: 70, H: 26}})
	}
	return dst
}
