package stage

import (
	"math"
	"slices"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// veil is how far what is not spoken of steps back.
const veil = 0.5

// drawGuide shows what the text that is read speaks of: the rest steps back, and
// brackets close around it.
func (s *Stage) drawGuide(c *paint.Canvas) {
	g, t := &s.guide, s.env.Theme
	s.drawPhraseFocus(c)
	if g.shown == 0 || g.count == 0 {
		return
	}
	ease := 1 - (1-g.shown)*(1-g.shown)
	spots := g.spots[:g.count]
	panel := false
	for _, r := range spots {
		panel = panel || meet(r, s.controlsPanel.r) == r
	}
	if s.sheet == sheetNone {
		ground := s.lay.middle
		if head := max(s.lay.lead.Bottom(), s.lay.head.Bottom()) + 5; head > ground.Y {
			ground.H, ground.Y = ground.Bottom()-head, head
		}
		s.stepBack(c, ground, paint.WithAlpha(t.Stage, veil*ease))
	}
	if panel {
		s.stepBack(c, s.controlsPanel.r, paint.WithAlpha(t.Background, veil*ease))
	}
	grow := 4 + 10*(1-ease)
	c.PushAlpha(ease)
	for _, r := range spots {
		drawBrackets(c, t, r.Inset(-grow))
	}
	c.PopAlpha()
}

// drawPhraseFocus is the ring around a phrase that has the keyboard.
func (s *Stage) drawPhraseFocus(c *paint.Canvas) {
	if s.look.Focus == "" {
		return
	}
	for _, p := range s.guide.phrases {
		if p.id == s.look.Focus && !p.Rect().Empty() {
			c.RoundRectStroke(p.Rect().InsetXY(-4, 0), theme.RadiusSmall+1, 2, s.env.Theme.Focus)
		}
	}
}

// stepBack lays a veil over a ground, but for what is spoken of and the text
// that is read.
func (s *Stage) stepBack(c *paint.Canvas, ground rect, col paint.Color) {
	g := &s.guide
	var holes [maxSpots + 1]rect
	n := 0
	for _, r := range g.spots[:g.count] {
		holes[n] = r.Inset(-4)
		n++
	}
	for _, p := range g.texts {
		if p.block == g.reading.block && p.block != &g.lead {
			holes[n] = p.block.Rect().Inset(-6)
			n++
		}
	}
	var edges [2*maxSpots + 4]float64
	ys := append(edges[:0], ground.Y, ground.Bottom())
	for _, r := range holes[:n] {
		ys = append(ys, min(max(r.Y, ground.Y), ground.Bottom()), min(max(r.Bottom(), ground.Y), ground.Bottom()))
	}
	slices.Sort(ys)
	for i := 1; i < len(ys); i++ {
		band := rect{X: ground.X, Y: ys[i-1], W: ground.W, H: ys[i] - ys[i-1]}
		if !band.Empty() {
			fillBut(c, band, holes[:n], col)
		}
	}
}

// fillBut fills a band but for the holes that cross it; a hole crosses all of
// its height or none.
func fillBut(c *paint.Canvas, band rect, holes []rect, col paint.Color) {
	for x := band.X; x < band.Right(); {
		next, past := band.Right(), band.Right()
		mid := band.Y + band.H/2
		for _, r := range holes {
			if mid < r.Y || mid > r.Bottom() || r.Right() <= x || r.X >= next {
				continue
			}
			next, past = max(r.X, x), r.Right()
		}
		c.Fill(rect{X: x, Y: band.Y, W: next - x, H: band.H}, col)
		x = past
	}
}

// drawBrackets rings a box: a soft glow and a thin line, heavy at the corners.
func drawBrackets(c *paint.Canvas, t *theme.Theme, r rect) {
	radius := theme.Radius
	if math.Abs(r.W-r.H) < 2 && r.W < 72 { // something round
		radius = r.W / 2
	}
	for i := range 3 {
		d := 2 * float64(i+1)
		c.RoundRectStroke(r.Inset(-d), radius+d, 2, paint.WithAlpha(t.Accent, 0.22-0.06*float64(i)))
	}
	c.RoundRectStroke(r, radius, 1, paint.WithAlpha(t.Accent, 0.7))
	side := min(18, r.W*0.3, r.H*0.3)
	for _, x := range [2]float64{r.X - 2, r.Right() - side + 2} {
		for _, y := range [2]float64{r.Y - 2, r.Bottom() - side + 2} {
			c.PushClip(rect{X: x, Y: y, W: side, H: side})
			c.RoundRectStroke(r.Inset(-1.5), radius+1.5, 3, t.Accent)
			c.PopClip()
		}
	}
}
