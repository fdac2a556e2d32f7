package stage

import (
	"errors"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

type notice struct {
	text  i18n.Text
	until float64
	undo  func() // takes back what it tells of; may be nil
	picks bool   // it asks to press a number: it covers none, and ends when one is pressed

	box    rect
	placed bool // it is decided whether it stands high
	high   bool // above the heading, since there is something to press below
}

// Notice shows one quiet line for a few seconds, and says it.
func (s *Stage) Notice(t i18n.Text) {
	s.notice = notice{text: t, until: 4}
	s.spoken = t.In(s.env.Lang)
	s.dirty = true
	s.placeNotice()
}

// dismiss takes the notice away that is pressed, but for its button.
func (s *Stage) dismiss(ev ui.Event) bool {
	if s.notice.text == (i18n.Text{}) || !s.notice.box.Contains(ev.X, ev.Y) || s.frame.undo.r.Contains(ev.X, ev.Y) {
		return false
	}
	s.notice = notice{}
	s.dropRun()
	s.relayout()
	return true
}

// offer shows a notice of what was done, with a button that takes it back.
func (s *Stage) offer(t i18n.Text, undo func()) {
	s.Notice(t)
	s.notice.until, s.notice.undo, s.notice.placed = 10, undo, false // it is wider now
	s.placeNotice()
}

// tellPicking asks to press a number.
func (s *Stage) tellPicking() {
	s.Notice(i18n.T("点任何一个数，看它怎么来的", "Press any number to see where it comes from"))
	s.notice.picks, s.notice.placed = true, false
	s.placeNotice()
}

// tellClamped says so when a number that was asked for is more, or less, than a
// scene takes: nothing is cut in silence.
func (s *Stage) tellClamped() {
	for _, list := range [2][]ui.Widget{s.controls(), s.figures()} {
		for _, w := range list {
			s.tellRefused(w)
			c, ok := w.(ui.Clamper)
			if !ok {
				continue
			}
			if taken, most, ok := c.Clamped(); ok {
				s.tellTaken(c.Label(), taken, most)
			}
		}
	}
}

// tellTaken says which end of a scale was taken for a number beyond it.
func (s *Stage) tellTaken(what i18n.Text, taken string, most bool) {
	zh, en := " 最小是 ", " is at least "
	if most {
		zh, en = " 最大是 ", " is at most "
	}
	s.Notice(i18n.T(what.ZH+zh+taken+"，就取 "+taken+"。", what.EN+en+taken+", so "+taken+" is taken."))
}

// tellBeyond is tellClamped for what was just set by a program, also where the
// widget itself does not tell.
func (s *Stage) tellBeyond(v ui.Valued, asked string) {
	g, ok := v.(ui.Ranged)
	want, err := ui.ParseNumber(asked)
	taken, bad := ui.ParseNumber(v.Value())
	if !ok || err != nil || bad != nil {
		return
	}
	if lo, hi, _ := g.Range(); want > hi && taken <= hi || want < lo && taken >= lo {
		s.tellTaken(v.Label(), v.Value(), want > hi)
	}
}

// Undo takes back what the notice tells of.
func (s *Stage) Undo() error {
	f := s.notice.undo
	if f == nil {
		return errors.New("there is nothing to undo")
	}
	s.notice = notice{}
	f()
	s.relayout()
	return nil
}

// Spoken returns what is to be read out since the last call, and "" when there
// is nothing.
func (s *Stage) Spoken() string {
	t := s.spoken
	s.spoken = ""
	return t
}

// drawNotice is the one quiet line.
func (s *Stage) drawNotice(c *paint.Canvas) {
	words := s.notice.text.In(s.env.Lang)
	if words == "" {
		return
	}
	t := s.env.Theme
	st := paint.Style{Font: paint.Sans, Size: 13, Color: t.Background}
	box := s.notice.box
	words = paint.Elide(words, box.W-32-s.frame.undo.r.W, st)
	c.Shadow(box, 18, 12, t.Shadow)
	c.RoundRect(box, 18, t.Text)
	c.Text(words, box.X+16, box.Y+18, st, paint.Left)
	s.frame.undo.Draw(c, &s.look)
}

// placeNotice sets the notice above the transport, or where it would lie on
// something to press there, above the heading. It stays where it was put first.
func (s *Stage) placeNotice() {
	n := &s.notice
	if n.picks && (!s.insp.picking || s.insp.IsOpen()) {
		*n = notice{} // a number was pressed, or none is to be
	}
	if n.text == (i18n.Text{}) {
		return
	}
	width := paint.Measure(n.text.In(s.env.Lang), paint.Style{Font: paint.Sans, Size: 13}) + 32
	if n.undo != nil {
		width += s.undoWidth()
	}
	width = min(width, s.width-32)
	m := s.lay.middle
	if m.Empty() || width > m.W-16 {
		m.X, m.W = 0, s.width
	}
	low := rect{X: m.X + (m.W-width)/2, Y: m.Bottom() - 48, W: width, H: 36}
	if w := s.welcome.box; w.Bottom() > low.Y {
		low.Y = w.Y - 44
	}
	high := rect{X: low.X, Y: max(m.Y, 0) + 8, W: width, H: 36}
	if !n.placed && !m.Empty() {
		n.placed, n.high = true, s.operable(low) && !s.operable(high)
		if n.picks {
			n.high = s.operable(low) || s.numbered(low) || !s.numbered(high)
		}
	}
	n.box = low
	if n.high {
		n.box = high
	}
	if top := s.topRoom(); (n.picks || n.high) && top.W >= width {
		n.box.X, n.box.Y = top.Right()-width, top.Y+(top.H-n.box.H)/2
	}
	if s.sheet != sheetBranches {
		return
	}
	r := s.sheetRect() // above the popover where that leaves no room beside it
	if room := s.lay.middle.Right() - r.Right() - 24; room > width {
		n.box.X = r.Right() + 12 + min((room-width)/2, 40)
	} else {
		n.box.X, n.box.Y = max(min(r.X+(r.W-width)/2, s.width-width-16), 16), max(r.Y-44, 4)
	}
}

// operable reports whether there is something small to press or to set at a place.
func (s *Stage) operable(at rect) bool {
	for _, list := range [2][]ui.Widget{s.figures(), s.controls()} {
		for _, w := range list {
			if meet(w.Rect(), at).Empty() {
				continue
			}
			switch w.Role() {
			case ui.RoleText, ui.RoleFigure, ui.RolePad:
			default:
				return true
			}
		}
	}
	return false
}

// numbered reports whether there is a number to unfold at a place.
func (s *Stage) numbered(at rect) bool {
	p, found := s.provenance(), false
	if p == nil {
		return false
	}
	s.guard(func() {
		for _, c := range p.Cells(nil) {
			found = found || !meet(c.Rect, at).Empty()
		}
	})
	return found
}

// topRoom is the part of the top bar in which nothing stands; on a phone there
// is none.
func (s *Stage) topRoom() rect {
	if s.lay.top.Empty() || s.env.Phone || s.cur == nil {
		return rect{}
	}
	x, end := s.topWords()
	title, lang := s.cur.entry.Title, s.env.Lang
	x += 28 + paint.Measure(Title.In(lang), s.env.Theme.H2()) + 26 + paint.Measure(title.In(lang), s.titleStyle()) + 12
	if other := title.Other(lang); other != title.In(lang) {
		x += paint.Measure(other, s.env.Theme.Small()) + 12
	}
	return rect{X: x, Y: s.lay.top.Y, W: end - x, H: s.lay.top.H}
}

var undoText = i18n.T("撤销", "Undo")

func (s *Stage) undoWidth() float64 {
	return paint.Measure(undoText.In(s.env.Lang), paint.Style{Font: paint.SansBold, Size: 13}) + 32
}

// placeUndo sets the button that takes back what the notice tells of.
func (s *Stage) placeUndo() {
	s.frame.undo.r = rect{}
	if s.notice.undo == nil || s.notice.text == (i18n.Text{}) {
		return
	}
	box, w := s.notice.box, s.undoWidth()
	s.frame.undo.r = rect{X: box.Right() - w, Y: box.Y - 4, W: w, H: 44}
}

func (s *Stage) drawUndo(c *paint.Canvas, lk *ui.Look) {
	b, t := s.frame.undo, lk.Theme
	r := b.r.Middle(b.r.W-8, 28)
	if lk.Hover == b.id || b.down {
		c.RoundRect(r, 14, paint.WithAlpha(t.Background, 0.18))
	}
	x, y := r.Center()
	c.Text(undoText.In(lk.Lang), x, y, paint.Style{Font: paint.SansBold, Size: 13, Color: t.Background}, paint.Center)
	c.Fill(rect{X: r.X - 4, Y: y - 8, W: 1, H: 16}, paint.WithAlpha(t.Background, 0.4))
	if lk.Focus == b.id {
		c.RoundRectStroke(r, 14, 2, t.Focus)
	}
}
