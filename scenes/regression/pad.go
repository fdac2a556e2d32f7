package regression

import (
	"math"

	"gradtheatre/scenes/edits"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// pad is the picture of points and line. Its value is what the visitor moved.
type pad struct {
	*ui.Figure
	s       *Scene
	held    int // what a pointer holds: a point, or one of those below
	pointer int
	down    bool
	from    paint.Point
	moved   bool
}

const (
	holdsNothing = -1
	holdsLine    = -2
)

// Value is the points that were moved or added.
func (p *pad) Value() string { return p.s.cloud.edits.String() }

// Set moves and adds points: "index,x,y;…".
func (p *pad) Set(v string) error {
	list, err := edits.Parse(v, 10000, 1000+maxAdded)
	if err != nil {
		return err
	}
	p.s.cloud.edits = list
	p.s.picked = -1
	p.s.remake()
	return nil
}

// Keep puts the points into the link.
func (p *pad) Keep() bool { return true }

// near is the point under a place, or −1.
func (p *pad) near(x, y float64, touch bool) int {
	best, at := 12.0, -1
	if touch {
		best = 24
	}
	for i, q := range p.s.marks.points {
		if d := math.Hypot(q.X-x, q.Y-y); d < best {
			best, at = d, i
		}
	}
	return at
}

func (p *pad) onKnob(ev ui.Event) bool {
	far := 16.0
	if ev.Touch {
		far = 28
	}
	k := p.s.marks.knob
	return p.s.marks.has && math.Hypot(k.X-ev.X, k.Y-ev.Y) < far
}

func (p *pad) handle(ev ui.Event) bool {
	s := p.s
	switch ev.Kind {
	case ui.PointerDown:
		if p.down || ev.Button != 0 || !p.Rect().Contains(ev.X, ev.Y) {
			return p.down
		}
		p.down, p.pointer, p.moved, p.from = true, ev.Pointer, false, paint.Point{X: ev.X, Y: ev.Y}
		if p.held = p.near(ev.X, ev.Y, ev.Touch); p.onKnob(ev) {
			p.held = holdsLine
		}
		return true
	case ui.PointerMove:
		if p.down && ev.Pointer == p.pointer {
			p.drag(ev)
			return true
		}
		if h := p.near(ev.X, ev.Y, ev.Touch); !ev.Touch && h != s.hover {
			s.hover, s.stale = h, true
		}
	case ui.PointerLeave:
		if s.hover >= 0 {
			s.hover, s.stale = -1, true
		}
	case ui.PointerUp, ui.PointerCancel:
		if !p.down || ev.Pointer != p.pointer {
			return p.down
		}
		p.down = false
		if !p.moved && p.held != holdsLine && ev.Kind == ui.PointerUp {
			if p.held == s.picked {
				p.held = -1
			}
			s.picked, s.stale = p.held, true
		}
		return true
	case ui.KeyDown:
		return p.key(ev)
	}
	return false
}

func (p *pad) drag(ev ui.Event) {
	s := p.s
	if !p.moved && math.Hypot(ev.X-p.from.X, ev.Y-p.from.Y) < 3 {
		return
	}
	p.moved = true
	x, y := s.inPlane(paint.Point{X: ev.X, Y: ev.Y})
	switch {
	case p.held == holdsLine:
		if least := 0.05 * s.cloud.reach[0]; math.Abs(x) < least {
			x = math.Copysign(least, x)
		}
		s.startAt(y / x)
	case p.held >= 0 && p.held < len(s.cloud.x):
		s.cloud.put(edits.Edit{I: p.held, X: x, Y: y})
		s.picked = p.held
		s.dataChanged()
	}
}

// startAt begins the descent at another weight.
func (s *Scene) startAt(w float64) {
	w = math.Round(min(max(w, -maxStart), maxStart)*10) / 10
	s.first.SetFloat(w)
	s.start, s.want, s.run.kept = w, 0, nil
	s.begin()
}

func (p *pad) key(ev ui.Event) bool {
	s := p.s
	dx, dy := 0.0, 0.0
	switch ev.Key {
	case "ArrowLeft":
		dx = -1
	case "ArrowRight":
		dx = 1
	case "ArrowUp":
		dy = 1
	case "ArrowDown":
		dy = -1
	case "Escape":
		if s.picked < 0 {
			return false
		}
		s.picked, s.stale = -1, true
		return true
	default:
		return false
	}
	n := len(s.cloud.x)
	switch {
	case ev.Shift && s.picked >= 0:
		r := s.cloud.reach
		s.cloud.put(edits.Edit{I: s.picked, X: s.cloud.x[s.picked] + dx*r[0]*0.03, Y: s.cloud.y[s.picked] + dy*r[1]*0.03})
		s.dataChanged()
	case dy != 0:
		s.startAt(s.start + dy)
	case n > 0:
		s.picked, s.stale = (s.picked+int(dx)+n)%n, true
		if s.picked < 0 {
			s.picked = 0
		}
	}
	return true
}

// handleBowl drags the ball along the loss.
func (s *Scene) handleBowl(ev ui.Event) bool {
	b := &s.ballGrip
	switch ev.Kind {
	case ui.PointerDown:
		if b.down || ev.Button != 0 || !s.valley.Rect().Contains(ev.X, ev.Y) {
			return b.down
		}
		b.down, b.pointer, b.from = true, ev.Pointer, ev.X
		b.lo, b.hi = s.bowl.lo, s.bowl.hi
		return true
	case ui.PointerMove:
		if !b.down || ev.Pointer != b.pointer {
			return false
		}
		if math.Abs(ev.X-b.from) >= 3 || b.moved {
			b.moved = true
			r := s.marks.bowl
			s.startAt(b.lo + (ev.X-r.X)/r.W*(b.hi-b.lo))
		}
		return true
	case ui.PointerUp, ui.PointerCancel:
		if !b.down || ev.Pointer != b.pointer {
			return b.down
		}
		b.down, b.moved = false, false
		return true
	case ui.KeyDown:
		switch ev.Key {
		case "ArrowLeft":
			s.startAt(s.start - 1)
			return true
		case "ArrowRight":
			s.startAt(s.start + 1)
			return true
		}
	}
	return false
}

// grip is a pointer on the ball, and the stretch of weights it was taken in.
type grip struct {
	down, moved  bool
	pointer      int
	from, lo, hi float64
}
