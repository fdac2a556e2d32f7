package setup

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// part is what of the cloud is held.
type part int

const (
	heldMiddle part = iota
	heldWide        // the handle at the right
	heldTall        // the handle above
)

// handleAt is how many deviations from the middle the handles stand.
const handleAt = 2.0

// cloudPad is the plane of the data: the cloud is moved and stretched there.
type cloudPad struct {
	*ui.Figure
	s      *Scene
	grip   ui.Grip
	held   part
	dx, dy float64 // from the pointer to the middle, when it was taken
}

func newCloudPad(s *Scene) *cloudPad {
	p := &cloudPad{s: s, Figure: ui.NewFigure("cloud", ui.RolePad, i18n.T("数据：拖动这团点，拉它的把手；方向键移动，加 Shift 拉伸", "The data: drag the cloud, pull its handles; arrows move it, with Shift they stretch it"))}
	p.Paint, p.On, p.Say = s.drawCloud, p.handle, func(i18n.Lang) string { return s.texts.data }
	return p
}

// Value is the middle and the deviations of the raw cloud.
func (p *cloudPad) Value() string {
	c := p.s.cloud
	return joined(c.middle[0], c.middle[1], c.width[0], c.width[1])
}

// Keep puts it into links.
func (p *cloudPad) Keep() bool { return true }

// Set takes x, y, σx, σy.
func (p *cloudPad) Set(v string) error {
	n, err := pairOf(v, 4)
	if err != nil {
		return err
	}
	p.put([2]float64{n[0], n[1]}, [2]float64{n[2], n[3]})
	return nil
}

// put moves and stretches the cloud, within bounds.
func (p *cloudPad) put(middle, width [2]float64) {
	c := p.s.cloud
	for k := range 2 {
		middle[k] = min(max(middle[k], lowest[k]), highest[k])
		width[k] = min(max(width[k], thinnest), widest)
	}
	if middle != c.middle || width != c.width {
		c.middle, c.width = middle, width
		p.s.reshape = true
		p.s.guess.SetValue("")
	}
}

func (p *cloudPad) handle(ev ui.Event) bool {
	c := p.s.cloud
	switch p.grip.Follow(ev, p.Rect()) {
	case ui.HoldNone:
		return p.key(ev)
	case ui.HoldTaken:
		p.held = p.find(ev)
		x, y := p.s.marks.plane.back(ev.X, ev.Y)
		p.dx, p.dy = c.middle[0]-x, c.middle[1]-y
	case ui.HoldMoved:
		p.drag(ev)
	}
	return true
}

func (p *cloudPad) find(ev ui.Event) part {
	near := 14.0
	if ev.Touch {
		near = 24
	}
	for k, g := range [...]part{heldWide, heldTall} {
		if h := p.s.marks.handles[k]; math.Hypot(h.X-ev.X, h.Y-ev.Y) < near {
			return g
		}
	}
	return heldMiddle
}

func (p *cloudPad) drag(ev ui.Event) {
	c := p.s.cloud
	x, y := p.s.marks.plane.back(ev.X, ev.Y)
	middle, width := c.middle, c.width
	switch p.held {
	case heldMiddle:
		middle = [2]float64{snap(x + p.dx), snap(y + p.dy)}
	case heldWide:
		width[0] = snap((x - middle[0]) / handleAt)
	case heldTall:
		width[1] = snap((y - middle[1]) / handleAt)
	}
	p.put(middle, width)
}

// snap rounds to a twentieth.
func snap(v float64) float64 { return math.Round(v*20) / 20 }

func (p *cloudPad) key(ev ui.Event) bool {
	dx, dy, ok := ev.Arrow()
	if !ok {
		return false
	}
	c := p.s.cloud
	if ev.Shift {
		p.put(c.middle, [2]float64{snap(c.width[0] + dx/10), snap(c.width[1] + dy/10)})
	} else {
		p.put([2]float64{snap(c.middle[0] + dx/4), snap(c.middle[1] + dy/4)}, c.width)
	}
	return true
}

// bowlPad is the plane of the neuron's two weights: the ball starts where it is put.
type bowlPad struct {
	*ui.Figure
	s     *Scene
	grip  ui.Grip
	frame frame // as it was when the ball was taken
}

func newBowlPad(s *Scene) *bowlPad {
	p := &bowlPad{s: s, Figure: ui.NewFigure("valley", ui.RolePad, i18n.T("损失的山谷：点哪里，就从哪里下山；方向键移动起点", "The valley of the loss: press where to start; arrows move the start"))}
	p.Paint, p.On, p.Say = s.drawValley, p.handle, func(i18n.Lang) string { return s.texts.valley }
	return p
}

// Value is where the descent starts.
func (p *bowlPad) Value() string { return joined(p.s.valley.start[:]...) }

// Keep puts it into links.
func (p *bowlPad) Keep() bool { return true }

// Set takes w₁, w₂.
func (p *bowlPad) Set(v string) error {
	n, err := pairOf(v, 2)
	if err != nil {
		return err
	}
	p.put(n[0], n[1])
	return nil
}

func (p *bowlPad) put(x, y float64) {
	v := p.s.valley
	at := [2]float64{x, y}
	for k := range at { // inside the view, in hundredths
		at[k] = math.Round(min(max(at[k], v.low[k]-0.95*view), v.low[k]+0.95*view)*100) / 100
	}
	if at != v.start {
		v.start = at
		p.s.walkAgain()
	}
}

func (p *bowlPad) handle(ev ui.Event) bool {
	switch p.grip.Follow(ev, p.s.marks.valley.box) {
	case ui.HoldNone:
		dx, dy, ok := ev.Arrow()
		if ok {
			at := p.s.valley.start
			p.put(at[0]+dx/10, at[1]+dy/10)
		}
		return ok
	case ui.HoldTaken:
		p.frame = p.s.marks.valley
		p.put(p.frame.back(ev.X, ev.Y))
	case ui.HoldMoved:
		p.put(p.frame.back(ev.X, ev.Y))
	}
	return true
}

// frame says where in a box a plane's coordinates lie.
type frame struct {
	box    paint.Rect
	cx, cy float64 // the coordinates of its middle
	unit   float64 // pixels
}

func (f *frame) at(x, y float64) paint.Point {
	mx, my := f.box.Center()
	return paint.Point{X: mx + (x-f.cx)*f.unit, Y: my - (y-f.cy)*f.unit}
}

func (f *frame) back(x, y float64) (float64, float64) {
	mx, my := f.box.Center()
	if f.unit <= 0 {
		return f.cx, f.cy
	}
	return f.cx + (x-mx)/f.unit, f.cy - (y-my)/f.unit
}
