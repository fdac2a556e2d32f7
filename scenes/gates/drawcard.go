package gates

import (
	"strconv"
	"strings"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	wordLocal = i18n.T("局部梯度", "local")
	wordUp    = i18n.T("上游", "upstream")
	wordDown  = i18n.T("传下去", "passed on")
	wordCheck = i18n.T("差分核对 (f₊ − f₋) / 2h", "nudged (f₊ − f₋) / 2h")
	wordNudge = i18n.T("差分核对", "nudged")
	wordSum   = i18n.T("全部相加", "their sum")
)

// drawCard paints the unfolding of the present gate.
func (s *bench) drawCard(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := s.unfold.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := r.InsetXY(20, 14)
	if s.narrow() {
		s.drawNarrow(c, lk, r.InsetXY(14, 12))
		return
	}
	y := in.Y + 10
	c.Text(s.card.title, in.X, y, t.H2(), paint.Left)
	s.card.words.Draw(c, t, t.Small().Color)
	if s.drawForward(c, t); len(s.card.rows) == 0 {
		return
	}
	y += 28
	if s.card.text != "" {
		y += 20
	}
	c.Line(in.X, y-4, in.Right(), y-4, 1, t.Border)
	s.drawRows(c, lk, in, y+8)
}

// narrow reports whether the card has room for one column only.
func (s *bench) narrow() bool { return s.unfold.Rect().W < 520 }

// fitWords lays out what the card says: beside the title, on one line, or below it.
func (s *bench) fitWords(t *theme.Theme) {
	r := s.unfold.Rect()
	if s.narrow() {
		in := r.InsetXY(14, 12)
		s.card.words.Fit(s.card.why, paint.Rect{X: in.X, Y: in.Y + 22, W: in.W}, t.Tiny(), 17)
		return
	}
	in, st := r.InsetXY(20, 14), t.Small()
	if len(s.card.rows) == 0 && s.card.text == "" { // nothing stands below the title
		s.card.words.Fit(s.card.why, paint.Rect{X: in.X, Y: in.Y + 34, W: in.W}, t.Body(), 24)
		return
	}
	room := in.W - s.card.titleW - 20
	words := s.card.why
	if plain := prose.Plain(words); paint.Measure(plain, st) > room {
		words = paint.Elide(plain, room, st)
	}
	s.card.words.Fit(words, paint.Rect{X: in.X + s.card.titleW + 20, Y: in.Y, W: room + 4}, st, 20)
}

// mathStyle is the type of formulas.
func mathStyle(t *theme.Theme) paint.Style {
	return paint.Style{Font: paint.Math, Size: mathSize, Color: t.Text}
}

const (
	rowHeight = 27.0
	mathSize  = 15.0
	colFigure = 80.0 // a figure of the product
)

// columns are where the parts of a row end.
type columns struct{ symbol, local, up, down, check, figure float64 }

func (c *card) columns(in paint.Rect) columns {
	var k columns
	figure, check := colFigure, 212.0
	if in.W < 640 { // beside the inspector
		figure, check = 72, 164
	}
	up := figure + 8
	for i := range c.rows { // the × stands before the longest
		up = max(up, paint.Measure(c.rows[i].up, paint.Style{Font: paint.Mono, Size: 14})+30)
	}
	k.figure, k.symbol = figure, in.X+c.lhsW+34
	k.local = min(k.symbol+c.symbolW+22+figure, in.Right()-up+8-figure-check)
	k.up = k.local + up
	k.down = k.up + figure + 30
	k.check = in.Right()
	return k
}

