package descent

import (
	"math"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	lossName   = i18n.T("损失", "Loss")
	solidName  = i18n.T("立体", "Relief")
	mapName    = i18n.T("等高线", "Contours")
	busyName   = i18n.T("引擎正在训练小网络…", "The engine is training the small network…")
	reliefHint = i18n.T("拖动来转", "drag to turn")
	brokenHint = i18n.T("式子还读不懂，图是上一个的", "Not readable yet: this is the last formula")
)

var formulaStyle = paint.Style{Font: paint.Math, Size: theme.SizeBody}

// head paints a card and its heading. The large one has tabs in its place.
func (s *Scene) head(c *paint.Canvas, lk *ui.Look, r paint.Rect, title i18n.Text) {
	t := lk.Theme
	ui.Card(c, t, r)
	if r.Y != s.view.Rect().Y-1 || r.X != s.view.Rect().X-6 {
		c.Text(title.In(lk.Lang), r.X+14, r.Y+headH/2, t.BodyBold(), paint.Left)
	}
}

// drawMap paints the contours, the paths and the balls.
func (s *Scene) drawMap(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	r := s.pad.Rect()
	s.head(c, lk, r, mapName)
	large := r.W > 300
	if large {
		st := formulaStyle
		st.Size, st.Color = s.texts.formulaSize, t.AccentInk
		c.Text(s.texts.formula, r.Right()-14, r.Y+headH/2, st, paint.Right)
	}
	if s.training || s.fill == nil {
		c.RoundRect(m.plane, theme.RadiusSmall, t.Sunken)
		x, y := m.plane.Center()
		c.Text(busyName.In(lk.Lang), x, y, t.Small(), paint.Center)
		return
	}
	c.Bitmap(s.fill, m.plane, true)
	c.PushClip(m.plane)
	from, ink := 0, paint.WithAlpha(t.Text, 0.22)
	for _, end := range m.ends {
		c.Polyline(m.lines[from:end], 1, ink)
		from = end
	}
	if m.cloudOn {
		s.drawCloud(c, t)
	}
	if m.shapeOn {
		s.drawAxes(c, t)
	}
	c.CircleStroke(m.start.X, m.start.Y, 9, 1.5, paint.WithAlpha(t.Text, 0.55))
	quiet := m.cloudOn || m.shapeOn
	for _, k := range s.order() {
		col := t.Series[k]
		if quiet && k != s.opt { // the card speaks of one of them
			col = paint.WithAlpha(col, 0.3)
		}
		s.drawTrack(c, t, &m.path[k], col, k == s.opt, !large)
	}
	s.drawPull(c, t)
	if m.shapeOn {
		s.drawAxisNames(c, t)
	}
	c.PopClip()
	if s.texts.kind != "" && m.path[s.opt].seen {
		s.drawKind(c, t)
	}
	c.RoundRectStroke(m.plane, 2, 1, t.Border)
	if large {
		s.drawTicks(c, t)
	}
	if s.bad != nil || s.alien != nil {
		st := t.Tiny()
		st.Color = t.Bad
		words := paint.Elide(brokenHint.In(lk.Lang), m.plane.W-32, st)
		c.RoundRect(paint.Rect{X: m.plane.X + 8, Y: m.plane.Y + 8, W: paint.Measure(words, st) + 16, H: 22}, 11, t.Panel)
		c.Text(words, m.plane.X+16, m.plane.Y+19, st, paint.Left)
	}
	if lk.Focus == s.pad.ID() {
		c.RoundRectStroke(r.Inset(-2), theme.RadiusLarge+2, 2, t.Focus)
	}
}

// order puts the one that is looked at last, on top.
func (s *Scene) order() (out [optimisers]int) {
	n := 0
	for k := range out {
		if k != s.opt {
			out[n] = k
			n++
		}
	}
	out[n] = s.opt
	return out
}

