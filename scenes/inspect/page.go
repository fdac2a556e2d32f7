package inspect

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// page is what the panel shows, laid out: Draw only paints it. What is in the
// body scrolls; its places count from the top of the body.
type page struct {
	view    paint.Rect // the window onto the body
	tall    float64    // of the body
	head    []item
	body    []item
	targets []target
	rows    int
	words   string
	file    string // of the code that is shown
	lit     string // the lines of it that made the number

	k  *Panel
	n  namer
	t  *theme.Theme
	y  float64
	in paint.Rect // the body's column
}

// item is one thing to paint.
type item struct {
	box     paint.Rect
	radius  float64
	fill    paint.Color
	stroke  paint.Color
	text    string
	icon    string
	formula Formula
	x, y    float64
	style   paint.Style
	align   paint.Align
}

// target is what can be pressed; the page's mirror has it as a button.
type target struct {
	id    string
	label i18n.Text
	rect  paint.Rect
	body  bool
	row   int  // of the body's rows, or −1
	last  bool // the row's last
	ring  bool // the keys are on it
	off   bool
	press func()
	k     *Panel
}

func (t *target) ID() string       { return t.id }
func (t *target) Role() ui.Role    { return ui.RoleButton }
func (t *target) Label() i18n.Text { return t.label }

func (t *target) SetRect(paint.Rect)               {}
func (t *target) Height(float64) float64           { return 0 }
func (t *target) Handle(ui.Event) bool             { return false }
func (t *target) Draw(c *paint.Canvas, _ *ui.Look) {}
func (t *target) Enabled() bool                    { return !t.off }

// Rect is where it stands on screen; nowhere when it is scrolled out of sight.
func (t *target) Rect() paint.Rect {
	if !t.body {
		return t.rect
	}
	return t.rect.Move(0, t.k.page.view.Y-t.k.scroll).Intersect(t.k.page.view)
}

// Press does what the target does, if it does anything now.
func (t *target) Press() {
	if t.press != nil && !t.off {
		t.press()
	}
}

// most is the furthest that the body scrolls.
func (g *page) most() float64 { return max(g.tall-g.view.H, 0) }

func format(v float64) string { return plot.Format(v) }

