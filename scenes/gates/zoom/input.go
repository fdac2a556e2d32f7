package zoom

import (
	"math"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// notch is how far one notch of the wheel moves the camera: three for a level.
const notch = 0.34

// hover is the number under the mouse.
type hover struct {
	ok   bool
	ref  trace.Ref
	rect paint.Rect
	text string
	f    focus // what it would put in focus
	into bool  // it can be put in focus
}

// hand is what fingers do on the picture.
type hand struct {
	down   map[int]paint.Point
	start  paint.Point
	moved  bool
	spread float64 // distance of two fingers at the last event
}

// handle: the wheel and two fingers move the camera, towards what is under
// them; a press puts a gate in focus, or dives into the one that is; the arrow
// keys walk, + and − zoom.
func (s *Zoom) handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerLeave:
		s.point(-1, -1)
	case ui.PointerDown:
		s.pointed = true
		return s.press(ev)
	case ui.PointerMove:
		return s.move(ev)
	case ui.PointerUp, ui.PointerCancel:
		return s.release(ev)
	case ui.Wheel:
		if !s.geo.window.Contains(ev.X, ev.Y) || ev.DY == 0 {
			return false
		}
		if ev.DY < 0 {
			s.aim(ev.X, ev.Y)
		}
		s.nudge(math.Copysign(min(math.Abs(ev.DY), 3), ev.DY) * notch)
		s.stale = true
		return true
	case ui.KeyDown:
		s.pointed = false
		return s.key(ev.Key)
	}
	return false
}

// resting reports whether the camera stands still, so that what is pressed is
// where it is drawn.
func (s *Zoom) resting() bool { return s.z == s.goal && !s.flight }

// aim puts what is under a place in focus, before the camera moves towards it.
func (s *Zoom) aim(x, y float64) {
	if !s.resting() {
		return
	}
	if h := s.find(x, y); h.ok && h.into {
		s.look(h.f)
	}
}

func (s *Zoom) press(ev ui.Event) bool {
	if ev.Button != 0 || !s.geo.window.Contains(ev.X, ev.Y) {
		return false
	}
	if len(s.hand.down) == 0 && s.resting() && s.level() == gateLevel {
		if _, ok := s.numberAt(ev.X, ev.Y); ok {
			return false // the inspector takes it
		}
	}
	if s.hand.down == nil {
		s.hand.down = map[int]paint.Point{}
	}
	at := paint.Point{X: ev.X, Y: ev.Y}
	s.hand.down[ev.Pointer] = at
	s.hand.start, s.hand.moved, s.hand.spread = at, len(s.hand.down) > 1, 0
	return true
}

func (s *Zoom) move(ev ui.Event) bool {
	k := &s.hand
	if _, ok := k.down[ev.Pointer]; !ok {
		if !ev.Touch && len(k.down) == 0 {
			s.point(ev.X, ev.Y)
		}
		return false
	}
	k.down[ev.Pointer] = paint.Point{X: ev.X, Y: ev.Y}
	if math.Hypot(ev.X-k.start.X, ev.Y-k.start.Y) > 8 {
		k.moved = true
	}
	if len(k.down) < 2 {
		return true
	}
	var p [2]paint.Point
	i := 0
	for _, q := range k.down {
		if i < 2 {
			p[i] = q
		}
		i++
	}
	d := math.Hypot(p[0].X-p[1].X, p[0].Y-p[1].Y)
	if k.spread == 0 {
		s.aim((p[0].X+p[1].X)/2, (p[0].Y+p[1].Y)/2)
	} else if d > 0 {
		s.nudge(-math.Log2(d/k.spread) * 0.9)
		s.stale = true
	}
	k.spread, k.moved = d, true
	return true
}

func (s *Zoom) release(ev ui.Event) bool {
	k := &s.hand
	if _, ok := k.down[ev.Pointer]; !ok {
		return false
	}
	delete(k.down, ev.Pointer)
	k.spread = 0
	if ev.Kind == ui.PointerUp && !k.moved && len(k.down) == 0 {
		s.tap(ev.X, ev.Y)
	}
	return true
}

// tap puts a gate in focus, and dives into what is in focus already.
func (s *Zoom) tap(x, y float64) {
	if s.flight {
		s.goTo(s.level())
		return
	}
	if !s.resting() {
		return
	}
	h := s.find(x, y)
	if !h.ok || !h.into {
		return
	}
	if same(s.level(), h.f, s.n.focus) {
		s.goTo(s.level() - 1)
		s.stale = true
		return
	}
	s.look(h.f)
}

// same reports whether two focuses are one at a level.
func same(l level, a, b focus) bool {
	if l >= layerLevel {
		a.in, a.u, a.v = b.in, b.u, b.v
	}
	if l == cnnLevel { // a cell is smaller than a finger there
		d := 2
		if math.Abs(float64(a.row-b.row)) <= float64(d) && math.Abs(float64(a.col-b.col)) <= float64(d) {
			a.row, a.col = b.row, b.col
		}
	}
	return a == b
}

// point looks for the number under the mouse.
func (s *Zoom) point(x, y float64) {
	was := s.hov
	s.hov = hover{}
	if s.resting() && s.on {
		s.hov = s.find(x, y)
	}
	if s.hov.ok && (!was.ok || was.ref != s.hov.ref) {
		s.hov.text = s.sayNumber(s.hov.ref)
	} else if s.hov.ok {
		s.hov.text = was.text
	}
	s.redraw = s.redraw || was.ok != s.hov.ok || was.ref != s.hov.ref
}

// key walks over the picture and zooms.
func (s *Zoom) key(key string) bool {
	dr, dc, dm := 0, 0, 0
	switch key {
	case "+", "=", "Enter":
		s.goTo(s.level() - 1)
	case "-", "_", "Backspace":
		s.goTo(s.level() + 1)
	case "ArrowUp":
		dr = -1
	case "ArrowDown":
		dr = 1
	case "ArrowLeft":
		dc = -1
	case "ArrowRight":
		dc = 1
	case "PageUp":
		dm = -1
	case "PageDown":
		dm = 1
	default:
		return false
	}
	s.stale = true
	if dr == 0 && dc == 0 && dm == 0 {
		return true
	}
	f := s.n.focus
	b := &blocks[f.block]
	if s.level() <= neuronLevel {
		f.u, f.v, f.in = f.u+dr, f.v+dc, (f.in+dm+b.in)%b.in
	} else {
		if b.dense { // the neurons lie in rows of eight, the scores one below the other
			nx, _ := b.sheet(mapZ)
			dm, dr, dc = dm+dc+nx*dr, 0, 0
		}
		f.m, f.row, f.col = (f.m+dm+b.out)%b.out, f.row+dr, f.col+dc
		if inside(f.row, b.side) && inside(f.col, b.side) {
			f = s.run.loudest(f, -1)
		}
	}
	s.look(f)
	return true
}
