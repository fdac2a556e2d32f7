package regression

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
)

// The runs of the joined record: the epoch on view with the step that follows,
// the loss over w, and the closed form.
const (
	runLook = iota
	runBowl
	runAnswer
)

// show hands the runs to the inspector.
func (s *Scene) show() {
	l := &s.look
	if s.again == nil {
		s.again = func(t *grad.Tape) *grad.Var {
			_, _, _, objective := l.model.write(t, &s.cloud, s.mean)
			return objective
		}
	}
	s.Show(
		inspect.Run{Tape: l.model.tape, Record: &l.tr, Build: s.again},
		inspect.Run{Tape: s.bowl.tape, Record: &s.bowl.tr},
		inspect.Run{Tape: s.answer.tape, Record: &s.answer.tr},
	)
	s.Link(inspect.Of(runLook, l.gradID, 0), inspect.Of(runLook, l.model.wVar.ID(), 0).Gradient())
}

// Cells are the step, the terms of its gradient, and the numbers in the heads.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	l := &s.look
	if l.model == nil {
		return dst
	}
	w, slope, next := inspect.Of(runLook, l.model.wVar.ID(), 0), inspect.Of(runLook, l.model.wVar.ID(), 0).Gradient(), inspect.Of(runLook, l.nextID, 0)
	loss := inspect.Of(runLook, l.model.loss.ID(), 0)
	if s.texts.next == "" || s.Part > substep.None { // not computed yet
		next = inspect.Origin{}
	}
	if s.Part == substep.Forward || s.Part == substep.Loss {
		slope = inspect.Origin{}
	}
	if s.Part == substep.Forward {
		loss = inspect.Origin{}
	}
	card := s.unfold.Rect()
	var terms paint.Rect
	if card.W >= 560 {
		var step paint.Rect
		step, terms = s.cardParts()
		boxes := stepBoxes(step)
		for i, of := range [4]inspect.Origin{w, inspect.Of(runLook, l.etaID, 0), slope, next} {
			dst = s.PutOrigin(dst, boxes[i], of)
		}
	} else {
		terms = card.InsetXY(14, 12)
		_, terms = terms.CutTop(32 + paint.WrapHeight(s.texts.why, terms.W, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 17))
	}
	for i := range s.texts.terms {
		if s.texts.terms[i].made != "" { // the others together have no place in the record
			dst = s.PutOrigin(dst, paint.Rect{X: terms.X, Y: terms.Y + 36 + 25*float64(i) - 12, W: terms.W, H: 24}, slope)
		}
	}
	total := terms.Y + 36 + 25*float64(len(s.texts.terms)) + 2
	dst = s.PutOrigin(dst, paint.Rect{X: terms.X, Y: total - 11, W: terms.W, H: 22}, slope)
	dst = s.PutOrigin(dst, head(s.points.Rect()), w)
	dst = s.PutOrigin(dst, head(s.valley.Rect()), loss)
	if m := &s.marks; m.seen {
		dst = s.PutOrigin(dst, around(m.ball), loss)
	}
	if r := s.marks.plane; s.closedForm.On() {
		dst = s.Put(dst, paint.Rect{X: r.X, Y: r.Y + 19, W: r.W / 2, H: 17}, runAnswer, s.answer.wID, 0)
	}
	return dst
}

// head is the number at the right of a figure's heading.
func head(card paint.Rect) paint.Rect {
	return paint.Rect{X: card.X + card.W/2, Y: card.Y + 10, W: card.W/2 - 10, H: 22}
}

func around(p paint.Point) paint.Rect { return paint.Rect{X: p.X - 9, Y: p.Y - 9, W: 18, H: 18} }

// NumberAt finds what the line predicts for a point, and the loss along the bowl.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	m, l := &s.marks, &s.look
	if i := s.points.near(x, y, false); m.plane.Contains(x, y) && i >= 0 && l.model != nil {
		node, t := l.model.guess.ID(), &s.cloud.train
		if s.cloud.test[i] {
			node, t = l.model.heldID, &s.cloud.held
		}
		for row, k := range t.index {
			if k == i {
				return inspect.Cell{Ref: s.Ref(runLook, node, row), Rect: around(paint.Point{X: x, Y: y})}, true
			}
		}
	}
	if !m.bowl.Contains(x, y) || !m.seen || around(m.ball).Contains(x, y) {
		return c, false
	}
	for j, p := range m.curve {
		if math.Abs(p.X-x) <= m.bowl.W/(bowlPoints-1) && math.Abs(p.Y-y) < 9 {
			return inspect.Cell{Ref: s.Ref(runBowl, s.bowl.lossID, j), Rect: around(paint.Point{X: x, Y: y})}, true
		}
	}
	return c, false
}
