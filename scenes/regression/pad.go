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
	s    *Scene
	grip ui.Grip
	held int // what the grip is on: a point, or one of those below
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
	switch p.grip.Follow(ev, p.Rect()) {
	case ui.HoldNone:
		return p.free(ev)
	case ui.HoldTaken:
		if p.held = p.near(ev.X, ev.Y, ev.Touch); p.onKnob(ev) {
			p.held = holdsLine
		}
	case ui.HoldMoved:
		if p.grip.Moved {
			p.drag(ev)
		}
	case ui.HoldReleased:
		if !p.grip.Moved && p.held != holdsLine {
			p.tap()
		}
	}
	return true
}

// free handles what is no part of a drag: the mouse above a point, and keys.
func (p *pad) free(ev ui.Event) bool {
	s := p.s
	switch ev.Kind {
	case ui.PointerMove:
		if h := p.near(ev.X, ev.Y, ev.Touch); !ev.Touch && h != s.hover {
			s.hover, s.stale = h, true
		}
	case ui.PointerLeave:
		if s.hover >= 0 {
			s.hover, s.stale = -1, true
		}
	case ui.KeyDown:
		return p.key(ev)
	}
	return false
}

// tap picks the point under the pointer, or puts it back.
func (p *pad) tap() {
	s := p.s
	if p.held == s.picked {
		p.held = holdsNothing
	}
	s.picked, s.stale = p.held, true
}

func (p *pad) drag(ev ui.Event) {
	s := p.s
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
	if ev.Key == "Escape" && s.picked >= 0 {
		s.picked, s.stale = -1, true
		return true
	}
	dx, dy, ok := ev.Arrow()
	if !ok {
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
	b := &s.ball
	switch b.grip.Follow(ev, s.valley.Rect()) {
	case ui.HoldNone:
		dx, _, _ := ev.Arrow()
		if dx != 0 {
			s.startAt(s.start + dx)
		}
		return dx != 0
	case ui.HoldTaken:
		b.lo, b.hi = s.bowl.lo, s.bowl.hi
	case ui.HoldMoved:
		if b.grip.Moved {
			r := s.marks.bowl
			s.startAt(b.lo + (ev.X-r.X)/r.W*(b.hi-b.lo))
		}
	}
	return true
}

// ball is the hold on the ball, and the stretch of weights it was taken in.
type ball struct {
	grip   ui.Grip
	lo, hi float64
}