// drawTrack paints a path and its ball.
func (s *Scene) drawTrack(c *paint.Canvas, t *theme.Theme, p *track, col paint.Color, chosen, small bool) {
	if !p.alive {
		return
	}
	width, size := 2.0, 6.5
	if chosen {
		width, size = 2.75, 8
	}
	if small {
		size -= 1.5
	}
	ground := paint.WithAlpha(t.Panel, 0.65)
	c.Polyline(p.pts, width+2, ground)
	c.Polyline(p.pts, width, col)
	if chosen && len(p.pts) < 160 {
		for _, q := range p.pts {
			c.Circle(q.X, q.Y, 2.6, col)
		}
	}
	if p.lost {
		if p.edge != (paint.Point{}) {
			c.Circle(p.edge.X, p.edge.Y, 6, t.Panel)
			c.CircleStroke(p.edge.X, p.edge.Y, 5, 2, col)
		}
		return
	}
	c.Circle(p.ball.X, p.ball.Y, size+2, t.Panel)
	c.Circle(p.ball.X, p.ball.Y, size, col)
}

// drawPull paints where the gradient pulls, what is remembered of it, and where
// the step leads.
func (s *Scene) drawPull(c *paint.Canvas, t *theme.Theme) {
	m := &s.marks
	if a := m.pull; a.on {
		c.Arrow(a.from.X, a.from.Y, a.to.X, a.to.Y, 5, 11, paint.WithAlpha(t.Panel, 0.8))
		c.Arrow(a.from.X, a.from.Y, a.to.X, a.to.Y, 2.5, 9, t.Gradient)
	}
	if a := m.velocity; a.on {
		c.Arrow(a.from.X, a.from.Y, a.to.X, a.to.Y, 5, 12, paint.WithAlpha(t.Panel, 0.8))
		c.Arrow(a.from.X, a.from.Y, a.to.X, a.to.Y, 2.5, 10, t.Text)
	}
	if len(m.ring) > 0 {
		c.DashPolyline(m.ring, 1.5, 4, 3, 0, t.Text)
	}
	if a := m.step; a.on {
		c.DashLine(a.from.X, a.from.Y, a.to.X, a.to.Y, 2, 4, 3, 0, t.Text)
		c.CircleStroke(a.to.X, a.to.Y, 4, 1.5, t.Text)
	}
}

// drawCloud paints the pull of every example at the ball, those of batches as
// dots, of the two workers and of all.
func (s *Scene) drawCloud(c *paint.Canvas, t *theme.Theme) {
	m := &s.marks
	b := m.path[s.opt].ball
	faint := paint.WithAlpha(t.Gradient, 0.28)
	for _, p := range m.arrows {
		c.Line(b.X, b.Y, p.X, p.Y, 1, faint)
		c.Circle(p.X, p.Y, 2, paint.WithAlpha(t.Gradient, 0.75))
	}
	for _, p := range m.dots {
		c.Circle(p.X, p.Y, 5.5, t.Panel)
		c.Circle(p.X, p.Y, 4, t.Series[6])
	}
	for i, p := range m.workers {
		col := t.Series[3+i]
		c.Arrow(b.X, b.Y, p.X, p.Y, 4.5, 11, t.Panel)
		c.Arrow(b.X, b.Y, p.X, p.Y, 2.5, 9, col)
	}
	a, d := m.workers[0], m.workers[1]
	c.DashLine(a.X, a.Y, d.X, d.Y, 1.25, 4, 3, 0, t.Text)
	c.Arrow(b.X, b.Y, m.mean.X, m.mean.Y, 6.5, 14, t.Panel)
	c.Arrow(b.X, b.Y, m.mean.X, m.mean.Y, 3.5, 11, t.Gradient)
}

// drawAxes paints the directions of the curvatures: solid where it curves up,
// dashed where down.
func (s *Scene) drawAxes(c *paint.Canvas, t *theme.Theme) {
	for k, a := range s.marks.axis {
		col := t.Good
		if s.shape.value[k] < 0 {
			col = t.Bad
			c.DashLine(a.from.X, a.from.Y, a.to.X, a.to.Y, 2.5, 5, 4, 0, col)
		} else {
			c.Line(a.from.X, a.from.Y, a.to.X, a.to.Y, 4.5, paint.WithAlpha(t.Panel, 0.8))
			c.Line(a.from.X, a.from.Y, a.to.X, a.to.Y, 2.5, col)
		}
	}
}

