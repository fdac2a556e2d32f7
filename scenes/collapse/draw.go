package collapse

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var probeName = i18n.T("探针 x", "probe x")

// drawRow paints the planes after the layers, and what stands around them.
func (s *Scene) drawRow(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	for k := 0; k <= s.net.n; k++ {
		st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Muted}
		if k == s.at {
			st.Color = t.Text
		}
		align := paint.Center
		if m.narrow {
			align = paint.Left
		}
		c.Text(s.texts.titles[k], m.titles[k].X, m.titles[k].Y, st, align)
		if k == 0 {
			continue
		}
		s.drawPlane(c, lk, k)
		p := m.plus[k-1]
		c.Text("+", p.X, p.Y, paint.Style{Font: paint.Math, Size: 16, Color: t.Muted}, paint.Center)
		if a := m.arrows[k-1]; m.narrow {
			c.Head(a.X, a.Y+4, 0, 1, 8, t.Muted)
		} else {
			c.Head(a.X+4, a.Y, 1, 0, 8, t.Muted)
		}
	}
	if !m.narrow {
		return
	}
	b := m.frames[0].box
	st := t.Tiny()
	c.TextWrap(hint.In(lk.Lang), paint.Rect{X: b.Right() + 14, Y: b.Y + 26, W: s.row.Rect().W - b.W - 14}, st, 17)
}

var hint = i18n.T("拖动点或探针；点一个数来改它。", "Drag a point or the probe; tap any number to change it.")

// drawPlane paints plane k: the grid, the points and the probe after k layers.
func (s *Scene) drawPlane(c *paint.Canvas, lk *ui.Look, k int) {
	t, m := lk.Theme, &s.marks
	f := &m.frames[k]
	reached := k <= s.at || k == foldAt
	c.RoundRect(f.box, theme.RadiusSmall, t.Sunken)
	c.PushClip(f.box)
	if !reached {
		c.PushAlpha(0.12)
	}
	if k == 0 && s.told() {
		s.field.Draw(c, t, f.box)
	}
	o := f.at(0, 0)
	axis := paint.WithAlpha(t.Muted, 0.45)
	c.Line(f.box.X, o.Y, f.box.Right(), o.Y, 1, axis)
	c.Line(o.X, f.box.Y, o.X, f.box.Bottom(), 1, axis)
	rows := m.rows[k]
	for i := range lines {
		for _, upright := range [2]bool{false, true} {
			from := s.net.gridRow(upright, i, 0)
			col := paint.WithAlpha(t.Series[0], 0.75)
			if upright {
				col = paint.WithAlpha(t.Series[2], 0.75)
			}
			if from+samples <= len(rows) {
				c.Polyline(rows[from:from+samples], 1.25, col)
			}
		}
	}
	if k == s.net.n && m.seen && s.told() && s.phase >= 1 {
		a, b := m.line[0], m.line[1]
		if s.net.judge.separable() {
			c.Line(a.X, a.Y, b.X, b.Y, 2.5, t.Good)
		} else {
			c.DashLine(a.X, a.Y, b.X, b.Y, 2, 6, 4, 0, t.Bad)
		}
	}
	s.drawPoints(c, t, rows, min(1, max(f.box.W/150, 0.7)))
	if !reached {
		c.PopAlpha()
	}
	c.PopClip()
	edge, wide := t.Border, 1.0
	if k == s.at && k > 0 {
		edge, wide = t.Accent, 2
	}
	c.RoundRectStroke(f.box, theme.RadiusSmall, wide, edge)
}

// drawPoints paints points and probe, smaller in a small plane.
func (s *Scene) drawPoints(c *paint.Canvas, t *theme.Theme, rows []paint.Point, k float64) {
	for i, p := range s.net.pts {
		if 1+i >= len(rows) {
			return
		}
		q := rows[1+i]
		col := t.Positive
		if p.y < 0 {
			col = t.Negative
		}
		c.Circle(q.X, q.Y, 8*k, t.Panel)
		c.Circle(q.X, q.Y, 6.5*k, col)
		if p.y < 0 { // a hole, so that nothing rests on colour alone
			c.Circle(q.X, q.Y, 2.5*k, t.Panel)
		}
	}
	q := rows[0]
	c.CircleStroke(q.X, q.Y, 10.5*k, 2, t.Text)
}

// drawFold paints the one layer, its numbers, and both answers for the probe.
func (s *Scene) drawFold(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	r := s.fold.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := r.Inset(foldPad)
	if m.narrow {
		in = r.Inset(12)
	}
	head := t.H2()
	mark := t.Good
	if !s.texts.good {
		mark = t.Bad
	}
	c.Circle(in.X+6, in.Y+8, 5, mark)
	c.Text(s.texts.fold, in.X+18, in.Y+8, head, paint.Left)
	s.drawPlane(c, lk, foldAt)
	if !m.narrow {
		x := m.cells[0].X
		if at := in.X + 18 + paint.Measure(s.texts.fold, head) + 24; at > x {
			x = at
		}
		c.Text(s.texts.formula, x, in.Y+8, paint.Style{Font: paint.Math, Size: 15, Color: t.Muted}, paint.Left)
	}
	s.drawCells(c, lk)
	if m.narrow {
		s.drawNarrow(c, t)
		return
	}
	s.drawAnswers(c, lk)
}

