package regression

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
)

// The runs of the joined record: the epoch on view with the step that follows,
// the loss over w, the closed form, and what the card says of both.
const (
	runLook = iota
	runBowl
	runAnswer
	runBend   // how steep the bowl is
	runOthers // the pushes that have no line of their own
	runOvers  // the epochs at which numbers overflow
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
		inspect.Run{Tape: s.bend.tape, Record: &s.bend.tr},
		inspect.Run{Tape: s.others.tape, Record: &s.others.tr},
		s.overs.run(),
	)
	s.Link(inspect.Of(runLook, l.gradID, 0), inspect.Of(runLook, l.model.wVar.ID(), 0).Gradient())
	s.Link(inspect.Of(runLook, l.pullID, 0), inspect.Of(runLook, l.model.guess.ID(), 0).Gradient())
	s.Link(inspect.Of(runLook, l.answerID, 0), inspect.Of(runAnswer, s.answer.wID, 0))
	s.Link(inspect.Of(runOthers, s.others.pushID, 0), inspect.Of(runLook, l.pushID, 0))
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
	dst = s.cardCells(dst, w, slope, next, loss)
	dst = s.PutOrigin(dst, head(s.points.Rect()), w)
	dst = s.PutOrigin(dst, head(s.valley.Rect()), loss)
	if m := &s.marks; m.seen {
		dst = s.PutOrigin(dst, around(m.ball), loss)
	}
	if s.closedForm.On() {
		st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
		dst = s.PutText(dst, s.texts.answer, s.answerBox(), st, answerLine,
			inspect.Figure{Text: s.texts.closed, Of: inspect.Of(runAnswer, s.answer.wID, 0)}, inspect.Figure{Text: s.texts.off, Of: inspect.Of(runLook, l.offID, 0)})
	}
	return dst
}

// cardCells are the step, what is said of it, and the pushes that made its gradient.
func (s *Scene) cardCells(dst []inspect.Cell, w, slope, next, loss inspect.Origin) []inspect.Cell {
	x, l, b := &s.texts, &s.look, &s.bend
	eta := inspect.Of(runLook, l.etaID, 0)
	card := s.unfold.Rect()
	box, st, line := s.whyBox()
	if s.Part > substep.None {
		dst = s.PutText(dst, x.why, box, st, line, inspect.Figure{Text: x.w, Of: w})
		dst = s.PutText(dst, x.why, box, st, line, inspect.Figure{Text: x.loss, Of: loss})
		dst = s.PutText(dst, x.why, box, st, line, inspect.Figure{Text: x.grad, Of: slope})
	} else if x.over != "" {
		dst = s.PutText(dst, x.why, box, st, line, s.overs.figures()...)
	} else {
		var said [4]inspect.Figure
		for i, k := range [4]known{b.steep, b.times, b.factor, b.stable} {
			said[i] = inspect.Figure{Text: x.bend[i], Of: inspect.Of(runBend, k.id, 0)}
		}
		dst = s.PutText(dst, x.why, box, st, line, said[:]...)
	}
	var terms paint.Rect
	if card.W >= 560 {
		var step paint.Rect
		step, terms = s.cardParts()
		for i, of := range [4]inspect.Origin{w, eta, slope, next} {
			dst = s.PutOrigin(dst, stepBoxes(step)[i], of)
		}
	} else {
		terms = card.InsetXY(14, 12)
		mono := s.stepStyle(terms)
		dst = s.PutLine(dst, x.step, terms.Right()-paint.Measure(x.step, mono), terms.Y+8, mono,
			inspect.Figure{Text: x.w, Of: w}, inspect.Figure{Text: x.eta, Of: eta}, inspect.Figure{Text: x.grad, Of: slope})
		_, terms = terms.CutTop(32 + paint.WrapHeight(x.why, box.W, st, line))
	}
	for i := range x.terms {
		if x.terms[i].value == "…" { // not found yet
			continue
		}
		push := inspect.Of(runOthers, s.others.sum, 0)
		if row := x.terms[i].row; row != theOthers {
			push = inspect.Of(runLook, l.pushID, row)
		}
		dst = s.PutOrigin(dst, paint.Rect{X: terms.X, Y: terms.Y + 36 + 25*float64(i) - 12, W: terms.W, H: 24}, push)
	}
	total := terms.Y + 36 + 25*float64(len(x.terms)) + 2
	return s.PutOrigin(dst, paint.Rect{X: terms.X, Y: total - 11, W: terms.W, H: 22}, slope)
}

// Graphs implements stage.Grapher: the run goes to the epoch of a point.
func (s *Scene) Graphs() []stage.Graph {
	if s.losses.Rect().Empty() || s.look.model == nil {
		return nil
	}
	m := s.look.model
	return []stage.Graph{stage.GraphOf(s.losses.ID(), s.curve, s.inLosses(), func(line, _ int) trace.Ref {
		return s.Ref(runLook, [2]*grad.Var{m.loss, m.test}[line].ID(), 0)
	})}
}

// inLosses is where the plot of the losses lies.
func (s *Scene) inLosses() paint.Rect {
	_, r := s.losses.Rect().InsetXY(12, 8).CutTop(28)
	return r
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
