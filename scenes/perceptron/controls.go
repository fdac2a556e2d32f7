package perceptron

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	data, output, tool *ui.Select
	rate               *ui.Slider
	w1, w2, b          *ui.Number
	zeros, random      *ui.Button
	guess              *ui.Guess
	unfold             *ui.Figure

	controls, figures []ui.Widget
}

func (s *Scene) build() {
	s.data = ui.NewSelect("data", i18n.T("要学的东西", "What to learn"), "and",
		ui.Opt("and", i18n.Same("AND")), ui.Opt("or", i18n.Same("OR")), ui.Opt("xor", i18n.Same("XOR")),
		ui.Opt("clouds", i18n.T("两团", "Clouds")), ui.Opt("own", i18n.T("自己画", "Paint"))).OnChange(s.choose)
	s.output = ui.NewSelect("output", i18n.T("最后一步", "Output"), "step",
		ui.Opt("step", i18n.T("阶跃", "Step")), ui.Opt("sigmoid", i18n.T("σ 逻辑回归", "σ logistic"))).Kept().
		OnChange(func(v string) {
			s.soft = v == "sigmoid"
			s.unask()
			s.learn()
		})
	s.tool = ui.NewSelect("tool", i18n.T("点一下空白处", "Tap an empty place to add"), "none",
		ui.Opt("none", i18n.T("不加", "None")), ui.Opt("+1", i18n.Same("+1")), ui.Opt("-1", i18n.Same("−1")),
		ui.Opt("erase", i18n.T("删", "Erase")))
	s.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.1, 10, 1).Log().Kept().
		OnChange(func(v float64) { s.eta = v; s.learn() })
	set := func(id string, label i18n.Text, v float64, take func(*weights, float64)) *ui.Number {
		return ui.NewNumber(id, label, -limit, limit, v).Step(0.1).Kept().OnChange(func(v float64) {
			w := s.start
			take(&w, v)
			s.setWeights(w)
		})
	}
	s.w1 = set("w1", i18n.T("起点 w₁", "Start w₁"), first.w1, func(w *weights, v float64) { w.w1 = v })
	s.w2 = set("w2", i18n.T("起点 w₂", "Start w₂"), first.w2, func(w *weights, v float64) { w.w2 = v })
	s.b = set("b", i18n.T("起点 b", "Start b"), first.b, func(w *weights, v float64) { w.b = v })
	s.zeros = ui.NewButton("zeros", i18n.T("全零", "Zeros")).Edit().OnPress(func() { s.setWeights(weights{}) })
	s.random = ui.NewButton("random", i18n.T("随机", "Random")).Edit().OnPress(func() {
		draw := func() float64 { return math.Round(40*(s.rng.Float64()-0.5)) / 10 }
		s.setWeights(weights{draw(), draw(), draw()})
	})
	s.guess = ui.NewGuess("guess", i18n.T("按下播放，它会停吗？", "Press play: will it stop?"), s.judge,
		ui.Opt("yes", i18n.T("会停", "It will")), ui.Opt("no", i18n.T("停不了", "Never"))).
		Until(func() bool { return s.at == len(s.past.steps) }, i18n.T("记下了。按播放，看到最后。", "Noted. Press play and watch to the end."))
	s.guess.OnChange(func(string) { s.told = s.at == len(s.past.steps); s.stale = true })
	s.unfold = ui.NewFigure("card", ui.RoleText, i18n.T("这一步的算式", "This step, worked out"))
	s.unfold.Paint, s.unfold.On, s.unfold.Say = s.drawCard, s.handleCard, func(i18n.Lang) string { return s.card.describe() }
	s.buildBorder()
	s.controls = []ui.Widget{s.data, s.guess, s.output, s.rate, s.border.sketch, s.tool,
		ui.NewHeading(i18n.T("从哪里开始", "Where it starts")), s.w1, s.w2, s.b, ui.NewRow(s.zeros, s.random)}
	s.figures = []ui.Widget{s.plane, s.unfold, s.border.sketch.Pad()}
}

// judge scores the guess whether the rule will come to an end, by the record.
func (s *Scene) judge(v string, l i18n.Lang) (right bool, why string) {
	if s.soft {
		return false, i18n.T("σ 没有“错”这回事，只有差多少：它走一百步。", "With σ nothing is plainly wrong, only more or less: it takes a hundred steps.").In(l)
	}
	end := s.ending()
	return (v == "yes") == s.past.converged, end.In(l)
}

// ending says how the run ended, in the words of its record.
func (s *Scene) ending() i18n.Text {
	h := s.past
	n := strconv.Itoa(len(h.steps))
	switch {
	case s.soft:
		loss := shown(s.eval.loss())
		return i18n.T("一百步之后，损失是 "+loss+"。", "After a hundred steps the loss is "+loss+".")
	case h.converged:
		return i18n.T("错了 "+n+" 次，然后整整一轮全对。", "After "+n+" mistakes a whole round goes right.")
	case h.again > 0:
		a, b := strconv.Itoa(h.again), strconv.Itoa(h.first)
		return i18n.T("第 "+a+" 轮结束时的权重，和第 "+b+" 轮一模一样：它在绕圈子。",
			"Round "+a+" ends with the very weights of round "+b+": it runs in circles.")
	}
	return i18n.T("错了 "+n+" 次还没完。", n+" mistakes, and still no end.")
}
