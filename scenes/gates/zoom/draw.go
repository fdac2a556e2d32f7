package zoom

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// draw paints the level that the camera stands at, or the two between which it
// flies: the outer one grows and fades, the inner one unfolds out of it.
func (s *Zoom) draw(c *paint.Canvas, lk *ui.Look) {
	if s.run == nil || s.pics.done == nil || s.moved {
		return
	}
	if lk.Focus == s.picture.ID() && !s.pointed {
		c.RoundRectStroke(s.picture.Rect().Inset(-4), theme.Radius, 2, lk.Theme.Focus)
	}
	c.PushClip(s.geo.window.Inset(-3))
	defer c.PopClip()
	p := &painter{s, c, lk, lk.Theme}
	k := s.shot()
	if k.u <= 0 {
		p.level(k.level, 0, 0)
		return
	}
	c.PushAlpha(fade(1 - k.u))
	p.level(k.level+1, 0, 1-k.u)
	c.PopAlpha()
	p.level(k.level, k.u, 0)
}

// fade is how much of the outer level is left when the camera has dived v deep.
func fade(v float64) float64 { return math.Pow(max(0, 1-v), 1.6) }

// painter is what the levels are painted with.
type painter struct {
	s  *Zoom
	c  *paint.Canvas
	lk *ui.Look
	t  *theme.Theme
}

// level paints one level; u is how far the camera still has to come from the
// level above, v how far it has dived into the one below.
func (p *painter) level(l level, u, v float64) {
	switch l {
	case gateLevel:
		p.gate(u)
	case neuronLevel:
		p.neuron(u, v)
	case layerLevel:
		p.layer(u, v)
	case cnnLevel:
		p.cnn(v)
	}
}

// words pushes the opacity of words, which are there only near rest.
func (p *painter) words(u, v float64) { p.c.PushAlpha(max(0, 1-6*max(u, v))) }

// bitmap paints a map as far as it has been computed: values from the top row
// down, gradients from the bottom row up.
func (p *painter) bitmap(b *paint.Bitmap, r paint.Rect, lane int, lit float64) {
	t := p.t
	if lit < 1 {
		p.c.RoundRect(r, 2, paint.Mix(t.Stage, t.Sunken, 0.7))
		if lit > 0 {
			part := r
			part.H *= lit
			front := part.Bottom()
			col := t.Accent
			if lane == gradient {
				part.Y, front, col = r.Bottom()-part.H, r.Bottom()-part.H, t.Gradient
			}
			p.c.PushClip(part)
			p.c.Bitmap(b, r, false)
			p.c.PopClip()
			p.c.Fill(paint.Rect{X: r.X, Y: front - 1, W: r.W, H: 2}, col)
		}
	} else {
		p.c.Bitmap(b, r, false)
	}
	if !t.Dark || lit < 1 {
		p.c.RoundRectStroke(r, 1, 1, t.Border)
	}
}

// ring marks what is in focus.
func (p *painter) ring(r paint.Rect, lane int) {
	col := p.t.Text
	if lane == gradient {
		col = p.t.GradientInk
	}
	r = r.Inset(-2)
	p.c.RoundRectStroke(r.Inset(-1), 2, 3.5, paint.WithAlpha(p.t.Stage, 0.85))
	p.c.RoundRectStroke(r, 2, 1.75, col)
}

// wire leads a value forward, and below it the gradient back.
func (p *painter) wire(a, b paint.Point, forward, back float64) {
	t := p.t
	m := (a.X + b.X) / 2
	col := t.Strong
	if forward > 0 {
		col = paint.Mix(t.Strong, t.Positive, 0.45*forward)
	}
	bezier(p.c, a, b, m, 2, col)
	if back > 0 {
		const low = 4.5
		if math.Abs(a.Y-b.Y) < 0.5 {
			p.c.DashLine(a.X, a.Y+low, b.X, b.Y+low, 2, 6, 4, 0, paint.WithAlpha(t.Gradient, back))
		} else {
			p.c.DashBezier(a.X, a.Y+low, m, a.Y+low, m, b.Y+low, b.X, b.Y+low, 2, 6, 4, 0, paint.WithAlpha(t.Gradient, back))
		}
	}
	p.packet(a, b, m, forward, t.Positive)
	p.packet(b, a, m, back, t.Gradient)
}

// packet is a dot on its way from a to b while a step moves.
func (p *painter) packet(a, b paint.Point, m, u float64, col paint.Color) {
	if u <= 0 || u >= 1 {
		return
	}
	q := paint.BezierAt(a, paint.Point{X: m, Y: a.Y}, paint.Point{X: m, Y: b.Y}, b, u)
	p.c.Circle(q.X, q.Y, 7, paint.WithAlpha(col, 0.25))
	p.c.Circle(q.X, q.Y, 4, col)
}

func bezier(c *paint.Canvas, a, b paint.Point, m, width float64, col paint.Color) {
	if math.Abs(a.Y-b.Y) < 0.5 {
		c.Line(a.X, a.Y, b.X, b.Y, width, col)
		return
	}
	c.Bezier(a.X, a.Y, m, a.Y, m, b.Y, b.X, b.Y, width, col)
}

// chip is a number in the colour of its lane.
func (p *painter) chip(r paint.Rect, text string, lane int, lit float64) {
	if lit <= 0 || text == "" {
		return
	}
	fill, ink := p.t.PositiveSoft, p.t.PositiveInk
	if lane == gradient {
		fill, ink = p.t.GradientSoft, p.t.GradientInk
	}
	p.c.PushAlpha(lit)
	p.c.RoundRect(r, 6, fill)
	size := 13.0
	if r.W < 60 {
		size = 12
	}
	x, y := r.Center()
	p.c.Text(text, x, y, paint.Style{Font: paint.MonoBold, Size: size, Color: ink}, paint.Center)
	p.c.PopAlpha()
}

// box is a gate, lit while it works.
func (p *painter) box(r paint.Rect, symbol string, size float64, lane int, now bool) {
	t := p.t
	fill, edge, width := t.Panel, t.Strong, 1.0
	if now {
		fill, edge, width = t.PositiveSoft, t.Positive, 2
		if lane == gradient {
			fill, edge = t.GradientSoft, t.Gradient
		}
	}
	radius := min(14, r.H*0.28)
	if !t.Dark {
		p.c.Shadow(r.Move(0, 2), radius, 8, t.Shadow)
	}
	p.c.RoundRect(r, radius, fill)
	p.c.RoundRectStroke(r, radius, width, edge)
	if size = min(size, r.H*0.6, r.W*0.5); size >= 7 {
		x, y := r.Center()
		p.c.Text(symbol, x, y, paint.Style{Font: paint.SansBold, Size: math.Round(size), Color: t.Text}, paint.Center)
	}
}

// now reports whether one of the events is the present step, and whether that
// one goes backward.
func (p *painter) now(forward, back event) (lane int, now bool) {
	e := p.s.present()
	if e == back {
		return gradient, true
	}
	return value, e == forward
}

// label is a line of words above a picture.
func (p *painter) label(text string, r paint.Rect, lane int, room float64) {
	st := p.t.Tiny()
	if lane == gradient {
		st.Color = p.t.GradientInk
	}
	x, _ := r.Center()
	p.c.Text(paint.Elide(text, room, st), x, r.Y-10, st, paint.Center)
}
