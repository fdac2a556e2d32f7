package loss

import (
	"math"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// The columns of the table; row classes holds the totals.
const (
	colScore = iota
	colHinge
	colExp
	colShare
	colLog
	colGrad
	columns
)

// spot is a cell of the table.
type spot struct{ row, col int }

var nowhere = spot{-1, -1}

// cell is one number of the table, made in Update.
type cell struct {
	rect  paint.Rect
	text  string
	value float64
	used  bool
}

// unfolding is the card's content.
type unfolding struct{ title, line, why string }

// tableView is the score laboratory as it is drawn.
type tableView struct {
	cards   [classes + 1]paint.Rect
	lines   [classes + 1][3]string // title, hinge, −ln p
	rows    [classes + 1]paint.Rect
	heads   [columns]string
	cells   [classes + 1][columns]cell
	names   [classes]string
	total   string
	headY   float64
	card    unfolding
	words   paint.Rect
	curve   paint.Rect
	legend  [2]string
	say     string
	pts     [2][]paint.Point
	at      paint.Point
	broken  bool
	slender bool
}

// number writes a number as people read it, with what is not finite named.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	return plot.Format(v)
}

func bracketed(v float64) string { return plot.Bracketed(number(v)) }

const gap = 12.0

// placeTable shares out the stage for the score laboratory.
func (s *Scene) placeTable() {
	v, r := &s.table, s.Area
	v.slender = s.Phone || r.W < 560
	stripH, headH, rowH := 78.0, 36.0, min(60.0, r.H*0.1)
	if v.slender {
		stripH, headH, rowH = 70, 30, min(40, r.H*0.08)
	}
	strip, rest := r.CutTop(stripH)
	s.strip.SetRect(strip)
	_, rest = rest.CutTop(gap)
	w := (strip.W - gap*classes*0.67) / (classes + 1)
	for i := range v.cards {
		v.cards[i] = paint.Rect{X: strip.X + float64(i)*(w+gap*0.67), Y: strip.Y, W: w, H: strip.H}
	}
	tableH := headH + rowH*(classes+1) + 8
	table, rest := rest.CutTop(tableH)
	s.grid.SetRect(table)
	_, card := rest.CutTop(gap)
	s.card.SetRect(card)
	name := 92.0
	if v.slender {
		name = 44
	}
	colW := (table.W - name - 8) / columns
	v.headY = table.Y + headH/2 + 2
	for i := range v.rows {
		y := table.Y + headH + float64(i)*rowH
		if i == classes {
			y += 6
		}
		v.rows[i] = paint.Rect{X: table.X, Y: y, W: table.W, H: rowH}
		for c := range columns {
			v.cells[i][c].rect = paint.Rect{X: table.X + name + float64(c)*colW, Y: y, W: colW, H: rowH}.InsetXY(min(4, colW*0.05), 4)
		}
	}
	pad := 0.0
	if v.slender {
		pad = max(0, (44-rowH)/2)
	}
	for c := range classes {
		box := v.cells[c][colScore].rect
		s.chips[s.example*classes+c].Place(box.Middle(min(box.W-4, 72), min(box.H, 30)), pad)
	}
	in := card.InsetXY(20, 14)
	if v.slender {
		in = card.InsetXY(14, 10)
		if in.H > 240 { // room for the curve below the words
			v.words, v.curve = in.CutTop(112)
			return
		}
		v.curve, v.words = in.CutRight(min(120, in.W*0.36))
		v.words.W -= 10
		return
	}
	v.curve, v.words = in.CutRight(min(max(270, in.W*0.46), in.H*1.7, in.W*0.5))
	v.words.W -= 24
}

// need is the timeline's position from which a column is known.
var need = [columns]int{0, 1, 2, 3, 4, 5}

func (s *Scene) known(col int) bool { return s.Pos[viewScores] >= need[col] }

