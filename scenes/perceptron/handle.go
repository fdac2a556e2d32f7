package perceptron

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// Handle drags what is taken hold of, paints points, and walks through them by
// keys.
func (p *plane) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		return p.press(ev)
	case ui.PointerMove:
		if p.held.kind != nothing && ev.Pointer == p.pointer {
			p.drag(ev)
			return true
		}
		if h := p.near(ev.X, ev.Y); !ev.Touch && h != p.hover {
			p.hover, p.scene.stale = h, true
		}
		return false
	case ui.PointerLeave:
		if p.hover >= 0 {
			p.hover, p.scene.stale = -1, true
		}
	case ui.PointerUp, ui.PointerCancel:
		if ev.Pointer == p.pointer {
			p.held, p.scene.stale = grip{}, true
		}
		return true
	case ui.KeyDown:
		return p.key(ev)
	}
	return false
}

func (p *plane) press(ev ui.Event) bool {
	s := p.scene
	if p.held.kind != nothing || ev.Button != 0 || !p.rect.Contains(ev.X, ev.Y) {
		return p.held.kind != nothing
	}
	p.pointer, s.stale = ev.Pointer, true
	p.from, p.was = p.inPlane(paint.Point{X: ev.X, Y: ev.Y}), s.now()
	p.held = p.find(ev.X, ev.Y)
	tool := s.tool.Value()
	switch {
	case tool == "erase":
		p.held = grip{kind: gripBrush}
		p.erase(ev)
	case p.held.kind == gripPoint:
		p.pick(p.held.at)
	case tool != "none" && p.held.kind != gripArrow:
		p.held = grip{kind: gripBrush}
		p.paint(ev)
	case p.held.kind == nothing:
		p.pick(-1)
	}
	return true
}

// pick unfolds a point; taken again it is put back.
func (p *plane) pick(i int) {
	if i == p.picked {
		i = -1
	}
	p.picked, p.scene.stale = i, true
}

func (p *plane) drag(ev ui.Event) {
	s := p.scene
	q := p.inPlane(paint.Point{X: ev.X, Y: ev.Y})
	dx, dy := q.X-p.from.X, q.Y-p.from.Y
	w := p.was
	switch p.held.kind {
	case gripPoint:
		i := p.held.at
		q = snapped(q)
		if x, y := onGrid(q.X), onGrid(q.Y); i < len(s.pts) && (x != s.pts[i].x1 || y != s.pts[i].x2) {
			s.pts[i].x1, s.pts[i].x2 = x, y
			s.pointsChanged()
			p.picked = i
		}
		return
	case gripArrow:
		w.w1, w.w2 = tenth(w.w1+dx/arrowScale), tenth(w.w2+dy/arrowScale)
	case gripLine: // the line goes through the pointer: only b changes
		w.b = hundredth(w.b - w.w1*dx - w.w2*dy)
	case gripTurn:
		w = turned(w, p.from, q, p.inPlane(p.pivot()))
	case gripBrush:
		if s.tool.Value() == "erase" {
			p.erase(ev)
		} else {
			p.paint(ev)
		}
		return
	}
	if w != s.now() {
		s.setWeights(w)
	}
}

// snapped draws a place near a corner of the unit square to it, so that a gate
// can be put together again.
func snapped(q paint.Point) paint.Point {
	for _, c := range [...]float64{0, 1} {
		if math.Abs(q.X-c) < 0.06 {
			q.X = c
		}
		if math.Abs(q.Y-c) < 0.06 {
			q.Y = c
		}
	}
	return q
}

// pivot is the middle of the line, about which it is turned.
func (p *plane) pivot() paint.Point {
	l, _ := p.cut(p.was)
	return paint.Point{X: (l[0].X + l[1].X) / 2, Y: (l[0].Y + l[1].Y) / 2}
}

// turned turns the weights about a pivot on the line, by the angle from one
// place to another; w keeps its length.
func turned(w weights, from, to, pivot paint.Point) weights {
	a := math.Atan2(to.Y-pivot.Y, to.X-pivot.X) - math.Atan2(from.Y-pivot.Y, from.X-pivot.X)
	sin, cos := math.Sincos(a)
	w.w1, w.w2 = hundredth(w.w1*cos-w.w2*sin), hundredth(w.w1*sin+w.w2*cos)
	w.b = hundredth(-w.w1*pivot.X - w.w2*pivot.Y)
	return w
}

func tenth(v float64) float64     { return math.Round(v*10) / 10 }
func hundredth(v float64) float64 { return math.Round(v*100) / 100 }

// sprayed is how far apart painted points are, in CSS pixels.
const sprayed = 22

func (p *plane) paint(ev ui.Event) {
	s := p.scene
	if len(s.pts) >= maxPoints || !p.rect.Contains(ev.X, ev.Y) {
		return
	}
	for _, q := range p.spots.points {
		if math.Hypot(q.X-ev.X, q.Y-ev.Y) < sprayed {
			return
		}
	}
	q := p.inPlane(paint.Point{X: ev.X, Y: ev.Y})
	y := 1.0
	if s.tool.Value() == "-1" {
		y = -1
	}
	s.pts = append(s.pts, point{onGrid(q.X), onGrid(q.Y), y})
	p.spots.points = append(p.spots.points, paint.Point{X: ev.X, Y: ev.Y})
	s.unask()
	s.pointsChanged()
}

func (p *plane) erase(ev ui.Event) {
	if i := p.near(ev.X, ev.Y); i >= 0 && i < len(p.scene.pts) {
		p.remove(i)
	}
}

func (p *plane) remove(i int) {
	s := p.scene
	s.pts = append(s.pts[:i], s.pts[i+1:]...)
	p.spots.points = append(p.spots.points[:i], p.spots.points[i+1:]...)
	p.picked, p.hover = -1, -1
	s.unask()
	s.pointsChanged()
}

func (p *plane) key(ev ui.Event) bool {
	s := p.scene
	n := len(s.pts)
	if n == 0 {
		return false
	}
	dx, dy := 0.0, 0.0
	switch ev.Key {
	case "ArrowUp":
		dy = 1
	case "ArrowDown":
		dy = -1
	case "ArrowLeft":
		dx = -1
	case "ArrowRight":
		dx = 1
	case "Delete", "Backspace":
		if p.picked < 0 {
			return false
		}
		p.remove(p.picked)
		return true
	case "Escape":
		p.pick(-1)
		return true
	default:
		return false
	}
	if i := p.picked; ev.Shift && i >= 0 {
		s.pts[i].x1, s.pts[i].x2 = onGrid(s.pts[i].x1+dx*grid), onGrid(s.pts[i].x2+dy*grid)
		s.pointsChanged()
		p.picked = i
		return true
	}
	if dy == 0 {
		return false
	}
	at := p.picked - int(dy)
	if p.picked < 0 && dy > 0 {
		at = n - 1
	}
	p.picked, s.stale = min(max(at, 0), n-1), true
	return true
}
