package playground

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
)

// layout is where the parts of the scene stand.
type layout struct{ net, plane, stats, curve, unfold, tabs paint.Rect }

const (
	shallow   = 400.0 // a stage without room for curves and card
	lowHeight = 310.0 // of pictures and card on a phone
	upright   = 480.0 // a width that stands upright
	minimal   = 480.0 // a phone's stage with room for the network and the answer only
	results   = 62.0  // height of the losses
)

// measureArea says which of the layouts fits into the stage.
func (s *Scene) measureArea(phone bool) {
	a := s.area
	s.phone = phone && a.H > a.W*0.75
	s.short = !s.phone && a.H < shallow
	s.tiny = s.phone && a.H < minimal
}

// Least is little: there are layouts for shallow and for small windows.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone && env.Area.W < upright {
		return 324
	}
	return 230
}

// speaks reports whether there is something that the card has to say at once.
func (s *Scene) speaks() bool {
	return !s.drawing() && (s.focus().kind != pickNone || s.run.broken() || s.Part > substep.None)
}

// drawing reports whether the visitor draws a border.
func (s *Scene) drawing() bool { return s.border.sketch.Pad().Drawing() }

// wide has the network beside the answer, and curves and card below.
func (s *Scene) wide() (l layout) {
	a := s.area
	var bottom, right paint.Rect
	bottom, a = a.CutBottom(max(min(below, a.H*0.42), a.H*0.3))
	_, a = a.CutBottom(gap)
	side := min(max(248, a.W*0.3), a.W*0.34, a.H-92)
	right, l.net = a.CutRight(side)
	_, l.net = l.net.CutRight(28)
	l.plane = paint.Rect{X: right.X, Y: right.Y + 24, W: side, H: side}
	l.stats = paint.Rect{X: right.X, Y: l.plane.Bottom() + 8, W: side, H: right.Bottom() - l.plane.Bottom() - 8}
	l.curve = bottom
	if s.lookAt.Value() != viewFormula || s.focus().kind != pickNone || s.run.broken() { // a formula is wide
		l.unfold, l.curve = bottom.CutRight(min(372, bottom.W*0.47))
		_, l.curve = l.curve.CutRight(gap)
	}
	return l
}

// sideways is for a phone held so, or a low window: network and answer, over
// which the card lies when it has something to say.
func (s *Scene) sideways() (l layout) {
	a := s.area
	side := min(a.H-24, a.W*0.4)
	room := a.H - 32 - results
	if room >= 140 {
		side = min(side, room)
	}
	right, net := a.CutRight(max(side, min(250, a.W*0.42)))
	_, l.net = net.CutRight(28)
	l.plane = paint.Rect{X: right.X, Y: right.Y + 24, W: side, H: side}
	if room >= 140 {
		l.stats = paint.Rect{X: right.X, Y: l.plane.Bottom() + 8, W: right.W, H: results}
	}
	if s.speaks() {
		l.unfold, l.stats = right, paint.Rect{}
	}
	return l
}

// upright is for a phone: the network above, then the pictures, then the card.
func (s *Scene) upright() (l layout) {
	a := s.area
	var low, row paint.Rect
	if s.tiny {
		low, l.net = a.CutBottom(min(a.H*0.44, a.W*0.52))
		_, l.net = l.net.CutBottom(8)
		if row = low; s.speaks() {
			l.unfold = low
			return l
		}
	} else {
		low, a = a.CutBottom(min(lowHeight, a.H*0.5)) // always as much, so that no neuron moves under the finger
		l.unfold, row = low.CutBottom(min(s.askHeight(low.W), low.H))
		if _, row = row.CutBottom(10); row.H < 100 {
			l.unfold, row = low, paint.Rect{}
		}
		l.tabs, a = a.CutBottom(40)
		_, l.net = a.CutBottom(4)
	}
	if s.drawing() { // as large as there is room
		side := min(low.H, low.W)
		l.plane = paint.Rect{X: low.X + (low.W-side)/2, Y: low.Y, W: side, H: side}
		l.unfold, l.tabs = paint.Rect{}, paint.Rect{}
		return l
	}
	if row.Empty() {
		return l
	}
	side := min(row.H, 172)
	l.plane, l.curve = row.CutLeft(side)
	l.plane.H = side
	_, l.curve = l.curve.CutLeft(gap)
	if l.curve, l.stats = l.curve.CutTop(l.curve.H - 50); s.lookAt.Value() == viewFormula {
		l.plane, l.curve, l.stats = paint.Rect{}, row, paint.Rect{}
		return l
	}
	_, l.curve = l.curve.CutTop(6) // the highest number keeps off the tabs
	_, l.curve = l.curve.CutBottom(4)
	return l
}
