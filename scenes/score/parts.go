package score

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

var className = [classes]i18n.Text{i18n.T("猫", "cat"), i18n.T("狗", "dog"), i18n.T("船", "ship")}

// parts are what can be operated.
type parts struct {
	tabs, sample      *ui.Select
	w                 [classes * pixels]*ui.Chip
	x                 [pixels]*ui.Chip
	b                 [classes]*ui.Chip
	guesses           [views]*ui.Guess
	rate, offset      *ui.Slider
	sums, plane, card *ui.Figure
	rows, reading     *ui.Figure
	accuracy          *ui.Figure
	panel, figures    [views][]ui.Widget
}

const limit = 1000

func (s *Scene) build() {
	p := &s.parts
	p.tabs = ui.NewSelect("view", i18n.T("多大的图", "How large an image"), viewIDs[0],
		ui.Opt(viewIDs[0], i18n.T("4 个像素", "4 pixels")), ui.Opt(viewIDs[1], i18n.T("手写数字", "Digits"))).Kept().OnChange(func(v string) {
		s.view, s.stale = viewPixels, true
		if v == viewIDs[viewDigits] {
			s.view = viewDigits
		}
	})
	s.buildChips()
	s.buildFigures()
	p.guesses[viewPixels] = ui.NewGuess("guess_winner", i18n.T("哪一类的得分会最高？", "Which class will score highest?"), func(v string, l i18n.Lang) (bool, string) {
		c := s.pixels.winner()
		return v == className[c].EN, i18n.T(className[c].ZH+"得了 "+number(s.pixels.score(c))+"，最高。", "The "+className[c].EN+" wins with "+number(s.pixels.score(c))+".").In(l)
	}, ui.Opt("cat", className[0]), ui.Opt("dog", className[1]), ui.Opt("ship", className[2]))
	p.guesses[viewDigits] = ui.NewGuess("guess_shift", i18n.T("把数字平移几个像素，还认得出吗？猜完再拖。", "Move the digit a few pixels. Is it still read right? Guess, then drag."), s.answerShift,
		ui.Opt("yes", i18n.T("认得出", "Yes")), ui.Opt("no", i18n.T("认不出", "No"))).
		Until(func() bool { return s.digits.steps() >= s.digits.until }, i18n.T("还在训练，等一等。", "Still training: wait a moment.")).Wordy()
	p.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.001, 10, s.digits.rate).Log().Kept().OnChange(func(v float64) {
		s.digits.setRate(v)
		s.stale = true
	})
	p.offset = ui.NewSlider("shift", i18n.T("向右平移（像素）", "Move right (pixels)"), -8, 8, 0).Step(1).Decimals(0).Kept().OnChange(func(v float64) {
		s.digits.offset = int(v)
		s.digits.read(s.digits.sample)
		s.stale = true
	})
	var options []ui.Option
	for d := range digits {
		options = append(options, ui.Opt(strconv.Itoa(d), i18n.Same(strconv.Itoa(d))))
	}
	p.sample = ui.NewSelect("sample", i18n.T("读哪个数字", "Which digit to read"), "0", options...).Chips().Kept().OnChange(func(v string) {
		s.digits.read(2 * int(v[0]-'0'))
		s.class, s.stale = -1, true
	})
	p.panel[viewPixels] = []ui.Widget{p.tabs, p.guesses[viewPixels],
		ui.NewButton("lecture", i18n.T("恢复课上的数", "The lecture's numbers")).Edit().OnPress(s.teach),
		ui.NewParagraph(i18n.T("一行权重也是一张小图：这一类的[模板](template)。它还画出[一条线](plane)：线上得分正好是 0。点一个像素、权重或[偏置](bias)，改一改。",
			"A row of weights is a small picture too: [the template](template) of its class. It also draws [a line](plane), where the score is exactly 0. Change a pixel, a weight or [a bias](bias)."))}
	p.panel[viewDigits] = []ui.Widget{p.tabs, p.guesses[viewDigits], p.sample, p.offset, p.rate,
		ui.NewParagraph(i18n.T("十行权重从零开始，学成[十张模板](templates)：蓝色处该有墨，橙色处不该有。模板不会跟着[数字移动](shift)，这是线性分类器的短处。",
			"Ten rows start at zero and become [ten templates](templates): ink on blue counts for the digit, ink on orange against it. A template cannot follow [a digit that moves](shift): the weakness of a linear classifier."))}
	shown := [views][]ui.Widget{{p.sums, p.plane, p.card}, {p.rows, p.reading, p.accuracy}}
	for _, c := range p.x {
		shown[0] = append(shown[0], c)
	}
	for _, c := range p.w {
		shown[0] = append(shown[0], c)
	}
	for _, c := range p.b {
		shown[0] = append(shown[0], c)
	}
	for v := range views {
		p.figures[v] = append(append(append(p.figures[v], shown[v]...), shown[1-v]...), p.panel[1-v][1:]...)
	}
}

