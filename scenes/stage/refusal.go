package stage

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// refusal is a widget that did not take what was typed into it: for some seconds it
// says beside it what it would take.
type refusal struct {
	id    string
	until float64
}

const refusalTime = 6

// refuse tells that a widget did not take a value.
func (s *Stage) refuse(w ui.Widget) {
	s.refusal, s.dirty = refusal{w.ID(), refusalTime}, true
	if words := s.problem(w); words != "" {
		s.spoken = w.Label().In(s.env.Lang) + ": " + words
	}
}

// tellRefused tells of what was typed on the canvas.
func (s *Stage) tellRefused(w ui.Widget) {
	r, ok := w.(ui.Refuser)
	if !ok {
		return
	}
	if r.Refused() {
		s.refuse(w)
	} else if refusing := r.Refusing(); refusing && s.refusal.id != w.ID() {
		s.refuse(w)
	} else if !refusing && s.refusal.id == w.ID() && typing(w) {
		s.refusal = refusal{} // mended
	}
}

func (s *Stage) tickRefusal(dt float64) {
	if s.refusal.id == "" {
		return
	}
	if w, ok := s.widget(s.refusal.id).(ui.Refuser); ok && w.Refusing() {
		return // as long as it stands there
	}
	if s.refusal.until -= dt; s.refusal.until <= 0 {
		s.refusal, s.dirty = refusal{}, true
	}
}

// problem says what a widget would take, while it has refused something.
func (s *Stage) problem(w ui.Widget) string {
	if f, ok := w.(*ui.Field); ok {
		return f.Error(s.env.Lang)
	}
	if w.ID() != s.refusal.id || s.refusal.id == "" {
		return ""
	}
	if r, ok := w.(ui.Refuser); ok {
		return r.Wants().In(s.env.Lang)
	}
	if r, ok := w.(ui.Ranged); ok {
		lo, hi, _ := r.Range()
		return ui.WantsNumber(lo, hi, true, false).In(s.env.Lang)
	}
	return ""
}

// drawProblem writes that below the number, or above it where there is no room.
func (s *Stage) drawProblem(c *paint.Canvas) {
	w := s.widget(s.refusal.id)
	if w == nil || w.Rect().Empty() {
		return
	}
	words, at := s.problem(w), w.Rect()
	if r, ok := w.(ui.Refuser); ok {
		at = r.Typed()
	}
	if words == "" || at.Empty() {
		return
	}
	t := s.env.Theme
	st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Bad}
	const pad, sign, line = 10.0, 22.0, 17.0
	width := min(paint.Measure(words, st)+sign+2*pad+1, s.width-12, 260)
	tall := paint.WrapHeight(words, width-sign-2*pad, st, line)
	box := rect{X: at.Right() - width, Y: at.Bottom() + 6, W: width, H: tall + 12}
	box.X = min(max(box.X, 6), s.width-width-6)
	if box.Bottom() > s.height-4 {
		box.Y = at.Y - 6 - box.H
	}
	c.Shadow(box.Move(0, 3), theme.Radius, 10, t.Shadow)
	c.RoundRect(box, theme.Radius, t.BadSoft)
	c.RoundRectStroke(box, theme.Radius, 1, t.Bad)
	c.Icon("triangle-alert", box.X+pad+7, box.Y+6+line/2, 14, t.Bad)
	c.TextWrap(words, rect{X: box.X + pad + sign, Y: box.Y + 6, W: width - sign - 2*pad, H: tall}, st, line)
}

// Problem says what a widget would take that has just refused a value, in the
// language on view; "" where it has not.
func (s *Stage) Problem(id string) string {
	w := s.widget(id)
	if w == nil {
		return ""
	}
	return s.problem(w)
}