func (s *bench) drawRows(c *paint.Canvas, lk *ui.Look, in paint.Rect, y float64) {
	t := lk.Theme
	tiny := t.Tiny()
	k := s.card.columns(in)
	c.Text(wordLocal.In(lk.Lang), k.local, y, tiny, paint.Right)
	c.Text(wordUp.In(lk.Lang), k.up, y, tiny, paint.Right)
	c.Text(wordDown.In(lk.Lang), k.down, y, tiny, paint.Right)
	c.Text(wordCheck.In(lk.Lang), k.check, y, tiny, paint.Right)
	for i := range s.card.rows {
		_, y = s.rowRect(i).Center()
		s.drawRow(c, lk, &s.card.rows[i], in, y, k)
	}
	_, y = s.rowRect(len(s.card.rows)).Center()
	if s.card.summed && y < in.Bottom()+8 {
		r := &s.card.sum
		c.Text(r.lhs, in.X, y, mathStyle(t), paint.Left)
		c.Text("=", k.symbol-7, y, mathStyle(t).With(t.Muted), paint.Right)
		c.Text(s.sumWords(lk), k.symbol, y, mathStyle(t), paint.Left)
		c.Line(k.down-72, y-rowHeight/2, k.down, y-rowHeight/2, 1, t.Strong)
		c.Text(r.down, k.down, y, mono(t, 16, t.GradientInk, true), paint.Right)
		s.drawCheck(c, lk, r, k.check, y)
	}
}

// sumWords says what is added up.
func (s *bench) sumWords(lk *ui.Look) string {
	if s.card.more != "" {
		return s.card.more
	}
	return wordSum.In(lk.Lang)
}

func mono(t *theme.Theme, size float64, col paint.Color, bold bool) paint.Style {
	st := paint.Style{Font: paint.Mono, Size: size, Color: col}
	if bold {
		st.Font = paint.MonoBold
	}
	return st
}

func (s *bench) drawRow(c *paint.Canvas, lk *ui.Look, r *row, in paint.Rect, y float64, k columns) {
	t := lk.Theme
	st := mathStyle(t)
	quiet := st.With(t.Muted)
	c.Text(r.lhs, in.X, y, st, paint.Left)
	c.Text(r.equals, k.symbol-7, y, quiet, paint.Right)
	c.Text(paint.Elide(r.symbol, k.local-k.figure+20-k.symbol, st), k.symbol, y, st, paint.Left)
	c.Text("=", k.local-k.figure+12, y, quiet, paint.Center)
	c.Text(r.local, k.local, y, mono(t, 14, t.Text, false), paint.Right)
	c.Text("×", k.local+16, y, quiet, paint.Center)
	c.Text(r.up, k.up, y, mono(t, 14, t.GradientInk, false), paint.Right)
	c.Text("=", k.up+16, y, quiet, paint.Center)
	c.Text(r.down, k.down, y, mono(t, 16, t.GradientInk, true), paint.Right)
	s.drawCheck(c, lk, r, k.check, y)
}

// drawCheck paints what the nudge found, and whether it agrees.
func (s *bench) drawCheck(c *paint.Canvas, lk *ui.Look, r *row, right, y float64) {
	if r.check == "" {
		return
	}
	t := lk.Theme
	c.Text(r.check, right-24, y, mono(t, 13, t.Muted, false), paint.Right)
	verdict(c, t, r.state, right-8, y)
}

// verdict is a tick where the nudge agrees, a corner where there is no one
// slope, a cross where it does not.
func verdict(c *paint.Canvas, t *theme.Theme, state checked, x, y float64) {
	switch state {
	case agrees:
		c.Icon("check", x, y, 15, t.Good)
	case corner:
		c.Polyline([]paint.Point{{X: x - 5, Y: y + 4}, {X: x, Y: y - 4}, {X: x + 5, Y: y + 4}}, 1.6, t.Warning)
	case differs:
		c.Icon("x", x, y, 15, t.Bad)
	}
}

// rowRect is where a row of the card stands.
func (s *bench) rowRect(i int) paint.Rect {
	r := s.unfold.Rect()
	if s.narrow() {
		in := r.InsetXY(14, 12)
		y := in.Y + 36 + s.card.words.Height() + 46*float64(i)
		if s.card.text != "" {
			y += tableLine
		}
		return paint.Rect{X: in.X, Y: y - 12, W: in.W, H: 46}
	}
	in := r.InsetXY(20, 14)
	y := in.Y + 69 + rowHeight*float64(i)
	if s.card.text != "" {
		y += 20
	}
	return paint.Rect{X: in.X, Y: y - rowHeight/2, W: in.W, H: rowHeight}
}

