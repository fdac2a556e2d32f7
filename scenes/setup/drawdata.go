package setup

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	dataName   = i18n.T("① 数据", "① Data")
	valleyName = i18n.T("一个神经元的损失", "One neuron’s loss")
	valleyTiny = i18n.T("损失", "Loss")
	fedName    = i18n.T("网络看到的", "what the network sees")
	fedTiny    = i18n.T("看到的", "it sees")
	meanName   = i18n.T("均值", "Mean")
	sdName     = i18n.T("标准差", "Std")
	steepName  = i18n.T("最陡", "Steepest")
	flatName   = i18n.T("最平", "Flattest")
)

// curvatures are the names of the valley's numbers.
var curvatures = [3]inspect.Formula{inspect.Parse("λ_{max}"), inspect.Parse("λ_{min}"), inspect.Parse("κ=λ_{max}/λ_{min}")}

// noteStyle is the type of the word at the right of a title.
var noteStyle = paint.Style{Font: paint.Mono, Size: theme.SizeTiny}

// head writes the title of a figure, and a word at its right.
func (s *Scene) head(c *paint.Canvas, t *theme.Theme, r paint.Rect, title, note string) {
	y := r.Y + pad + 7
	x := r.X + pad
	if s.marks.narrow {
		x, y = r.X, r.Y+9
	} else {
		ui.Card(c, t, r)
	}
	c.Text(title, x, y, t.BodyBold(), paint.Left)
	if note != "" {
		right := r.Right() - pad
		if s.marks.narrow {
			right = r.Right()
		}
		c.Text(note, right, y, noteStyle.With(t.Muted), paint.Right)
	}
}

// drawCloud paints the plane of the data: what the network answers everywhere,
// the examples, and the handles of the raw cloud.
func (s *Scene) drawCloud(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	s.head(c, t, s.pad.Rect(), dataName.In(lk.Lang), "")
	f := &m.plane
	c.RoundRect(f.box, theme.RadiusSmall, t.Sunken)
	c.PushClip(f.box)
	if s.told {
		c.PushAlpha(0.55)
		s.field.Draw(c, t, f.box)
		c.PopAlpha()
	}
	o := f.at(0, 0)
	c.Line(f.box.X, o.Y, f.box.Right(), o.Y, 1, paint.WithAlpha(t.Muted, 0.7))
	c.Line(o.X, f.box.Y, o.X, f.box.Bottom(), 1, paint.WithAlpha(t.Muted, 0.7))
	small := 2.6
	if !m.narrow {
		small = 3.2
	}
	for _, q := range m.ghosts {
		c.Circle(q.X, q.Y, 1.8, paint.WithAlpha(t.Muted, 0.6))
	}
	for i, q := range m.dots {
		col := t.Negative
		if s.cloud.labels[i] == 1 {
			col = t.Positive
		}
		c.Circle(q.X, q.Y, small+1, t.Stage)
		c.Circle(q.X, q.Y, small, col)
		if s.cloud.labels[i] == 0 { // a hole, so that nothing rests on colour alone
			c.Circle(q.X, q.Y, small*0.4, t.Stage)
		}
	}
	for _, h := range m.handles {
		c.Line(m.middle.X, m.middle.Y, h.X, h.Y, 1.5, t.Text)
	}
	for _, h := range m.handles {
		c.Circle(h.X, h.Y, 7, t.Stage)
		c.Circle(h.X, h.Y, 5.5, t.Accent)
	}
	c.CircleStroke(m.middle.X, m.middle.Y, 6, 2, t.Text)
	c.PopClip()
	if lk.Focus == s.pad.ID() {
		c.RoundRectStroke(f.box.Inset(-2), theme.RadiusSmall+2, 2, t.Focus)
	}
}

