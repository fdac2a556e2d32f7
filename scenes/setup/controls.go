package setup

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// What the card can show.
const (
	viewCurve    = "loss"
	viewWhy      = "layer"
	viewModes    = "modes"
	viewChannels = "channels"
)

// parts are the scene's widgets.
type parts struct {
	way, weights, act, size     *ui.Select
	tabs                        *ui.Select
	sd, rate                    *ui.Slider
	norm, evalMode              *ui.Toggle
	layers                      *ui.Number
	eta                         *ui.Chip
	auto                        *ui.Button
	pad                         *cloudPad
	bowl                        *bowlPad
	numbers, rows, losses, card *ui.Figure

	settings, controls []ui.Widget
	panes, figures     []ui.Widget
}

func (s *Scene) build() {
	s.buildControls()
	s.pad = newCloudPad(s)
	s.bowl = newBowlPad(s)
	s.eta = ui.NewChip("descent_rate", i18n.T("单个神经元的学习率 η", "Learning rate η of the single neuron"), 0, 10, s.valley.rate).Plain()
	s.eta.Step(0.01).Decimals(4).OnChange(func(v float64) {
		s.valley.free, s.valley.rate = true, v
		s.walkAgain()
	})
	s.auto = ui.NewButton("best_rate", i18n.T("最好的 η", "Best η")).Edit().OnPress(func() {
		s.valley.free = false
		s.walkAgain()
	})
	s.numbers = ui.NewFigure("numbers", ui.RoleText, i18n.T("数据的数", "Numbers of the data"))
	s.numbers.Paint, s.numbers.Say = s.drawNumbers, func(i18n.Lang) string { return s.texts.data }
	s.rows = ui.NewFigure("histograms", ui.RoleFigure, i18n.T("每一层的激活值和梯度", "Activations and gradients, layer by layer"))
	s.rows.Paint, s.rows.On, s.rows.Say = s.drawLayers, s.pressLayers, func(i18n.Lang) string { return s.texts.layers }
	s.losses = ui.NewFigure("curve", ui.RoleFigure, i18n.T("训练损失", "Training loss"))
	s.losses.Paint, s.losses.Say = s.drawLosses, func(i18n.Lang) string { return s.texts.training }
	s.card = ui.NewFigure("card", ui.RoleText, i18n.T("细看", "A closer look"))
	s.card.Paint, s.card.On, s.card.Say = s.drawCard, s.pressCard, func(i18n.Lang) string { return s.texts.card }
	s.card.Holds(&s.say, &s.Card.Text)
	s.tabs = ui.NewTabs("view", i18n.T("细看什么", "What to look at"), viewWhy, cardViews...).Kept().
		OnChange(func(string) { s.fresh = true })
	s.panes = []ui.Widget{s.pad, s.bowl, s.numbers, s.eta, s.auto, s.rows, s.losses, s.card, s.tabs}
}

var cardViews = []ui.Option{ui.Opt(viewWhy, i18n.T("这一层", "Layer")),
	ui.Opt(viewModes, i18n.T("训练 / 使用", "Train / eval")), ui.Opt(viewChannels, i18n.T("卷积的通道", "Channels"))}

