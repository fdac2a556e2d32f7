package loss

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// drawStrip paints the three images' losses and their mean.
func (s *Scene) drawStrip(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.table
	for i, r := range v.cards {
		ground, edge := t.Panel, t.Border
		if i == s.example {
			ground, edge = t.AccentSoft, t.Accent
		} else if i == classes {
			ground = t.Raised
		}
		c.RoundRect(r, theme.RadiusLarge, ground)
		c.RoundRectStroke(r, theme.RadiusLarge, 1, edge)
		in := r.InsetXY(14, 10)
		if v.slender {
			in = r.InsetXY(8, 8)
		}
		title := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Text}
		num := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Text}
		c.Text(paint.Elide(v.lines[i][0], in.W, title), in.X, in.Y+8, title, paint.Left)
		h, l := num, num
		h.Color, l.Color = t.Muted, t.Muted
		if s.known(colHinge) {
			h.Color = t.Text
			c.Text(paint.Elide(v.lines[i][1], in.W, h), in.X, in.Y+29, h, paint.Left)
		} else {
			c.Text("hinge …", in.X, in.Y+29, h, paint.Left)
		}
		if s.known(colLog) {
			l.Color = t.Text
			c.Text(paint.Elide(v.lines[i][2], in.W, l), in.X, in.Y+49, l, paint.Left)
		} else {
			c.Text("−ln p …", in.X, in.Y+49, l, paint.Left)
		}
	}
}

// drawTable paints the table, behind the chips of the scores.
func (s *Scene) drawTable(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.table
	ui.Card(c, t, s.grid.Rect())
	y := s.scores.labels[s.example]
	head := paint.Style{Font: paint.Math, Size: 13, Color: t.Muted}
	if v.slender {
		head.Size = 12
	}
	for k := range columns {
		x, _ := v.cells[0][k].rect.Center()
		st := head
		if at := s.Pos[viewScores]; at == need[k] && at > 0 {
			st.Color, st.Font = t.AccentInk, paint.SansBold
		}
		c.Text(v.heads[k], x, v.headY, st, paint.Center)
	}
	row := v.rows[y]
	c.RoundRect(row.InsetXY(4, 1), theme.Radius, t.GoodSoft)
	last := v.rows[classes]
	c.Line(last.X+12, last.Y-3, last.Right()-12, last.Y-3, 1, t.Border)
	for i := range classes {
		st := t.Body()
		x, mid := v.rows[i].X+14, v.rows[i].Y+v.rows[i].H/2
		if v.slender {
			x, st.Size = v.rows[i].X+8, theme.SizeSmall
		}
		if i == y {
			st.Font, st.Color = paint.SansBold, t.Good
			if !v.slender {
				c.Icon("check", x+58, mid, 15, t.Good)
			}
		}
		c.Text(v.names[i], x, mid, st, paint.Left)
	}
	st := t.Small()
	x := last.X + 14
	if v.slender {
		x, st.Size = last.X+8, theme.SizeTiny
	}
	c.Text(v.total, x, last.Y+last.H/2, st, paint.Left)
	f := s.focus()
	for i := range v.cells {
		for k := range v.cells[i] {
			if k > 0 || i == classes {
				s.drawCell(c, lk, i, k, f == spot{i, k})
			}
		}
	}
}

