package collapse

import (
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
)

// texts are words and figures, made when they change.
type texts struct {
	titles  [most + 1]string
	fold    string // heading of the one layer
	formula string // W = W₃·W₂·W₁
	cells   [width*width + width]string
	terms   string // the chosen cell, unfolded
	stack   string // what the stack gives the probe
	one     string // what the one layer gives it
	stackIs string
	oneIs   string
	apart   string
	factors []inspect.Figure  // the numbers of terms
	gaps    [2]inspect.Figure // those of apart: how far the product is off, and the one layer
	good    bool
	verdict string
	read    string
}

var low9 = [...]string{"₀", "₁", "₂", "₃", "₄"}

func (t *texts) fill(s *Scene) {
	n, l := s.net, s.lang
	t.titles[0] = i18n.T("输入 x", "Input x").In(l)
	for k := 1; k <= n.n; k++ {
		i := strconv.Itoa(k)
		t.titles[k] = i18n.T("第 "+i+" 层 W"+low9[k]+", b"+low9[k], "Layer "+i+": W"+low9[k]+", b"+low9[k]).In(l)
	}
	for i, v := range n.oneWeight() {
		t.cells[i] = digits(v)
	}
	for i, v := range n.oneBias() {
		t.cells[width*width+i] = digits(v)
	}
	count := strconv.Itoa(n.n)
	t.stackIs = i18n.T(count+" 层", count+" layers").In(l)
	if n.n == 1 {
		t.stackIs = i18n.T("1 层", "1 layer").In(l)
	}
	t.oneIs = i18n.T("折成一层", "one layer").In(l)
	if n.bent() {
		t.oneIs = i18n.T("最好的一层", "best layer").In(l)
	}
	t.stack, t.one = pair(n.place(n.n-1, 0)), pair(n.folded(0))
	t.formula = "W = "
	for k := n.n; k > 0; k-- {
		t.formula += "W" + low9[k]
		if k > 1 {
			t.formula += " · "
		}
	}
	gap := n.scalar(n.apart)
	t.good = !n.bent()
	t.headings(s, gap)
	t.unfold(s)
	t.judge(s)
	t.read = t.fold + ". " + t.stackIs + " " + t.stack + ", " + t.oneIs + " " + t.one + ". " + t.apart + " " + t.verdict
}

// headings say whether the stack folds, and by how much it does not.
func (t *texts) headings(s *Scene, gap float64) {
	l, n := s.lang, s.net
	count := strconv.Itoa(n.n)
	d, p := plot.Format(gap), plot.Format(n.scalar(n.plain))
	t.gaps = [2]inspect.Figure{{Text: p, Of: inspect.Of(runNet, n.plain.ID(), 0)}, {Text: d, Of: inspect.Of(runNet, n.apart.ID(), 0)}}
	switch {
	case n.bent() && gap < 1e-5:
		t.good = true
		t.fold = i18n.T("ReLU 开着，可这里没有负数", "ReLU is on, but nothing here is negative").In(l)
		t.apart = i18n.T("它什么也没压平，一层还是够用。", "It flattens nothing, so one layer still does.").In(l)
	case n.bent():
		t.fold = i18n.T("折不成一层了", "No single layer does this").In(l)
		t.apart = i18n.T("不管 ReLU 直接相乘，最多差 "+p+"；最好的一层（最小二乘）也差 "+d+"。",
			"The product that ignores ReLU is off by up to "+p+"; even the best layer (least squares) by "+d+".").In(l)
	case gap == 0:
		t.fold = i18n.T(count+" 层折成一层", count+" layers folded into one").In(l)
		t.apart = i18n.T("整张格子上最多差 0：一位不差。", "Over the whole grid they differ by 0: the same to the digit.").In(l)
	default:
		t.fold = i18n.T(count+" 层折成一层", count+" layers folded into one").In(l)
		t.apart = i18n.T("整张格子上最多差 "+d+"：只是 float32 的舍入。", "Over the whole grid they differ by at most "+d+": float32 rounding, no more.").In(l)
	}
	if n.n == 1 && !n.bent() {
		t.fold = i18n.T("一层就是一层", "One layer is one layer").In(l)
	}
	if n.bent() {
		t.formula = i18n.T("最小二乘求出的 W 和 b", "W and b by least squares").In(l)
	}
}

// unfold writes the chosen number of the one layer as its sum.
func (t *texts) unfold(s *Scene) {
	name := [...]string{"W₁₁", "W₁₂", "W₂₁", "W₂₂", "b₁", "b₂"}[s.cell]
	terms, made := s.net.terms(s.cell), t.cells[s.cell]
	if s.net.bent() {
		x, y := s.net.folded(0)
		name, made = [...]string{"y₁", "y₂"}[rowOf(s.cell)], digits([...]float64{x, y}[rowOf(s.cell)])
	}
	t.terms, t.factors = "", t.factors[:0]
	if len(terms) == 0 {
		return
	}
	t.terms = name + " = "
	for i, x := range terms {
		if i > 0 {
			t.terms += " + "
		}
		for j, f := range x.Factors {
			if j > 0 {
				t.terms += "×"
			}
			text := digits(f.Value)
			t.terms += plot.Bracketed(text)
			t.factors = append(t.factors, inspect.Figure{Text: text, Of: inspect.Of(runNet, f.Node, f.Cell)})
		}
	}
	t.terms += " = " + made
	t.factors = append(t.factors, inspect.Figure{Text: made, Of: s.net.sum(s.cell)})
}

// judge says whether the perceptron comes to an end; before a guess or a ReLU
// it keeps quiet.
func (t *texts) judge(s *Scene) {
	t.verdict = ""
	if !s.told() {
		return
	}
	j := &s.net.judge
	n := strconv.Itoa(len(j.mistakes))
	switch {
	case len(j.mistakes) == 0:
	case j.separable():
		t.verdict = i18n.T("一条直线分开了两色（感知机 "+n+" 轮）。", "A straight line separates the colours (perceptron, round "+n+").").In(s.lang)
	default:
		t.verdict = i18n.T("没有直线分得开：感知机 "+n+" 轮还在错。", "No line separates the colours: still mistakes in round "+n+".").In(s.lang)
	}
}

// digits writes a number with up to five decimals.
func digits(v float64) string { return rounded(v, 5) }

// rounded writes a number with so many decimals, or as few as it has.
func rounded(v float64, decimals int) string {
	s := string(paint.AppendNumber(nil, v, decimals))
	if strings.Contains(s, ".") && !strings.Contains(s, "e") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// pair writes a place with the seven decimals that float32 has to give.
func pair(a, b float64) string { return "(" + rounded(a, 7) + ", " + rounded(b, 7) + ")" }

// describe reads the planes out.
func (s *Scene) describe(l i18n.Lang) string {
	text := ""
	for k := 0; k <= s.net.n; k++ {
		text += s.texts.titles[k] + " " + pair(s.net.place(k-1, 0)) + ". "
	}
	return text
}
