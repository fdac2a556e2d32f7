package descent

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// mapPad is the contour map. Its value is the start, "" where the surface's own.
type mapPad struct {
	*ui.Figure
	s       *Scene
	down    bool
	pointer int
	fingers map[int]paint.Point // that are on the map
	apart   float64             // between two of them
}

// Value is the start as x,y.
func (p *mapPad) Value() string {
	if p.s.hyper.start == p.s.preset.start {
		return ""
	}
	x := p.s.hyper.start
	return strconv.FormatFloat(x[0], 'g', 8, 64) + "," + strconv.FormatFloat(x[1], 'g', 8, 64)
}

// Set takes a start as x,y; "" is the surface's own.
func (p *mapPad) Set(v string) error {
	if v == "" {
		p.s.startAt(p.s.preset.start)
		return nil
	}
	a, b, _ := strings.Cut(v, ",")
	x, err1 := ui.ParseNumber(a)
	y, err2 := ui.ParseNumber(b)
	if err1 != nil || err2 != nil || math.Abs(x) > 1e6 || math.Abs(y) > 1e6 {
		return errors.New("start: " + strconv.Quote(v) + " is not a place; write x,y such as -7,2")
	}
	p.s.startAt([2]float64{x, y})
	return nil
}

// Keep puts the start into the link.
func (p *mapPad) Keep() bool { return true }

// startAt lets all begin somewhere else.
func (s *Scene) startAt(at [2]float64) {
	if at == s.hyper.start {
		return
	}
	s.hyper.start, s.trunk = at, nil
	s.again()
}

func (p *mapPad) handle(ev ui.Event) bool {
	s := p.s
	switch ev.Kind {
	case ui.PointerDown:
		if ev.Button != 0 || !s.marks.plane.Contains(ev.X, ev.Y) {
			return p.down
		}
		if p.down { // a second finger zooms
			p.fingers[ev.Pointer] = paint.Point{X: ev.X, Y: ev.Y}
			p.apart = p.distance()
			return true
		}
		p.down, p.pointer = true, ev.Pointer
		p.fingers = map[int]paint.Point{ev.Pointer: {X: ev.X, Y: ev.Y}}
		p.drag(ev)
		return true
	case ui.PointerMove:
		if !p.down {
			return false
		}
		if _, on := p.fingers[ev.Pointer]; on {
			p.fingers[ev.Pointer] = paint.Point{X: ev.X, Y: ev.Y}
		}
		if len(p.fingers) > 1 {
			if d := p.distance(); p.apart > 0 && d > 0 {
				s.setZoom(s.zoom * d / p.apart)
				p.apart = d
			}
		} else if ev.Pointer == p.pointer {
			p.drag(ev)
		}
		return true
	case ui.PointerUp, ui.PointerCancel:
		if !p.down {
			return false
		}
		if delete(p.fingers, ev.Pointer); ev.Pointer == p.pointer || len(p.fingers) == 0 {
			p.down = false
		}
		return true
	case ui.Wheel:
		if s.marks.plane.Contains(ev.X, ev.Y) {
			s.setZoom(s.zoom * math.Exp(-ev.DY*0.12))
			return true
		}
	case ui.KeyDown:
		return p.key(ev)
	}
	return false
}

func (p *mapPad) distance() float64 {
	var q []paint.Point
	for _, f := range p.fingers {
		q = append(q, f)
	}
	if len(q) < 2 {
		return 0
	}
	return math.Hypot(q[0].X-q[1].X, q[0].Y-q[1].Y)
}

// drag puts the start under the pointer, on a grid fine enough not to be felt.
func (p *mapPad) drag(ev ui.Event) {
	s := p.s
	r, w := s.marks.plane, s.relief.win
	u := min(max((ev.X-r.X)/r.W, 0), 1)*2 - 1
	v := 1 - min(max((ev.Y-r.Y)/r.H, 0), 1)*2
	x, y := w.at(u, v)
	d := math.Pow(10, math.Floor(math.Log10(w.hx))-2)
	s.startAt([2]float64{math.Round(x/d) * d, math.Round(y/d) * d})
}

func (p *mapPad) key(ev ui.Event) bool {
	s := p.s
	d := math.Pow(10, math.Floor(math.Log10(s.relief.win.hx))-1)
	if ev.Shift {
		d /= 10
	}
	switch ev.Key {
	case "+", "=":
		s.setZoom(s.zoom * 1.25)
		return true
	case "-":
		s.setZoom(s.zoom / 1.25)
		return true
	}
	dx, dy, ok := ev.Arrow()
	if !ok {
		return false
	}
	at := s.hyper.start
	s.startAt([2]float64{math.Round((at[0]+d*dx)*1e6) / 1e6, math.Round((at[1]+d*dy)*1e6) / 1e6})
	return true
}

// solidPad is the relief. Its value is how it is turned, in degrees.
type solidPad struct {
	*ui.Figure
	s    *Scene
	grip ui.Grip
	last paint.Point
}

// Value is yaw,pitch in degrees.
func (p *solidPad) Value() string {
	deg := func(v float64) string { return strconv.Itoa(int(math.Round(v * 180 / math.Pi))) }
	return deg(p.s.solid.yaw) + "," + deg(p.s.solid.pitch)
}

