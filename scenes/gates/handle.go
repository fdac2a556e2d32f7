package gates

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// handleTable: a press on a line unfolds that variable.
func (s *bench) handleTable(ev ui.Event) bool {
	if ev.Kind == ui.PointerUp || ev.Kind == ui.PointerCancel {
		return true
	}
	row := int((ev.Y - s.grads.Rect().Y - tableHead) / tableLine)
	if ev.Kind != ui.PointerDown || ev.Button != 0 || ev.Y < s.grads.Rect().Y+tableHead || row >= len(s.table.rows) {
		return false
	}
	s.pick(s.graph.byNode[s.run.Expr.Vars[row]])
	return true
}

// touchState is what the visitor's pointers do on the graph.
type touchState struct {
	down   map[int]paint.Point
	box    int // pressed box, or −1
	moved  bool
	start  paint.Point
	value  float64 // of the pressed variable at the press
	zoomed float64 // distance of two fingers at the last event
}

// toGraph turns a place on screen into the graph's pixels.
func (s *bench) toGraph(x, y float64) (gx, gy float64) {
	return (x - s.view.x) / s.view.scale, (y - s.view.y) / s.view.scale
}

// boxAt finds the box under a place on screen, or whose chips are there, with
// room for a finger.
func (s *bench) boxAt(x, y, room float64) int {
	if !s.picture.Rect().Contains(x, y) {
		return -1
	}
	gx, gy := s.toGraph(x, y)
	for i := range s.graph.boxes {
		if s.graph.boxes[i].rect.Inset(-room).Contains(gx, gy) {
			return i
		}
	}
	for i := range s.graph.boxes {
		b := &s.graph.boxes[i]
		if b.node == result {
			continue
		}
		if value, grad := s.chipRects(i); value.Contains(x, y) || grad.Contains(x, y) {
			return i
		}
		for _, w := range b.in {
			if s.marks.down[w] != "" && s.shareRect(w).Contains(x, y) {
				return i
			}
		}
	}
	return -1
}

// handleGraph: hovering or tapping a box unfolds it, dragging a variable up or
// down changes it, dragging the ground moves the picture, wheel and two
// fingers zoom, the arrow keys go from box to box.
func (s *bench) handleGraph(ev ui.Event) bool {
	t := &s.touch
	switch ev.Kind {
	case ui.PointerLeave:
		s.setHover(-1)
		return false
	case ui.PointerDown:
		if ev.Button != 0 || !s.picture.Rect().Contains(ev.X, ev.Y) {
			return false
		}
		s.press(ev)
		return true
	case ui.PointerMove:
		if _, ok := t.down[ev.Pointer]; ok {
			s.drag(ev)
			return true
		}
		if !ev.Touch && len(t.down) == 0 {
			s.setHover(s.boxAt(ev.X, ev.Y, 0))
		}
		return false
	case ui.PointerUp, ui.PointerCancel:
		if _, ok := t.down[ev.Pointer]; !ok {
			return false
		}
		delete(t.down, ev.Pointer)
		t.zoomed = 0
		if ev.Kind == ui.PointerUp && !t.moved && len(t.down) == 0 {
			s.pick(t.box)
		}
		return true
	case ui.Wheel:
		if ev.Ctrl || s.overflows() {
			s.wheel(ev)
			return true
		}
	case ui.KeyDown:
		s.keyed = true
		return s.walk(ev.Key)
	}
	return false
}

func (s *bench) setHover(box int) {
	if s.hover != box {
		s.hover, s.stale = box, true
	}
}

func (s *bench) pick(box int) {
	if box == s.picked {
		box = -1 // a second tap lets go
	}
	s.picked, s.stale = box, true
}

func (s *bench) press(ev ui.Event) {
	t := &s.touch
	if t.down == nil {
		t.down = map[int]paint.Point{}
	}
	t.down[ev.Pointer] = paint.Point{X: ev.X, Y: ev.Y}
	t.start, t.moved = paint.Point{X: ev.X, Y: ev.Y}, len(t.down) > 1
	room := 0.0
	if ev.Touch {
		room = 8
	}
	t.box = s.boxAt(ev.X, ev.Y, room)
	if i := s.variableOf(t.box); i >= 0 {
		t.value = s.values[i]
	}
	s.view.gliding, s.keyed = false, false
}

// variableOf returns the place among the variables of a box, or −1.
func (s *bench) variableOf(box int) int {
	if box < 0 {
		return -1
	}
	for i, n := range s.run.Expr.Vars {
		if s.graph.boxes[box].node == n {
			return i
		}
	}
	return -1
}

// dragStep is how much a variable changes for a pixel, up being more.
const dragStep = 0.05

func (s *bench) drag(ev ui.Event) {
	t := &s.touch
	was := t.down[ev.Pointer]
	t.down[ev.Pointer] = paint.Point{X: ev.X, Y: ev.Y}
	if len(t.down) > 1 {
		s.pinch()
		return
	}
	if math.Hypot(ev.X-t.start.X, ev.Y-t.start.Y) > 4 {
		t.moved = true
	}
	if !t.moved {
		return
	}
	if i := s.variableOf(t.box); i >= 0 {
		step, unit := dragStep, 0.1
		if ev.Shift {
			step, unit = dragStep/10, 0.01
		}
		v := t.value + (t.start.Y-ev.Y)*step
		s.setValue(i, math.Round(v/unit)*unit)
		s.sync()
		return
	}
	v := s.view
	v.x, v.y = v.x+ev.X-was.X, v.y+ev.Y-was.Y
	s.view, s.stale = s.fit(v), true
}

func (s *bench) pinch() {
	t := &s.touch
	var p []paint.Point
	for _, q := range t.down {
		p = append(p, q)
	}
	d := math.Hypot(p[0].X-p[1].X, p[0].Y-p[1].Y)
	if t.zoomed > 0 && d > 0 {
		s.zoom((p[0].X+p[1].X)/2, (p[0].Y+p[1].Y)/2, d/t.zoomed)
	}
	t.zoomed, t.moved = d, true
}

// zoom scales the picture about a place on screen.
func (s *bench) zoom(x, y, by float64) {
	v := s.view
	gx, gy := s.toGraph(x, y)
	v.scale = min(max(v.scale*by, minScale), maxScale)
	v.x, v.y = x-gx*v.scale, y-gy*v.scale
	s.view, s.stale = s.fit(v), true
}

func (s *bench) overflows() bool {
	r := s.picture.Rect()
	return s.graph.size.X*s.view.scale+2*margin > r.W+1 || s.graph.size.Y*s.view.scale+2*margin > r.H+1
}

func (s *bench) wheel(ev ui.Event) {
	if ev.Ctrl {
		s.zoom(ev.X, ev.Y, math.Exp(-ev.DY*0.15))
		return
	}
	v := s.view
	dx := ev.DX
	if s.graph.size.Y*v.scale+2*margin <= s.picture.Rect().H || ev.Shift {
		dx += ev.DY
	} else {
		v.y -= ev.DY * 48
	}
	v.x -= dx * 48
	v.gliding = false
	s.view, s.stale = s.fit(v), true
}

// walk moves the chosen box with the keys up and down; left and right belong
// to the transport.
func (s *bench) walk(key string) bool {
	n := len(s.graph.boxes)
	switch key {
	case "ArrowDown":
		s.picked = min(s.picked+1, n-1)
	case "ArrowUp":
		if s.picked <= 0 {
			s.picked = n
		}
		s.picked--
	case "Escape":
		s.picked = -1
	default:
		return false
	}
	s.stale = true
	return true
}
