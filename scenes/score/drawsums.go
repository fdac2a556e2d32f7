package score

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	imageHead = i18n.T("图像 x", "image x")
	planeSide = i18n.T("x₂ →", "x₂ →")
)

// drawSums paints W·x + b = scores, behind its chips.
func (s *Scene) drawSums(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.sums
	if !v.narrow {
		ui.Card(c, t, s.parts.sums.Rect())
	}
	head := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Muted}
	x, _ := v.picture.Center()
	c.Text(imageHead.In(lk.Lang), x, v.picture.Y-14, head, paint.Center)
	s.drawImage(c, lk, v.picture)
	f := s.focus()
	if f >= 0 { // the row and the column that are multiplied; a ground would be read as a sign
		for _, r := range v.marked(f) {
			c.RoundRectStroke(r, theme.Radius, 1.5, t.Accent)
		}
	}
	math := paint.Style{Font: paint.Math, Size: 15, Color: t.Muted}
	for i, name := range [4]string{"W", "x", "b", "Wx + b"} {
		c.Text(name, v.heads[i].X, v.heads[i].Y, math, paint.Center)
	}
	math.Size, math.Color = 20, t.Text
	if v.narrow {
		math.Size = 15
	}
	for i, name := range [3]string{"·", "+", "="} {
		c.Text(name, v.signs[i].X, v.signs[i].Y, math, paint.Center)
	}
	for i, r := range v.column {
		c.RoundRect(r, theme.RadiusSmall, t.Raised)
		if v.narrow { // no card lies below
			c.RoundRectStroke(r, theme.RadiusSmall, 1, t.Border)
		}
		x, y := r.Center()
		c.Text(v.pixel[i], x, y, paint.Style{Font: paint.MonoBold, Size: min(13, (r.W-2)/(0.61*float64(max(len(v.pixel[i]), 1)))), Color: t.Text}, paint.Center)
	}
	winner := s.pixels.winner()
	for k := range classes {
		s.drawTemplate(c, lk, k)
		if !v.narrow {
			st := t.Body()
			c.Circle(v.rows[k].X+6, v.rows[k].Y+v.rows[k].H/2, 4, classColor(t, k))
			c.Text(v.names[k], v.rows[k].X+14, v.rows[k].Y+v.rows[k].H/2, st, paint.Left)
		} else {
			x, y := v.tiny[k].Right()+10, v.rows[k].Y+9
			c.Circle(x+4, y, 4, classColor(t, k))
			c.Text(v.names[k], x+12, y, t.Tiny().With(t.Text), paint.Left)
		}
		s.drawScore(c, lk, k, k == winner && s.at == classes)
	}
}

// drawImage paints the four pixels as grey behind their chips.
func (s *Scene) drawImage(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	h := r.W / 2
	for i := range pixels {
		g := uint8(s.parts.x[i].Float())
		cell := paint.Rect{X: r.X + float64(i%2)*h, Y: r.Y + float64(i/2)*h, W: h, H: h}
		c.Fill(cell, paint.Color{R: g, G: g, B: g, A: 255})
	}
	c.RoundRectStroke(r.Inset(-1), 2, 1, lk.Theme.Strong)
}

// drawTemplate paints a row of W as the 2×2 picture that it is.
func (s *Scene) drawTemplate(c *paint.Canvas, lk *ui.Look, k int) {
	r := s.sums.tiny[k]
	if r.Empty() {
		return
	}
	h := r.W / 2
	most := 0.0
	for i := range pixels {
		most = max(most, math.Abs(s.parts.w[k*pixels+i].Float()))
	}
	for i := range pixels {
		v := 0.0
		if most > 0 {
			v = s.parts.w[k*pixels+i].Float() / most
		}
		c.Fill(paint.Rect{X: r.X + float64(i%2)*h, Y: r.Y + float64(i/2)*h, W: h, H: h}, lk.Theme.Diverging(v))
	}
	c.RoundRectStroke(r.Inset(-1), 2, 1, lk.Theme.Strong)
}

func (s *Scene) drawScore(c *paint.Canvas, lk *ui.Look, k int, wins bool) {
	t, v := lk.Theme, &s.sums
	r := v.score[k]
	x, y := r.Center()
	if !s.known(k) {
		c.Text("?", x, y, paint.Style{Font: paint.MonoBold, Size: 18, Color: t.Faint}, paint.Center)
		return
	}
	longest := 4 // all have the size of the longest
	for c := range classes {
		longest = max(longest, len([]rune(v.text[c])))
	}
	size := min(18, (r.W-7)/(0.61*float64(longest)))
	if s.at == k+1 && s.phase < 1 {
		c.PushAlpha(s.phase)
		defer c.PopAlpha()
	}
	c.Text(v.text[k], x, y, paint.Style{Font: paint.MonoBold, Size: size, Color: t.Sign(s.pixels.score(k))}, paint.Center)
	if wins {
		if v.narrow {
			w := paint.Measure(v.text[k], paint.Style{Font: paint.MonoBold, Size: size}) + 10
			c.RoundRectStroke(r.Middle(min(r.W, w), min(r.H, size+12)), theme.RadiusSmall, 2, t.Good)
			return
		}
		c.Icon("trophy", min(r.Right()-7, x+54), y, 16, t.Good)
	}
}