// drawAxisNames writes λ₁ and λ₂ at the ends of the axes, over the paths.
func (s *Scene) drawAxisNames(c *paint.Canvas, t *theme.Theme) {
	st := paint.Style{Font: paint.Math, Size: 14, Color: t.Text}
	for k, a := range s.marks.axis {
		if in := s.marks.plane.Inset(16); !in.Contains(a.to.X, a.to.Y) && in.Contains(a.from.X, a.from.Y) {
			a.from, a.to = a.to, a.from
		}
		dx, dy := a.to.X-a.from.X, a.to.Y-a.from.Y
		if l := math.Hypot(dx, dy); l > 0 {
			dx, dy = dx/l, dy/l
		}
		x, y := a.to.X+dx*14, a.to.Y+dy*14
		c.RoundRect(paint.Rect{X: x - 11, Y: y - 9, W: 22, H: 18}, 9, paint.WithAlpha(t.Panel, 0.8))
		c.Text([2]string{"λ₁", "λ₂"}[k], x, y, st, paint.Center)
	}
}

// drawKind names the place beside the ball, on a small map without saying why.
func (s *Scene) drawKind(c *paint.Canvas, t *theme.Theme) {
	m := &s.marks
	b := m.path[s.opt].ball
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Text}
	kind := s.texts.kind
	w := paint.Measure(kind, st) + 20
	if w > m.plane.W-8 {
		kind, _, _ = strings.Cut(kind, i18n.T("：", ":").In(s.lang))
		w = paint.Measure(kind, st) + 20
	}
	x := min(max(b.X-w/2, m.plane.X+4), m.plane.Right()-w-4)
	y := b.Y - 42
	if y < m.plane.Y+4 {
		y = b.Y + 16
	}
	box := paint.Rect{X: x, Y: y, W: w, H: 26}
	c.RoundRect(box, 13, t.Panel)
	c.RoundRectStroke(box, 13, 1.5, t.Strong)
	c.Text(kind, box.X+10, box.Y+13, st, paint.Left)
}

func (s *Scene) drawTicks(c *paint.Canvas, t *theme.Theme) {
	m := &s.marks
	st := t.Tick()
	for _, k := range m.ticks[0] {
		c.Text(k.text, k.at, m.plane.Bottom()+12, st, paint.Center)
	}
	for _, k := range m.ticks[1] {
		c.Text(k.text, m.plane.X-5, k.at, st, paint.Right)
	}
}

// drawSolid paints the relief with the paths on it.
func (s *Scene) drawSolid(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	r := s.relief3d.Rect()
	s.head(c, lk, r, solidName)
	if !s.relief3d.grip.Held() {
		c.Text(reliefHint.In(lk.Lang), r.Right()-14, r.Y+headH/2, t.Tiny(), paint.Right)
	}
	if s.training {
		return
	}
	c.PushClip(r.Inset(1))
	for i := range s.solid.faces {
		f := &s.solid.faces[i]
		c.Quad(f.p[0], f.p[1], f.p[2], f.p[3], f.color)
	}
	for _, k := range s.order() {
		if p := &m.climb[k]; m.path[k].alive {
			c.Polyline(p.pts, 3.5, paint.WithAlpha(t.Panel, 0.6))
			c.Polyline(p.pts, 2, t.Series[k])
			if p.seen {
				c.Circle(p.ball.X, p.ball.Y, 7, t.Panel)
				c.Circle(p.ball.X, p.ball.Y, 5, t.Series[k])
			}
		}
	}
	c.PopClip()
	if lk.Focus == s.relief3d.ID() {
		c.RoundRectStroke(r.Inset(-2), theme.RadiusLarge+2, 2, t.Focus)
	}
}

// drawLosses paints the loss of all, step by step.
func (s *Scene) drawLosses(c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, s.losses.Rect()
	s.head(c, lk, r, lossName)
	if s.training {
		return
	}
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	x := r.Right() - 14
	c.Text(s.texts.loss, x, r.Y+headH/2, num, paint.Right)
	c.Circle(x-paint.Measure(s.texts.loss, num)-10, r.Y+headH/2, 4, t.Series[s.opt])
	s.curve.Draw(c, lk, s.inLosses())
}

// inLosses is where the plot of the losses lies.
func (s *Scene) inLosses() paint.Rect {
	_, in := s.losses.Rect().InsetXY(10, 6).CutTop(headH - 6)
	in.X, in.W = in.X+8, in.W-8
	return in
}