func zero(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

func finite(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// words is a term in words: w₁ × x₂ = 2 × 3 = 6.
func (n namer) words(u *Unfolding, t *trace.Term) string {
	names := make([]string, len(t.Factors))
	for i := range t.Factors {
		names[i] = Parse(n.symbol(u, t, &t.Factors[i])).Plain()
	}
	s := strings.Join(names, " × ")
	if t.Fn != "" {
		s = appliedName(t.Fn) + "(" + strings.Join(names, ", ") + ")"
	}
	if f := figures(t); len(t.Factors) > 1 || t.Fn != "" {
		s += " = " + f
	}
	return s + " = " + format(t.Value)
}

// make lays the page out for what the panel shows.
func (g *page) make(k *Panel) {
	*g = page{k: k, n: namer{k.p}, t: k.theme, head: g.head[:0], body: g.body[:0], targets: g.targets[:0]}
	pad := 16.0
	r := k.rect.InsetXY(pad, 0)
	g.header(r)
	switch {
	case k.code:
		g.source()
	case k.grid:
		g.matrix()
	default:
		g.number()
	}
	g.tall = g.y + 16
	for i := range g.targets {
		g.targets[i].k = k
	}
	g.say()
}

func math16(t *theme.Theme, size float64) paint.Style {
	return paint.Style{Font: paint.Math, Size: size, Color: t.Text}
}

// put adds a formula to the body at the present height.
func (g *page) put(s string, x, y float64, st paint.Style) {
	g.body = append(g.body, item{formula: Parse(s), x: x, y: y, style: st})
}

func (g *page) line(s string, x, y float64, st paint.Style, a paint.Align) {
	g.body = append(g.body, item{text: s, x: x, y: y, style: st, align: a})
}

// wrapped adds words in lines.
func (g *page) wrapped(s string, st paint.Style, line float64) {
	h := paint.WrapHeight(s, g.in.W, st, line)
	g.body = append(g.body, item{text: s, box: paint.Rect{X: g.in.X, Y: g.y, W: g.in.W, H: h}, y: line, style: st})
	g.y += h
}

// number is the body: the number, its formula in symbols and in figures, its
// terms, their sum, and for a gradient the check.
func (g *page) number() {
	k, t, l, u := g.k, g.t, g.k.lang, &g.k.u
	words := wordsOf(u.Op)
	ref := k.at()
	ink := t.Sign(u.Value)
	if ref.Grad {
		ink = t.GradientInk
	}
	name := g.n.ref(ref, false)
	g.y += 26
	st := math16(t, 22)
	g.put(name+" = ", g.in.X, g.y, st)
	at, value := g.in.X+Parse(name+" = ").Width(st), paint.Style{Font: paint.MonoBold, Size: 24, Color: ink}
	g.line(format(u.Value), at, g.y, value, paint.Left)
	room := min(g.in.W*0.5, g.in.Right()-at-paint.Measure(format(u.Value), value)-10)
	kind := words.name.In(l)
	if o := words.name.Other(l); o != kind && l == i18n.ZH && paint.Measure(kind+"  "+o, t.Small()) <= room {
		kind += "  " + o
	}
	switch {
	case g.isRoot():
		kind = wordsBegin.In(l)
	case ref.Grad:
		kind = wordsOneUse.In(l)
	}
	g.line(paint.Elide(kind, room, t.Small()), g.in.Right(), g.y, t.Small(), paint.Right)
	g.y += 28
	if ref.Grad {
		g.y += 6
	}
	g.formulas(words)
	if why := g.why(); why != (i18n.Text{}) {
		g.wrapped(why.In(l), t.Body(), 22)
		g.y += 8
	}
	if !ref.Grad && !k.hasGrad() && u.Op != "input" {
		defer func() {
			g.y += 4
			g.wrapped(wordsNoGrad.In(l), t.Tiny(), 18)
		}()
	}
	g.terms()
	g.check()
}

// isRoot reports whether the present number is the result itself.
func (g *page) isRoot() bool {
	ref := g.k.at()
	return ref.Grad && len(g.k.u.Terms) == 0 && g.k.u.Value == 1
}

// why says of a number that has no terms why it is what it is.
func (g *page) why() i18n.Text {
	if g.isRoot() {
		root := Parse(g.n.root(g.k.at().Node)).Plain()
		return i18n.T(fmt.Sprintf(wordsSeed.ZH, root), fmt.Sprintf(wordsSeed.EN, root))
	}
	return g.k.u.why(g.k.p)
}

// formulas are the op in symbols and the sum in figures.
func (g *page) formulas(words opWords) {
	t, u, ref := g.t, &g.k.u, g.k.at()
	if len(u.Terms) == 0 {
		return
	}
	st := math16(t, 15)
	boxAt, from := len(g.body), g.y
	g.body = append(g.body, item{})
	g.y += 10
	add := func(s string) {
		f := Parse(s)
		h := 26.0
		if f.Tall() {
			h = 46
		}
		fit := st
		if w := f.Width(st); w > g.in.W-24 {
			fit.Size = max(st.Size*(g.in.W-24)/w, 10)
		}
		g.put(s, g.in.X+12, g.y+h/2, fit)
		g.y += h
	}
	if !ref.Grad {
		if words.value != "" {
			add(strings.Replace(words.value, "$y", g.n.cell(ref.Node, ref.Cell), 1))
		}
	} else {
		x := g.n.cell(ref.Node, ref.Cell)
		y, sum := g.user()
		add(`\frac{∂` + g.n.root(g.k.at().Node) + `}{∂` + x + `} = ` + sum + `\frac{∂` + y + `}{∂` + x + `} · \frac{∂` + g.n.root(g.k.at().Node) + `}{∂` + y + `}`)
		for _, op := range g.users() {
			if w := wordsOf(op); w.slope != "" {
				name := w.name.In(g.k.lang)
				small := t.Tiny()
				g.line(name, g.in.Right()-12, g.y+23, small, paint.Right)
				add(w.slope)
			}
		}
	}
	fig := paint.Style{Font: paint.Mono, Size: 13, Color: t.Muted}
	text := "= " + u.sum() + " = " + format(u.Value)
	h := paint.WrapHeight(text, g.in.W-24, fig, 20)
	g.body = append(g.body, item{text: text, box: paint.Rect{X: g.in.X + 12, Y: g.y, W: g.in.W - 24, H: h}, y: 20, style: fig})
	g.y += h + 10
	g.body[boxAt] = item{box: paint.Rect{X: g.in.X, Y: from, W: g.in.W, H: g.y - from}, radius: theme.Radius, fill: t.Sunken}
	g.y += 14
}

// user is the value that the gradient came through, where it is one number;
// otherwise y, and a sum over all of them.
func (g *page) user() (y, sum string) {
	u := &g.k.u
	if len(u.Terms) == 1 {
		for _, f := range u.Terms[0].Factors {
			if f.Grad && f.Node >= 0 {
				return g.n.cell(f.Node, f.Cell), ""
			}
		}
	}
	return "y", "Σ "
}

// users are the ops that the gradient's terms came through, at most two.
func (g *page) users() []string {
	var out []string
	tr := g.k.p.Trace()
	for i := range g.k.u.Terms {
		for j := range g.k.u.Terms[i].Factors {
			f := &g.k.u.Terms[i].Factors[j]
			if !f.Grad || f.Node < 0 || f.Node >= len(tr.Nodes) {
				continue
			}
			op := tr.Nodes[f.Node].Op
			if len(out) == 0 || len(out) == 1 && out[0] != op {
				out = append(out, op)
			}
		}
		if len(out) == 2 {
			break
		}
	}
	return out
}

// check shows what a nudge found.
func (g *page) check() {
	u, t, l := &g.k.u, g.t, g.k.lang
	if !u.Ref.Grad || !u.Known {
		return
	}
	g.y += 8
	g.line(wordsCheck.In(l), g.in.X, g.y+8, t.H3(), paint.Left)
	g.y += 24
	from, boxAt := g.y, len(g.body)
	g.body = append(g.body, item{})
	root := g.n.root(g.k.at().Node)
	st := math16(t, 15)
	lhs := `\frac{` + root + `_{+} − ` + root + `_{−}}{2h} = ` +
		`\frac{` + long(u.Check.Plus) + ` − ` + plot.Bracketed(long(u.Check.Minus)) + `}{2 × ` + format(u.Check.H) + `}`
	f := Parse(lhs)
	if w := f.Width(st); w > g.in.W-24 {
		st.Size = max(st.Size*(g.in.W-24)/w, 10)
	}
	g.put(lhs, g.in.X+12, g.y+30, st)
	g.y += 60
	verdict, icon, ink := wordsAgrees, "check", t.Good
	switch {
	case u.Check.Tie:
		verdict, icon, ink = wordsTie, "trending-up", t.Warning
	case u.Check.Kink:
		verdict, icon, ink = wordsKink, "trending-up", t.Warning
	case !u.Check.Agrees:
		verdict, icon, ink = wordsDiffers, "x", t.Bad
	}
	value := "≈ " + format(u.Check.Value)
	num := paint.Style{Font: paint.MonoBold, Size: 16, Color: t.GradientInk}
	g.line(value, g.in.X+12, g.y+4, num, paint.Left)
	g.body = append(g.body, item{icon: icon, x: g.in.X + 32 + paint.Measure(value, num), y: g.y + 4, style: paint.Style{Size: 16, Color: ink}})
	g.line(verdict.In(l), g.in.X+46+paint.Measure(value, num), g.y+4, t.Small(), paint.Left)
	g.y += 20
	in := g.in
	g.in.X, g.in.W = in.X+12, in.W-24
	g.wrapped(u.verdict().In(l), t.Small(), 18)
	g.in = in
	g.y += 8
	g.body[boxAt] = item{box: paint.Rect{X: g.in.X, Y: from, W: g.in.W, H: g.y - from}, radius: theme.Radius, fill: t.GradientSoft}
}

// verdict says in figures why a check agrees or not.
func (u *Unfolding) verdict() i18n.Text {
	c, value := &u.Check, format(u.Value)
	away := math.Abs(c.Value - u.Value)
	off, within := format(round2(away)), format(round2(c.Within))
	said := i18n.T("它与梯度 "+value+" 相差 "+off+"。", "It is "+off+" from the gradient "+value+". ")
	if away < c.Within/100 {
		said = i18n.T("它与梯度 "+value+" 几乎没有差别。", "It practically equals the gradient "+value+". ")
	}
	why := i18n.T("h 和舍入只能造成 "+within+" 以内的差别。", "What h and rounding explain is "+within+" at most.")
	switch {
	case c.Tie:
		return i18n.T("几个相等的数同时最大，或 ReLU 的输入正好是 0。这里有几个斜率，反向传播取其中一个，得 "+value+"；推一推，得到另一个。",
			"Equal numbers tie for a maximum, or a ReLU’s input is exactly 0. There are several slopes here: backprop takes one and finds "+value+", a nudge finds another.")
	case c.Kink:
		left, right := format(c.Left), format(c.Right)
		return i18n.T("左边的斜率是 "+left+"，右边的是 "+right+"；反向传播取 "+value+"。",
			"The slope is "+left+" to the left and "+right+" to the right; backprop takes "+value+".")
	case c.Agrees:
		why = i18n.T("h 不是无穷小，数又有舍入，相差在 "+within+" 以内就算一致。",
			"As h is not infinitely small and numbers are rounded, all within "+within+" agrees.")
	}
	return i18n.T(said.In(i18n.ZH)+why.In(i18n.ZH), said.In(i18n.EN)+why.In(i18n.EN))
}

// round2 keeps two digits.
func round2(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 1, 64), 64)
	return r
}

// long writes a result with the digits that a small nudge changes.
func long(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'g', 8, 64), "-", "−", 1)
}
