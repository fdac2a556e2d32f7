package stage

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// welcome tells who is here for the first time that there is a map: in the top
// bar where that has room, else above the transport: on a phone that stands
// upright in a strip of its own, so that it lies on nothing. It stays until it is taken
// or put away, and then does not come again.
type welcome struct {
	on           bool
	words        i18n.Text
	box, strip   rect
	tight        bool // there is no room for the house
	invite, away *button
}

const (
	welcomeKey  = "welcomed" // in the visitor's own store
	welcomeTall = 36.0

	welcomeStrip = 48.0
	welcomeRoom  = 700.0 // height of a window from which on there is a strip for it
)

// build makes its two buttons.
func (w *welcome) build(s *Stage) {
	w.invite = newButton("welcome", func() i18n.Text {
		if w.words == (i18n.Text{}) {
			return s.frame.home.label()
		}
		return w.words
	}, func() { s.Go(HomeID) })
	w.invite.paint = w.drawInvite
	w.away = newButton("welcome-away", fixed("不再提示", "Do not show this again"), func() { s.welcomed(); s.relayout() })
	w.away.paint = w.away.cross
}

// cross paints a button as the small cross that takes something away.
func (b *button) cross(c *paint.Canvas, lk *ui.Look) {
	x, y := b.r.Center()
	if lk.Hover == b.id || b.down {
		c.Circle(x, y, 12, paint.WithAlpha(lk.Theme.Accent, 0.18))
	}
	c.Icon("x", x, y, 14, lk.Theme.AccentInk)
	if lk.Focus == b.id {
		c.CircleStroke(x, y, 15, 2, lk.Theme.Focus)
	}
}

// greet decides whether the visitor is new: there is a store, and it does not say
// otherwise.
func (s *Stage) greet() {
	w := &s.welcome
	for _, e := range s.entries {
		if e.ID == HomeID {
			w.words = e.Invite
		}
	}
	w.on = w.words != (i18n.Text{}) && s.host.Recall != nil && s.host.Recall(welcomeKey) == ""
}

// welcomed ends it for good.
func (s *Stage) welcomed() {
	if !s.welcome.on {
		return
	}
	s.welcome.on, s.dirty = false, true
	if s.host.Keep != nil {
		s.host.Keep(welcomeKey, "1")
	}
}

func (w *welcome) style() paint.Style {
	if w.tight {
		return paint.Style{Font: paint.SansBold, Size: theme.SizeTiny}
	}
	return paint.Style{Font: paint.SansBold, Size: theme.SizeSmall}
}

// lead is the room before the words.
func (w *welcome) lead() float64 {
	if w.tight {
		return 14
	}
	return 34
}

// greets reports whether there is anything of it on screen.
func (s *Stage) greets() bool {
	return s.welcome.on && !s.embedded && !s.presenting && !s.whole() && s.cur != nil
}

// makeWelcome cuts a strip for it off what is left of a phone's window. A sheet
// covers it and moves nothing.
func (s *Stage) makeWelcome(rest rect) rect {
	w := &s.welcome
	if w.strip = (rect{}); s.greets() && s.env.Phone && s.height >= welcomeRoom {
		w.strip, rest = rest.CutBottom(welcomeStrip)
	}
	return rest
}

// placeWelcome sets it where it covers least.
func (s *Stage) placeWelcome() {
	w := &s.welcome
	w.box, w.invite.r, w.away.r = rect{}, rect{}, rect{}
	if !s.greets() || s.sheet != sheetNone {
		return
	}
	const after = 44.0 // the cross
	need := func() float64 { return w.lead() + paint.Measure(w.words.In(s.env.Lang), w.style()) + 6 + after }
	w.tight = false
	width := need()
	if right := s.frame.lang.r.X - 8; !s.env.Phone && right-width >= s.titleEnd()+16 {
		w.box = rect{X: right - width, Y: s.lay.top.Y + (s.lay.top.H-welcomeTall)/2, W: width, H: welcomeTall}
	} else {
		m := s.lay.middle
		if w.tight = width > m.W-16; w.tight {
			width = min(need(), m.W-16)
		}
		w.box = rect{X: m.X + (m.W-width)/2, Y: m.Bottom() - welcomeTall - 8, W: width, H: welcomeTall}
		if !w.strip.Empty() {
			w.box = w.strip.Middle(width, welcomeTall)
		}
	}
	w.invite.r = w.box.InsetXY(0, -4)
	w.invite.r.W -= after
	w.away.r = rect{X: w.box.Right() - after, Y: w.box.Y - 4, W: after, H: 44}
}

// titleEnd is where the scene's title ends in the top bar, in one line.
func (s *Stage) titleEnd() float64 {
	x := s.frame.menu.r.Right() + 6 + 28 + paint.Measure(Title.In(s.env.Lang), s.env.Theme.H2()) + 12 + 14
	return x + paint.Measure(s.cur.entry.Title.In(s.env.Lang), s.titleStyle())
}

func (s *Stage) titleStyle() paint.Style {
	st := s.env.Theme.Body()
	st.Size = 16
	return st
}

func (s *Stage) drawWelcome(c *paint.Canvas) {
	w, t := &s.welcome, s.env.Theme
	if w.box.Empty() {
		return
	}
	if w.box.Y > s.lay.top.Bottom() && w.strip.Empty() { // it floats
		c.Shadow(w.box, welcomeTall/2, 12, t.Shadow)
		c.RoundRect(w.box, welcomeTall/2, t.Panel)
	}
	c.RoundRect(w.box, welcomeTall/2, t.AccentSoft)
	c.RoundRectStroke(w.box, welcomeTall/2, 1, t.Accent)
	w.invite.Draw(c, &s.look)
	w.away.Draw(c, &s.look)
}

func (w *welcome) drawInvite(c *paint.Canvas, lk *ui.Look) {
	t, mid := lk.Theme, w.box.Y+w.box.H/2
	if lk.Hover == w.invite.id || w.invite.down {
		c.RoundRect(rect{X: w.box.X, Y: w.box.Y, W: w.invite.r.W, H: w.box.H}, welcomeTall/2, paint.WithAlpha(t.Accent, 0.14))
	}
	if !w.tight {
		c.Icon("house", w.box.X+20, mid, 16, t.AccentInk)
	}
	st, x := w.style().With(t.AccentInk), w.box.X+w.lead()
	c.Text(paint.Elide(w.words.In(lk.Lang), w.invite.r.Right()-x, st), x, mid, st, paint.Left)
	if lk.Focus == w.invite.id {
		c.RoundRectStroke(w.box.Inset(-3), welcomeTall/2+3, 2, t.Focus)
	}
}