// fillTable writes every number of the table, and the card.
func (s *Scene) fillTable() {
	v, r, i := &s.table, s.scores, s.example
	for k := range classes {
		v.names[k] = className[k].In(s.Lang)
		n := strconv.Itoa(k + 1)
		v.lines[k] = [3]string{i18n.T("图 "+n+"："+className[r.labels[k]].ZH, "Image "+n+": "+className[r.labels[k]].EN).In(s.Lang),
			"hinge " + number(r.row(r.hinge, k)), "−ln p " + number(r.one(r.nll[k]))}
	}
	v.lines[classes] = [3]string{i18n.T("总和与平均", "Sum and mean").In(s.Lang),
		"hinge " + number(r.one(r.hingeSum)) + " → " + number(r.one(r.hingeMean)), "−ln p " + number(r.one(r.nllSum)) + " → " + number(r.one(r.nllMean))}
	if v.slender {
		for k := range classes + 1 {
			h, l := r.hingeMean, r.nllMean
			v.lines[k][1], v.lines[k][2] = number(r.one(h)), number(r.one(l))
			if k < classes {
				v.lines[k][0] = className[r.labels[k]].In(s.Lang)
				v.lines[k][1], v.lines[k][2] = number(r.row(r.hinge, k)), number(r.one(r.nll[k]))
			}
		}
		v.lines[classes][0] = i18n.T("平均", "Mean").In(s.Lang)
	}
	v.total = i18n.T("合计", "Total").In(s.Lang)
	v.heads = [columns]string{i18n.T("得分 s", "score s").In(s.Lang), "hinge", "exp(s)", i18n.T("占比 p", "share p").In(s.Lang), "−ln p", "∂L/∂s"}
	if r.shift {
		v.heads[colExp] = "exp(s−max)"
		if v.slender {
			v.heads[colExp] = "exp"
		}
	}
	for c := range classes {
		row := &v.cells[c]
		write(&row[colScore], r.cell(r.s, i, c), true)
		m, ok := r.margin(i, c)
		write(&row[colHinge], m.Value, ok)
		write(&row[colExp], r.cell(r.exp, i, c), true)
		write(&row[colShare], r.cell(r.p, i, c), true)
		write(&row[colLog], r.one(r.nll[i]), c == r.labels[i])
		write(&row[colGrad], r.slope(i, c), true)
	}
	total := &v.cells[classes]
	write(&total[colScore], 0, false)
	write(&total[colHinge], r.row(r.hinge, i), true)
	write(&total[colExp], r.row(r.sum, i), true)
	write(&total[colShare], 0, false)
	write(&total[colLog], r.one(r.nll[i]), true)
	write(&total[colGrad], 0, false)
	s.unfold()
	s.plotLog()
	v.say = s.sayTable(s.Lang)
}

func write(c *cell, v float64, used bool) {
	c.value, c.used = v, used
	c.text = ""
	if used {
		c.text = number(v)
	}
}

// focus is the cell the card speaks of.
func (s *Scene) focus() spot {
	y := s.scores.labels[s.example]
	for _, p := range []spot{s.hover, s.pick} {
		if p != nowhere && s.known(p.col) {
			return p
		}
	}
	switch s.Pos[viewScores] {
	case 1:
		return spot{classes, colHinge}
	case 2:
		return spot{y, colExp}
	case 3:
		return spot{y, colShare}
	case 4:
		return spot{y, colLog}
	case 5:
		return spot{y, colGrad}
	}
	return spot{y, colScore}
}