// drawNarrow paints the card on a phone: each gradient takes two lines.
func (s *bench) drawNarrow(c *paint.Canvas, lk *ui.Look, in paint.Rect) {
	t := lk.Theme
	y := in.Y + 8
	c.Text(s.card.title, in.X, y, t.BodyBold(), paint.Left)
	y += 14
	s.card.words.Draw(c, t, t.Tiny().Color)
	y += s.card.words.Height() + 14
	st := mathStyle(t)
	if s.drawForward(c, t); s.card.text != "" {
		y += tableLine
	}
	for i := range s.card.rows {
		r := &s.card.rows[i]
		c.Text(paint.Elide(r.whole, in.W-110, st), in.X, y, st, paint.Left)
		s.drawCheck(c, lk, r, in.Right(), y)
		y += 21
		c.Text(r.made, in.X+16, y, mono(t, 14, t.Muted, false), paint.Left)
		c.Text(r.down, in.Right()-24, y, mono(t, 15, t.GradientInk, true), paint.Right)
		y += 25
	}
	if s.card.summed {
		c.Text(s.card.sum.whole, in.X, y, st.With(t.GradientInk), paint.Left)
		s.drawCheck(c, lk, &s.card.sum, in.Right(), y)
	}
}

// The table: how many variables it lists, and the heights of its lines.
const (
	tableRows = 12
	tableHead = 22.0
	tableLine = 24.0
)

// drawTable lists each variable's gradient beside what the nudge found.
func (s *bench) drawTable(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := s.grads.Rect()
	tiny := t.Tiny()
	mid := r.X + r.W*0.52
	c.Text(s.table.head, mid, r.Y+8, tiny, paint.Right)
	c.Text(wordNudge.In(lk.Lang), r.Right()-22, r.Y+8, tiny, paint.Right)
	y := r.Y + tableHead + tableLine/2
	for i := range s.table.rows {
		if i == tableRows {
			break
		}
		row := &s.table.rows[i]
		box := s.graph.byNode[s.run.Expr.Vars[i]]
		if s.focus() == box {
			c.RoundRect(paint.Rect{X: r.X - 6, Y: y - tableLine/2, W: r.W + 12, H: tableLine}, theme.RadiusSmall, t.AccentSoft)
		}
		c.Text(row.name, r.X, y, paint.Style{Font: paint.SansBold, Size: theme.SizeBody, Color: t.Text}, paint.Left)
		if !s.reached(s.time.graded(s.graph, box)) {
			c.Text("·", mid, y, mono(t, 14, t.Muted, false), paint.Right)
			y += tableLine
			continue
		}
		c.Text(row.grad, mid, y, mono(t, 14, t.GradientInk, true), paint.Right)
		c.Text(row.check, r.Right()-22, y, mono(t, 13, t.Muted, false), paint.Right)
		verdict(c, t, row.state, r.Right()-8, y)
		y += tableLine
	}
}

func (t *table) describe() string {
	var b strings.Builder
	for i := range t.rows {
		r := &t.rows[i]
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(r.name + " = " + r.value + ", ∂ = " + r.grad + ", ≈ " + r.check)
	}
	return b.String()
}

// patternRow is the height of one line of the patterns.
const patternRow = 50.0

// patternKinds are the three gates of the lecture, what a variable does that
// is used more than once, and the gate of every neuron. The network names them
// by their places here.
var patternKinds = []struct {
	kinds  []expr.Kind
	symbol string
	rule   string
}{
	{[]expr.Kind{expr.Add}, "+", "g , g"},
	{[]expr.Kind{expr.Max, expr.Min}, "max", "g , 0"},
	{[]expr.Kind{expr.Mul}, "×", "g·b , g·a"},
	{[]expr.Kind{expr.Variable}, "⋔", "Σ g"},
	{[]expr.Kind{expr.ReLU}, "ReLU", "g , 0"},
}

