package inspect

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

const rowHigh = 54.0

// whole is the row of a target that is all of a row: its factors are targets of
// their own, so the keys and the mirror pass it by.
const whole = -2

// terms lists what the number is the sum of, or the arguments of the function
// that it is, each with its size as a bar.
func (g *page) terms() {
	u, t, l := &g.k.u, g.t, g.k.lang
	if len(u.Terms) == 0 {
		return
	}
	if one := &u.Terms[0]; len(u.Terms) == 1 && (one.Fn != "" || len(one.Factors) > 3) {
		g.arguments(one)
		return
	}
	g.line(count(len(u.Order)).In(l), g.in.X, g.y+8, t.H3(), paint.Left)
	if len(u.Order) > few {
		g.line(i18n.T("大的在前", "largest first").In(l), g.in.Right(), g.y+8, t.Tiny(), paint.Right)
	}
	g.y += 22
	peak := 0.0
	for _, i := range u.Order {
		if a := math.Abs(u.Terms[i].Value); a > peak && !math.IsInf(a, 0) {
			peak = a
		}
	}
	for _, i := range u.Order[:u.Shown] {
		g.term(&u.Terms[i], peak)
	}
	if n := len(u.Order) - u.Shown; n > 0 {
		g.folded(n)
	}
	g.total()
}

func count(n int) i18n.Text {
	s := strconv.Itoa(n)
	if n == 1 {
		return i18n.T("只有一项", "One term")
	}
	return i18n.T(s+" 项相加", "The sum of "+s+" terms")
}

func rest(n int) i18n.Text {
	s := strconv.Itoa(n)
	return i18n.T("其余 "+s+" 项之和", "The other "+s+" together")
}

// A row is as high as one line of symbols and one of figures; more of them are so far
// below.
const (
	symbolLine, figureLine = 28.0, 17.0
	mostLines              = 4 // of symbols
)

// term is one row: the factors in symbols, each a button where it unfolds
// further, the same in figures, and the product. What there is no room for goes on
// below.
func (g *page) term(tm *trace.Term, peak float64) {
	t, row := g.t, g.rows
	box := paint.Rect{X: g.in.X, Y: g.y, W: g.in.W, H: rowHigh}
	ground := len(g.body)
	g.ground(box, row)
	value := format(tm.Value)
	num := paint.Style{Font: paint.MonoBold, Size: 14, Color: g.ink(tm.Value)}
	room := box.W - 24 - paint.Measure(value, num) - 12
	st := math16(t, 14)
	x, y := box.X+12, box.Y+18
	if len(tm.Factors) < 2 && tm.Fn == "" {
		_, y = box.Center()
	}
	if tm.Fn != "" {
		s := appliedName(tm.Fn) + "("
		g.line(s, x, y, st, paint.Left)
		x += paint.Measure(s, st)
	}
	first, lines := len(g.targets), 1
	for i := range tm.Factors {
		sign := ""
		if i > 0 {
			if sign = " × "; tm.Fn != "" {
				sign = ", "
			}
		}
		if w := Parse(g.n.symbol(&g.k.u, tm, &tm.Factors[i])).Width(st); i > 0 && x+paint.Measure(sign, st)+w > box.X+12+room {
			if lines == mostLines {
				g.line("…", x, y, st, paint.Left)
				x += 14
				break
			}
			lines++
			x, y = box.X+24, y+symbolLine
			box.H += symbolLine
			sign = strings.TrimLeft(sign, " ,")
		}
		g.line(sign, x, y, st, paint.Left)
		x = g.factor(tm, &tm.Factors[i], x+paint.Measure(sign, st), y, row, i)
	}
	if tm.Fn != "" {
		g.line(")", x, y, st, paint.Left)
	}
	if len(tm.Factors) > 1 || tm.Fn != "" {
		small := paint.Style{Font: paint.Mono, Size: 12, Color: t.Muted}
		said := paint.Rect{X: box.X + 12, Y: y + 22 - figureLine/2, W: room, H: paint.WrapHeight(figures(tm), room, small, figureLine)}
		g.body = append(g.body, item{text: figures(tm), box: said, y: figureLine, style: small})
		box.H += said.H - figureLine
	}
	g.body[ground].box.H = box.H
	if len(g.targets) > first {
		g.targets[len(g.targets)-1].last = true
		g.widen(first, box)
	}
	g.bar(box, tm.Value, peak)
	g.line(value, box.Right()-12, box.Y+box.H/2-3, num, paint.Right)
	g.y += box.H + 6
	g.rows++
}

