package forward

import (
	"strings"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// drawCard paints the neuron worked out: its terms, their sum, and σ.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := s.unfold.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	if r.W < 560 {
		s.drawNarrow(c, lk, r.InsetXY(14, 12))
		return
	}
	in, curve, rest := s.wideCard()
	c.Text(s.card.title, in.X, in.Y+10, t.H2(), paint.Left)
	x := in.X + paint.Measure(s.card.title, t.H2()) + 20
	why := paint.Elide(s.card.why, rest.Right()-x, t.Small())
	if s.card.who == nobody || why == s.card.why { // half a sentence says nothing
		c.Text(why, x, in.Y+10, t.Small(), paint.Left)
	}
	_, rest = rest.CutTop(38)
	s.drawCurve(c, lk, curve)
	s.drawTerms(c, lk, rest)
}

// wideCard is the room in the card where it is wide, with that of the curve and of
// all else.
func (s *Scene) wideCard() (in, curve, rest paint.Rect) {
	in = s.unfold.Rect().InsetXY(20, 14)
	curve, rest = in.CutRight(min(190, in.W*0.26))
	return in, curve, rest
}

// resultBox is where the card says what σ makes of the sum.
func (s *Scene) resultBox() (r paint.Rect) {
	if r = s.unfold.Rect(); r.W < 560 {
		in := r.InsetXY(14, 12)
		return paint.Rect{X: in.X, Y: s.narrowLine(in, len(s.card.terms)+1) - 11, W: in.W, H: 22}
	}
	_, curve, _ := s.wideCard()
	r, _ = curve.CutTop(22)
	return r
}

// drawTerms writes the summands side by side, and the sum.
func (s *Scene) drawTerms(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	n := float64(len(s.card.terms) + 1)
	sign := 22.0
	w := (r.W - 24 - sign*(n-1)) / n
	quiet := paint.Style{Font: paint.Math, Size: 20, Color: t.Muted}
	x := r.X
	_, mid := r.Center()
	for i := range s.card.terms {
		d := &s.card.terms[i]
		box := paint.Rect{X: x, Y: r.Y, W: w, H: r.H}
		s.block(c, t, box, d.symbol, d.made, d.value, d.v)
		mark := "+"
		if i == len(s.card.terms)-1 {
			mark = "="
		}
		c.Text(mark, x+w+sign/2, mid, quiet, paint.Center)
		x += w + sign
	}
	s.block(c, t, paint.Rect{X: x, Y: r.Y, W: w, H: r.H}, "z", "Σ", s.card.sum, s.card.z)
}

// block is one number and how it is made.
func (s *Scene) block(c *paint.Canvas, t *theme.Theme, r paint.Rect, symbol, made, value string, v float64) {
	c.RoundRect(r, theme.Radius, t.Raised)
	x, _ := r.Center()
	st := paint.Style{Font: paint.Math, Size: 14, Color: t.Text}
	c.Text(paint.Elide(symbol, r.W-8, st), x, r.Y+r.H*0.22, st, paint.Center)
	mono := paint.Style{Font: paint.Mono, Size: 12, Color: t.Muted}
	if paint.Measure(made, mono) > r.W-6 { // closer and smaller, for a figure must not be cut
		made = strings.ReplaceAll(made, " ", "")
		mono.Size = min(12, max(10, 12*(r.W-6)/paint.Measure(made, mono)))
	}
	c.Text(paint.Elide(made, r.W-6, mono), x, r.Y+r.H*0.48, mono, paint.Center)
	c.Text(value, x, r.Y+r.H*0.77, paint.Style{Font: paint.MonoBold, Size: 17, Color: t.Sign(v)}, paint.Center)
}

// drawCurve paints σ with the neuron's place on it.
func (s *Scene) drawCurve(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	head, plot := r.CutTop(22)
	x, y := head.Center()
	c.Text(s.card.squash, x-4, y-2, paint.Style{Font: paint.Math, Size: 14, Color: t.Text}, paint.Right)
	c.Text("=", x+6, y-2, paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}, paint.Center)
	c.Text(s.card.value, x+16, y-2, paint.Style{Font: paint.MonoBold, Size: 16, Color: t.PositiveInk}, paint.Left)
	plot = plot.InsetXY(4, 8)
	at := func(z, a float64) paint.Point {
		z = min(max(z, -curveEnd), curveEnd)
		return paint.Point{X: plot.X + (z+curveEnd)/(2*curveEnd)*plot.W, Y: plot.Bottom() - a*plot.H}
	}
	c.Line(plot.X, plot.Bottom(), plot.Right(), plot.Bottom(), 1, t.Border)
	c.Line(plot.X, plot.Y, plot.Right(), plot.Y, 1, t.Border)
	zero := at(0, 0)
	c.Line(zero.X, plot.Y, zero.X, plot.Bottom(), 1, t.Border)
	for i := range s.net.curve[1:] {
		step := 2 * curveEnd / (curvePoints - 1)
		p := at(-curveEnd+float64(i)*step, s.net.curve[i])
		q := at(-curveEnd+float64(i+1)*step, s.net.curve[i+1])
		c.Line(p.X, p.Y, q.X, q.Y, 2, t.Positive)
	}
	if s.card.who == nobody {
		return
	}
	p := at(s.card.z, s.card.a)
	c.DashLine(p.X, plot.Bottom(), p.X, p.Y, 1.2, 4, 3, 0, t.Muted)
	c.Circle(p.X, p.Y, 6.5, t.Panel)
	c.Circle(p.X, p.Y, 5, t.Accent)
}

// narrowLine is the middle of a line of the narrow card: of a term, the sum, or
// what σ makes of it.
func (s *Scene) narrowLine(in paint.Rect, i int) float64 {
	why := paint.WrapHeight(s.card.why, in.W, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 17)
	return in.Y + 36 + why + 23*float64(i)
}

// drawNarrow paints the card on a phone: one line a term.
func (s *Scene) drawNarrow(c *paint.Canvas, lk *ui.Look, in paint.Rect) {
	t := lk.Theme
	c.Text(s.card.title, in.X, in.Y+8, t.BodyBold(), paint.Left)
	c.TextWrap(s.card.why, paint.Rect{X: in.X, Y: in.Y + 22, W: in.W}, t.Tiny(), 17)
	st := paint.Style{Font: paint.Math, Size: 14, Color: t.Text}
	for i := range s.card.terms {
		d, y := &s.card.terms[i], s.narrowLine(in, i)
		c.Text(paint.Elide(d.line, in.W-70, st), in.X, y, st, paint.Left)
		c.Text(d.value, in.Right(), y, paint.Style{Font: paint.MonoBold, Size: 14, Color: t.Sign(d.v)}, paint.Right)
	}
	y := s.narrowLine(in, len(s.card.terms))
	c.Line(in.Right()-64, y-11, in.Right(), y-11, 1, t.Strong)
	c.Text("z", in.X, y, st, paint.Left)
	c.Text(s.card.sum, in.Right(), y, paint.Style{Font: paint.MonoBold, Size: 14, Color: t.Sign(s.card.z)}, paint.Right)
	y = s.narrowLine(in, len(s.card.terms)+1)
	c.Text(s.card.squash, in.X, y, st, paint.Left)
	c.Text(s.card.value, in.Right(), y, paint.Style{Font: paint.MonoBold, Size: 16, Color: t.PositiveInk}, paint.Right)
}