// Set turns the relief.
func (p *solidPad) Set(v string) error {
	a, b, _ := strings.Cut(v, ",")
	yaw, err1 := ui.ParseNumber(a)
	pitch, err2 := ui.ParseNumber(b)
	if err1 != nil || err2 != nil || math.Abs(yaw) > 1e6 {
		return errors.New("relief_view: " + strconv.Quote(v) + " is not a view; write yaw,pitch in degrees such as 32,43")
	}
	p.s.turn(yaw*math.Pi/180, pitch*math.Pi/180)
	return nil
}

// Keep puts the view into the link.
func (p *solidPad) Keep() bool { return true }

func (s *Scene) turn(yaw, pitch float64) {
	s.solid.yaw = math.Mod(yaw, 2*math.Pi)
	s.solid.pitch = min(max(pitch, minTip), maxTip)
	s.stale = true
}

func (p *solidPad) handle(ev ui.Event) bool {
	s := p.s
	switch p.grip.Follow(ev, p.Rect()) {
	case ui.HoldNone:
		dx, dy, ok := ev.Arrow()
		if !ok {
			return false
		}
		const d = math.Pi / 36
		s.turn(s.solid.yaw+d*dx, s.solid.pitch+d*dy)
	case ui.HoldTaken:
		p.last = paint.Point{X: ev.X, Y: ev.Y}
	case ui.HoldMoved:
		s.turn(s.solid.yaw+(ev.X-p.last.X)*0.011, s.solid.pitch+(ev.Y-p.last.Y)*0.009)
		p.last = paint.Point{X: ev.X, Y: ev.Y}
	}
	return true
}

// runnerChip is an optimiser on the board: in the race or not, and its loss.
type runnerChip struct {
	*ui.Toggle
	s    *Scene
	k    int
	down bool
}

var joinHint = i18n.T("点一下加入", "press to join")

func newChip(s *Scene, k int) *runnerChip {
	c := &runnerChip{s: s, k: k}
	name := optName[k]
	c.Toggle = ui.NewToggle("run_"+optID[k], i18n.T(name.ZH+" 参加", name.EN+" takes part"), s.hyper.on[k]).Kept().
		OnChange(func(on bool) { s.join(k, on) })
	return c
}

// Describe reads the loss out, and when the valley was reached.
func (c *runnerChip) Describe(l i18n.Lang) string {
	x := &c.s.texts.chip[c.k]
	if x.reached == "" {
		return x.loss
	}
	return x.loss + i18n.T("，第 "+x.reached+" 步到谷底", ", in the valley at step "+x.reached).In(l)
}

// Handle looks at the optimiser if it runs, else lets it join; its tick lets it
// leave.
func (c *runnerChip) Handle(ev ui.Event) bool {
	s := c.s
	on := c.Rect().Contains(ev.X, ev.Y)
	switch ev.Kind {
	case ui.PointerDown:
		c.down = on && ev.Button == 0
		return c.down
	case ui.PointerMove:
		return c.down
	case ui.PointerUp:
		if !c.down {
			return false
		}
		c.down = false
		if !on {
			return true
		}
		mark := 30.0 // the tick, at the right
		if ev.Touch {
			mark = 40
		}
		if c.On() && ev.X < c.Rect().Right()-mark {
			s.watch(c.k)
		} else {
			c.Press()
		}
		return true
	case ui.PointerCancel:
		c.down = false
		return false
	}
	return c.Toggle.Handle(ev)
}

// Draw paints the chip.
func (c *runnerChip) Draw(cv *paint.Canvas, lk *ui.Look) {
	r := c.Rect()
	if r.Empty() {
		return
	}
	t, s := lk.Theme, c.s
	x := &s.texts.chip[c.k]
	col := t.Series[c.k]
	fill, edge, width := t.Panel, t.Border, 1.0
	if lk.Hover == c.ID() {
		fill = t.Hover
	}
	if c.On() && s.opt == c.k {
		edge, width = col, 2
	}
	cv.RoundRect(r, theme.Radius, fill)
	cv.RoundRectStroke(r, theme.Radius, width, edge)
	name := t.BodyBold()
	name.Size = theme.SizeTiny
	if !c.On() {
		name.Color = t.Muted
	}
	y := r.Y + r.H*0.32
	if c.On() {
		cv.Circle(r.X+14, y, 5, col)
	} else {
		cv.CircleStroke(r.X+14, y, 5, 1.5, t.Faint)
	}
	cv.Text(optName[c.k].In(lk.Lang), r.X+24, y, name, paint.Left)
	longest := 0.0
	for _, of := range optName {
		longest = max(longest, paint.Measure(of.In(lk.Lang), name))
	}
	switch {
	case r.W < 46+longest: // the circle alone says it, in all of them
	case c.On():
		cv.Icon("check", r.Right()-13, y, 13, col)
	default:
		cv.Icon("plus", r.Right()-14, y, 13, t.Muted)
	}
	y = r.Y + r.H*0.7
	num := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Text}
	if x.bad {
		num.Color = t.Bad
	}
	if !c.On() {
		cv.Text(joinHint.In(lk.Lang), r.X+10, y, t.Tiny(), paint.Left)
	}
	cv.Text(x.loss, r.X+10, y, num, paint.Left)
	if x.reached != "" {
		num.Color, num.Font = t.Good, paint.MonoBold
		cv.Text(x.reached, r.Right()-9, y, num, paint.Right)
		cv.Icon("flag", r.Right()-18-paint.Measure(x.reached, num), y, 12, t.Good)
	}
	if lk.Focus == c.ID() {
		cv.RoundRectStroke(r.Inset(-3), theme.Radius+3, 2, t.Focus)
	}
}
