package penalty

import (
	"unicode/utf8"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// spot is one of the sums: a row of weights and a kind.
type spot struct{ row, kind int }

var nowhere = spot{-1, -1}

const gap = 12.0

// squareView is the tie as it is drawn.
type squareView struct {
	narrow           bool
	rows             [2]paint.Rect
	squares          [2][n]paint.Rect // side |w|, area w²
	sums             [2][sumKinds]paint.Rect
	heads            [sumKinds]paint.Point
	texts            [2][sumKinds]string
	name             [3]paint.Point
	equal            [sumKinds]bool
	title, line, why string
	said             string
}

// placeTie shares out the stage for the tie.
func (s *Scene) placeTie() {
	v, r := &s.squares, s.Area
	v.narrow = s.Phone || r.W < 620
	cardH := 112.0
	if v.narrow {
		cardH = 126
	}
	card, top := r.CutBottom(min(cardH, r.H*0.3))
	_, top = top.CutBottom(gap)
	s.table.SetRect(top)
	s.card.SetRect(card)
	name, sumW := 56.0, 92.0
	if v.narrow {
		name, sumW = 26, 0 // the sums stand between the two rows
	}
	head := 64.0
	cell := (top.W - name - sumKinds*sumW - 16) / n
	rowH := (top.H - head - 8) / 2
	for i := range n {
		x := top.X + name + float64(i)*cell
		s.x[i].Place(paint.Rect{X: x, Y: top.Y + 22, W: cell, H: 30}.Middle(min(cell-4, 66), 30), 7)
	}
	v.name[0] = paint.Point{X: top.X + name/2, Y: top.Y + 37}
	for j := range sumKinds {
		v.heads[j] = paint.Point{X: top.X + name + n*cell + (float64(j)+0.5)*sumW, Y: top.Y + 37}
	}
	for k := range v.rows {
		y := top.Y + head + float64(k)*rowH
		v.rows[k] = paint.Rect{X: top.X + 8, Y: y + 4, W: top.W - 16, H: rowH - 8}
		v.name[k+1] = paint.Point{X: top.X + name/2 + 4, Y: y + rowH/2}
		for i := range n {
			x := top.X + name + float64(i)*cell
			s.w[k][i].Place(paint.Rect{X: x, Y: y + rowH - 44, W: cell, H: 30}.Middle(min(cell-4, 66), 30), 7)
			side := abs(s.tie.weight(k, i)) * min(cell-8, rowH-64) / s.largest()
			v.squares[k][i] = paint.Rect{X: x + (cell-side)/2, Y: y + rowH - 52 - side, W: side, H: side}
		}
		if v.narrow {
			s.placeNarrow(k, top, y, name, cell, rowH)
			continue
		}
		for j := range sumKinds {
			v.sums[k][j] = paint.Rect{X: top.X + name + n*cell + float64(j)*sumW, Y: y + rowH/2 - 24, W: sumW, H: 48}.InsetXY(4, 0)
		}
	}
}

// largest is the weight whose square fills its place, 1 at least: all squares have
// one scale.
func (s *Scene) largest() float64 {
	most := 1.0
	for k := range s.tie.w {
		for i := range n {
			most = max(most, abs(s.tie.weight(k, i)))
		}
	}
	return most
}

// placeNarrow turns the first row upside down, so that the sums of both rows
// meet in the middle.
func (s *Scene) placeNarrow(k int, top paint.Rect, y, name, cell, rowH float64) {
	v := &s.squares
	const sumH = 36.0
	base, sumY := y+rowH-8, y+10
	if k == 0 {
		base, sumY = y+rowH-sumH-22, y+rowH-sumH-10
	}
	v.name[k+1].Y = base - 17
	for i := range n {
		x := top.X + name + float64(i)*cell
		s.w[k][i].Place(paint.Rect{X: x, Y: base - 32, W: cell, H: 30}.Middle(min(cell-4, 66), 30), 7)
		side := abs(s.tie.weight(k, i)) * min(cell-6, rowH-sumH-72) / s.largest()
		v.squares[k][i] = paint.Rect{X: x + (cell-side)/2, Y: base - 40 - side, W: side, H: side}
	}
	w := (top.W - 24) / sumKinds
	for j := range sumKinds {
		v.sums[k][j] = paint.Rect{X: top.X + 12 + float64(j)*w, Y: sumY, W: w, H: sumH}.InsetXY(3, 0)
	}
}

func (s *Scene) known(kind int) bool { return s.Pos[viewTie] > kind }

func (s *Scene) focus() spot {
	for _, p := range []spot{s.hover, s.pick} {
		if p != nowhere && s.known(p.kind) {
			return p
		}
	}
	if at := s.Pos[viewTie]; at > 0 {
		return spot{1, at - 1}
	}
	return nowhere
}

var sumNames = [sumKinds]i18n.Text{i18n.T("得分 w·x", "score w·x"), i18n.T("L1：边长相加", "L1: add the sides"), i18n.T("L2：面积相加", "L2: add the areas")}

// fillTie writes the sums and the card.
func (s *Scene) fillTie() {
	v, r := &s.squares, s.tie
	v.said = ""
	for j := range sumKinds {
		v.equal[j] = abs(r.sum(0, j)-r.sum(1, j)) < 1e-6
		for k := range v.rows {
			v.texts[k][j] = number(r.sum(k, j))
			if s.known(j) {
				v.said += [2]string{"w₁ ", "w₂ "}[k] + sumNames[j].In(s.Lang) + " " + v.texts[k][j] + ". "
			}
		}
	}
	f := s.focus()
	if f == nowhere {
		v.title = i18n.T("两行权重，同一个输入", "Two rows of weights, one input").In(s.Lang)
		v.line, v.why = "", i18n.T("按播放：先算得分，再算两种惩罚。", "Press play: first the scores, then both penalties.").In(s.Lang)
		return
	}
	v.title = [2]string{"w₁ · ", "w₂ · "}[f.row] + sumNames[f.kind].In(s.Lang)
	v.line = s.terms(f) + " = " + v.texts[f.row][f.kind]
	same := i18n.T("两行一样：它分不出来。", "Both rows get the same: it cannot tell them apart.")
	other := i18n.T("两行不一样：它分得出来，并且偏爱小的那个。", "The rows differ: it can tell them apart, and prefers the smaller.")
	if f.kind == sumScore {
		same = i18n.T("两行得分一样：光看得分，分不出谁好。", "Both rows score the same: the score cannot say which is better.")
		other = i18n.T("得分不一样了：平手已经打破。", "The scores differ now: the tie is broken.")
	}
	v.why = other.In(s.Lang)
	if v.equal[f.kind] {
		v.why = same.In(s.Lang)
	}
}

// terms writes a sum's terms in figures, as the engine explains them.
func (s *Scene) terms(f spot) string {
	out := ""
	for i, t := range grad.Explain(s.tie.sums[f.row][f.kind], 0) {
		if i > 0 {
			out += " + "
		}
		switch f.kind {
		case sumScore:
			out += bracketed(t.Factors[0].Value) + "×" + bracketed(t.Factors[1].Value)
		case sumL1:
			out += "|" + number(s.tie.weight(f.row, i)) + "|"
		case sumL2:
			out += bracketed(s.tie.weight(f.row, i)) + "²"
		}
	}
	return out
}

// handleTie: hovering or tapping a sum unfolds it.
func (s *Scene) handleTie(ev ui.Event) bool {
	at := nowhere
	for k := range s.squares.sums {
		for j, r := range s.squares.sums[k] {
			if r.Contains(ev.X, ev.Y) {
				at = spot{k, j}
			}
		}
	}
	switch ev.Kind {
	case ui.PointerMove:
		if !ev.Touch && at != s.hover {
			s.hover, s.Stale = at, true
		}
		return false
	case ui.PointerLeave:
		s.hover, s.Stale = nowhere, true
	case ui.PointerDown:
		s.pick, s.Stale = at, true
		return at != nowhere && ev.Button == 0
	case ui.PointerUp, ui.PointerCancel:
	case ui.KeyDown:
		d, ok := map[string]spot{"ArrowDown": {1, 0}, "ArrowUp": {-1, 0}, "ArrowRight": {0, 1}, "ArrowLeft": {0, -1}}[ev.Key]
		if !ok {
			return false
		}
		p := s.focus()
		s.pick, s.Stale = spot{min(max(p.row+d.row, 0), 1), min(max(p.kind+d.kind, 0), sumKinds-1)}, true
	default:
		return false
	}
	return true
}

var sumHeads = [sumKinds][2]string{{"w·x", "w·x"}, {"L1  Σ|w|", "L1"}, {"L2  Σw²", "L2"}}

// drawTie paints both rows: squares of side |w|, and the sums.
func (s *Scene) drawTie(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.squares
	ui.Card(c, t, s.table.Rect())
	head := paint.Style{Font: paint.Math, Size: 15, Color: t.Muted}
	bold := paint.Style{Font: paint.Math, Size: 18, Color: t.Text}
	if v.narrow {
		head.Size, bold.Size = 13, 15
	}
	for i, name := range [3]string{"x", "w₁", "w₂"} {
		c.Text(name, v.name[i].X, v.name[i].Y, bold, paint.Center)
	}
	for j := range sumKinds {
		if !v.narrow {
			c.Text(sumHeads[j][0], v.heads[j].X, v.heads[j].Y, head, paint.Center)
		}
	}
	for k, r := range v.rows {
		if k == 0 || !v.narrow {
			c.Line(r.X+8, r.Y-3, r.Right()-8, r.Y-3, 1, t.Border)
		}
		s.drawSquares(c, t, k)
		for j := range v.sums[k] {
			s.drawSum(c, t, spot{k, j})
		}
	}
	for j := range sumKinds {
		if s.known(j) {
			s.drawSign(c, t, j)
		}
	}
}

// drawSquares paints the squares of a row of weights: L2 is their area, L1 their
// foot.
func (s *Scene) drawSquares(c *paint.Canvas, t *theme.Theme, row int) {
	for i, q := range s.squares.squares[row] {
		if q.W < 1 {
			c.Circle(q.X+q.W/2, q.Y+q.H, 2.5, t.Faint)
			continue
		}
		col, alpha := t.Positive, 0.22
		if s.w[row][i].Float() < 0 {
			col = t.Negative
		}
		if s.known(sumL2) {
			alpha = 0.5
		}
		c.Fill(q, paint.WithAlpha(col, alpha))
		c.RoundRectStroke(q, 0, 1.5, col)
		if s.known(sumL1) {
			c.Line(q.X, q.Bottom(), q.Right(), q.Bottom(), 4, col)
		}
	}
}

// drawSum paints a sum in its box, or that it is not known yet.
func (s *Scene) drawSum(c *paint.Canvas, t *theme.Theme, at spot) {
	v := &s.squares
	q, text, known := v.sums[at.row][at.kind], v.texts[at.row][at.kind], s.known(at.kind)
	fill, ink := t.Raised, t.Text
	if !v.equal[at.kind] {
		fill, ink = t.AccentSoft, t.AccentInk
	}
	if known {
		c.RoundRect(q, theme.Radius, fill)
		if s.focus() == at {
			c.RoundRectStroke(q, theme.Radius, 2, t.Accent)
		}
	}
	x, y := q.Center()
	if v.narrow {
		c.Text(sumHeads[at.kind][1], q.X+8, y, paint.Style{Font: paint.Math, Size: 12, Color: t.Muted}, paint.Left)
		x += 16
	}
	if !known {
		c.Text("?", x, y, paint.Style{Font: paint.MonoBold, Size: 18, Color: t.Faint}, paint.Center)
		return
	}
	room := q.W - 16
	if v.narrow {
		room -= 24 // for the sum's name
	}
	size := min(20, room/(0.61*float64(max(utf8.RuneCountInString(text), 1))))
	c.Text(text, x, y, paint.Style{Font: paint.MonoBold, Size: size, Color: ink}, paint.Center)
}

// drawSign says whether both rows have the same sum.
func (s *Scene) drawSign(c *paint.Canvas, t *theme.Theme, kind int) {
	a, b := s.squares.sums[0][kind], s.squares.sums[1][kind]
	sign, col := "≠", t.AccentInk
	if s.squares.equal[kind] {
		sign, col = "=", t.Muted
	}
	x, _ := a.Center()
	y := (a.Bottom() + b.Y) / 2
	if !s.squares.narrow { // the line between the rows stops before it
		c.Circle(x, y, 14, t.Panel)
	}
	c.Text(sign, x, y, paint.Style{Font: paint.Math, Size: min(20, b.Y-a.Bottom()), Color: col}, paint.Center)
}

// drawTieCard paints the sum at the focus in its terms.
func (s *Scene) drawTieCard(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.squares
	r := s.card.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := r.InsetXY(20, 14)
	size := 18.0
	if v.narrow {
		in = r.InsetXY(14, 10)
		size = 13
	}
	c.Text(v.title, in.X, in.Y+10, t.H2(), paint.Left)
	h := c.TextWrap(v.line, paint.Rect{X: in.X, Y: in.Y + 28, W: in.W}, paint.Style{Font: paint.MonoBold, Size: size, Color: t.AccentInk}, size*1.5)
	c.TextWrap(v.why, paint.Rect{X: in.X, Y: in.Y + 34 + h, W: in.W}, t.Small(), 20)
}
