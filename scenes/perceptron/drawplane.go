package perceptron

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Draw paints what the neuron answers everywhere, the line, the arrow, and the
// points on top.
func (p *plane) Draw(c *paint.Canvas, lk *ui.Look) {
	if p.rect.Empty() || p.field == nil {
		return
	}
	t, s := lk.Theme, p.scene
	c.RoundRect(p.rect, theme.RadiusSmall, t.Sunken)
	c.PushClip(p.rect.Inset(1))
	c.PushAlpha(0.34)
	p.field.Draw(c, t, p.rect)
	c.PopAlpha()
	s.border.sketch.Pad().PaintStroke(c, lk)
	p.drawJudged(c, t)
	p.drawAxes(c, t)
	p.drawLine(c, lk)
	p.drawArrow(c, lk)
	p.drawPoints(c, lk)
	p.drawTip(c, lk)
	c.PopClip()
	edge := t.Border
	if lk.Hover == p.ID() {
		edge = t.Strong
	}
	c.RoundRectStroke(p.rect, theme.RadiusSmall, 1, edge)
	if lk.Focus == p.ID() {
		c.RoundRectStroke(p.rect.Inset(-3), theme.RadiusSmall+3, 2, t.Focus)
	}
	x, y, tally := s.tallyAt()
	tally.Color = t.Text
	chip := paint.Rect{X: x - 10, Y: y - 13, W: paint.Measure(s.card.tally, tally) + 20, H: 26}
	ground := t.Panel
	if len(s.pts) > 0 && s.wrong() == 0 {
		ground, tally.Color = t.GoodSoft, t.Good
	}
	c.RoundRect(chip, 13, ground)
	c.Text(s.card.tally, x, y, tally, paint.Left)
}

// tallyAt is where it is said how many points are right, and the type of it.
func (s *Scene) tallyAt() (x, y float64, st paint.Style) {
	r := s.plane.rect
	return r.X + 20, r.Y + 23, paint.Style{Font: paint.SansBold, Size: theme.SizeSmall}
}

func (p *plane) drawAxes(c *paint.Canvas, t *theme.Theme) {
	m := &p.spots
	col := paint.WithAlpha(t.Text, 0.10)
	st := t.Tick()
	for _, k := range m.ticks[0] {
		c.Line(k.at, p.rect.Y, k.at, p.rect.Bottom(), 1, col)
		p.beside(c, k.text, k.at+4, k.at-4, p.rect.Bottom()-9, st)
	}
	for _, k := range m.ticks[1] {
		c.Line(p.rect.X, k.at, p.rect.Right(), k.at, 1, col)
		if k.at < p.rect.Bottom()-26 && k.at > p.rect.Y+44 {
			y := k.at - 8
			if p.crossed(paint.Rect{X: p.rect.X + 6, Y: y - 7, W: paint.Measure(k.text, st), H: 14}) {
				y = k.at + 9
			}
			c.Text(k.text, p.rect.X+6, y, st, paint.Left)
		}
	}
	axis := paint.WithAlpha(t.Text, 0.3)
	c.Line(m.origin.X, p.rect.Y, m.origin.X, p.rect.Bottom(), 1, axis)
	c.Line(p.rect.X, m.origin.Y, p.rect.Right(), m.origin.Y, 1, axis)
	name := paint.Style{Font: paint.Math, Size: 15, Color: t.Text}
	c.Text("x₁", p.rect.Right()-10, m.origin.Y-12, name, paint.Right)
	p.beside(c, "x₂", m.origin.X+8, m.origin.X-8, p.rect.Y+14, name)
}

// beside writes to the right of an upright line of the grid, or to its left where
// the border runs through the words.
func (p *plane) beside(c *paint.Canvas, text string, right, left, y float64, st paint.Style) {
	w := paint.Measure(text, st)
	if p.crossed(paint.Rect{X: right, Y: y - 7, W: w, H: 14}) && !p.crossed(paint.Rect{X: left - w, Y: y - 7, W: w, H: 14}) {
		c.Text(text, left, y, st, paint.Right)
		return
	}
	c.Text(text, right, y, st, paint.Left)
}

