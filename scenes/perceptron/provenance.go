package perceptron

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// The runs of the joined record: the visitor's points, the places of the
// picture, and the step that is on view, after the first.
const (
	runPoints = iota
	runField
	runStep
)

// show hands the runs on view to the inspector; the step is taken once more, on
// a tape that stays.
func (s *Scene) show() {
	points, field := inspect.Run{Tape: s.eval.tape, Record: &s.eval.tr, Build: s.eval.again}, inspect.Run{Tape: s.field.tape, Record: &s.field.tr}
	l := s.subject()
	if l == nil {
		s.Show(points, field)
		return
	}
	if s.again == nil {
		s.again = func(t *grad.Tape) *grad.Var { _, loss := s.once.judge(t); return loss }
	}
	s.once.load(s.pts, l.before, s.eta)
	step := inspect.Run{Tape: s.once.tape}
	if s.soft {
		s.once.classes()
		s.once.slide(l.pass)
		step.Build = s.again
	} else {
		s.once.fixAndFine(s.pts[l.point], l.point, l.pass)
		step.Build = s.once.fine
	}
	s.once.set(l.before) // the tape reads them there
	step.Record = &s.once.steps[0].tr
	s.Show(points, field, step)
	if s.soft {
		s.Link(inspect.Of(runStep, l.ids.gradW, 0), inspect.Of(runStep, l.ids.w, 0).Gradient())
		s.Link(inspect.Of(runStep, l.ids.gradB, 0), inspect.Of(runStep, l.ids.b, 0).Gradient())
	}
}

// Cells are the numbers of the card, then the points.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	c, e := &s.card, s.eval
	for i := range c.rows {
		dst = s.PutOrigin(dst, c.rowAt(i), c.rows[i].of)
	}
	words := c.words()
	dst = s.PutText(dst, c.why, c.whyAt, words, words.Size*theme.LineHeight, c.figures...)
	if len(s.pts) == 0 {
		return dst
	}
	x, y, st := s.tallyAt()
	dst = s.PutLine(dst, c.tally, x, y, st, inspect.Figure{Text: strconv.Itoa(e.rights()), Of: inspect.Of(runPoints, e.sumID, 0)})
	for i := range c.table {
		p := c.table[i].point
		for k, of := range [5]inspect.Origin{inspect.Of(runPoints, e.xID, 2*p), inspect.Of(runPoints, e.xID, 2*p+1),
			inspect.Of(runPoints, e.yID, p), inspect.Of(runPoints, e.zID, p), inspect.Of(runPoints, e.outID, p)} {
			dst = s.PutOrigin(dst, c.cellAt(i, k), of)
		}
	}
	if s.soft && e.lossID >= 0 && c.chartAt.H >= 44 {
		head, _ := c.chartAt.CutTop(16)
		dst = s.Put(dst, head, runPoints, e.lossID, 0)
	}
	for i, q := range s.plane.spots.points {
		if r := s.plane.spots.radius; i < len(s.pts) {
			dst = s.Put(dst, paint.Rect{X: q.X - r, Y: q.Y - r, W: 2 * r, H: 2 * r}, runPoints, e.zID, i)
		}
	}
	return dst
}

// NumberAt finds what the neuron answers anywhere in the plane.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	p := s.plane
	if p.field == nil || p.near(x, y) >= 0 {
		return c, false
	}
	col, row, ok := p.field.At(p.rect, x, y)
	return inspect.Cell{Ref: s.Ref(runField, s.field.outID, row*p.cols+col), Rect: p.field.Cell(p.rect, col, row)}, ok
}