// drawCells paints W and b of the one layer.
func (s *Scene) drawCells(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	size := 14.0 // the same for all: that of the longest number
	for i, r := range m.cells {
		size = min(size, (r.W-6)/(0.61*float64(max(len([]rune(s.texts.cells[i])), 1))))
	}
	for i, r := range m.cells {
		c.RoundRect(r, theme.RadiusSmall+2, t.Raised)
		if i == s.cell && s.texts.terms != "" {
			c.RoundRectStroke(r, theme.RadiusSmall+2, 1.5, t.Accent)
		}
		x, y := r.Center()
		c.Text(s.texts.cells[i], x, y, paint.Style{Font: paint.MonoBold, Size: size, Color: t.Text}, paint.Center)
	}
	last := m.cells[len(m.cells)-1]
	c.Text("+", last.X-11, last.Y-2, paint.Style{Font: paint.Math, Size: 16, Color: t.Muted}, paint.Center)
}

// answersTop is how far below the numbers of the one layer the answers stand.
const answersTop = 28.0

// answerAt is where answer i stands: 0 is the stack's, 1 the one layer's.
func (m *marks) answerAt(i int) paint.Rect {
	r := paint.Rect{X: m.text.X + 96, Y: m.text.Y + answersTop + 24*float64(i) - 12, W: m.text.W - 96, H: 24}
	if m.narrow {
		return paint.Rect{X: m.text.X, Y: m.text.Y + 20*float64(i) - 6, W: m.text.W, H: 20}
	}
	return r
}

// termsStyle is that of the sum that is written out.
var termsStyle = paint.Style{Font: paint.Mono, Size: 12}

// apartAt is where it says how far stack and one layer are apart, how it is
// written, and the height of a line.
func (s *Scene) apartAt() (box paint.Rect, st paint.Style, line float64) {
	m := &s.marks
	box, st, line = m.text, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}, 19
	if m.narrow {
		st.Size, line = theme.SizeTiny, 16
		if s.texts.verdict != "" && s.besideProbe().W >= besideLeast {
			return s.besideProbe(), st, line
		}
		return s.belowAnswers(), st, line
	}
	box.Y += answersTop + 2*24 - 6
	return box, st, line
}

// besideLeast is a width in which that has two lines.
const besideLeast = 270.0

// besideProbe is the room at the probe's right where the stage is slim.
func (s *Scene) besideProbe() paint.Rect {
	p := s.probes[width-1].Rect()
	x := p.Right() + 22
	return paint.Rect{X: x, Y: p.Y - 1, W: s.marks.text.Right() - x, H: 32}
}

// belowAnswers is the room for a sentence there.
func (s *Scene) belowAnswers() paint.Rect {
	box := s.marks.text
	box.Y += 40
	return box
}

// drawAnswers writes what stack and one layer make of the probe.
func (s *Scene) drawAnswers(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	p := s.probes[0].Rect()
	c.Text(probeName.In(lk.Lang), p.X-8, p.Y+p.H/2, t.Small(), paint.Right)
	mono := termsStyle
	mono.Color = t.Muted
	c.Text(paint.Elide(s.texts.terms, m.text.W, mono), m.text.X, m.text.Y+6, mono, paint.Left)
	y := m.text.Y + answersTop
	num := paint.Style{Font: paint.MonoBold, Size: 15, Color: t.Text}
	for i, row := range [2][2]string{{s.texts.stackIs, s.texts.stack}, {s.texts.oneIs, s.texts.one}} {
		c.Text(row[0], m.text.X, y, t.Body(), paint.Left)
		st := num
		if i == 1 && !s.texts.good {
			st.Color = t.Bad
		} else if i == 1 {
			st.Color = t.Good
		}
		c.Text(row[1], m.text.X+96, y, st, paint.Left)
		y += 24
	}
	box, small, line := s.apartAt()
	small.Color = t.Muted
	h := c.TextWrap(s.texts.apart, box, small, line)
	st := t.BodyBold()
	c.TextWrap(s.texts.verdict, paint.Rect{X: m.text.X, Y: y + h - 2, W: m.text.W}, st, 20)
}

// drawNarrow writes the same on a phone.
func (s *Scene) drawNarrow(c *paint.Canvas, t *theme.Theme) {
	m := &s.marks
	p := s.probes[0].Rect()
	c.Text("x", p.X-10, p.Y+p.H/2, paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}, paint.Right)
	y := m.text.Y
	num := paint.Style{Font: paint.MonoBold, Size: 13, Color: t.Text}
	for i, row := range [2][2]string{{s.texts.stackIs, s.texts.stack}, {s.texts.oneIs, s.texts.one}} {
		c.Text(row[0], m.text.X, y+4, t.Small(), paint.Left)
		st := num
		if i == 1 && !s.texts.good {
			st.Color = t.Bad
		} else if i == 1 {
			st.Color = t.Good
		}
		c.Text(row[1], m.text.Right(), y+4, st, paint.Right)
		y += 20
	}
	box, text, line := s.apartAt()
	text.Color = t.Muted
	if s.apartShown() {
		c.TextWrap(s.texts.apart, box, text, line)
	}
	if s.texts.verdict != "" {
		text.Color = t.Text
		c.TextWrap(s.texts.verdict, s.belowAnswers(), text, line)
	}
}

// apartShown reports whether there is room for how far stack and one layer are
// apart: on a phone the verdict stands there instead.
func (s *Scene) apartShown() bool {
	return !s.marks.narrow || s.texts.verdict == "" || s.besideProbe().W >= besideLeast
}