func (s *Scene) drawCell(c *paint.Canvas, lk *ui.Look, i, k int, chosen bool) {
	t, v := lk.Theme, &s.table
	d := &v.cells[i][k]
	if !d.used {
		return
	}
	x, y := d.rect.Center()
	size := 14.0
	if v.slender {
		size = 12
	}
	if !s.known(k) {
		c.Text("·", x, y, paint.Style{Font: paint.Mono, Size: size, Color: t.Faint}, paint.Center)
		return
	}
	box := d.rect.Middle(d.rect.W, min(d.rect.H, 34))
	switch {
	case math.IsNaN(d.value):
		plot.Hatch(c, t, box)
	case k == colShare:
		c.RoundRect(box, theme.RadiusSmall, t.Track)
		full := box
		full.W *= d.value
		c.RoundRect(full, theme.RadiusSmall, paint.WithAlpha(t.Positive, 0.45))
	}
	ink := t.Text
	switch {
	case k == colGrad:
		ink = t.Sign(d.value)
	case k == colHinge && d.value == 0:
		ink = t.Muted
	case i == classes || k == colLog:
		ink = t.AccentInk
	}
	font := paint.Mono
	if i == classes || k == colLog {
		font = paint.MonoBold
	}
	if chosen {
		c.RoundRectStroke(box, theme.RadiusSmall+2, 2, t.Accent)
	}
	c.Text(d.text, x, y, paint.Style{Font: font, Size: min(size, (d.rect.W-2)/(0.61*float64(max(len([]rune(d.text)), 1)))), Color: ink}, paint.Center)
}

// whyStyle is that of the sentence below the figures, whyLine the height of its lines.
var whyStyle = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}

const whyLine = 20.0

// cardLines are where the figures of the card stand, how they are written, and
// where the sentence below them stands.
func (s *Scene) cardLines() (line, why paint.Rect, st paint.Style) {
	v := &s.table
	st = paint.Style{Font: paint.MonoBold, Size: 20}
	if v.slender {
		st.Size = 13
	}
	line = paint.Rect{X: v.words.X, Y: v.words.Y + 30, W: v.words.W}
	line.H = paint.WrapHeight(v.card.line, line.W, st, st.Size*1.5)
	return line, paint.Rect{X: line.X, Y: line.Bottom() + 8, W: line.W}, st
}

// drawCard paints the number worked out, and −ln p as a curve.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.table
	r := s.card.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := v.words
	c.Text(v.card.title, in.X, in.Y+10, t.H2(), paint.Left)
	line, below, st := s.cardLines()
	st.Color = t.AccentInk
	c.TextWrap(v.card.line, line, st, st.Size*1.5)
	why := whyStyle
	why.Color = t.Muted
	if v.broken {
		why.Color = t.Bad
	}
	c.TextWrap(v.card.why, below, why, whyLine)
	s.drawCurves(c, lk)
}

// fineColors are those of −ln p, a loss like the numbers in blue, and of (1 − p)²,
// by their place in the theme's Series.
var fineColors = [2]int{0, 7}

func (s *Scene) drawCurves(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.table
	if v.curve.H < 50 {
		return
	}
	box := v.curve
	_, box = box.CutTop(20)
	box.H -= 16
	x := v.curve.X
	for k, name := range v.legend {
		st := paint.Style{Font: paint.Math, Size: 12, Color: t.Muted}
		c.RoundRect(paint.Rect{X: x, Y: v.curve.Y + 5, W: 10, H: 3}, 1.5, t.Series[fineColors[k]])
		c.Text(name, x+14, v.curve.Y+6, st, paint.Left)
		x += 14 + paint.Measure(name, st) + 10
	}
	c.Line(box.X, box.Bottom(), box.Right(), box.Bottom(), 1, t.Strong)
	c.Line(box.X, box.Y, box.X, box.Bottom(), 1, t.Strong)
	tick := t.Tick()
	c.Text("0", box.X, box.Bottom()+9, tick, paint.Left)
	c.Text("p", box.X+box.W/2, box.Bottom()+9, tick, paint.Center)
	c.Text("1", box.Right(), box.Bottom()+9, tick, paint.Right)
	for k := range v.pts {
		c.Polyline(v.pts[k], 2, t.Series[fineColors[k]])
	}
	if s.known(colLog) && v.at.X == v.at.X {
		c.DashLine(v.at.X, box.Bottom(), v.at.X, v.at.Y, 1.2, 4, 3, 0, t.Muted)
		c.Circle(v.at.X, v.at.Y, 6.5, t.Panel)
		c.Circle(v.at.X, v.at.Y, 5, t.Accent)
	}
}