// widen lets a press anywhere on a row unfold its first factor.
func (g *page) widen(first int, box paint.Rect) {
	all := g.targets[first]
	all.id, all.rect, all.ring, all.row = "row-"+strconv.Itoa(g.rows), box, false, whole
	g.targets = slices.Insert(g.targets, first, all)
}

// factor is one factor of a row, from x; it returns where it ends.
func (g *page) factor(tm *trace.Term, f *trace.Factor, x, y float64, row, i int) float64 {
	t, k := g.t, g.k
	s := g.n.symbol(&k.u, tm, f)
	form := Parse(s)
	st := math16(t, 14)
	w := form.Width(st)
	if !k.u.opens(k.p, f) {
		st.Color = t.Muted
		g.body = append(g.body, item{formula: form, x: x, y: y, style: st})
		return x + w
	}
	st.Color = t.AccentInk
	box := paint.Rect{X: x - 3, Y: y - 12, W: w + 8, H: 24}
	n := 0
	for j := range g.targets {
		if g.targets[j].row == row && g.targets[j].body {
			n++
		}
	}
	on := k.keyed && k.cursor == row && k.factor == n
	edge := t.Border
	if on {
		edge = t.Focus
	}
	g.body = append(g.body, item{box: box, radius: 5, fill: t.Raised, stroke: edge}, item{formula: form, x: x + 1, y: y, style: st})
	ref := f.Ref
	g.targets = append(g.targets, target{id: "term-" + strconv.Itoa(row) + "-" + strconv.Itoa(i), body: true, row: row, rect: box, ring: on,
		label: i18n.Same(form.Plain() + " = " + format(f.Value)), press: func() { k.Go(ref) }})
	return x + w + 4
}

func (g *page) ink(v float64) paint.Color {
	if g.k.u.Ref.Grad {
		return g.t.GradientInk
	}
	return g.t.Sign(v)
}

// ground is the row's own; the one that the keys are on is lit.
func (g *page) ground(box paint.Rect, row int) {
	it := item{box: box, radius: theme.Radius, fill: g.t.Panel, stroke: g.t.Border}
	if g.k.keyed && g.k.cursor == row {
		it.fill, it.stroke = g.t.AccentSoft, g.t.Accent
	}
	g.body = append(g.body, it)
}

// bar shows how large a term is beside the largest, to the right when positive.
func (g *page) bar(box paint.Rect, v, peak float64) {
	if !(peak > 0) || math.IsNaN(v) {
		return
	}
	t := g.t
	col := t.Positive
	if v < 0 {
		col = t.Negative
	}
	if g.k.u.Ref.Grad {
		col = t.Gradient
	}
	w := 64.0
	mid := box.Right() - 12 - w/2
	y := box.Bottom() - 12
	g.body = append(g.body, item{box: paint.Rect{X: mid - w/2, Y: y, W: w, H: 3}, radius: 1.5, fill: t.Track})
	part := w / 2 * min(math.Abs(v)/peak, 1)
	bar := paint.Rect{X: mid, Y: y, W: part, H: 3}
	if v < 0 {
		bar.X = mid - part
	}
	g.body = append(g.body, item{box: bar, radius: 1.5, fill: col}, item{box: paint.Rect{X: mid - 0.5, Y: y - 2, W: 1, H: 7}, fill: t.Faint})
}

// folded is the row of the terms that are not shown, with their sum.
func (g *page) folded(n int) {
	k, t, l := g.k, g.t, g.k.lang
	box := paint.Rect{X: g.in.X, Y: g.y, W: g.in.W, H: rowHigh}
	g.ground(box, g.rows)
	g.line(rest(n).In(l), box.X+12, box.Y+18, t.Body(), paint.Left)
	g.line(wordsMore.In(l), box.X+12, box.Y+39, paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.AccentInk}, paint.Left)
	g.line(format(k.u.Rest), box.Right()-12, box.Y+rowHigh/2, paint.Style{Font: paint.MonoBold, Size: 14, Color: g.ink(k.u.Rest)}, paint.Right)
	g.targets = append(g.targets, target{id: "inspect-more", label: wordsMore, rect: box, body: true, row: g.rows, last: true, press: func() {
		k.more = 3 * k.u.Shown
		k.unfold()
	}})
	g.rows++
	g.y += rowHigh + 6
}