// crossed reports whether the border runs through a box: not all its corners lie
// on one side.
func (p *plane) crossed(box paint.Rect) bool {
	if !p.spots.hasLine {
		return false
	}
	a, b := p.spots.line[0], p.spots.line[1]
	box = box.Inset(-2)
	above := 0
	for _, q := range [4]paint.Point{{X: box.X, Y: box.Y}, {X: box.Right(), Y: box.Y}, {X: box.X, Y: box.Bottom()}, {X: box.Right(), Y: box.Bottom()}} {
		if (b.X-a.X)*(q.Y-a.Y) > (b.Y-a.Y)*(q.X-a.X) {
			above++
		}
	}
	return above%4 != 0
}

func (p *plane) drawLine(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &p.spots
	if m.hasOld {
		c.DashLine(m.oldLine[0].X, m.oldLine[0].Y, m.oldLine[1].X, m.oldLine[1].Y, 1.5, 6, 5, 0, t.Muted)
	}
	for k, r := range p.scene.rivals {
		if line, ok := p.cut(r.Scene.(*Scene).now()); ok {
			plot.DrawBeside(c, t, p.rect.Inset(12), k, r.Name, line[:], t.Text)
		}
	}
	if !m.hasLine {
		return
	}
	width, held := 3.0, p.held.kind == gripLine || p.held.kind == gripTurn
	if held {
		width = 4.5
	}
	a, b := m.line[0], m.line[1]
	c.Line(a.X, a.Y, b.X, b.Y, width, t.Text)
	for _, q := range m.turn {
		c.Circle(q.X, q.Y, 7, t.Text)
		c.Circle(q.X, q.Y, 4.5, t.Panel)
	}
}

// drawArrow paints w from the origin, at right angles to the line, and what
// the step added to it.
func (p *plane) drawArrow(c *paint.Canvas, lk *ui.Look) {
	t, s, m := lk.Theme, p.scene, &p.spots
	o, tip := m.origin, m.tip
	if l := math.Hypot(tip.X-o.X, tip.Y-o.Y); l > 30 {
		k := 14 / l // the point at the origin stays to be seen
		c.Arrow(o.X+(tip.X-o.X)*k, o.Y+(tip.Y-o.Y)*k, tip.X, tip.Y, 3.5, 13, t.Accent)
	}
	if m.hasOld && math.Hypot(m.oldTip.X-tip.X, m.oldTip.Y-tip.Y) > 10 {
		c.Arrow(m.oldTip.X, m.oldTip.Y, tip.X, tip.Y, 2.5, 10, t.Gradient)
	}
	p.drawPull(c, t)
	if s.card.scale != "" { // on a ground of its own: lines pass there
		w := paint.Measure(s.card.scale, t.Tiny()) + 12
		box := paint.Rect{X: p.rect.Right() - w - 4, Y: p.rect.Y + 6, W: w, H: 20}
		if tip.Y < box.Y+40 && tip.X > box.X-16 { // below the tally, then
			box.X, box.Y = p.rect.X+10, p.rect.Y+42
		}
		c.RoundRect(box, theme.RadiusSmall, paint.WithAlpha(t.Panel, 0.7))
		c.Text(s.card.scale, box.X+6, box.Y+10, t.Tiny(), paint.Left)
	}
}

// pulls are how many times longer a step of the gradient is drawn that would not
// reach out from under the tip.
var pulls = [...]struct {
	k    float64
	text string
}{{1, ""}, {2, "×2"}, {5, "×5"}, {10, "×10"}, {20, "×20"}, {50, "×50"}, {100, "×100"}}

// pullEnd is where the gradient of the step at hand leads the arrow, drawn so much
// longer.
func (p *plane) pullEnd() (end paint.Point, by string, ok bool) {
	m := &p.spots
	dx, dy := m.pull.X-m.tip.X, m.pull.Y-m.tip.Y
	for _, q := range pulls {
		if m.hasPull && math.Hypot(dx, dy)*q.k >= 36 {
			return paint.Point{X: m.tip.X + q.k*dx, Y: m.tip.Y + q.k*dy}, q.text, true
		}
	}
	return end, "", false
}

func (p *plane) drawPull(c *paint.Canvas, t *theme.Theme) {
	q, by, ok := p.pullEnd()
	if !ok {
		return
	}
	tip := p.spots.tip
	c.Arrow(tip.X, tip.Y, q.X, q.Y, 2.5, 10, t.Gradient)
	l := math.Hypot(q.X-tip.X, q.Y-tip.Y)
	c.Text(by, q.X+(q.X-tip.X)/l*16, q.Y+(q.Y-tip.Y)/l*12, t.Tiny(), paint.Center)
}

