package plot

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Node is the look of one box of a graph.
type Node struct {
	Rect   paint.Rect
	Label  string // "+", "x", "conv1"
	Below  string // what it does, in words
	Active bool   // the step is at it: the gradient's colour
	Hover  bool
	Done   bool // the run has reached it; else it is faint
	Number bool // Label is set in Mono
}

// Draw paints the box.
func (n *Node) Draw(c *paint.Canvas, t *theme.Theme) {
	r := n.Rect
	fill, edge, width := t.Panel, t.Strong, 1.0
	if n.Hover {
		fill, edge = t.Hover, t.Faint
	}
	if n.Active {
		fill, edge, width = t.GradientSoft, t.Gradient, 2
	}
	if !t.Dark || n.Active {
		c.Shadow(r.Move(0, 2), theme.RadiusLarge, 8, paint.WithAlpha(t.Shadow, 0.6))
	}
	c.RoundRect(r, theme.RadiusLarge, fill)
	c.RoundRectStroke(r, theme.RadiusLarge, width, edge)
	st := paint.Style{Font: paint.SansBold, Size: math.Min(20, r.H*0.45), Color: t.Text}
	switch {
	case n.Number:
		st.Font = paint.MonoBold
	case operator(n.Label):
		st.Size = math.Min(26, r.H*0.55)
	}
	if !n.Done && !n.Active {
		st.Color = t.Muted
	}
	for st.Size > theme.SizeTiny && paint.Measure(n.Label, st) > r.W-12 {
		st.Size--
	}
	x, y := r.Center()
	c.Text(paint.Elide(n.Label, r.W-8, st), x, y, st, paint.Center)
	if n.Below != "" {
		c.Text(n.Below, x, r.Bottom()+14, t.Tiny(), paint.Center)
	}
}

// operator reports whether a label is a single sign.
func operator(s string) bool {
	switch s {
	case "+", "−", "-", "×", "÷", "*", "/", "^", "Σ", "=":
		return true
	}
	return false
}

// Chip paints a small box with a number in the middle of x, y: a value on blue,
// a gradient on the gradient's ground. It returns the box.
func Chip(c *paint.Canvas, t *theme.Theme, x, y, v float64, gradient bool) paint.Rect {
	var buf [32]byte
	b := Append(buf[:0], v)
	fill, ink := t.PositiveSoft, t.PositiveInk
	if gradient {
		fill, ink = t.GradientSoft, t.GradientInk
	}
	st := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: ink}
	w := math.Max(52, math.Ceil(float64(digits(b))*0.6*st.Size)+16)
	r := paint.Rect{X: x - w/2, Y: y - 12, W: w, H: 24}
	if v != v || math.IsInf(v, 0) {
		Hatch(c, t, r)
		st.Color = t.Text
	} else {
		c.RoundRect(r, theme.RadiusSmall+2, fill)
	}
	c.TextBytes(b, x, y, st, paint.Center)
	return r
}

// digits counts the characters of a number.
func digits(b []byte) int {
	n := 0
	for _, v := range b {
		if v&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// Edge is a curve from the right side of one box to the left side of another.
type Edge struct{ From, To paint.Point }

// controls returns the inner points of the curve: it leaves and arrives level.
func (e Edge) controls() (a, b paint.Point) {
	d := math.Max(24, math.Abs(e.To.X-e.From.X)*0.5)
	return paint.Point{X: e.From.X + d, Y: e.From.Y}, paint.Point{X: e.To.X - d, Y: e.To.Y}
}

// At returns the point at s in 0…1 along the curve.
func (e Edge) At(s float64) paint.Point {
	a, b := e.controls()
	return paint.BezierAt(e.From, a, b, e.To, s)
}

// Draw paints the edge as a line.
func (e Edge) Draw(c *paint.Canvas, width float64, col paint.Color) {
	a, b := e.controls()
	c.Bezier(e.From.X, e.From.Y, a.X, a.Y, b.X, b.Y, e.To.X, e.To.Y, width, col)
}

// DrawGradient paints the dashed line of what flows back, a little below the
// edge. phase moves the dashes, one period a unit, from right to left.
func (e Edge) DrawGradient(c *paint.Canvas, t *theme.Theme, width, phase float64) {
	const below = 5
	e.From.Y += below
	e.To.Y += below
	e.DrawBack(c, width, phase, t.Gradient)
}

// DrawBack paints the edge as a dashed line from its end to its beginning; phase
// is as in DrawGradient.
func (e Edge) DrawBack(c *paint.Canvas, width, phase float64, col paint.Color) {
	a, b := e.controls()
	c.DashBezier(e.To.X, e.To.Y, b.X, b.Y, a.X, a.Y, e.From.X, e.From.Y, width, 7, 5, phase*12, col)
}

// Pulse paints a value that travels along the edge, at s in 0…1.
func (e Edge) Pulse(c *paint.Canvas, s, radius float64, col paint.Color) {
	p := e.At(s)
	c.Circle(p.X, p.Y, radius*2, paint.WithAlpha(col, 0.2))
	c.Circle(p.X, p.Y, radius, col)
}

// WeightWidth returns the width of a line that stands for a weight: more for
// a larger one, never nothing.
func WeightWidth(w, max float64) float64 {
	if !(max > 0) || w != w {
		return 1
	}
	return 0.75 + 4.25*math.Min(math.Abs(w)/max, 1)
}

// WeightEdge paints an edge for a weight: blue or orange, thick or thin; a
// negative weight is also dashed, so that nothing rests on colour alone.
func WeightEdge(c *paint.Canvas, t *theme.Theme, e Edge, w, max float64) {
	width := WeightWidth(w, max)
	switch {
	case w != w:
		a, b := e.controls()
		c.DashBezier(e.From.X, e.From.Y, a.X, a.Y, b.X, b.Y, e.To.X, e.To.Y, 1.5, 2, 4, 0, t.Faint)
	case w < 0:
		a, b := e.controls()
		c.DashBezier(e.From.X, e.From.Y, a.X, a.Y, b.X, b.Y, e.To.X, e.To.Y, width, 10+width, 3+width*0.5, 0, t.Negative)
	default:
		e.Draw(c, width, t.Positive)
	}
}

// Ease shapes a motion: t in 0…1 in, 0…1 out, slow at both ends.
func Ease(t float64) float64 {
	t = math.Min(math.Max(t, 0), 1)
	return t * t * (3 - 2*t)
}