func (s *Scene) buildControls() {
	s.buildQuestions()
	s.way = ui.NewSelect("data", i18n.T("数据", "Data"), raw, ui.Opt(raw, i18n.T("原样", "Raw")), ui.Opt(centred, i18n.T("减均值", "Zero-centred")),
		ui.Opt(standardised, i18n.T("再除以 σ", "Standardised"))).Kept().OnChange(func(v string) {
		s.cloud.way, s.reshape = v, true
		s.unask()
	})
	s.weights = ui.NewSelect("init", i18n.T("权重的初值", "First weights"), small, ui.Opt(zeros, i18n.T("全 0", "Zeros")), ui.Opt(equal, i18n.T("全相等", "All equal")),
		ui.Opt(small, i18n.T("太小", "Too small")), ui.Opt(large, i18n.T("太大", "Too large")), ui.Opt(xavier, i18n.Same("Xavier")), ui.Opt(he, i18n.Same("He")),
		ui.Opt(normal, i18n.Same("N(0, σ²)"))).Chips().Kept().OnChange(func(v string) {
		s.spec.init = v
		d := s.spec.deviation()
		if d == 0 { // zeros and equal weights have none, and leave none in a link
			d = firstDeviation
		}
		s.sd.SetFloat(d)
		s.spec.sd = s.sd.Float()
		s.again()
	})
	s.sd = ui.NewSlider("weight_sd", i18n.T("权重的标准差 σ", "Weights’ deviation σ"), 0.001, 3, s.spec.sd).Log().Decimals(3).
		Ticks(math.Sqrt(2.0/(2*units)), math.Sqrt(2.0/units)).Kept().OnChange(func(v float64) {
		s.spec.init, s.spec.sd = normal, v
		s.weights.SetValue(normal)
		s.again()
	})
	s.act = ui.NewSelect("activation", i18n.T("激活函数", "Activation"), s.spec.act, ui.Opt("tanh", i18n.Same("tanh")), ui.Opt("relu", i18n.Same("ReLU")),
		ui.Opt("sigmoid", i18n.Same("sigmoid"))).Kept().OnChange(func(v string) {
		s.spec.act = v
		s.again()
	})
	s.norm = ui.NewToggle("batch_norm", i18n.T("批归一化", "Batch norm"), false).Kept().OnChange(func(on bool) {
		s.spec.norm = on
		s.evalMode.SetEnabled(on)
		s.again()
	})
	s.evalMode = ui.NewToggle("eval_mode", i18n.T("看使用时的样子", "Look at it in eval mode"), false).OnChange(func(bool) { s.fresh = true })
	s.evalMode.SetEnabled(false)
	s.layers = ui.NewStepper("layers", i18n.T("隐藏层", "Hidden layers"), fewest, deepest, s.spec.layers).Kept().OnChange(func(v float64) {
		s.spec.layers = int(v)
		s.shown = min(s.shown, v)
		s.again()
	})
	s.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.001, 1, s.learner.rate).Log().Kept().OnChange(func(v float64) {
		s.learner.rate = v
		s.retrain()
	})
	s.size = ui.NewSelect("batch_size", i18n.T("批大小", "Batch size"), "40", ui.Opt("2", i18n.Same("2")), ui.Opt("8", i18n.Same("8")), ui.Opt("40", i18n.Same("40")),
		ui.Opt("120", i18n.T("全部", "All"))).Kept().OnChange(func(v string) {
		s.learner.size, _ = strconv.Atoi(v)
		s.retrain()
		s.fresh = true
	})
	s.settings = []ui.Widget{s.way, s.weights, &sigma{s.sd, &s.spec}, s.act, s.norm, s.evalMode,
		ui.NewParagraph(i18n.T("[每一层](histograms)都把标准差乘上一个倍数：倍数不是 1，十层以后就消失或爆炸，梯度往回走也一样。[Xavier 和 He](init) 让倍数接近 1，[批归一化](batch_norm)则每层都重新量一次。2015 年的论文说它减轻了“内部协变量偏移”，这个说法至今有争议（Santurkar 等，2018）；它有用倒是真的。",
			"[Every layer](histograms) multiplies the standard deviation by a factor; unless that is about 1, ten layers make it vanish or explode, and the gradient too on its way back. [Xavier and He](init) choose it near 1; [batch norm](batch_norm) measures anew in every layer. Its authors (2015) credited less “internal covariate shift”, which later work disputes (Santurkar et al., 2018). That it helps, nobody disputes.")),
		s.layers, s.rate, s.size}
}

// walkAgain starts the descent anew.
func (s *Scene) walkAgain() {
	s.surveyed()
	s.walked, s.Stale = 0, true
}

