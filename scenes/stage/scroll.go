package stage

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// Tall is implemented by scenes that know in what height all that is on view has
// room, for the width of env.Area. Where a window leaves less, the stage gives it
// all the same, and scrolls. Other scenes are given UsualLeast.
type Tall interface{ Least(env *Env) float64 }

// The heights of UsualLeast.
const (
	leastTall  = 440.0
	leastSlim  = 500.0 // where it is not slimWidth wide
	leastPhone = 560.0 // in one column
	slimWidth  = 620.0
)

// scroll is how far the stage is scrolled where the scene needs more room than
// the window has, and the pointer that scrolls it.
type scroll struct {
	from float64 // CSS pixels above the view
	over float64 // that there are more than fit; 0: nothing scrolls

	grown float64 // of over, how much higher than its window the stage is

	pointer int
	held    bool
	thumb   bool // it is the bar that is held
	moved   bool // what the finger pressed is let go
	at, was paint.Point
	pressed ui.Event
	waits   bool // pressed is for the ground, unless the finger scrolls
}

// UsualLeast is what most scenes need from top to bottom, for the width of
// env.Area.
func UsualLeast(env *Env) float64 {
	switch {
	case env.Phone:
		return leastPhone
	case env.Area.W < slimWidth:
		return leastSlim
	}
	return leastTall
}

// least is the height that the present scene is given at least.
func (s *Stage) least() (least float64) {
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil || s.whole() {
		return 0
	}
	if t, ok := s.cur.scene.(Tall); ok {
		s.guard(func() { least = t.Least(&s.env) })
		return least
	}
	return UsualLeast(&s.env)
}

// scrolls reports whether there is more on the stage than fits.
func (s *Stage) scrolls() bool { return s.scroll.over > 0 && !s.veiled() }

// scrollTo scrolls the stage so that from CSS pixels are above the view.
func (s *Stage) scrollTo(from float64) {
	from = min(max(math.Round(from), 0), s.scroll.over)
	if from != s.scroll.from {
		s.scroll.from, s.dirty = from, true
		s.relayout()
	}
}

// reveal scrolls so that a place on the stage is seen, its upper part first.
func (s *Stage) reveal(r rect) {
	m := s.scrollView().InsetXY(0, 12)
	if r.Empty() || s.scroll.over == 0 || len(s.capture) > 0 {
		return
	}
	if over := r.Bottom() - m.Bottom(); over > 0 {
		s.scrollTo(s.scroll.from + min(over, r.Y-m.Y))
	} else if r.Y < m.Y {
		s.scrollTo(s.scroll.from + r.Y - m.Y)
	}
}

// scrollStage takes the bar, and a finger that draws the stage up or down: what
// it pressed is let go, unless that is dragged itself.
func (s *Stage) scrollStage(ev ui.Event) bool {
	k := &s.scroll
	mine := k.held && ev.Pointer == k.pointer
	switch ev.Kind {
	case ui.PointerDown:
		if k.held || !s.scrolls() || !s.inStage(ev) || ev.Button != 0 || s.lay.inspect.Contains(ev.X, ev.Y) {
			return false
		}
		k.thumb = ev.X >= s.lay.middle.Right()-scrollGrip && s.topAt(ev.X, ev.Y) == nil
		if !k.thumb && !ev.Touch {
			return false
		}
		k.held, k.moved, k.pointer, k.waits = true, false, ev.Pointer, false
		k.at, k.was = paint.Point{X: ev.X, Y: ev.Y}, paint.Point{Y: k.from}
		if k.thumb {
			s.focus("")
		}
		return k.thumb
	case ui.PointerMove:
		if !mine {
			return false
		}
		dx, dy := ev.X-k.at.X, ev.Y-k.at.Y
		if k.thumb {
			s.scrollTo(k.was.Y + dy*s.scrollRatio())
			return true
		}
		if !k.moved && math.Abs(dy) > railStart {
			w, ok := s.capture[ev.Pointer]
			if ok && dragsItself(w) || math.Abs(dx) > math.Abs(dy) {
				k.held = false
				s.pressGround()
				return false
			}
			if k.moved, k.waits = true, false; ok {
				delete(s.capture, ev.Pointer)
				s.guard(func() { w.Handle(ui.Event{Kind: ui.PointerCancel, X: ev.X, Y: ev.Y, Pointer: ev.Pointer, Touch: true}) })
			}
			delete(s.toScene, ev.Pointer)
		}
		if k.moved {
			s.scrollTo(k.was.Y - dy)
		}
		return k.moved
	case ui.PointerUp, ui.PointerCancel:
		if !mine {
			return false
		}
		k.held = false
		if ev.Kind == ui.PointerUp {
			s.pressGround()
		}
		return k.moved || k.thumb
	}
	return false
}

// pressGround hands on the press of a finger that did not scroll.
func (s *Stage) pressGround() {
	if s.scroll.waits {
		s.scroll.waits = false
		s.ground(s.scroll.pressed)
	}
}

// dragsItself reports whether a widget has a use for a finger that moves up or down.
func dragsItself(w ui.Widget) bool { return w.Role() == ui.RoleSlider || w.Role() == ui.RolePad }

// scrollKey scrolls by keyboard, where no widget and no scene uses the key.
func (s *Stage) scrollKey(key string) bool {
	if !s.scrolls() {
		return false
	}
	page := s.scrollView().H * 0.85
	by, ok := map[string]float64{"ArrowDown": 48, "ArrowUp": -48, "PageDown": page, "PageUp": -page, "End": s.scroll.over, "Home": -s.scroll.over}[key]
	if ok {
		s.scrollTo(s.scroll.from + by)
	}
	return ok
}

const scrollGrip = 14.0 // CSS pixels at the right of the stage that hold the bar

// scrollView is what is seen of the stage: not what the inspector covers.
func (s *Stage) scrollView() rect {
	_, m := s.lay.middle.CutBottom(s.covered())
	return m
}

// scrollThumb is the bar that says where in the whole the view is.
func (s *Stage) scrollThumb() rect {
	m := s.scrollView()
	tall := max(m.H*m.H/(m.H+s.scroll.over), 32)
	return rect{X: m.Right() - 7, Y: m.Y + (m.H-tall)*s.scroll.from/s.scroll.over + 2, W: 4, H: tall - 4}
}

// scrollRatio is how many pixels of the scene one of the bar's way stands for.
func (s *Stage) scrollRatio() float64 {
	return s.scroll.over / max(s.scrollView().H-s.scrollThumb().H-4, 1)
}

// drawScroll paints the bar, and a soft edge where more is hidden.
func (s *Stage) drawScroll(c *paint.Canvas) {
	if s.scroll.over == 0 || s.lay.middle.Empty() {
		return
	}
	t, m := s.env.Theme, s.scrollView()
	const soft = 10
	for i := range soft {
		k := paint.WithAlpha(t.Text, 0.07*float64(soft-i)/soft*float64(soft-i)/soft)
		if s.scroll.from > 0 {
			c.Fill(rect{X: m.X, Y: m.Y + float64(i), W: m.W, H: 1}, k)
		}
		if s.scroll.from < s.scroll.over {
			c.Fill(rect{X: m.X, Y: m.Bottom() - 1 - float64(i), W: m.W, H: 1}, k)
		}
	}
	ink := paint.WithAlpha(t.Faint, 0.7)
	if s.scroll.held && s.scroll.thumb {
		ink = t.Muted
	}
	c.RoundRect(s.scrollThumb(), 2, ink)
}
