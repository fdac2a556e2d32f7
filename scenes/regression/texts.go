package regression

import (
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// texts are what stands on screen in words and figures, made when it changes so
// that drawing makes none.
type texts struct {
	title, why string
	w, eta     string
	grad, next string
	gradV      float64
	nextV      float64
	terms      []termText
	position   string // w and the losses
	read       string // the card, read out
	closed     string
	off        string
	loss, test string
	count      string // of the terms
	step       string // w − η·gradient = new w, in one line
	top        string // of the bowl
	lo, hi     string
	over       string    // where it overflows
	line       string    // the line's formula
	answer     string    // the closed form beside it
	bend       [4]string // h, η·h, |1 − η·h| and 2/h
}

// termText is one push.
type termText struct {
	name, made, value string
	v                 float64
	chosen            bool
	row               int // of the training table; theOthers
}

const theOthers = -1

const shownTerms = 3

func (t *texts) fill(s *Scene) {
	e := s.now()
	l := s.lang
	t.w, t.eta, t.grad, t.gradV = plot.Format(e.w), plot.Format(s.rate), plot.Format(e.grad), e.grad
	t.loss, t.test = plot.Format(e.loss), plot.Format(e.test)
	t.closed = plot.Format(s.closed)
	t.off = plot.Format(s.look.off()) + "×"
	if off := s.look.off(); off <= 10 {
		t.off = percent(off)
	}
	t.lo, t.hi, t.top = plot.Format(s.bowl.lo), plot.Format(s.bowl.hi), plot.Format(s.bowl.top)
	at := strconv.Itoa(s.Under(s.at))
	t.title = i18n.T("第 "+at+" 轮", "Epoch "+at).In(l)
	t.next, t.nextV = "", 0
	if s.at+1 < len(s.run.past) {
		t.nextV = s.run.past[s.at+1].w
		t.next = plot.Format(t.nextV)
	}
	t.overflow(s)
	n := strconv.Itoa(len(s.look.terms))
	t.count = i18n.T(n+" 项之和", "sum of "+n+" terms").In(l)
	if s.mean {
		t.count = i18n.T(n+" 项的平均", "mean of "+n+" terms").In(l)
	}
	t.reason(s)
	t.fillTerms(s)
	t.unveil(s)
	t.line = "ŷ = " + t.w + " · x"
	t.answer = i18n.T("闭式解 "+t.closed+"，相差 "+t.off, "closed form "+t.closed+", off by "+t.off).In(l)
	t.step = "w′ = " + t.w + " − " + t.eta + " × " + plot.Bracketed(t.grad)
	t.position = i18n.T("第 "+at+" 轮，w = "+t.w+"，训练损失 "+t.loss+"，测试损失 "+t.test,
		"Epoch "+at+", w = "+t.w+", training loss "+t.loss+", test loss "+t.test).In(l)
	t.read = t.title + ". " + t.w + " − " + t.eta + " × " + t.grad + " = " + t.next + ". " + t.why
	for _, x := range t.terms {
		t.read += " " + x.name + ": " + x.made + " = " + x.value + "."
	}
}

// reason says what the step does to the distance from the answer.
func (t *texts) reason(s *Scene) {
	h, k, m, limit := plot.Format(s.bend.steep.v), plot.Format(s.bend.times.v), plot.Format(s.bend.factor.v), plot.Format(s.bend.stable.v)
	t.bend = [4]string{h, k, m, limit}
	switch far := s.bend.over; {
	case t.over != "":
		t.why = t.over
	case far < -1:
		t.why = i18n.T("w 每走 1，梯度变 "+h+"；乘 η 是 "+k+" > 2：每步越过谷底，离答案远到 "+m+" 倍。η < "+limit+" 才稳。",
			"One unit of w changes the gradient by "+h+"; times η that is "+k+", over 2: each step crosses the valley and ends "+m+" times as far off. Stable below η = "+limit+".").In(s.lang)
	case far < 0:
		t.why = i18n.T("w 每走 1，梯度变 "+h+"；乘 η 是 "+k+"，在 1 和 2 之间：左右来回，距离每步乘 "+m+"。", "One unit of w changes the gradient by "+h+"; times η that is "+k+", between 1 and 2: it swings to and fro, the distance times "+m+" each step.").In(s.lang)
	default:
		t.why = i18n.T("w 每走 1，梯度变 "+h+"；乘 η 是 "+k+" < 1：每步都更近，离答案的距离乘 "+m+"。", "One unit of w changes the gradient by "+h+"; times η that is "+k+", under 1: each step multiplies the distance by "+m+".").In(s.lang)
	}
}

// fillTerms writes the pushes: the chosen point's, the largest, and the rest.
func (t *texts) fillTerms(s *Scene) {
	t.terms = t.terms[:0]
	of := s.chosen()
	var shown [shownTerms]int
	add := func(row int, chosen bool) {
		x, v := s.look.terms[row], s.look.push(row)
		shown[len(t.terms)] = row
		i := strconv.Itoa(s.cloud.train.index[row])
		t.terms = append(t.terms, termText{
			name: i18n.T("点 "+i, "Point "+i).In(s.lang), made: factors(x), value: plot.Format(v), v: v, chosen: chosen, row: row})
	}
	if of >= 0 {
		add(of, true)
	}
	for _, row := range s.look.order {
		if len(t.terms) >= shownTerms {
			break
		}
		if row != of {
			add(row, false)
		}
	}
	if n := len(s.look.terms) - len(t.terms); n > 0 {
		k, rest := strconv.Itoa(n), s.others.add(&s.look, shown[:len(t.terms)])
		t.terms = append(t.terms, termText{name: i18n.T("其余 "+k+" 个", "The other "+k).In(s.lang), value: plot.Format(rest), v: rest, row: theOthers})
	}
}

// percent writes a share with two digits that count.
func percent(v float64) string {
	v *= 100
	switch {
	case v >= 10 && v < 1e4:
		return strconv.FormatFloat(v, 'f', 0, 64) + "%"
	case v < 1e-4:
		return plot.Format(v) + "%"
	}
	return strconv.FormatFloat(v, 'g', 2, 64) + "%"
}

// chosen is the row, among the training points, of the one under the pointer or
// picked; −1 where there is none.
func (s *Scene) chosen() int {
	i := s.hover
	if i < 0 {
		i = s.picked
	}
	if i < 0 {
		return -1
	}
	for row, k := range s.cloud.train.index {
		if k == i && row < len(s.look.terms) {
			return row
		}
	}
	return -1
}

func factors(t trace.Term) string {
	out := make([]string, len(t.Factors))
	for i, f := range t.Factors {
		out[i] = plot.Bracketed(plot.Format(f.Value))
	}
	return strings.Join(out, " × ")
}

// overflow says where the numbers end, in float32 and in float64.
func (t *texts) overflow(s *Scene) {
	t.over = ""
	if s.run.lossOver < 0 || s.at < s.run.lossOver {
		return
	}
	s.overs.count(&s.run, &s.cloud, s.double)
	a := strconv.Itoa(s.overs.epoch(overLoss))
	t.over = i18n.T("超出 float32 的最大数 3.4×10³⁸ 就只剩 ∞：损失在第 "+a+" 轮", "Beyond 3.4×10³⁸, the largest float32, there is only ∞: the loss at epoch "+a).In(s.lang)
	if b := s.overs.epoch(overGuess); b >= 0 {
		n := strconv.Itoa(b)
		t.over += i18n.T("，预测在第 "+n+" 轮", ", the prediction at "+n).In(s.lang)
	}
	if d, e := s.overs.epoch(overDouble), s.overs.epoch(overDoubleGuess); d >= 0 && e >= 0 {
		a, b := strconv.Itoa(d), strconv.Itoa(e)
		t.over += i18n.T("。书上用的 float64 撑到第 "+a+" 和 "+b+" 轮", ". The book's float64 lasts until "+a+" and "+b).In(s.lang)
	}
	t.over += i18n.T("。", ".").In(s.lang)
}

// describe reads points and line out.
func (s *Scene) describe(l i18n.Lang) string {
	n, k := strconv.Itoa(len(s.cloud.train.index)), strconv.Itoa(len(s.cloud.held.index))
	text := i18n.T(n+" 个训练点，"+k+" 个测试点，直线 ŷ = "+s.texts.w+"·x", n+" training points, "+k+" test points, line ŷ = "+s.texts.w+"·x").In(l)
	if i := s.picked; i >= 0 && i < len(s.cloud.x) {
		p, x, y := strconv.Itoa(i), plot.Format(s.cloud.x[i]), plot.Format(s.cloud.y[i])
		text += i18n.T("，选中点 "+p+"："+x+"，"+y, ", picked point "+p+": "+x+", "+y).In(l)
	}
	return text
}