// drawPlane paints which class wins where, and each class's line of score 0.
func (s *Scene) drawPlane(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.sums
	ui.Card(c, t, s.parts.plane.Rect())
	c.PushClip(v.box)
	for k := classes - 1; k >= 0; k-- {
		fan(c, v.lands[k], paint.Mix(t.Panel, classColor(t, k), 0.42))
	}
	for _, b := range v.borders {
		c.Line(b[0].X, b[0].Y, b[1].X, b[1].Y, 2, t.Panel)
	}
	for k := range classes {
		if v.crossed[k] {
			a, b := v.zeroes[k][0], v.zeroes[k][1]
			c.DashLine(a.X, a.Y, b.X, b.Y, 2.5, 7, 4, 0, classColor(t, k))
			st := paint.Style{Font: paint.SansBold, Size: 12, Color: t.Text}
			x, y := a.X+(b.X-a.X)*0.55, a.Y+(b.Y-a.Y)*0.55
			w := paint.Measure(v.zeroNames[k], st) + 16
			if v.box.W > 200 {
				c.RoundRect(paint.Rect{X: x - w/2, Y: y - 10, W: w, H: 20}, 10, t.Panel)
				c.Text(v.zeroNames[k], x, y, st, paint.Center)
			}
		}
	}
	c.PopClip()
	c.RoundRectStroke(v.box, 0, 1, t.Strong)
	c.Circle(v.point.X, v.point.Y, 9, t.Panel)
	c.Circle(v.point.X, v.point.Y, 7, t.Accent)
	c.Circle(v.point.X, v.point.Y, 2.5, t.AccentText)
	st := paint.Style{Font: paint.Math, Size: 13, Color: t.Muted}
	c.Text(planeSide.In(lk.Lang), v.box.X+v.box.W/2, v.box.Bottom()+14, st, paint.Center)
	c.Text("x₄", v.box.X-15, v.box.Y+v.box.H/2, st, paint.Center)
	tick := t.Tick()
	c.Text("0", v.box.X-6, v.box.Bottom(), tick, paint.Right)
	c.Text("255", v.box.Right(), v.box.Bottom()+14, tick, paint.Right)
	c.Text("255", v.box.X-3, v.box.Y+4, tick, paint.Right)
	if !v.narrow {
		x := v.box.X
		for k := range classes {
			c.Circle(x+5, v.box.Y-18, 4, classColor(t, k))
			c.Text(v.names[k], x+14, v.box.Y-18, t.Small(), paint.Left)
			x += 30 + paint.Measure(v.names[k], t.Small())
		}
	}
	if lk.Focus == s.parts.plane.ID() {
		c.RoundRectStroke(v.box.Inset(-3), 3, 2, t.Focus)
	}
}

// fan fills a convex land.
func fan(c *paint.Canvas, land []paint.Point, col paint.Color) {
	for i := 2; i < len(land); i++ {
		c.Quad(land[0], land[i-1], land[i], land[i], col)
	}
}

// drawCard paints the score worked out, a line a term.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.sums
	r := s.parts.card.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	rows := s.cardRows()
	in := rows.in
	c.Text(v.title, in.X, in.Y+10, t.H2(), paint.Left)
	if v.total == "" {
		y := in.Y + 30 + c.TextWrap(v.note, paint.Rect{X: in.X, Y: in.Y + 30, W: in.W}, t.Small(), 20)
		s.drawUnknown(c, t, paint.Rect{X: in.X, Y: y, W: in.W, H: in.Bottom() - y})
		return
	}
	for i := range v.terms {
		y, st := rows.at(i), paint.Style{Font: paint.Math, Size: rows.size, Color: t.Text}
		c.Text(v.terms[i][0], in.X, y, st, paint.Left)
		c.Text(v.terms[i][1], rows.made(), y, rows.madeStyle().With(t.Muted), paint.Left)
		c.Text(v.terms[i][2], in.Right(), y, paint.Style{Font: paint.MonoBold, Size: rows.size, Color: t.Sign(v.values[i])}, paint.Right)
	}
	y := rows.at(pixels + 1)
	c.Line(in.Right()-90, y-rows.step/2, in.Right(), y-rows.step/2, 1, t.Strong)
	c.Text("Wx + b", in.X, y, paint.Style{Font: paint.Math, Size: rows.size, Color: t.Text}, paint.Left)
	c.Text(v.total, in.Right(), y, paint.Style{Font: paint.MonoBold, Size: rows.size + 3, Color: t.Sign(s.pixels.score(s.focus()))}, paint.Right)
	c.TextWrap(v.note, rows.note(), noteStyle.With(t.Muted), noteLine)
}

// drawUnknown is the sum before it is worked out: what will be added up.
func (s *Scene) drawUnknown(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	step := min(36, r.H/(pixels+2.5))
	if step < 16 {
		return
	}
	size, y := min(14, step*0.68), r.Y+step
	st := paint.Style{Font: paint.Math, Size: size, Color: t.Muted}
	for i := range s.sums.terms {
		c.Text(s.sums.terms[i][0], r.X, y, st, paint.Left)
		c.Text("?", r.Right(), y, paint.Style{Font: paint.MonoBold, Size: size, Color: t.Faint}, paint.Right)
		y += step
	}
	c.Line(r.Right()-90, y-step/2, r.Right(), y-step/2, 1, t.Strong)
	c.Text("Wx + b", r.X, y, st, paint.Left)
	c.Text("?", r.Right(), y, paint.Style{Font: paint.MonoBold, Size: size + 3, Color: t.Faint}, paint.Right)
}