// unfold writes the card: how the number at the focus was made.
func (s *Scene) unfold() {
	v, r, i := &s.table, s.scores, s.example
	f := s.focus()
	y := r.labels[i]
	name := func(c int) string { return className[c].In(s.Lang) }
	at := func(x *grad.Var, c int) string { return number(r.cell(x, i, c)) }
	v.card = unfolding{}
	switch f.col {
	case colScore:
		v.card = unfolding{i18n.T("得分", "Scores").In(s.Lang), "s(" + name(y) + ") = " + at(r.s, y),
			i18n.T("正确的类别该得最高分。按播放，看两种损失怎样一步步算出来。", "The true class should score highest. Press play: two losses are worked out step by step.").In(s.Lang)}
	case colHinge:
		s.unfoldHinge(f.row)
	case colExp:
		if f.row == classes {
			v.card = unfolding{i18n.T("加起来", "Add up").In(s.Lang), at(r.exp, 0) + " + " + at(r.exp, 1) + " + " + at(r.exp, 2) + " = " + number(r.row(r.sum, i)), ""}
			return
		}
		v.card = unfolding{i18n.T("取指数："+name(f.row), "Exponentiate: "+name(f.row)).In(s.Lang), s.expLine(f.row) + " = " + at(r.exp, f.row),
			i18n.T("变成正数，差距也拉开了。", "Now all are positive, and gaps have grown.").In(s.Lang)}
	case colShare:
		v.card = unfolding{i18n.T("归一化："+name(f.row), "Normalise: "+name(f.row)).In(s.Lang),
			at(r.exp, f.row) + " ÷ " + number(r.row(r.sum, i)) + " = " + at(r.p, f.row), i18n.T("三个占比加起来是 1，可以当概率读。", "The three shares add up to 1: read them as probabilities.").In(s.Lang)}
	case colLog:
		v.card = unfolding{i18n.T("取 −ln：交叉熵", "Take −ln: cross-entropy").In(s.Lang), "−ln " + at(r.p, y) + " = " + number(r.one(r.nll[i])),
			i18n.T("用 log₁₀ 会得到 "+number(r.one(r.log10[i]))+"：有的讲义就这样印错了。", "With log₁₀ it would be "+number(r.one(r.log10[i]))+": some copies print that by mistake.").In(s.Lang)}
	case colGrad:
		minus := " − 0"
		if f.row == y {
			minus = " − 1"
		}
		v.card = unfolding{i18n.T("梯度："+name(f.row), "Gradient: "+name(f.row)).In(s.Lang), at(r.p, f.row) + minus + " = " + number(r.slope(i, f.row)),
			i18n.T("正确的类别减 1，别的减 0：该涨的往上推，该降的往下压。", "Minus 1 for the true class, minus 0 for the rest: push it up, press them down.").In(s.Lang)}
	}
	s.unfoldBroken()
}

func (s *Scene) expLine(c int) string {
	r := s.scores
	if !r.shift {
		return "exp(" + number(r.cell(r.s, s.example, c)) + ")"
	}
	top := r.tr.Nodes[r.exp.Inputs()[0].Inputs()[1].ID()].Value[s.example]
	return "exp(" + number(r.cell(r.s, s.example, c)) + " − " + bracketed(top) + ")"
}

func (s *Scene) unfoldHinge(row int) {
	v, r, i := &s.table, s.scores, s.example
	name := func(c int) string { return className[c].In(s.Lang) }
	if row == classes {
		line := ""
		for c := range classes {
			if m, ok := r.margin(i, c); ok {
				if line != "" {
					line += " + "
				}
				line += number(m.Value)
			}
		}
		v.card = unfolding{i18n.T("hinge 损失", "Hinge loss").In(s.Lang), line + " = " + number(r.row(r.hinge, i)),
			i18n.T("把这张图换一个“正确类别”再看：同样的得分，罚单完全不同。", "Change what the image really shows: the same scores, a very different fine.").In(s.Lang)}
		return
	}
	m, ok := r.margin(i, row)
	if !ok {
		v.card = unfolding{i18n.T("正确类别", "The true class").In(s.Lang), i18n.T("没有这一项", "has no term").In(s.Lang), i18n.T("它只和别的类别比。", "It is what the others are compared with.").In(s.Lang)}
		return
	}
	v.card = unfolding{i18n.T("hinge 项："+name(row), "Hinge term: "+name(row)).In(s.Lang),
		"max(0, " + number(m.Factors[0].Value) + " − " + bracketed(m.Factors[1].Value) + " + " + number(m.Factors[2].Value) + ") = " + number(m.Value),
		i18n.T("正确类别领先不到 1 分，差多少罚多少；领先够了就不罚。", "Fined by what the true class lacks of a lead of 1; with enough lead, nothing.").In(s.Lang)}
}

// unfoldBroken says why the numbers of this image are no numbers any more.
func (s *Scene) unfoldBroken() {
	v, r, i := &s.table, s.scores, s.example
	v.broken = false
	if s.Pos[viewScores] < 2 || !math.IsInf(r.row(r.sum, i), 1) {
		return
	}
	v.broken = true
	v.card.line = "∞ ÷ ∞ = NaN"
	v.card.title = i18n.T("溢出了", "Overflow").In(s.Lang)
	v.card.why = i18n.T("exp 太大，单精度装不下，得到 ∞；∞ ÷ ∞ 就是 NaN。打开“先减去最大值”：结果不变，却不再溢出。",
		"exp is too large for single precision: ∞, and ∞ ÷ ∞ is NaN. Subtract the maximum first: the same shares, no overflow.").In(s.Lang)
}

