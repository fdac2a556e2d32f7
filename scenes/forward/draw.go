package forward

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// drawNetwork paints the neurons or the matrices, behind the numbers.
func (s *Scene) drawNetwork(c *paint.Canvas, lk *ui.Look) {
	if s.matrix {
		s.drawMatrices(c, lk)
		return
	}
	m := &s.marks
	t := lk.Theme
	r := s.figure.Rect()
	for i := range m.nodes {
		st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Muted}
		c.Text(s.texts.columns[i], m.nodes[i][0].X, r.Y+12, st, paint.Center)
	}
	for l := range layers {
		for j := range width {
			for i := range width {
				s.drawEdge(c, lk, l, j, i)
			}
		}
	}
	for i := range width {
		s.drawInput(c, lk, i)
	}
	for l := range layers {
		for j := range width {
			s.drawNeuron(c, lk, l, j)
		}
	}
	s.drawPackets(c, lk)
}

// drawEdge paints a weight: as thick as it is large, in the colour of its
// sign; pale until the signal has gone through it.
func (s *Scene) drawEdge(c *paint.Canvas, lk *ui.Look, l, j, i int) {
	t := lk.Theme
	a, b := s.marks.edge(l, j, i)
	w := s.params[weight(l, j, i)].value()
	var col paint.Color
	switch {
	case w > 0:
		col = t.Positive
	case w < 0:
		col = t.Negative
	default:
		col = t.Strong
	}
	alpha := 0.28
	if s.known(l, j) {
		alpha = 0.62
	}
	if f := s.focus(); f.layer == l && f.at == j {
		alpha = 1
	}
	c.Line(a.X, a.Y, b.X, b.Y, lineWidth(w), paint.WithAlpha(col, alpha))
}

func (s *Scene) drawInput(c *paint.Canvas, lk *ui.Look, i int) {
	t := lk.Theme
	m := &s.marks
	p := m.nodes[0][i]
	h := max(m.radius+2, 27)
	box := paint.Rect{X: p.X - h, Y: p.Y - h, W: 2 * h, H: 2 * h}
	if !t.Dark {
		c.Shadow(box.Move(0, 2), 12, 8, t.Shadow)
	}
	c.RoundRect(box, 12, t.Panel)
	c.RoundRectStroke(box, 12, 1, t.Strong)
	st := paint.Style{Font: paint.SansBold, Size: 14, Color: t.Text}
	c.Text(inputNames[i], p.X, box.Y+h*0.36, st, paint.Center)
}

var (
	inputNames  = [width]string{"x₁", "x₂"}
	outputNames = [width]string{"y₁", "y₂"}
)

// drawNeuron paints a neuron, filled as far as it is active.
func (s *Scene) drawNeuron(c *paint.Canvas, lk *ui.Look, l, j int) {
	t := lk.Theme
	m := &s.marks
	p := m.nodes[l+1][j]
	known := s.known(l, j)
	fill := t.Panel
	if known {
		fill = paint.Mix(t.Panel, t.Positive, 0.08+0.8*s.net.active(l, j))
	}
	edge, wide := t.Strong, 1.0
	if f := s.focus(); f.layer == l && f.at == j {
		edge, wide = t.Accent, 2.5
		c.Circle(p.X, p.Y, m.radius+6, paint.WithAlpha(t.Accent, 0.15))
	}
	b := s.params[bias(l, j)].Rect()
	bx, _ := b.Center()
	c.Line(bx, b.Y, p.X, p.Y+m.radius, 1.5, t.Strong)
	c.Text("b", b.X-7, b.Y+b.H/2, t.Tiny(), paint.Right)
	if !t.Dark {
		c.Shadow(paint.Rect{X: p.X - m.radius, Y: p.Y - m.radius + 2, W: 2 * m.radius, H: 2 * m.radius}, m.radius, 8, t.Shadow)
	}
	c.Circle(p.X, p.Y, m.radius, fill)
	c.CircleStroke(p.X, p.Y, m.radius, wide, edge)
	if !known {
		c.Text("σ", p.X, p.Y, paint.Style{Font: paint.Math, Size: m.radius * 0.6, Color: t.Faint}, paint.Center)
		return
	}
	ink := t.On(fill)
	y := p.Y
	if m.radius >= 32 {
		y -= 6
		c.Text(s.texts.sum[l][j], p.X, p.Y+14, paint.Style{Font: paint.Mono, Size: 12, Color: paint.WithAlpha(ink, 0.85)}, paint.Center)
	}
	size := 17.0
	if m.radius < 32 {
		size = 14
	}
	c.Text(s.texts.active[l][j], p.X, y, paint.Style{Font: paint.MonoBold, Size: size, Color: ink}, paint.Center)
	if l < layers-1 {
		return
	}
	s.drawOutput(c, lk, j, p)
}