// surveyed runs the valley and colours its ground: the lower, the stronger.
func (s *Scene) surveyed() {
	s.valley.run(s.cloud)
	s.eta.SetFloat(s.valley.rate)
	s.ground.Set(s.valley.shade(s.answers[:0]), plot.Diverging(1.5))
}

// newCurve begins the plot of the loss with the run before this one.
func (s *Scene) newCurve() {
	s.name = s.called()
	mean := i18n.T("，"+digit(every)+" 步平均", ", mean of "+digit(every))
	series := []plot.Series{{Name: i18n.Text{ZH: s.name.ZH + mean.ZH, EN: s.name.EN + mean.EN}, Color: 0}}
	if s.before.loss != nil {
		series = append(series, plot.Series{Name: s.before.name, Color: 7})
	}
	s.curve = plot.NewCurve(i18n.T("步", "steps"), series...).Range(false, 0, 1)
	s.highest = 1
	for i := every; i <= len(s.before.loss); i += every {
		s.addLoss(1, i, s.mean[1].Of(s.before.loss[i-every:i]))
	}
	s.drawn = 0
	s.mean[0].Forget()
	if s.point.Forget(); s.before.loss == nil {
		s.mean[1].Forget()
	}
	s.Stale = true
}

// every is how many steps are averaged into a point of the curve.
const every = 3

// drawCurve takes up the steps since the last look, three at a time.
func (s *Scene) drawCurve() {
	loss := s.learner.losses()
	if s.drawn > len(loss) {
		s.newCurve()
	}
	for k := every; s.drawn+k <= len(loss); s.drawn += k {
		s.addLoss(0, s.drawn+k, s.mean[0].Of(loss[s.drawn:s.drawn+k]))
	}
}

// addLoss draws on to a loss, and makes room for one above the axis.
func (s *Scene) addLoss(series, step int, v float64) {
	s.makeRoom(v)
	s.curve.Append(series, float64(step), v)
}

func (s *Scene) makeRoom(v float64) {
	if v > s.highest && !math.IsInf(v, 0) {
		s.highest, s.Stale = v, true
		s.curve.Range(false, 0, 1.05*v)
	}
}

// keepPast keeps the curve of a run that has learned for a while.
func (s *Scene) keepPast() {
	if !s.learner.begun() || s.learner.step() < ghostMin || len(s.rivals) > 0 { // those are in the plot
		return
	}
	loss := s.learner.losses()
	s.before = past{s.name, slices.Clone(loss[:min(len(loss)/every*every, mostPast)])}
}

// mostPast is how many losses of the run before are kept at most.
const mostPast = 30_000

// called names a run by what sets it apart.
func (s *Scene) called() i18n.Text {
	var name i18n.Text
	switch s.spec.init {
	case zeros:
		name = i18n.T("全 0", "Zeros")
	case equal:
		name = i18n.T("全相等", "All equal")
	case xavier:
		name = i18n.Same("Xavier")
	case he:
		name = i18n.Same("He")
	default:
		name = i18n.Same("σ = " + plot.Format(s.spec.deviation()))
	}
	if s.spec.norm {
		name.ZH, name.EN = name.ZH+" + BN", name.EN+" + BN"
	}
	return name
}

// pairOf reads two numbers.
func pairOf(v string, n int) (out []float64, err error) {
	cells := strings.Split(v, ",")
	if len(cells) != n {
		return nil, errNumbers(n)
	}
	for _, c := range cells {
		x, err := ui.ParseNumber(strings.TrimSpace(c))
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

type errNumbers int

func (e errNumbers) Error() string {
	return "want " + strconv.Itoa(int(e)) + " numbers with commas between"
}

func joined(v ...float64) string {
	out := ""
	for i, x := range v {
		if i > 0 {
			out += ","
		}
		out += strconv.FormatFloat(x, 'g', 6, 64)
	}
	return out
}