// drawValley paints the contours of the loss over the neuron's two weights, and
// the way down, as far as the ball has come.
func (s *Scene) drawValley(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	name, note := valleyName.In(lk.Lang), s.texts.valleyIs
	if m.narrow {
		name = valleyTiny.In(lk.Lang)
	} else {
		note = ""
	}
	s.head(c, t, s.bowl.Rect(), name, note)
	f := &m.valley
	c.RoundRect(f.box, theme.RadiusSmall, t.Sunken)
	c.PushClip(f.box)
	s.ground.Draw(c, t, f.box)
	for i, l := range m.contour {
		c.Line(l[0], l[1], l[2], l[3], 1, paint.WithAlpha(t.Text, 0.5-0.035*float64(s.valley.depth[i])))
	}
	low := f.at(s.valley.low[0], s.valley.low[1])
	c.Line(low.X-5, low.Y, low.X+5, low.Y, 1.5, t.Text)
	c.Line(low.X, low.Y-5, low.X, low.Y+5, 1.5, t.Text)
	n := min(int(s.walked), len(m.walk)-1)
	c.Polyline(m.walk[:n+1], 2, t.Gradient)
	ball := m.walk[n]
	if n+1 < len(m.walk) {
		u := s.walked - float64(n)
		next := m.walk[n+1]
		at := paint.Point{X: ball.X + (next.X-ball.X)*u, Y: ball.Y + (next.Y-ball.Y)*u}
		c.Line(ball.X, ball.Y, at.X, at.Y, 2, t.Gradient)
		ball = at
	}
	for _, q := range m.walk[1 : n+1] {
		c.Circle(q.X, q.Y, 2.2, t.Gradient)
	}
	first := m.walk[0]
	c.CircleStroke(first.X, first.Y, 6, 2, t.Text)
	c.Circle(ball.X, ball.Y, 6, t.Stage)
	c.Circle(ball.X, ball.Y, 4.5, t.Gradient)
	c.PopClip()
	if m.narrow { // there is no room beside it
		x, y, st := s.walkAt()
		st.Color = t.Text
		w := paint.Measure(s.texts.walk, st) + 12
		c.RoundRect(paint.Rect{X: x - 6, Y: y - 9, W: w, H: 18}, theme.RadiusSmall, paint.WithAlpha(t.Stage, 0.85))
		c.Text(s.texts.walk, x, y, st, paint.Left)
	}
	if lk.Focus == s.bowl.ID() {
		c.RoundRectStroke(f.box.Inset(-2), theme.RadiusSmall+2, 2, t.Focus)
	}
}

// drawNumbers paints means, deviations and the curvature of the valley.
func (s *Scene) drawNumbers(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	r := s.numbers.Rect()
	ui.Card(c, t, r)
	in := r.Inset(pad)
	math := paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	for k, x := range [2]string{"x₁", "x₂"} {
		c.Text(x, m.numbers[k].Right(), in.Y+8, math, paint.Right)
	}
	fed := fedName
	if paint.Measure(fed.In(lk.Lang), t.Tiny()) > m.numbers[0].Right()-18-in.X {
		fed = fedTiny
	}
	c.Text(fed.In(lk.Lang), in.X, in.Y+8, t.Tiny(), paint.Left)
	for i, q := range m.numbers {
		st := num
		if i < 4 {
			st.Color = t.Text
		}
		if i == 6 {
			st.Size, st.Color = 15, t.AccentInk
		}
		c.Text(s.texts.numbers[i], q.Right(), q.Y+q.H/2, st, paint.Right)
	}
	mid := func(i int) float64 { return m.numbers[i].Y + numRow/2 }
	c.Text(meanName.In(lk.Lang), in.X, mid(0), t.Small(), paint.Left)
	c.Text(sdName.In(lk.Lang), in.X, mid(2), t.Small(), paint.Left)
	c.Line(in.X, m.numbers[4].Y-3, in.Right(), m.numbers[4].Y-3, 1, t.Border)
	for i, f := range curvatures {
		f.Draw(c, in.X, mid(4+i), math)
	}
	c.Text(steepName.In(lk.Lang), in.X+44, mid(4), t.Small(), paint.Left)
	c.Text(flatName.In(lk.Lang), in.X+44, mid(5), t.Small(), paint.Left)
	e := s.eta.Rect()
	c.Text("η", in.X, e.Y+e.H/2, paint.Style{Font: paint.Math, Size: 15, Color: t.Text}, paint.Left)
	if x, y, say := s.walkAt(); s.walkFits(y) {
		if say.Color = t.Text; s.texts.bad {
			say.Color = t.Bad
		}
		c.Text(s.texts.walk, x, y, say, paint.Left)
	}
}

// walkFits reports whether there is room at y to say how the descent ends.
func (s *Scene) walkFits(y float64) bool {
	return s.marks.narrow || y < s.numbers.Rect().Bottom()-pad+4
}

// walkAt is where it is said how the descent ends, and the type of it.
func (s *Scene) walkAt() (x, y float64, st paint.Style) {
	if s.marks.narrow { // in a corner of the valley
		st = paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
		r := s.marks.valley.box
		return r.Right() - 6 - paint.Measure(s.texts.walk, st), r.Bottom() - 11, st
	}
	return s.numbers.Rect().X + pad, s.eta.Rect().Bottom() + 14, paint.Style{Font: paint.SansBold, Size: theme.SizeBody}
}