func (s *Scene) drawOutput(c *paint.Canvas, lk *ui.Look, j int, p paint.Point) {
	t := lk.Theme
	m := &s.marks
	name := paint.Style{Font: paint.SansBold, Size: 15, Color: t.Text}
	if m.radius < 32 {
		c.Text(outputNames[j], p.X, p.Y-m.radius-12, name, paint.Center)
		return
	}
	x := p.X + m.radius
	c.Arrow(x+2, p.Y, x+24, p.Y, 2, 7, t.Positive)
	c.Text(outputNames[j], x+30, p.Y, name, paint.Left)
}

// drawPackets sends the inputs of the present neuron along their lines: what
// leaves the weight is the product.
func (s *Scene) drawPackets(c *paint.Canvas, lk *ui.Look) {
	if s.phase >= 1 || s.at == 0 || lk.Still {
		return
	}
	t := lk.Theme
	l, j := (s.at-1)/width, (s.at-1)%width
	u := plot.Ease(s.phase / 0.7)
	for i := range width {
		a, b := s.marks.edge(l, j, i)
		x, y := a.X+(b.X-a.X)*u, a.Y+(b.Y-a.Y)*u
		text := s.texts.feed[l][i]
		if u > chipAt(i == j) {
			text = s.texts.product[l][j][i]
		}
		st := paint.Style{Font: paint.MonoBold, Size: 13, Color: t.On(t.Accent)}
		w := paint.Measure(text, st) + 16
		r := paint.Rect{X: x - w/2, Y: y - 12, W: w, H: 24}
		c.RoundRect(r.Inset(-3), 15, paint.WithAlpha(t.Accent, 0.25))
		c.RoundRect(r, 12, t.Accent)
		c.Text(text, x, y, st, paint.Center)
	}
}

// drawMatrices writes the three layers as σ(W·x + b) = σ(z) = a.
func (s *Scene) drawMatrices(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	for l := range layers {
		row := &s.marks.rows[l]
		_, y := row.w.Center()
		name := paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}
		c.Text(s.texts.columns[l+1], row.title.X, row.title.Y, paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Muted}, paint.Left)
		c.Text(s.texts.names[l], row.title.X+70, row.title.Y, name, paint.Left)
		sign := paint.Style{Font: paint.Math, Size: row.gaps.sign, Color: t.Text}
		c.Text("σ(", row.w.X-6, y, sign, paint.Right)
		c.Text("+", (row.x.Right()+row.b.X)/2, y, sign, paint.Center)
		c.Text(") = σ(", (row.b.Right()+row.z.X)/2, y, sign, paint.Center)
		c.Text(") =", (row.z.Right()+row.a.X)/2, y, sign, paint.Center)
		for _, r := range [...]paint.Rect{row.w, row.x, row.b, row.z, row.a} {
			brackets(c, r, t.Muted)
		}
		for j := range width {
			if l > 0 {
				s.cell(c, t, row.at(row.x, j, 0), s.texts.feed[l][j], s.known(l-1, j), false, nobody)
			}
			s.cell(c, t, row.at(row.z, j, 0), s.texts.sum[l][j], s.known(l, j), false, neuron{l, j})
			s.cell(c, t, row.at(row.a, j, 0), s.texts.active[l][j], s.known(l, j), true, neuron{l, j})
		}
	}
}

func (s *Scene) cell(c *paint.Canvas, t *theme.Theme, r paint.Rect, text string, known, strong bool, who neuron) {
	fill := t.Raised
	font := paint.Mono
	if strong {
		font = paint.MonoBold
		if known {
			fill = paint.Mix(t.Panel, t.Positive, 0.08+0.8*s.net.active(who.layer, who.at))
		}
	}
	c.RoundRect(r, 4, fill)
	if who != nobody && s.focus() == who {
		c.RoundRectStroke(r.Inset(-1), 5, 2, t.Accent)
	}
	if !known {
		text = "·"
	}
	x, y := r.Center()
	ink := t.Text
	if strong && known {
		ink = t.On(fill)
	}
	c.Text(text, x, y, paint.Style{Font: font, Size: fit(text, r, 14), Color: ink}, paint.Center)
}

// brackets paints [ ] around a matrix.
func brackets(c *paint.Canvas, r paint.Rect, col paint.Color) {
	const foot = 5
	for _, x := range [...]float64{r.X - 2, r.Right() + 2} {
		d := float64(foot)
		if x > r.X {
			d = -foot
		}
		c.Line(x, r.Y, x, r.Bottom(), 1.6, col)
		c.Line(x, r.Y, x+d, r.Y, 1.6, col)
		c.Line(x, r.Bottom(), x+d, r.Bottom(), 1.6, col)
	}
}