// drawPatterns paints how the kinds of gate pass a gradient; the present one is lit.
func (s *bench) drawPatterns(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := s.patterns.Rect()
	lit := -1
	if s.away {
		lit = s.pattern
	} else if f := s.focus(); f >= 0 && s.graph.boxes[f].node != result && s.showsBackward(f) {
		for i, p := range patternKinds {
			for _, k := range p.kinds {
				if b := &s.graph.boxes[f]; b.kind == k && (k != expr.Variable || len(b.out) > 1) {
					lit = i
				}
			}
		}
	}
	for i, p := range patternKinds {
		box := paint.Rect{X: r.X, Y: r.Y + float64(i)*patternRow, W: r.W, H: patternRow - 6}
		fill, edge := t.Raised, t.Border
		if i == lit {
			fill, edge = t.GradientSoft, t.Gradient
		}
		c.RoundRect(box, theme.Radius, fill)
		c.RoundRectStroke(box, theme.Radius, 1, edge)
		_, y := box.Center()
		if p.symbol == "⋔" {
			fork(c, box.X+28, y, t.Text)
		} else {
			st := paint.Style{Font: paint.SansBold, Size: 16, Color: t.Text}
			if len(p.symbol) > 3 {
				st.Size = 13
			}
			c.Text(p.symbol, box.X+28, y, st, paint.Center)
		}
		l := &lores[p.kinds[0]]
		c.Text(l.pattern.In(lk.Lang), box.X+58, y, t.Body(), paint.Left)
		c.Text(p.rule, box.Right()-12, y, mono(t, 13, t.GradientInk, false), paint.Right)
	}
}

// fork is a value that goes to two places.
func fork(c *paint.Canvas, x, y float64, col paint.Color) {
	c.Line(x-11, y, x-3, y, 1.8, col)
	c.Bezier(x-3, y, x+2, y, x+2, y-7, x+10, y-7, 1.8, col)
	c.Bezier(x-3, y, x+2, y, x+2, y+7, x+10, y+7, 1.8, col)
	c.Circle(x-3, y, 2.6, col)
}

func describePatterns(l i18n.Lang) string {
	var b strings.Builder
	for i, p := range patternKinds {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(lores[p.kinds[0]].name.In(l) + ": " + lores[p.kinds[0]].pattern.In(l))
	}
	return b.String()
}

// said is the description of the graph as it was last read out.
type said struct {
	text  string
	lang  i18n.Lang
	moved bool // in the middle of a step
}

// describeGraph reads the graph out, gate by gate.
func (s *bench) describeGraph(l i18n.Lang) string {
	if moved := s.phase < 0.7; s.said.text == "" || s.said.lang != l || s.said.moved != moved {
		s.said = said{s.readOut(l), l, moved}
	}
	return s.said.text
}

func (s *bench) readOut(l i18n.Lang) string {
	e := s.run.Expr
	head := i18n.T(subscripted(e.Result)+" = "+e.Source+"，"+strconv.Itoa(e.Gates())+" 个门。",
		subscripted(e.Result)+" = "+e.Source+", "+strconv.Itoa(e.Gates())+" gates.")
	var b strings.Builder
	b.WriteString(head.In(l))
	for i := range s.graph.boxes {
		box := &s.graph.boxes[i]
		if i >= 60 || box.node == result || i >= len(s.marks.value) {
			break
		}
		b.WriteString(" " + box.name)
		if !box.kind.Leaf() {
			b.WriteString(" (" + lores[box.kind].name.In(l) + ")")
		}
		if s.reached(s.time.valued(i)) {
			b.WriteString(" = " + s.marks.value[i])
		}
		if s.marks.grad[i] != "" && s.reached(s.time.graded(s.graph, i)) {
			b.WriteString(", " + s.partial(box.name) + " = " + s.marks.grad[i])
		}
		b.WriteString(";")
	}
	return b.String()
}