// total is the sum, held against the record.
func (g *page) total() {
	u, t, l := &g.k.u, g.t, g.k.lang
	g.y += 2
	g.body = append(g.body, item{box: paint.Rect{X: g.in.Right() - 130, Y: g.y, W: 130, H: 1.2}, fill: t.Strong})
	y := g.y + 18
	sign := "Σ"
	if len(u.Terms) == 1 {
		sign = "="
	}
	g.line(sign, g.in.X+10, y, math16(t, 16), paint.Left)
	icon, words, ink := "check", wordsAdds, t.Good
	if !u.Adds {
		icon, words, ink = "x", wordsOff, t.Bad
	}
	g.body = append(g.body, item{icon: icon, x: g.in.X + 38, y: y, style: paint.Style{Size: 15, Color: ink}})
	g.line(words.In(l), g.in.X+50, y, t.Small(), paint.Left)
	g.line(format(u.Sum), g.in.Right()-12, y, paint.Style{Font: paint.MonoBold, Size: 16, Color: g.ink(u.Sum)}, paint.Right)
	g.y += 36
}

// winner is the first number that a maximum or a minimum took; −1: it is neither.
func winner(tm *trace.Term) int {
	if len(tm.Factors) < 2 || tm.Fn != "max" && tm.Fn != "min" {
		return -1
	}
	return slices.IndexFunc(tm.Factors, func(f trace.Factor) bool { return f.Value == tm.Value })
}

// arguments are the numbers that a function took, or a product of many factors.
func (g *page) arguments(tm *trace.Term) {
	t, l, k := g.t, g.k.lang, g.k
	head := i18n.T("由它算出", "Made from")
	if len(tm.Factors) > 1 {
		n := strconv.Itoa(len(tm.Factors))
		head = i18n.T("由这 "+n+" 个数算出", "Made from these "+n+" numbers")
	}
	g.line(head.In(l), g.in.X, g.y+8, t.H3(), paint.Left)
	g.y += 22
	shown := min(len(tm.Factors), max(few, k.more))
	won := winner(tm)
	for i := range tm.Factors[:shown] {
		if i == shown-1 && won > i { // the last row is the winner's, where that stands further down
			i = won
		}
		f := &tm.Factors[i]
		box := paint.Rect{X: g.in.X, Y: g.y, W: g.in.W, H: 38}
		g.ground(box, g.rows)
		first := len(g.targets)
		g.factor(tm, f, box.X+12, box.Y+19, g.rows, i)
		if len(g.targets) > first {
			g.targets[len(g.targets)-1].last = true
			g.widen(first, box)
		}
		st := paint.Style{Font: paint.MonoBold, Size: 14, Color: g.ink(f.Value)}
		if won >= 0 && f.Value == tm.Factors[won].Value {
			g.body = append(g.body, item{icon: "trophy", x: box.Right() - 30 - paint.Measure(format(f.Value), st), y: box.Y + 19, style: paint.Style{Size: 15, Color: t.Good}})
		}
		g.line(format(f.Value), box.Right()-12, box.Y+19, st, paint.Right)
		g.y += 42
		g.rows++
	}
	if n := len(tm.Factors) - shown; n > 0 {
		box := paint.Rect{X: g.in.X, Y: g.y, W: g.in.W, H: 38}
		g.ground(box, g.rows)
		g.line(wordsMore.In(l)+" · "+strconv.Itoa(n), box.X+12, box.Y+19, t.Body(), paint.Left)
		g.targets = append(g.targets, target{id: "inspect-more", label: wordsMore, rect: box, body: true, row: g.rows, last: true, press: func() {
			k.more = 3 * shown
			k.stale = true
		}})
		g.rows++
		g.y += 42
	}
	g.total()
}
