package playground

import (
	"errors"
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// card is the corner that speaks: a number unfolded, the guess, or why the
// training stopped.
type card struct {
	title, note string
	rows        []row
	last        row // the sum
	mood        mood
}

type mood uint8

const (
	calm mood = iota
	good
	bad
)

// row is one summand: symbols, factors and value.
type row struct {
	symbol, made, value string
	v                   float64
	of                  inspect.Origin
	from                [2]inspect.Figure // of a product
	at                  paint.Rect
}

// writeCard brings the words up to date.
func (s *Scene) writeCard() {
	k := &s.card
	*k = card{rows: k.rows[:0]}
	for l := range s.widthTexts {
		s.widthTexts[l] = ""
		if l < len(s.points.Layers) {
			s.widthTexts[l] = strconv.Itoa(s.points.Layers[l].Width)
		}
	}
	n := strconv.Itoa(len(s.points.Layers))
	s.depthText = i18n.T(n+" 个隐藏层", n+" hidden layers").In(s.lang)
	if n == "1" {
		s.depthText = i18n.T("1 个隐藏层", "1 hidden layer").In(s.lang)
	}
	s.placeStep()
	p := s.focus()
	switch {
	case s.Part > substep.None:
		k.title, k.note = s.Card.Say(), ""
	case s.run.broken():
		s.writeStop()
	case p.kind == pickNeuron && s.example.ok:
		s.writeNeuron(p)
	case p.kind == pickWeight && s.showsSlopes():
		s.writeSlope(p)
	case p.kind == pickWeight && s.example.ok:
		s.writeWeight(p)
	default:
		s.writeGuess()
	}
}

// askHeight is how tall the card has to be on a phone, where it lies below the rest.
func (s *Scene) askHeight(width float64) float64 {
	k, t := &s.card, s.theme
	words := paint.WrapHeight(k.title, width-32, t.BodyBold(), 21) + 6 + paint.WrapHeight(k.note, width-32, t.Small(), 19)
	if n := float64(len(k.rows)); n > 0 {
		return 40 + 24*n + 46
	}
	if s.guess.made && !s.guess.judged {
		return words + 34
	}
	return words + 80
}

// writeNeuron unfolds a neuron on the chosen point.
func (s *Scene) writeNeuron(p pick) {
	k, e := &s.card, s.example
	who := i18n.T("第 "+digit(p.l+1)+" 层 · 神经元 "+digit(p.j+1), "Layer "+digit(p.l+1)+" · neuron "+digit(p.j+1))
	if p.l == len(s.points.Layers) {
		who = i18n.T("输出 "+digit(p.j+1), "Output "+digit(p.j+1))
		if s.outputs() > 1 {
			who = i18n.T(who.ZH+" · 类 "+s.className(p.j), who.EN+" · class "+s.className(p.j))
		}
	}
	k.title = who.In(s.lang)
	k.note = i18n.T("在圈出的那一点上", "at the ringed point").In(s.lang)
	for i, t := range e.terms(p.l, p.j) {
		r := row{made: made(t), value: four(t.Value), v: t.Value, of: inspect.Of(runExample, e.z[p.l], p.j)} // of which it is a term
		switch {
		case i >= s.fanIn(p.l):
			r.symbol, r.made, r.of = "b", "", inspect.Of(runExample, e.b[p.l], p.j)
		case p.l == 0:
			r.symbol = "w·" + jobs.Features[s.in[i]].Symbol
		default:
			r.symbol = "w·a" + low(i+1)
		}
		if r.made != "" {
			in := e.in
			if p.l > 0 {
				in = e.a[p.l-1]
			}
			for k, f := range t.Factors[:2] {
				of := inspect.Of(runExample, in, i)
				if f.Node == e.w[p.l] {
					of = inspect.Of(runExample, e.w[p.l], p.j*s.fanIn(p.l)+i)
				}
				r.from[k] = inspect.Figure{Text: four(f.Value), Of: of}
			}
		}
		k.rows = append(k.rows, r)
	}
	z := e.value(e.z[p.l], p.j)
	k.last = row{symbol: "z", value: four(z), v: z, of: inspect.Of(runExample, e.z[p.l], p.j)}
	if p.l < len(s.points.Layers) {
		a := e.value(e.a[p.l], p.j)
		k.last = row{symbol: "a = " + s.points.Layers[p.l].Activation + "(" + four(z) + ")", value: four(a), v: a, of: inspect.Of(runExample, e.a[p.l], p.j)}
		if s.points.BatchNorm {
			k.last.symbol = "a"
		}
	}
}

// writeWeight unfolds the gradient of a weight on the chosen point.
func (s *Scene) writeWeight(p pick) {
	k, e := &s.card, s.example
	w := s.weight(p)
	up := e.gradient(e.z[p.l], p.j)
	layer := digit(p.l + 1)
	k.title = i18n.T("权重 w"+low(p.j+1)+low(p.i+1)+" · 第 "+layer+" 层", "Weight w"+low(p.j+1)+low(p.i+1)+" · layer "+layer).In(s.lang)
	k.note = i18n.T("上下拖动连线来改它", "drag the line up or down").In(s.lang)
	if p.i == s.fanIn(p.l) {
		s.writeBias(p, layer)
		return
	}
	cell := p.j*s.fanIn(p.l) + p.i
	grad := e.gradient(e.w[p.l], cell)
	from := e.in
	if p.l > 0 {
		from = e.a[p.l-1]
	}
	x := e.value(from, p.i)
	symbol := "a" + low(p.i+1)
	if p.l == 0 {
		symbol = jobs.Features[s.in[p.i]].Symbol
	}
	k.rows = append(k.rows,
		row{symbol: "w", value: four(w), v: w, of: inspect.Of(runExample, e.w[p.l], cell)},
		row{symbol: symbol, made: i18n.T("从左边来", "comes from the left").In(s.lang), value: four(x), v: x, of: inspect.Of(runExample, from, p.i)},
		row{symbol: "∂L/∂z", made: i18n.T("从右边传回", "flows back from the right").In(s.lang), value: plot.Format(up), v: up, of: inspect.Of(runExample, e.z[p.l], p.j).Gradient()})
	k.last = row{symbol: "∂L/∂w = " + symbol + " × ∂L/∂z", value: plot.Format(grad), v: grad, of: inspect.Of(runExample, e.w[p.l], cell).Gradient()}
}

// writeBias unfolds the gradient of a bias: it is that of the sum.
func (s *Scene) writeBias(p pick, layer string) {
	k, e := &s.card, s.example
	k.title = i18n.T("偏置 b"+low(p.j+1)+" · 第 "+layer+" 层", "Bias b"+low(p.j+1)+" · layer "+layer).In(s.lang)
	k.note = i18n.T("按 ↑ ↓ 来改它", "the keys ↑ ↓ change it").In(s.lang)
	b, up := s.weight(p), e.gradient(e.z[p.l], p.j)
	k.rows = append(k.rows, row{symbol: "b", value: four(b), v: b, of: inspect.Of(runExample, e.b[p.l], p.j)},
		row{symbol: "∂L/∂z", made: i18n.T("从右边传回", "flows back from the right").In(s.lang), value: plot.Format(up), v: up, of: inspect.Of(runExample, e.z[p.l], p.j).Gradient()})
	grad := e.gradient(e.b[p.l], p.j)
	k.last = row{symbol: "∂L/∂b = ∂L/∂z", value: plot.Format(grad), v: grad, of: inspect.Of(runExample, e.b[p.l], p.j).Gradient()}
}

// writeStop says what stopped the training.
func (s *Scene) writeStop() {
	k := &s.card
	k.mood = bad
	var d *train.Diverged
	if !errors.As(s.run.Err(), &d) {
		k.title, k.note = i18n.T("训练停下了", "Training stopped").In(s.lang), s.run.Err().Error()
		return
	}
	step := strconv.Itoa(d.Step)
	k.title = i18n.T("发散：第 "+step+" 步走不下去了", "Diverged: step "+step+" could not be taken").In(s.lang)
	where := d.Op
	if d.Name != "" {
		where = d.Name
	}
	what := i18n.T("数值", "value")
	switch d.What {
	case "the gradient":
		what = i18n.T("梯度", "gradient")
	case "the update":
		what = i18n.T("更新", "update")
	}
	rate := strconv.FormatFloat(s.hyper.LR, 'g', 3, 64)
	k.note = i18n.T(where+" 的"+what.ZH+"超出了能表示的范围。学习率 "+rate+"：每步都跨过谷底，越跨越远。图上仍是最后一个完好的状态。",
		"The "+what.EN+" of "+where+" left the range of numbers. At learning rate "+rate+" every step jumps over the valley, farther each time. The last good state is kept.").In(s.lang)
}

// writeGuess asks, follows and judges.
func (s *Scene) writeGuess() {
	k, g := &s.card, &s.guess
	k.title = s.question().In(s.lang)
	n, found := strconv.Itoa(g.epochs), s.found()
	switch {
	case g.judged:
		verdict := i18n.T("没猜中。", "Not so. ")
		if k.mood = bad; g.yes == s.solved() {
			k.mood, verdict = good, i18n.T("猜中了！", "Right! ")
		}
		k.note = verdict.In(s.lang) + i18n.T("第 "+n+" 轮见分晓："+found.ZH+"。", "Decided after "+n+" epochs: "+found.EN+". ").In(s.lang)
		if !s.phone || s.lookAt.Value() == viewCurves { // other pictures need the room
			k.note += s.why().In(s.lang)
		}
	case g.made && !s.playing:
		k.note = i18n.T("停在第 "+n+" 轮，一共 "+strconv.Itoa(guessLast)+" 轮，"+found.ZH+"。按播放，接着训练。", "Paused at epoch "+n+" of "+strconv.Itoa(guessLast)+", "+found.EN+". Press play to go on.").In(s.lang)
	case g.made:
		k.note = i18n.T("引擎正在训练："+n+" / "+strconv.Itoa(guessLast)+" 轮，"+found.ZH, "The engine trains: epoch "+n+" of "+strconv.Itoa(guessLast)+", "+found.EN).In(s.lang)
	case s.builds():
		place := "Your answer puts it in place of the network on view, and the engine trains it."
		if s.phone {
			place = "It then takes the place of the one on view."
		}
		k.note = i18n.T("回答以后，它换下图上的网络，由引擎真的训练。", place).In(s.lang)
	default:
		k.note = i18n.T("引擎会真的训练来回答。", "The engine will train it to find out.").In(s.lang)
		if !s.phone {
			k.note += i18n.T("一轮就是把训练点看一遍。", " An epoch sees every training point once.").In(s.lang)
		}
	}
}

// goOn mends what diverged, or asks the next question.
func (s *Scene) goOn() {
	if s.run.broken() {
		s.Seek(s.run.best().step)
		s.hyper.LR /= 10
		s.sync()
		s.change()
		s.start = true
		return
	}
	s.next()
}

// placeCard sets the buttons of the card.
func (s *Scene) placeCard() {
	v := &s.view
	for _, b := range [...]*ui.Button{v.yes, v.no, v.further, v.shut} {
		b.SetRect(paint.Rect{})
	}
	s.placeStep()
	r := v.unfold.rect
	if r.Empty() || s.Part > substep.None {
		return
	}
	bar := paint.Rect{X: r.X + 16, Y: r.Bottom() - 50, W: r.W - 32, H: 36}
	g := &s.guess
	open := s.focus().kind == pickNone || !s.example.ok
	switch {
	case s.run.broken():
		v.further.SetLabel(i18n.T("回到损失最低处，学习率 ÷ 10", "Back to the lowest loss, learning rate ÷ 10"))
		v.further.SetRect(bar)
	case !open:
		if s.picked.kind != pickNone {
			v.shut.SetRect(paint.Rect{X: r.Right() - 38, Y: r.Y + 6, W: 32, H: 32})
		}
	case g.judged:
		v.further.SetLabel(i18n.T("下一题", "Next question"))
		v.further.SetRect(bar)
	case !g.made:
		half := (bar.W - 12) / 2
		v.yes.SetRect(paint.Rect{X: bar.X, Y: bar.Y, W: half, H: bar.H})
		v.no.SetRect(paint.Rect{X: bar.X + half + 12, Y: bar.Y, W: half, H: bar.H})
	}
}

// paintCard paints the corner.
func (s *Scene) paintCard(c *paint.Canvas, lk *ui.Look) {
	k, t, r := &s.card, lk.Theme, s.unfold.rect
	ui.Card(c, t, r)
	if s.Card.Shown() {
		s.Card.Draw(c, t)
		return
	}
	note := t.Small()
	if k.mood != calm { // as the questions beside it
		soft, edge := t.BadSoft, t.Bad
		if k.mood == good {
			soft, edge = t.GoodSoft, t.Good
		}
		c.RoundRect(r, theme.RadiusLarge, soft)
		c.RoundRectStroke(r, theme.RadiusLarge, 1, edge)
		note.Color = t.Text
	}
	in := r.InsetXY(16, 14)
	c.PushClip(r)
	defer c.PopClip()
	if len(k.rows) == 0 {
		h := c.TextWrap(k.title, in, t.BodyBold(), 21)
		c.TextWrap(k.note, paint.Rect{X: in.X, Y: in.Y + h + 6, W: in.W, H: in.H}, note, 19)
		return
	}
	c.Text(k.title, in.X, in.Y+8, t.BodyBold(), paint.Left)
	if w := paint.Measure(k.title, t.BodyBold()); w+20+paint.Measure(k.note, t.Tiny()) < in.W-30 {
		c.Text(k.note, in.X+w+12, in.Y+8, t.Tiny(), paint.Left)
	}
	for i := range k.rows {
		paintRow(c, t, &k.rows[i], k.rows[i].size())
	}
	c.Line(in.X, k.last.at.Y-3, in.Right(), k.last.at.Y-3, 1, t.Border)
	paintRow(c, t, &k.last, 14)
}

// placeRows sets the rows of the card below each other, the sum at the bottom.
func (s *Scene) placeRows() {
	k, in := &s.card, s.unfold.rect.InsetXY(16, 14)
	if len(k.rows) == 0 || s.unfold.rect.Empty() {
		return
	}
	line := min((in.H-52)/float64(len(k.rows)), 24)
	for i := range k.rows {
		k.rows[i].at = paint.Rect{X: in.X, Y: in.Y + 26 + line*float64(i), W: in.W, H: line}
	}
	below := k.rows[len(k.rows)-1].at.Bottom() + 8
	k.last.at = paint.Rect{X: in.X, Y: min(below, in.Bottom()-19), W: in.W, H: 22}
}

// figures are what a row is made of, where that begins and how it is written.
func (r *row) figures(size float64) (text string, x float64, st paint.Style) {
	st = paint.Style{Font: paint.Mono, Size: size * 0.92}
	if !digitish(r.made) {
		st.Font = paint.Sans
	}
	return paint.Elide(r.made, r.at.W-150, st), r.at.X + 64, st
}

// size is that of a row's letters.
func (r *row) size() float64 { return min(13, r.at.H*0.92) }

func paintRow(c *paint.Canvas, t *theme.Theme, r *row, size float64) {
	in, y := r.at, r.at.Y+r.at.H/2
	c.Text(r.symbol, in.X, y, paint.Style{Font: paint.Math, Size: size, Color: t.Text}, paint.Left)
	if r.made != "" {
		text, x, st := r.figures(size)
		c.Text(text, x, y, st.With(t.Muted), paint.Left)
	}
	c.Text(r.value, in.Right(), y, paint.Style{Font: paint.MonoBold, Size: size, Color: t.Sign(r.v)}, paint.Right)
}

// digitish reports whether a text begins like a number.
func digitish(s string) bool {
	for _, c := range s {
		return c == '−' || c == '(' || c >= '0' && c <= '9'
	}
	return false
}

func (k *card) describe() string {
	text := k.title + ". " + k.note
	for _, r := range k.rows {
		text += " " + r.symbol + " = " + r.value + ";"
	}
	if len(k.rows) > 0 {
		text += " " + k.last.symbol + " = " + k.last.value
	}
	return text
}

// made writes a product in figures.
func made(t trace.Term) string {
	text := ""
	for i, f := range t.Factors {
		if i > 0 {
			text += " × "
		}
		if i > 0 {
			text += plot.Bracketed(four(f.Value))
		} else {
			text += four(f.Value)
		}
	}
	return text
}

var lows = [...]string{"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈"}

func low(n int) string {
	if n < len(lows) {
		return lows[n]
	}
	return strconv.Itoa(n)
}
