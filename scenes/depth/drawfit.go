package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	boardName = i18n.T("在这里画", "Draw here")
	sumName   = i18n.T("拼起来", "Put together")
	lossName  = i18n.T("损失", "Loss")
	targetIs  = i18n.T("目标", "target")
	partsAre  = i18n.T("每个单元", "each unit")
	sumIs     = i18n.T("总和", "their sum")
	comesIs   = i18n.T("曲线会画在这里", "The curve appears here")
)

// head paints the card of a figure and its title.
func (s *Scene) head(c *paint.Canvas, t *theme.Theme, r paint.Rect, title string) {
	if s.marks.narrow {
		c.Text(title, r.X, r.Y+10, t.BodyBold(), paint.Left)
		return
	}
	ui.Card(c, t, r)
	c.Text(title, r.X+pad, r.Y+pad+7, t.BodyBold(), paint.Left)
}

// drawBoard paints the target, what each unit adds, and their sum.
func (s *Scene) drawBoard(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	r := s.board.Rect()
	s.head(c, t, r, boardName.In(lk.Lang))
	s.drawLegend(c, lk, r)
	b := &m.board
	c.RoundRect(b.box, theme.RadiusSmall, t.Sunken)
	c.PushClip(b.box)
	left, right, zero := b.at(-1, 0), b.at(1, 0), b.at(0, 0)
	c.Line(b.box.X, zero.Y, b.box.Right(), zero.Y, 1, t.Border)
	for _, x := range [2]float64{left.X, right.X} {
		c.DashLine(x, b.box.Y, x, b.box.Bottom(), 1, 4, 4, 0, t.Muted)
	}
	for j, u := range m.units {
		col, width := paint.WithAlpha(t.Series[j%6+1], 0.5), 1.25
		if j == s.chosen {
			continue
		}
		c.Polyline(u, width, col)
	}
	c.Polyline(m.target, 5, paint.WithAlpha(t.Text, 0.28))
	c.Polyline(m.sum, 2.75, t.Accent)
	if s.chosen >= 0 && s.chosen < len(m.units) {
		c.Polyline(m.units[s.chosen], 3, t.Series[s.chosen%6+1])
	}
	for j, k := range m.knots {
		if s.fit.act == "relu" && k.X > b.box.X && k.X < b.box.Right() {
			size := 5.0
			if j == s.chosen {
				size = 8
			}
			col := t.Series[j%6+1]
			c.Triangle(paint.Point{X: k.X - size, Y: k.Y}, paint.Point{X: k.X + size, Y: k.Y}, paint.Point{X: k.X, Y: k.Y - 1.6*size}, col)
		}
	}
	if s.board.down || lk.Focus == s.board.ID() && s.board.at >= 0 {
		q := m.target[min(max(s.board.at, 0), samples-1)]
		c.CircleStroke(q.X, q.Y, 7, 2, t.Text)
	}
	c.PopClip()
	if lk.Focus == s.board.ID() {
		c.RoundRectStroke(b.box.Inset(-2), theme.RadiusSmall+2, 2, t.Focus)
	}
}

func (s *Scene) drawLegend(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	x, y := r.Right()-pad, r.Y+pad+7
	if s.marks.narrow {
		x, y = r.Right(), r.Y+10
	}
	st := t.Tiny()
	for i, name := range [3]i18n.Text{sumIs, partsAre, targetIs} {
		text := name.In(lk.Lang)
		c.Text(text, x, y, st, paint.Right)
		x -= paint.Measure(text, st) + 6
		col, wide := t.Accent, 3.0
		switch i {
		case 1:
			col, wide = t.Series[2], 1.5
		case 2:
			col, wide = paint.WithAlpha(t.Text, 0.35), 5
		}
		c.Line(x-16, y, x, y, wide, col)
		x -= 30
	}
}

// drawStep paints the step at hand in place of a figure; it reports whether there
// is one.
func (s *Scene) drawStep(c *paint.Canvas, t *theme.Theme, of *ui.Figure) bool {
	if !s.Card.Shown() || of != s.stepFigure() {
		return false
	}
	if !s.marks.narrow {
		ui.Card(c, t, of.Rect())
	}
	s.Card.Draw(c, t)
	return true
}

// drawLosses paints the plot of a part.
func (s *Scene) drawLosses(c *paint.Canvas, lk *ui.Look, v int, r paint.Rect) {
	if v == viewRace && s.drawStep(c, lk.Theme, s.raceCurve) {
		return
	}
	blank := s.curves[v].Len(0) == 0
	if v == viewRace && blank {
		s.head(c, lk.Theme, r, shapesName.In(lk.Lang))
		s.drawShapes(c, lk)
		return
	}
	if !s.marks.narrow {
		s.head(c, lk.Theme, r, lossName.In(lk.Lang))
	}
	r = s.curveRect(v)
	s.curves[v].Draw(c, lk, r)
	if blank {
		x, y := r.Center()
		c.Text(comesIs.In(lk.Lang), x, y, lk.Theme.Tiny(), paint.Center)
	}
}

// curveRect is where the plot of a part lies.
func (s *Scene) curveRect(v int) (r paint.Rect) {
	if v == viewLadder {
		return r
	}
	if r = [...]*ui.Figure{s.fitCurve, s.raceCurve}[v].Rect(); !s.marks.narrow && !r.Empty() {
		_, r = r.InsetXY(pad-4, 6).CutTop(titles + 4)
		_, r = r.CutLeft(10)
	}
	return r
}

// numberStyle is the type of the numbers in the card of the sum.
var numberStyle = paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall}

// drawSum paints what the sum is made of, and how far it is off.
func (s *Scene) drawSum(c *paint.Canvas, lk *ui.Look) {
	t, m, x := lk.Theme, &s.marks, &s.texts
	if s.drawStep(c, t, s.fitCard) {
		return
	}
	if !s.marks.narrow {
		s.head(c, t, s.fitCard.Rect(), sumName.In(lk.Lang))
	} else {
		c.Text(sumName.In(lk.Lang), s.fitCard.Rect().X, s.fitCard.Rect().Y+10, t.BodyBold(), paint.Left)
	}
	num := numberStyle.With(t.Text)
	for i, r := range m.numbers {
		y := r.Y + r.H/2
		c.Text(x.fitNames[i], r.X, y, t.Small(), paint.Left)
		c.Text(x.fitNumbers[i], r.Right(), y, num, paint.Right)
	}
	s.say.Draw(c, t, t.Text)
}

// setWords lays out what the card of the sum says.
func (s *Scene) setWords() {
	text, r := s.texts.fitSay, s.marks.numbers[len(s.marks.numbers)-1]
	if s.view != viewFit || s.Card.Shown() {
		text = ""
	}
	s.say.Fit(text, paint.Rect{X: r.X, Y: r.Bottom() + 5, W: r.W}, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}, 18)
}

// pressSum chooses the next unit.
func (s *Scene) pressSum(ev ui.Event) bool {
	d := 0
	switch {
	case ev.Kind == ui.PointerDown && ev.Button == 0 && s.fitCard.Rect().Contains(ev.X, ev.Y), ev.Kind == ui.KeyDown && ev.Key == "ArrowRight":
		d = 1
	case ev.Kind == ui.KeyDown && ev.Key == "ArrowLeft":
		d = -1
	default:
		return false
	}
	n := s.fit.width
	s.chosen = (s.chosen + 1 + d + n + 1) % (n + 1)
	s.chosen--
	s.Stale = true
	return true
}