// answerShift asks the engine what becomes of the sample when it moves four
// and six pixels to either side.
func (s *Scene) answerShift(v string, l i18n.Lang) (bool, string) {
	d := s.digits
	label, was := d.sample/2, d.offset
	right, wrong := 0, ""
	for _, by := range []int{-6, -4, 4, 6} {
		d.offset = by
		d.read(d.sample)
		if d.winner() == label {
			right++
		} else if wrong == "" {
			wrong = strconv.Itoa(d.winner())
		}
	}
	d.offset = was
	d.read(d.sample)
	truth := "no"
	if right == 4 {
		truth = "yes"
	}
	if truth == "yes" {
		return v == truth, i18n.T("平移 4、6 个像素，四次都读对了。换个数字试试。", "Moved by 4 and 6 pixels it is read right each time. Try another digit.").In(l)
	}
	n := strconv.Itoa(4 - right)
	return v == truth, i18n.T("左右各移 4、6 个像素，四次错了 "+n+" 次，比如读成 "+wrong+"。", "Moved by 4 and 6 pixels either way it is misread in "+n+" of 4 cases, for example as "+wrong+".").In(l)
}

func (s *Scene) buildChips() {
	p := &s.parts
	chip := func(id string, name i18n.Text, lo, hi, v float64, t func() *tensor.Tensor, k int) *ui.Chip {
		c := ui.NewChip(id, name, lo, hi, v)
		c.Kept().OnChange(func(v float64) {
			t().Data()[k] = tensor.Elem(v)
			s.pixels.run()
			s.stale = true
		})
		return c
	}
	for i, v := range lecture.x {
		n := strconv.Itoa(i + 1)
		p.x[i] = chip("x"+n, i18n.T("像素 "+n, "Pixel "+n), 0, bright, v, func() *tensor.Tensor { return s.pixels.x }, i).Plain()
		p.x[i].Step(1)
	}
	for k, v := range lecture.w {
		c, i := className[k/pixels], strconv.Itoa(k%pixels+1)
		p.w[k] = chip("w_"+c.EN+"_"+i, i18n.T(c.ZH+"的权重 "+i, "Weight "+i+" of "+c.EN), -limit, limit, v, func() *tensor.Tensor { return s.pixels.w }, k)
	}
	for k, v := range lecture.b {
		c := className[k]
		p.b[k] = chip("b_"+c.EN, i18n.T(c.ZH+"的偏置", "Bias of "+c.EN), -limit, limit, v, func() *tensor.Tensor { return s.pixels.b }, k)
	}
}

func (s *Scene) teach() {
	s.pixels.teach()
	s.pixels.run()
	for i, v := range lecture.x {
		s.parts.x[i].SetFloat(v)
	}
	for i, v := range lecture.w {
		s.parts.w[i].SetFloat(v)
	}
	for i, v := range lecture.b {
		s.parts.b[i].SetFloat(v)
	}
	s.stale = true
}

func (s *Scene) buildFigures() {
	p := &s.parts
	p.sums = ui.NewFigure("equation", ui.RoleFigure, i18n.T("W·x + b = 得分", "W·x + b = scores"))
	p.sums.Paint, p.sums.On, p.sums.Say = s.drawSums, s.handleSums, s.saySums
	p.plane = ui.NewFigure("plane", ui.RolePad, i18n.T("决策面：横轴 x₂，纵轴 x₄；拖动图上的点", "Plane of decisions: x₂ across, x₄ up; drag the image's point"))
	p.plane.Paint, p.plane.On, p.plane.Say = s.drawPlane, s.handlePlane, func(i18n.Lang) string { return s.sums.where }
	p.card = ui.NewFigure("card", ui.RoleText, i18n.T("这个得分的算式", "This score, worked out"))
	p.card.Paint, p.card.Say = s.drawCard, func(i18n.Lang) string { return s.sums.said }
	p.rows = ui.NewFigure("templates", ui.RoleFigure, i18n.T("十行权重，画成十张图", "Ten rows of weights as pictures"))
	p.rows.Paint, p.rows.On, p.rows.Say = s.drawRows, s.handleRows, func(i18n.Lang) string { return s.rows.said }
	p.reading = ui.NewFigure("reading", ui.RoleText, i18n.T("这个得分的来历", "Where this score comes from"))
	p.reading.Paint, p.reading.Say = s.drawReading, func(i18n.Lang) string { return s.rows.line + " " + s.rows.verdict }
	p.accuracy = ui.NewFigure("curve", ui.RoleFigure, i18n.T("测试准确率", "Test accuracy"))
	p.accuracy.Paint, p.accuracy.Say = func(c *paint.Canvas, lk *ui.Look) { s.rows.curve.Draw(c, lk, s.rows.graph) }, func(i18n.Lang) string { return s.rows.accuracy }
}
