package stage

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// A window larger than this is a large screen, looked at from further away:
// everything grows with it, so that no scene is a small figure in a wide field.
const (
	roomyWidth  = 1680.0
	roomyHeight = 945.0
)

// Presenting is for the lecture hall: everything larger, nothing but the
// scene, one key a step. The scene goes on as it was.
const (
	presentScale = 1.6   // the most that everything grows
	presentRoom  = 860.0 // CSS pixels that a scene keeps across, where it has them
	presentTall  = 690.0 // and from top to bottom
	presentBar   = 48.0
)

// fit shares the window out: in a large window, and while presenting, a CSS
// pixel of the scene takes more than one of the window's.
func (s *Stage) fit() {
	s.zoom = max(min(s.outerWidth/roomyWidth, s.outerHeight/roomyHeight), 1)
	if s.presenting {
		s.zoom = max(min(s.outerWidth/presentRoom, s.outerHeight/presentTall, presentScale*s.zoom), 1)
	}
	s.width, s.height = s.outerWidth/s.zoom, s.outerHeight/s.zoom
	s.dirty = true
	s.relayout()
}

// box is a rectangle in the window's CSS pixels.
func (s *Stage) box(r rect) Box { return Box{r.X * s.zoom, r.Y * s.zoom, r.W * s.zoom, r.H * s.zoom} }

// Presenting reports whether the theatre is set for a lecture.
func (s *Stage) Presenting() bool { return s.presenting }

// Present enters or leaves the lecture's view, in full screen where that is allowed.
func (s *Stage) Present(on bool) {
	if s.presenting == on {
		return
	}
	s.closeSheet()
	s.letGo()
	s.presenting = on
	s.fit()
	if s.host.FullScreen != nil && s.host.FullScreenOn != nil && s.host.FullScreenOn() != on {
		s.host.FullScreen()
	}
	if on {
		s.Notice(presentHint)
	} else if s.notice.text == presentHint {
		s.notice = notice{}
	}
}

// FullScreenLeft is told when the browser has left full screen by itself.
func (s *Stage) FullScreenLeft() {
	if s.presenting {
		s.Present(false)
	}
}

// Embedded reports whether the theatre is a guest in another page: no top bar
// and no rail.
func (s *Stage) Embedded() bool { return s.embedded }

// SetEmbedded makes the theatre a guest in another page, or its own again.
func (s *Stage) SetEmbedded(on bool) {
	if s.embedded != on {
		s.embedded, s.dirty = on, true
		s.closeSheet()
		s.relayout()
	}
}

// presentKey does what a presenter's remote asks for.
func (s *Stage) presentKey(ev ui.Event) bool {
	if ev.Ctrl {
		return false
	}
	switch ev.Key {
	case "ArrowRight", "PageDown":
		s.Step()
	case "ArrowLeft", "PageUp":
		s.Back()
	case " ":
		if t := s.timeline(); t != nil {
			if _, last := t.At(); last < 0 {
				s.TogglePlay() // one of thousands of steps would not be seen
				return true
			}
		}
		s.Step()
	default:
		return false
	}
	return true
}

// placePresentBar sets what is left of the transport while presenting.
func (s *Stage) placePresentBar() {
	f, r := &s.frame, s.lay.bar
	x := r.Right() - 8
	put := func(b *button) {
		x -= 44
		b.r = rect{X: x, Y: r.Y + (r.H-44)/2, W: 44, H: 44}
	}
	put(f.leave)
	if s.timeline() != nil {
		x -= 8
		put(f.step)
		put(f.play)
		put(f.back)
	}
}

// drawPresentBar is the line below a presented scene: its name, where it is.
func (s *Stage) drawPresentBar(c *paint.Canvas) {
	t, r := s.env.Theme, s.lay.bar
	c.Fill(r, t.Background)
	c.Fill(rect{X: r.X, Y: r.Y, W: r.W, H: 1}, t.Border)
	room := s.frame.leave.r.X - 16
	if tl := s.timeline(); tl != nil {
		room = s.frame.back.r.X - 16
	}
	if s.cur != nil {
		x, mid := r.X+20, r.Y+r.H/2
		st := t.BodyBold()
		title := s.cur.entry.Title.In(s.env.Lang)
		next := x + paint.Measure(title, st) + 16
		s.guard(func() {
			if tl := s.timeline(); tl != nil && next+paint.Measure(tl.Caption(s.env.Lang), t.Body()) > room {
				x, mid, next = r.X+14, mid-10, r.X+14 // below each other
				st.Size = theme.SizeSmall
			}
		})
		c.Text(paint.Elide(title, room-x, st), x, mid, st, paint.Left)
		s.guard(func() { s.drawPlace(c, next, x == next, room) })
	}
	for _, b := range []*button{s.frame.back, s.frame.play, s.frame.step, s.frame.leave} {
		b.Draw(c, &s.look)
	}
}

// drawPlace says which step a presented scene is at, beside its title or below,
// with a line along the upper edge of the bar.
func (s *Stage) drawPlace(c *paint.Canvas, x float64, below bool, room float64) {
	tl := s.timeline()
	if tl == nil {
		return
	}
	t, r := s.env.Theme, s.lay.bar
	st, mid := t.Body(), r.Y+r.H/2
	if below {
		st, mid = t.Tiny(), mid+10
	}
	st.Color = t.Muted
	c.Text(paint.Elide(tl.Caption(s.env.Lang), max(room-x, 0), st), x, mid, st, paint.Left)
	if at, last := tl.At(); last > 0 {
		c.Fill(rect{X: r.X, Y: r.Y - 2, W: r.W * float64(at) / float64(last), H: 3}, t.Accent)
	}
}