// drawTip paints where the arrow is taken hold of, over the points; one that lies
// there stays to be seen in a ring.
func (p *plane) drawTip(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &p.spots
	tip, radius := m.tip, 6.0
	if p.held.kind == gripArrow {
		radius = 9
	}
	if i := p.near(tip.X, tip.Y); i >= 0 && math.Hypot(m.points[i].X-tip.X, m.points[i].Y-tip.Y) < m.radius {
		c.CircleStroke(tip.X, tip.Y, m.radius+radius, 3, t.Accent)
	} else {
		c.Circle(tip.X, tip.Y, radius+8, paint.WithAlpha(t.Accent, 0.22))
		c.Circle(tip.X, tip.Y, radius, t.Accent)
	}
	q := p.besideTip()
	c.Text("w", q.X, q.Y, paint.Style{Font: paint.Math, Size: 17, Color: t.AccentInk}, paint.Center)
}

// besideTip is where the arrow's name stands: the first of four sides of the tip
// that no arrow and no point is on.
func (p *plane) besideTip() paint.Point {
	m := &p.spots
	pull, _, pulled := p.pullEnd()
	tip, box := m.tip, p.rect.InsetXY(20, 8)
	_, box = box.CutTop(20) // the tally and the scale stand there
	for _, d := range [4]paint.Point{{X: 22, Y: -18}, {X: 22, Y: 20}, {X: -22, Y: 20}, {X: -22, Y: -18}} {
		q := paint.Point{X: tip.X + d.X, Y: tip.Y + d.Y}
		if !box.Contains(q.X, q.Y) || p.near(q.X, q.Y) >= 0 || touches(q, m.origin, tip) || m.hasOld && touches(q, m.oldTip, tip) || pulled && touches(q, tip, pull) {
			continue
		}
		return q
	}
	box = p.rect.Inset(14)
	return paint.Point{X: min(max(tip.X+22, box.X), box.Right()), Y: min(max(tip.Y-18, box.Y), box.Bottom())}
}

// touches reports whether a word at q would touch the arrow from a to b.
func touches(q, a, b paint.Point) bool {
	x, y := b.X-a.X, b.Y-a.Y
	k := 0.0
	if l := x*x + y*y; l > 0 {
		k = min(max(((q.X-a.X)*x+(q.Y-a.Y)*y)/l, 0), 1)
	}
	return math.Hypot(a.X+k*x-q.X, a.Y+k*y-q.Y) < 11
}

// drawJudged frames the part of the plane on which a drawn border was scored.
func (p *plane) drawJudged(c *paint.Canvas, t *theme.Theme) {
	if !p.scene.border.scored {
		return
	}
	a, b := p.screen(centre-span/2, centre+span/2), p.screen(centre+span/2, centre-span/2)
	for _, l := range [4][4]float64{{a.X, a.Y, b.X, a.Y}, {b.X, a.Y, b.X, b.Y}, {b.X, b.Y, a.X, b.Y}, {a.X, b.Y, a.X, a.Y}} {
		c.DashLine(l[0], l[1], l[2], l[3], 1, 2, 4, 0, t.Muted)
	}
}

func (p *plane) drawPoints(c *paint.Canvas, lk *ui.Look) {
	t, s, m := lk.Theme, p.scene, &p.spots
	radius := m.radius
	if len(s.pts) > 20 {
		radius = 7.5
	}
	mistake := s.shownMistake()
	for i, q := range m.points {
		if i >= len(s.pts) {
			break
		}
		fill, sign := t.Positive, "+"
		if s.pts[i].y < 0 {
			fill, sign = t.Negative, "−"
		}
		if i < len(m.wrong) && m.wrong[i] {
			c.CircleStroke(q.X, q.Y, radius+5, 2.5, t.Bad)
		}
		if i == mistake {
			k := 1.0
			if s.phase < 1 && !lk.Still {
				k = 0.7 + 0.3*math.Abs(math.Cos(2*math.Pi*s.phase))
			}
			c.CircleStroke(q.X, q.Y, (radius+11)*k, 2.5, t.Gradient)
		}
		if i == p.focus() {
			c.Circle(q.X, q.Y, radius+4, t.Text)
		}
		c.Circle(q.X, q.Y, radius+1.5, t.Panel)
		c.Circle(q.X, q.Y, radius, fill)
		c.Text(sign, q.X, q.Y, paint.Style{Font: paint.MonoBold, Size: radius * 1.5, Color: t.On(fill)}, paint.Center)
	}
}
