package regression

import (
	"strconv"

	"gradtheatre/scenes/edits"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	reduction, samples *ui.Select
	eta, noiseBar      *ui.Slider
	first              *ui.Number
	closedForm         *ui.Toggle
	outlier, original  *ui.Button
	guess              *ui.Guess
	estimate           *ui.Estimate
	points             *pad
	ball               ball
	valley, losses     *ui.Figure
	unfold             *ui.Figure

	controls, figures []ui.Widget
}

const maxStart = 1000

func (s *Scene) build() {
	s.reduction = ui.NewSelect("reduction", i18n.T("所有点的梯度", "Gradients of all points"), "sum",
		ui.Opt("sum", i18n.T("求和（书上）", "Sum (as printed)")), ui.Opt("mean", i18n.T("平均", "Mean"))).Kept().
		OnChange(func(v string) { s.mean = v == "mean"; s.begin() })
	s.eta = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 1e-5, 3, 0.01).Log().Kept().
		OnChange(func(v float64) { s.rate = v; s.begin() })
	s.samples = ui.NewSelect("samples", i18n.T("点数", "Points"), "1000",
		ui.Opt("1000", i18n.Same("1000")), ui.Opt("100", i18n.Same("100")), ui.Opt("20", i18n.Same("20"))).Kept().
		OnChange(func(v string) { s.n, _ = strconv.Atoi(v); s.fresh() })
	s.noiseBar = ui.NewSlider("noise", i18n.T("噪声", "Noise"), 0, 50, 0.1).Step(0.1).Kept().
		OnChange(func(v float64) { s.noise = v; s.remake() })
	s.first = ui.NewNumber("w0", i18n.T("起点 w₀", "Start w₀"), -maxStart, maxStart, 0).Step(1).Kept().
		OnChange(func(v float64) { s.start, s.run.kept = v, nil; s.begin() })
	s.closedForm = ui.NewToggle("closed_form", i18n.T("闭式解：一步算出", "Closed form: in one go"), false).Kept().
		OnChange(func(bool) { s.stale = true })
	s.outlier = ui.NewButton("outlier", i18n.T("加一个离群点", "Add an outlier")).Edit().OnPress(func() {
		r := s.cloud.reach
		s.cloud.put(edits.Edit{I: len(s.cloud.x), X: 0.9 * r[0], Y: -0.9 * r[1]})
		s.picked = len(s.cloud.x) - 1
		s.dataChanged()
	})
	s.original = ui.NewButton("original", i18n.T("恢复数据", "Original data")).Edit().OnPress(s.fresh)
	s.guess = ui.NewGuess("guess", i18n.T("按下播放，w 会怎样？", "Press play: what will w do?"), s.judge,
		ui.Opt("settle", i18n.T("停在答案上", "Settle")), ui.Opt("grow", i18n.T("越跑越远", "Run away")))
	s.guess.OnChange(func(string) { s.stale = true })
	s.points = &pad{Figure: ui.NewFigure("points", ui.RolePad, i18n.T("点和直线：左右键选点，Shift 加方向键移动，上下键转直线",
		"Points and line: left and right pick a point, Shift and arrows move it, up and down turn the line")), s: s, held: -1}
	s.points.Paint, s.points.On, s.points.Say = s.drawPlane, s.points.handle, s.describe
	s.valley = ui.NewFigure("bowl", ui.RolePad, i18n.T("损失随 w：拖动小球改起点，左右键也行", "Loss over w: drag the ball to start elsewhere, or use left and right"))
	s.valley.Paint, s.valley.On, s.valley.Say = s.drawBowl, s.handleBowl, func(l i18n.Lang) string { return s.texts.position }
	s.losses = ui.NewFigure("curve", ui.RoleFigure, i18n.T("每一轮的损失", "Loss by epoch"))
	s.losses.Paint, s.losses.Say = s.drawCurve, func(l i18n.Lang) string { return s.texts.position }
	s.unfold = ui.NewFigure("card", ui.RoleText, i18n.T("这一步的算式", "This step, worked out"))
	s.unfold.Paint, s.unfold.Say = s.drawCard, func(i18n.Lang) string { return s.texts.read }
	s.estimate = s.newEstimate()
	s.controls = []ui.Widget{s.guess, s.reduction, s.eta, s.closedForm, s.estimate,
		ui.NewParagraph(i18n.T("[每个点](points)都给 w 一个推力：x·(ŷ − y)。推力全加在一起，有多少个点，步子就大多少倍，越过谷底，落到[更高的坡上](bowl)。[求平均](reduction)，或把 [η 调到刻度以下](learning_rate)，都行。",
			"[Every point](points) pushes w by x·(ŷ − y). Added up, they make a step as many times as long as there are points, across the valley and [higher up the other side](bowl). [Averaging](reduction) mends it, and so does [an η below the mark](learning_rate).")),
		ui.NewHeading(i18n.T("数据", "Data")), s.samples, s.noiseBar, ui.NewRow(s.outlier, s.original), s.first}
	s.figures = []ui.Widget{s.points, s.valley, s.losses, s.unfold}
}

// remake draws the points anew; what the visitor moved stays moved.
func (s *Scene) remake() {
	s.cloud.make(s.n, s.noise, s.seed)
	s.run.kept = nil
	s.begin()
}

// fresh forgets what the visitor moved.
func (s *Scene) fresh() {
	s.cloud.edits, s.picked, s.hover = nil, -1, -1
	s.remake()
}

// judge scores a prediction by the run.
func (s *Scene) judge(v string, l i18n.Lang) (right bool, why string) {
	s.finish()
	away := s.run.diverged()
	right = (v == "grow") == away
	if !away {
		last := s.run.past[len(s.run.past)-1].w
		a, b := plot.Format(last), plot.Format(s.closed)
		return right, i18n.T("一千轮之后 w = "+a+"，闭式解是 "+b+"。", "After 1,000 epochs w = "+a+"; the closed form is "+b+".").In(l)
	}
	if n := s.run.guessOver; n >= 0 {
		at := strconv.Itoa(n)
		why := i18n.T("到第 "+at+" 轮，预测就溢出成 ∞。", "By epoch "+at+" the prediction overflows to ∞.").In(l)
		if s.at < n {
			why += i18n.T("按播放看看。", " Play and see.").In(l)
		}
		return right, why
	}
	return right, i18n.T("损失一轮比一轮大。", "The loss grows from epoch to epoch.").In(l)
}
