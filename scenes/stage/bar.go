package stage

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// placeBar sets the transport: the buttons from the left, the seed and the words
// from the right, the line in what is left between them.
func (s *Stage) placeBar() {
	f, r := &s.frame, s.lay.bar
	for _, w := range f.transport {
		w.SetRect(rect{})
	}
	f.leave.r = rect{}
	if r.Empty() {
		return
	}
	if s.presenting {
		s.placePresentBar()
		return
	}
	right, mid := s.placeBarEnd(r), r.Y+r.H/2
	x := s.placeKeys(r, right)
	if right-x < 60 {
		return
	}
	f.scrub.r = rect{X: x, Y: mid - 20, W: right - x, H: 40}
	if s.env.Phone && s.timeline() != nil { // the words stand above the line
		f.scrub.r = rect{X: x, Y: mid - 12, W: right - x + 8, H: 40}
	}
}

// leastLine is the width that the line and its words need on a phone.
const leastLine = 90.0

// placeKeys sets the buttons of the transport, and returns where they end; the
// line and its words need what is left up to right.
func (s *Stage) placeKeys(r rect, right float64) (x float64) {
	f, phone := &s.frame, s.env.Phone
	x = r.X + 12
	if !s.lay.rail.Empty() {
		x = r.X + s.lay.rail.W + 16
	}
	slim, speed := min(r.H-6, 44), 56.0
	if phone { // the words beside need the room
		x, slim, speed = r.X+8, min(slim, 40), 42
	}
	put := func(w ui.Widget, width, height float64) {
		w.SetRect(rect{X: x, Y: r.Y + (r.H-height)/2, W: width, H: height})
		x += width
	}
	tall, big := min(r.H-6, 44), min(r.H-4, 44)
	parts := s.subStepper() != nil
	put(f.reset, slim, tall)
	put(f.back, slim, tall)
	x += 2
	put(f.play, big, big)
	x += 2
	put(f.step, slim, tall)
	if parts {
		put(f.sub, slim, tall)
	}
	x += 4
	words := !s.embedded || !phone || len(s.controls()) == 0 // else they need its room
	tight := phone && parts && right-x < speed+s.branchButtonWidth()+4+leastLine
	if words && !tight {
		put(f.speed, speed, 40)
	}
	if s.timeline() != nil {
		put(f.open, s.branchButtonWidth(), 44)
	}
	return x + 4
}

// placeBarEnd sets what stands at the right of the transport, and returns where
// that begins.
func (s *Stage) placeBarEnd(r rect) (right float64) {
	f, mid := &s.frame, r.Y+r.H/2
	right = r.Right() - 16
	if s.embedded && s.env.Phone && len(s.controls()) > 0 {
		right -= 40 // there is no top bar to open the controls from
		f.panel.r = rect{X: right, Y: mid - 22, W: 44, H: 44}
		right -= 12
	}
	if !s.env.Phone {
		width := paint.Measure(f.seed.text(s.env.Lang), paint.Style{Font: paint.Sans, Size: 13}) + 34
		right -= width
		f.seed.r = rect{X: right, Y: mid - 20, W: width, H: 40}
		right -= 12 + s.captionWidth()
	}
	return right
}

// captionWidth is the room kept for the words beside the scrubber, the same
// from step to step so that nothing jumps.
func (s *Stage) captionWidth() float64 {
	if s.timeline() == nil {
		return 0
	}
	return min(220, max(120, s.width*0.2))
}