// plotLog places the curves of −ln p and (1 − p)², and the point of this image.
func (s *Scene) plotLog() {
	v, r := &s.table, s.scores
	v.legend = [2]string{"−ln p", "(1 − p)²"}
	_, box := v.curve.CutTop(20)
	box.H -= 16
	const top = 5.0
	place := func(p, y float64) paint.Point {
		return paint.Point{X: box.X + p*box.W, Y: box.Bottom() - min(y, top)/top*box.H}
	}
	for k, curve := range [2][]float64{r.log, r.square} {
		v.pts[k] = v.pts[k][:0]
		for j, y := range curve {
			if y <= top {
				v.pts[k] = append(v.pts[k], place(float64(j)/(curvePoints-1), y))
			}
		}
	}
	p, l := r.cell(r.p, s.example, r.labels[s.example]), r.one(r.nll[s.example])
	v.at = paint.Point{X: math.NaN()}
	if !math.IsNaN(p) && !math.IsNaN(l) {
		v.at = place(p, l)
	}
}

func (s *Scene) sayStrip(l i18n.Lang) string {
	t := ""
	for _, c := range s.table.lines {
		t += c[0] + ", " + c[1] + ", " + c[2] + ". "
	}
	return t
}

func (s *Scene) sayTable(l i18n.Lang) string {
	t := ""
	for c := range classes {
		t += className[c].In(l) + ": "
		for k := range columns {
			if d := &s.table.cells[c][k]; d.used && s.known(k) {
				t += s.table.heads[k] + " " + d.text + ", "
			}
		}
	}
	return t
}

// handleStrip: a press opens an image.
func (s *Scene) handleStrip(ev ui.Event) bool {
	if ev.Kind != ui.PointerDown || ev.Button != 0 {
		return ev.Kind == ui.PointerUp
	}
	for i := range classes {
		if s.table.cards[i].Contains(ev.X, ev.Y) {
			s.example = i
			s.pick, s.hover = nowhere, nowhere
			s.sync()
			return true
		}
	}
	return false
}

func (s *Scene) spotAt(x, y float64) spot {
	for i := range s.table.cells {
		for k := range s.table.cells[i] {
			if d := &s.table.cells[i][k]; d.used && d.rect.Inset(-4).Contains(x, y) {
				return spot{i, k}
			}
		}
	}
	return nowhere
}

// handleTable: hovering or tapping a number unfolds it; a class's name makes
// it the true one; the arrow keys go from number to number.
func (s *Scene) handleTable(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerMove:
		if p := s.spotAt(ev.X, ev.Y); !ev.Touch && p != s.hover {
			s.hover, s.Stale = p, true
		}
		return false
	case ui.PointerLeave:
		s.hover, s.Stale = nowhere, true
	case ui.PointerDown:
		if ev.Button != 0 {
			return false
		}
		for c := range classes {
			if r := s.table.rows[c]; r.Contains(ev.X, ev.Y) && ev.X < s.table.cells[c][0].rect.X {
				s.setTruth(c)
				return true
			}
		}
		s.pick, s.Stale = s.spotAt(ev.X, ev.Y), true
		return s.pick != nowhere
	case ui.PointerUp, ui.PointerCancel:
		return true
	case ui.KeyDown:
		return s.walk(ev.Key)
	}
	return false
}

func (s *Scene) walk(key string) bool {
	d, ok := map[string]spot{"ArrowDown": {1, 0}, "ArrowUp": {-1, 0}, "ArrowRight": {0, 1}, "ArrowLeft": {0, -1}}[key]
	if !ok {
		return false
	}
	p := s.focus()
	s.pick = spot{min(max(p.row+d.row, 0), classes), min(max(p.col+d.col, 0), columns-1)}
	if s.pick.row == classes && !s.table.cells[classes][s.pick.col].used {
		s.pick.row = classes - 1
	}
	s.hover, s.Stale = nowhere, true
	return true
}
