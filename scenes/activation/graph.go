package activation

import (
	"fmt"
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// graph is f and f′ with the moving point. Its value is x: it can be dragged,
// stepped by keys and set as a slider.
type graph struct {
	scene *Scene
	rect  paint.Rect
	plot  paint.Rect
	grip  ui.Grip

	f, slope       []paint.Point
	at, slopeAt    paint.Point
	tangent        [2]paint.Point
	zero           paint.Point
	levels         []level
	tagF, tagSlope string
}

// level is a line of the grid with its number.
type level struct {
	y    float64
	text string
}

func (g *graph) ID() string    { return "x" }
func (g *graph) Role() ui.Role { return ui.RoleSlider }
func (g *graph) Label() i18n.Text {
	return i18n.T("输入 x：左右拖动", "Input x: drag left and right")
}
func (g *graph) Rect() paint.Rect         { return g.rect }
func (g *graph) SetRect(r paint.Rect)     { g.rect = r }
func (g *graph) Height(float64) float64   { return 0 }
func (g *graph) Keep() bool               { return true }
func (g *graph) Value() string            { return strconv.FormatFloat(g.scene.x, 'f', -1, 64) }
func (g *graph) Range() (a, b, s float64) { return -reach, reach, 0.05 }

// Set takes a number and clamps it into the graph.
func (g *graph) Set(v string) error {
	x, err := ui.ParseNumber(v)
	if err != nil {
		return fmt.Errorf("x: %w", err)
	}
	g.scene.setX(x)
	return nil
}

// Handle drags the point: it is under the pointer wherever that is.
func (g *graph) Handle(ev ui.Event) bool {
	s := g.scene
	switch g.grip.Follow(ev, g.rect) {
	case ui.HoldNone:
		return ev.Kind == ui.KeyDown && g.key(ev)
	case ui.HoldTaken:
		s.picked, s.hover, s.stale = -1, -1, true
		g.follow(ev.X)
	case ui.HoldMoved:
		g.follow(ev.X)
	case ui.HoldReleased, ui.HoldLost:
		s.stale = true
	}
	return true
}

func (g *graph) key(ev ui.Event) bool {
	s, step := g.scene, 0.05
	if ev.Shift {
		step = 0.5
	}
	dx, dy, ok := ev.Arrow()
	switch {
	case ok:
		s.setX(rounded(s.x + step*(dx+dy)))
	case ev.Key == "Home":
		s.setX(-reach)
	case ev.Key == "End":
		s.setX(reach)
	default:
		return false
	}
	return true
}

func (g *graph) follow(x float64) {
	if g.plot.W > 0 {
		g.scene.setX(rounded((x-g.plot.X)/g.plot.W*2*reach - reach))
	}
}

func rounded(v float64) float64 { return math.Round(v*20) / 20 }

// gutter is the room for the numbers of the vertical axis, and as much on the
// other side, so that x = 0 stays in the middle.
const gutter = 28

// place computes where the curves and the point stand.
func (g *graph) place() {
	s := g.scene
	f := s.fn()
	_, p := g.rect.InsetXY(14, 10).CutTop(24)
	p = p.InsetXY(gutter, 0)
	_, p = p.CutBottom(min(14, p.H*0.1)) // its axes' numbers stand beside it: curves run over none of them
	g.plot = p
	to := func(x, y float64) paint.Point {
		return paint.Point{X: p.X + (x+reach)/(2*reach)*p.W, Y: p.Bottom() - (y-f.low)/(f.top-f.low)*p.H}
	}
	g.f, g.slope = g.f[:0], g.slope[:0]
	for i := range curveCells {
		if i > 0 && jumps(s.curve.value(i), s.curve.value(i-1)) {
			g.f = append(g.f, gone)
		}
		if i > 0 && jumps(s.curve.slope(i), s.curve.slope(i-1)) {
			g.slope = append(g.slope, gone)
		}
		if v := s.curve.value(i); v <= f.top+0.3 {
			g.f = append(g.f, to(s.curve.at(i), v))
		}
		g.slope = append(g.slope, to(s.curve.at(i), s.curve.slope(i)))
	}
	g.zero = to(0, 0)
	y, k := s.spot.value(), s.spot.slope()
	g.at, g.slopeAt = to(s.x, min(y, f.top)), to(s.x, k)
	// The tangent, as long on screen whatever its slope.
	dx, dy := p.W/(2*reach), -k*p.H/(f.top-f.low)
	long := min(70, p.W*0.12) / math.Hypot(dx, dy)
	g.tangent = [2]paint.Point{{X: g.at.X - dx*long, Y: g.at.Y - dy*long}, {X: g.at.X + dx*long, Y: g.at.Y + dy*long}}
	g.levels = g.levels[:0]
	for _, v := range [...]float64{-1, 0, 0.25, 0.5, 1, 2} {
		if v >= f.low && v <= f.top && (v != 0.25 || f.id == "sigmoid") && (v != 0.5 || f.low > -0.5) {
			g.levels = append(g.levels, level{to(0, v).Y, shown(v)})
		}
	}
	g.tagF, g.tagSlope = "f = "+shown(y), "f′ = "+shown(k)
}

// jumps reports whether a curve leaps between neighbours: a jump is no line.
func jumps(a, b float64) bool { return math.Abs(a-b) > 0.5 }

// gone is a gap in a line.
var gone = paint.Point{X: math.NaN(), Y: math.NaN()}

// Draw paints the graph.
func (g *graph) Draw(c *paint.Canvas, lk *ui.Look) {
	if g.rect.Empty() {
		return
	}
	t, p := lk.Theme, g.plot
	ui.Card(c, t, g.rect)
	if lk.Focus == g.ID() {
		c.RoundRectStroke(g.rect.Inset(-3), theme.RadiusLarge+3, 2, t.Focus)
	}
	x := g.rect.X + 16
	x = key(c, x, g.rect.Y+20, g.tagF, t.Positive, t.PositiveInk)
	key(c, x+18, g.rect.Y+20, g.tagSlope, t.Gradient, t.GradientInk)
	c.PushClip(paint.Rect{X: g.rect.X, Y: p.Y - 6, W: g.rect.W, H: p.H + 24})
	st := t.Tick()
	for _, l := range g.levels {
		c.Line(p.X, l.y, p.Right(), l.y, 1, t.Border)
		c.Text(l.text, p.X-8, l.y, st, paint.Right)
	}
	for i, text := range tickTexts {
		c.Text(text, p.X+float64(i)/6*p.W, p.Bottom()+9, st, paint.Center)
	}
	c.Line(g.zero.X, p.Y, g.zero.X, p.Bottom(), 1, t.Strong)
	c.Line(p.X, g.zero.Y, p.Right(), g.zero.Y, 1, t.Strong)
	for i := -6; i <= 6; i += 2 {
		if i != 0 {
			at := g.zero.X + float64(i)/(2*reach)*p.W
			c.Line(at, g.zero.Y-3, at, g.zero.Y+3, 1, t.Strong)
		}
	}
	c.Polyline(g.slope, 2.2, t.Gradient)
	c.Polyline(g.f, 3, t.Positive)
	c.DashLine(g.at.X, p.Y, g.at.X, p.Bottom(), 1.2, 4, 4, 0, t.Muted)
	c.Line(g.tangent[0].X, g.tangent[0].Y, g.tangent[1].X, g.tangent[1].Y, 2, t.Accent)
	radius := 8.0
	if g.grip.Held() {
		radius = 11
	}
	c.Circle(g.slopeAt.X, g.slopeAt.Y, 7, t.Panel)
	c.Circle(g.slopeAt.X, g.slopeAt.Y, 5.5, t.Gradient)
	c.Circle(g.at.X, g.at.Y, radius+7, paint.WithAlpha(t.Accent, 0.22))
	c.Circle(g.at.X, g.at.Y, radius+1.5, t.Panel)
	c.Circle(g.at.X, g.at.Y, radius, t.Accent)
	c.PopClip()
}

var tickTexts = [...]string{"−6", "−4", "−2", "0", "2", "4", "6"}

// key paints a line's colour and its value, and returns where it ends.
func key(c *paint.Canvas, x, y float64, text string, col, ink paint.Color) float64 {
	c.Line(x, y, x+18, y, 3, col)
	st := paint.Style{Font: paint.MonoBold, Size: 14, Color: ink}
	c.Text(text, x+25, y, st, paint.Left)
	return x + 25 + paint.Measure(text, st)
}
