package perceptron

import (
	"strconv"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// words is the type of what the card says.
func (d *card) words() paint.Style {
	if d.lineH < 22 {
		return tinyWords
	}
	return smallWords
}

// drawCard paints what the plane means in numbers.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, d := lk.Theme, &s.card
	ui.Card(c, t, s.unfold.Rect())
	c.PushClip(s.unfold.Rect())
	defer c.PopClip()
	c.Text(paint.Elide(d.title, d.box.W, t.H2()), d.box.X, d.box.Y+9, t.H2(), paint.Left)
	words := d.words()
	lineHeight := words.Size * theme.LineHeight
	c.TextWrap(d.why, d.whyAt, words.With(t.Muted), lineHeight)
	s.drawRows(c, t)
	s.drawTable(c, t)
	s.drawChart(c, t)
	if !d.why2.Empty() {
		c.RoundRect(d.why2, theme.Radius, t.AccentSoft)
		c.TextWrap(d.proof, d.why2.InsetXY(8, 7), words.With(t.Text), lineHeight)
	}
}

func (s *Scene) drawRows(c *paint.Canvas, t *theme.Theme) {
	d := &s.card
	y := d.rowsAt.Y + d.lineH/2
	if d.formula != "" {
		c.Text(d.formula, d.rowsAt.X, y, paint.Style{Font: paint.Math, Size: 15, Color: t.AccentInk}, paint.Left)
		y += d.lineH
	}
	size := 13.0
	if d.lineH < 22 {
		size = 12
	}
	name := paint.Style{Font: paint.Math, Size: size + 1, Color: t.Text}
	mono := paint.Style{Font: paint.Mono, Size: size - 1, Color: t.Muted}
	for i := range d.rows {
		r := &d.rows[i]
		if r.sum {
			c.Line(d.rowsAt.Right()-70, y-d.lineH/2, d.rowsAt.Right(), y-d.lineH/2, 1, t.Strong)
		}
		c.Text(r.symbol, d.rowsAt.X, y, name, paint.Left)
		bold := paint.Style{Font: paint.MonoBold, Size: size + 1, Color: t.Sign(r.v)}
		c.Text(r.value, d.rowsAt.Right(), y, bold, paint.Right)
		c.Text(r.made, d.rowsAt.Right()-72, y, mono, paint.Right)
		y += d.lineH
	}
}

// tableCols is where the columns end, as shares of the width.
var tableCols = [5]float64{0.14, 0.3, 0.48, 0.7, 0.9}

func (s *Scene) drawTable(c *paint.Canvas, t *theme.Theme) {
	d := &s.card
	if len(d.table) == 0 || d.tableAt.Empty() {
		return
	}
	r := d.tableAt
	y := r.Y + d.rowH/2
	head := paint.Style{Font: paint.Math, Size: 13, Color: t.Muted}
	for k, h := range d.head {
		c.Text(h, r.X+r.W*tableCols[k], y, head, paint.Right)
	}
	c.Line(r.X, r.Y+d.rowH, r.Right(), r.Y+d.rowH, 1, t.Border)
	focus := s.plane.focus()
	for i := range d.table {
		q := &d.table[i]
		y += d.rowH
		if y > r.Bottom() {
			return
		}
		if q.point == focus || focus < 0 && s.shownMistake() == q.point {
			c.RoundRect(paint.Rect{X: r.X - 4, Y: y - d.rowH/2 + 1, W: r.W + 8, H: d.rowH - 2}, 4, t.AccentSoft)
		}
		for k, cell := range q.cells {
			st := paint.Style{Font: paint.Mono, Size: 12, Color: t.Text}
			switch {
			case k == 2:
				st.Font, st.Color = paint.MonoBold, t.Sign(s.pts[q.point].y)
			case k == 4:
				st.Font = paint.MonoBold
				if !q.right {
					st.Color = t.Bad
				}
			}
			c.Text(cell, r.X+r.W*tableCols[k], y, st, paint.Right)
		}
		icon, col := "check", t.Good
		if !q.right {
			icon, col = "x", t.Bad
		}
		c.Icon(icon, r.X+r.W*0.955, y, 13, col)
	}
}

// shownMistake is the point that the step on view corrects, or −1.
func (s *Scene) shownMistake() int {
	if l := s.subject(); l != nil {
		return l.point
	}
	return -1
}

func (s *Scene) drawChart(c *paint.Canvas, t *theme.Theme) {
	d := &s.card
	r := d.chartAt
	if r.H < 44 || len(s.pts) == 0 || d.chart == "" {
		return
	}
	c.Text(paint.Elide(d.chart, r.W, t.Tiny()), r.X, r.Y+8, t.Tiny(), paint.Left)
	p := d.plotBox()
	c.Line(p.X, p.Bottom(), p.Right(), p.Bottom(), 1, t.Border)
	if s.soft {
		if n := len(d.loss); n > 0 {
			c.Polyline(d.loss, 2, paint.WithAlpha(t.Accent, 0.6))
			c.Circle(d.loss[n-1].X, d.loss[n-1].Y, 5, t.Accent)
		}
		return
	}
	s.drawBars(c, t, p)
}

// drawBars paints one bar a round, as high as it has had mistakes so far, and the
// last of them where not all fit.
func (s *Scene) drawBars(c *paint.Canvas, t *theme.Theme, p paint.Rect) {
	counts, now := s.card.rounds, s.last().pass
	n := min(len(counts), int(p.W/14))
	from, most := len(counts)-n, 1
	for _, k := range counts {
		most = max(most, k)
	}
	pitch := min(p.W/float64(max(n, 1)), 34)
	st := t.Tick()
	var buf [8]byte
	for i := range n {
		k, pass := counts[from+i], from+i+1
		h := (p.H - 16) * float64(k) / float64(most)
		x := p.X + float64(i)*pitch
		bar := paint.Rect{X: x + 1, Y: p.Bottom() - max(h, 2), W: pitch - 3, H: max(h, 2)}
		col := paint.WithAlpha(t.Bad, 0.45)
		switch {
		case k == 0:
			col = t.Good
		case pass == now:
			col = t.Bad
		}
		c.RoundRect(bar, 3, col)
		c.TextBytes(strconv.AppendInt(buf[:0], int64(k), 10), x+pitch/2, bar.Y-8, st, paint.Center)
	}
}
