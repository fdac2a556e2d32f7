package stage

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// rail is how far the list of scenes is scrolled, and the finger that scrolls it.
type rail struct {
	from    float64 // CSS pixels above the view
	tall    float64 // of the whole list
	pointer int
	held    bool
	moved   bool // the finger scrolls: what it pressed is let go
	y, was  float64
}

const (
	railStart  = 8.0  // pixels a finger moves before it scrolls
	railFoot   = 68.0 // the buttons below the list on a phone
	wheelNotch = 48.0
)

// placeRail lists the scenes by act, in the rail or in its sheet, as far as
// they are scrolled.
func (s *Stage) placeRail() {
	l, f := &s.lay, &s.frame
	l.railView = l.rail
	row := 31.0
	if s.sheet == sheetScenes {
		_, l.railView = s.sheetRect().CutTop(52)
		if row = 44; s.env.Phone {
			_, l.railView = l.railView.CutBottom(railFoot)
		}
	}
	view := l.railView
	if view.Empty() {
		for _, b := range f.scenes {
			b.r = rect{}
		}
		return
	}
	y, act := 10.0, 0
	for i, b := range f.scenes {
		if a := f.listed[i].Act; a != act {
			act = a
			y += 30
		}
		b.r = rect{X: view.X + 10, Y: y, W: view.W - 20, H: row}
		y += row
	}
	s.rail.tall = y + 10
	s.rail.from = min(max(s.rail.from, 0), max(s.rail.tall-view.H, 0))
	for _, b := range f.scenes {
		b.r.Y += view.Y - s.rail.from
	}
}

// revealScene scrolls the list so that a scene's line is seen.
func (s *Stage) revealScene(b *button) {
	view := s.lay.railView
	if view.Empty() || b.r.Empty() {
		return
	}
	if over := b.r.Bottom() + 10 - view.Bottom(); over > 0 {
		s.rail.from += over
	}
	if under := view.Y + 40 - b.r.Y; under > 0 { // with the name of its act
		s.rail.from -= under
	}
	s.dirty = true
	s.placeRail()
}

// revealPresent scrolls to the scene on view.
func (s *Stage) revealPresent() {
	for i, b := range s.frame.scenes {
		if s.cur != nil && s.frame.listed[i].ID == s.cur.entry.ID {
			s.revealScene(b)
		}
	}
}

// inRail reports whether a place is in the list of scenes.
func (s *Stage) inRail(x, y float64) bool {
	return (s.sheet == sheetScenes || !s.veiled()) && s.lay.railView.Contains(x, y)
}

// scrollRail takes the wheel over the list, and a finger that draws it.
func (s *Stage) scrollRail(ev ui.Event) bool {
	r := &s.rail
	switch ev.Kind {
	case ui.Wheel:
		if !s.inRail(ev.X, ev.Y) || r.tall <= s.lay.railView.H {
			return false
		}
		r.from += ev.DY * wheelNotch
		s.placeRail()
		return true
	case ui.PointerDown:
		r.held, r.moved, r.pointer, r.y, r.was = s.inRail(ev.X, ev.Y), false, ev.Pointer, ev.Y, r.from
	case ui.PointerMove:
		if !r.held || ev.Pointer != r.pointer || r.tall <= s.lay.railView.H {
			return false
		}
		if w, ok := s.capture[ev.Pointer]; !r.moved && ok && math.Abs(ev.Y-r.y) > railStart {
			r.moved = true
			delete(s.capture, ev.Pointer)
			s.guard(func() { w.Handle(ui.Event{Kind: ui.PointerCancel, Pointer: ev.Pointer}) })
		}
		if r.moved = r.moved || math.Abs(ev.Y-r.y) > railStart; r.moved {
			r.from = r.was + r.y - ev.Y
			s.placeRail()
		}
		return r.moved
	case ui.PointerUp, ui.PointerCancel:
		if r.held && ev.Pointer == r.pointer {
			r.held = false
			return r.moved
		}
	}
	return false
}

func (s *Stage) drawRail(c *paint.Canvas, ground rect) {
	if ground.Empty() {
		return
	}
	t, r := s.env.Theme, s.lay.railView
	c.Fill(ground, t.Background)
	c.Fill(rect{X: ground.Right() - 1, Y: ground.Y, W: 1, H: ground.H}, t.Border)
	c.PushClip(r)
	act := 0
	for i, b := range s.frame.scenes {
		if a := s.frame.listed[i].Act; a != act {
			act = a
			if a > 0 && a < len(Acts) {
				st := t.Tiny()
				st.Font = paint.SansBold
				c.Text(Acts[a].In(s.env.Lang), b.r.X+10, b.r.Y-13, st, paint.Left)
			}
		}
		if b.r.Bottom() > r.Y && b.r.Y < r.Bottom() {
			b.Draw(c, &s.look)
		}
	}
	c.PopClip()
	if s.rail.tall <= r.H {
		return
	}
	thumb := max(r.H*r.H/s.rail.tall, 28)
	y := r.Y + (r.H-thumb)*s.rail.from/(s.rail.tall-r.H)
	c.RoundRect(rect{X: r.Right() - 6, Y: y + 2, W: 3, H: thumb - 4}, theme.RadiusSmall/2, t.Strong)
	if s.sheet == sheetScenes && s.env.Phone {
		c.Fill(rect{X: r.X, Y: r.Bottom(), W: r.W, H: 1}, t.Border)
	}
}

func (s *Stage) drawRailItem(b *button, e Entry, c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := b.r.InsetXY(0, 0.5)
	st := t.Body()
	st.Color = t.Muted
	mark := t.Strong
	if s.cur != nil && s.cur.entry.ID == e.ID {
		c.RoundRect(r, 6, t.AccentSoft)
		c.RoundRect(rect{X: r.X, Y: r.Y + 6, W: 3, H: r.H - 12}, 1.5, t.Accent)
		st.Font, st.Color, mark = paint.SansBold, t.Text, t.Accent
	} else if lk.Hover == b.id {
		c.RoundRect(r, 6, t.Hover)
		st.Color = t.Text
	}
	y := r.Y + r.H/2
	c.Text(paint.Elide(e.Title.In(lk.Lang), r.W-34, st), r.X+14, y, st, paint.Left)
	c.Circle(r.Right()-14, y, 3, mark)
	b.ring(c, lk, 6)
}
