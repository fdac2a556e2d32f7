package depth

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	tabs    *ui.Select
	guesses []*ui.Guess

	board                *board
	fitCurve, fitCard    *ui.Figure
	preset, fitAct       *ui.Select
	units                *ui.Slider
	runners              [2]*ui.Figure
	raceCurve            *ui.Figure
	taskSel, raceAct     *ui.Select
	budget               *ui.Slider
	layers               *ui.Number
	folded               *ui.Toggle
	slopes, results      *ui.Figure
	ladderAct, ladderPts *ui.Select
	panel, figures       [views][]ui.Widget
}

func (s *Scene) build() {
	s.tabs = ui.NewSelect("view", i18n.T("看哪一个", "Which one"), viewIDs[0], ui.Opt(viewIDs[0], i18n.T("一层", "One layer")),
		ui.Opt(viewIDs[1], i18n.T("赛跑", "Race")), ui.Opt(viewIDs[2], i18n.T("更深", "Deeper"))).Kept().OnChange(func(v string) {
		for i, id := range viewIDs {
			if id == v {
				s.enter(i)
			}
		}
	})
	shown := [views][]ui.Widget{s.buildFit(), s.buildRace(), s.buildLadder()}
	for v := range views {
		s.figures[v] = append(s.figures[v], shown[v]...)
		for o := range views {
			if o != v {
				s.figures[v] = append(append(s.figures[v], shown[o]...), s.panel[o][1:]...)
			}
		}
	}
}

func (s *Scene) buildFit() []ui.Widget {
	s.board = newBoard(s)
	s.fitCurve = s.figure("fit_loss", i18n.T("误差曲线", "Error while learning"), func(c *paint.Canvas, lk *ui.Look) { s.drawLosses(c, lk, viewFit, s.fitCurve.Rect()) })
	s.fitCard = ui.NewFigure("sum", ui.RoleText, i18n.T("拼成它的各份", "What the sum is made of"))
	s.fitCard.Paint, s.fitCard.On, s.fitCard.Say = s.drawSum, s.pressSum, func(i18n.Lang) string { return s.texts.sum }
	s.fitCard.Holds(&s.say, &s.Card.Text)
	s.preset = ui.NewSelect("target", i18n.T("目标", "Target"), s.fit.known, ui.Opt("hills", i18n.T("山丘", "Hills")), ui.Opt("sine", i18n.T("正弦", "Sine")),
		ui.Opt("bump", i18n.T("鼓包", "Bump")), ui.Opt("jump", i18n.T("跳跃", "Jump"))).Chips().OnChange(func(v string) {
		s.fit.preset(v)
		s.redrawn = true
	})
	s.units = ui.NewSlider("hidden_units", i18n.T("隐藏单元", "Hidden units"), 1, mostWide, float64(s.fit.width)).Step(1).Decimals(0).Kept().OnChange(func(v float64) {
		s.fit.width, s.again[viewFit] = int(math.Round(v)), true
	})
	s.fitAct = ui.NewSelect("activation", i18n.T("激活函数", "Activation"), s.fit.act, ui.Opt("relu", i18n.Same("ReLU")), ui.Opt("tanh", i18n.Same("tanh")),
		ui.Opt("sigmoid", i18n.Same("sigmoid"))).Kept().OnChange(func(v string) { s.fit.act, s.again[viewFit] = v, true })
	s.panel[viewFit] = []ui.Widget{s.tabs, s.preset, s.units, s.fitAct,
		ui.NewParagraph(i18n.T("1989 年的定理说：[单元](hidden_units)够多，一个隐藏层就能把闭区间上的任何连续函数拟合到任意精度。它没说要多少个，也没说训练一定找得到。[跳跃处](target)不连续，定理不管；[虚线以外](curve)也不管。",
			"The theorem of 1989: with [enough units](hidden_units) one hidden layer comes as close as you like to any continuous function on a compact set, such as a closed interval. It does not say how many units, nor that training finds them. [A jump](target) is not continuous, and [beyond the dashed lines](curve) nothing is promised."))}
	return []ui.Widget{s.board, s.fitCurve, s.fitCard}
}

func (s *Scene) figure(id string, label i18n.Text, paint func(*paint.Canvas, *ui.Look)) *ui.Figure {
	f := ui.NewFigure(id, ui.RoleFigure, label)
	f.Paint, f.Say = paint, func(i18n.Lang) string { return s.texts.read }
	return f
}

func (s *Scene) buildRace() []ui.Widget {
	for i, label := range [2]i18n.Text{i18n.T("深的网络", "The deep network"), i18n.T("宽的网络", "The wide network")} {
		s.runners[i] = s.figure([2]string{"deep", "wide"}[i], label, func(c *paint.Canvas, lk *ui.Look) { s.drawRunner(c, lk, i) })
	}
	s.raceCurve = s.figure("race_loss", i18n.T("两条损失曲线", "Both losses"), func(c *paint.Canvas, lk *ui.Look) { s.drawLosses(c, lk, viewRace, s.raceCurve.Rect()) })
	s.raceCurve.Holds(&s.Card.Text)
	g := ui.NewGuess("guess", i18n.T("参数一样多，学 "+digit(raceSteps)+" 步，[谁](deep wide)的[损失](race_loss)更低？", "As many parameters, "+digit(raceSteps)+" steps: [which one](deep wide) ends with the lower [loss](race_loss)?"), s.scoreRace,
		ui.Opt("deep", i18n.T("深", "Deep")), ui.Opt("same", i18n.T("差不多", "Same")), ui.Opt("wide", i18n.T("宽", "Wide"))).
		Until(func() bool { return s.race.final }, i18n.T("记下了，比赛开始。", "Noted. They are off."))
	g.OnChange(func(string) { s.start = !s.race.final; s.Stale = true })
	s.guesses = append(s.guesses, g)
	change := func(f func()) {
		f()
		g.SetValue("")
		s.again[viewRace] = true
	}
	s.taskSel = ui.NewSelect("task", i18n.T("任务", "Task"), s.race.task.id, ui.Opt("spiral", i18n.T("螺旋", "Spiral")), ui.Opt("saw", i18n.T("锯齿", "Saw")),
		ui.Opt("parity", i18n.T("6 位奇偶", "6-bit parity")), ui.Opt("smooth", i18n.T("光滑", "Smooth"))).Chips().Kept().OnChange(func(v string) {
		change(func() {
			s.race.task = newTask(v, s.race.seed)
			s.race.folded = s.race.folded && v == "saw"
			s.folded.SetOn(s.race.folded)
			s.folded.SetEnabled(v == "saw")
		})
	})
	s.raceAct = ui.NewSelect("race_activation", i18n.T("激活函数", "Activation"), s.race.act, ui.Opt("tanh", i18n.Same("tanh")), ui.Opt("relu", i18n.Same("ReLU"))).Kept().
		OnChange(func(v string) {
			change(func() {
				s.race.act = v
				s.race.folded = s.race.folded && v == "relu"
				s.folded.SetOn(s.race.folded)
			})
		})
	s.budget = ui.NewSlider("budget", i18n.T("参数预算", "Parameters"), 60, 600, float64(s.race.budget)).Step(10).Decimals(0).Kept().OnChange(func(v float64) {
		change(func() { s.race.budget = int(v) })
	})
	s.layers = ui.NewStepper("layers", i18n.T("深网的隐藏层", "Deep layers"), 2, 6, s.race.layers).Kept().OnChange(func(v float64) {
		change(func() {
			s.race.layers = int(v)
			s.race.folded = s.race.folded && s.race.layers >= folds
			s.folded.SetOn(s.race.folded)
		})
	})
	s.folded = ui.NewToggle("folded", i18n.T("锯齿：手工折好", "Saw: folded by hand"), false).Kept().OnChange(func(on bool) {
		change(func() {
			if s.race.folded = on; on { // it is made of three layers of ReLU
				s.race.act, s.race.layers = "relu", max(s.race.layers, folds)
				s.raceAct.SetValue("relu")
				s.layers.SetFloat(float64(s.race.layers))
			}
		})
	})
	s.folded.SetEnabled(false)
	s.panel[viewRace] = []ui.Widget{s.tabs, g, s.taskSel, s.budget, s.layers, s.raceAct, s.folded,
		ui.NewParagraph(i18n.T("[每层 ReLU](deep) 都能把前面的折线再对折一次，段数可以成倍增长；[宽的一层](wide)，一个单元只添一个折点。能表示，不等于训练找得到：锯齿[手工折好](folded)只要 6 个单元，从随机权重出发却常常学不出来。",
			"[Each layer of ReLUs](deep) can fold what came before once more, so pieces may double with every layer; in [one wide layer](wide) a unit adds one bend. To be able is not to be found: six units hold the saw when [folded by hand](folded), and training from random weights often misses it."))}
	return []ui.Widget{s.runners[deep], s.runners[wide], s.raceCurve}
}

func (s *Scene) buildLadder() []ui.Widget {
	s.slopes = s.figure("gradients", i18n.T("每层权重的梯度", "The gradient at each layer"), s.drawSlopes)
	s.slopes.On = s.pressLadder
	s.results = s.figure("results", i18n.T("学完的损失", "Losses in the end"), s.drawResults)
	s.results.On = s.pressLadder
	s.results.Holds(&s.Card.Text)
	g := ui.NewGuess("guess_layers", ladderAsks("sigmoid"), s.scoreLadder,
		ui.Opt("better", i18n.T("更好", "Better")), ui.Opt("same", i18n.T("差不多", "Same")), ui.Opt("worse", i18n.T("更差", "Worse"))).
		Until(func() bool { return s.ladder.final }, i18n.T("记下了，八个网络一起学。", "Noted. All eight are learning."))
	g.OnChange(func(string) { s.start = !s.ladder.final; s.Stale = true })
	s.guesses = append(s.guesses, g)
	s.ladderAct = ui.NewSelect("layers_activation", i18n.T("激活函数", "Activation"), s.ladder.act, ui.Opt("sigmoid", i18n.Same("sigmoid")), ui.Opt("relu", i18n.Same("ReLU"))).Kept().
		OnChange(func(v string) {
			s.ladder.act, s.again[viewLadder] = v, true
			g.Ask(ladderAsks(v))
			g.SetValue("")
		})
	s.ladderPts = ui.NewSelect("train_size", i18n.T("训练数据", "Examples to learn from"), "300", ui.Opt("30", i18n.Same("30")), ui.Opt("100", i18n.Same("100")), ui.Opt("300", i18n.Same("300"))).Kept().
		OnChange(func(v string) {
			s.ladder.points, _ = strconv.Atoi(v)
			s.again[viewLadder] = true
			g.SetValue("")
		})
	s.panel[viewLadder] = []ui.Widget{s.tabs, g, s.ladderAct, s.ladderPts,
		ui.NewParagraph(i18n.T("1986 年反向传播流行起来，人们却发现超过三个隐藏层“没有用”：sigmoid 的斜率最多 0.25，连乘几层，[梯度到不了前面](gradients)。[换成 ReLU](layers_activation) 再看。更深也更贵：每多一层就多一份乘加；[数据少](train_size)时，训练损失到 0，验证损失反而更高。",
			"Back-propagation caught on in 1986, yet more than three hidden layers “did not help”: the slope of a sigmoid is 0.25 at most, and a product of several lets [no gradient reach the front](gradients). [Try ReLU](layers_activation). Depth costs too: each layer adds its multiply-adds, and with [few examples](train_size) the training loss falls to 0 while the validation loss rises."))}
	return []ui.Widget{s.slopes, s.results}
}

// ladderAsks is the question about networks of an activation.
func ladderAsks(act string) i18n.Text {
	en := "Sigmoids"
	if act == "relu" {
		act, en = "ReLU", "ReLUs"
	}
	n := digit(ladderSteps)
	return i18n.T(act+" 网络学 "+n+" 步，[8 层会比 3 层好吗](results)？", en+", "+n+" steps: do [8 layers end better than 3](results)?")
}

// scoreRace holds a guess against the end of the race.
func (s *Scene) scoreRace(v string, l i18n.Lang) (right bool, why string) {
	a, b := plot.Format(s.race.lanes.all[deep].test.loss), plot.Format(s.race.lanes.all[wide].test.loss)
	end, winner := i18n.T("最后的损失", "Losses in the end"), s.race.winner()
	if winner == "same" {
		end = i18n.T("最后的损失差不多", "Much the same losses in the end")
	}
	return v == winner, i18n.T(end.ZH+"：深 "+a+"，宽 "+b+"。", end.EN+": deep "+a+", wide "+b+".").In(l)
}

// scoreLadder compares eight layers with three.
func (s *Scene) scoreLadder(v string, l i18n.Lang) (right bool, why string) {
	three, eight := s.ladder.tests[2].val, s.ladder.tests[rungs-1].val
	is := "same"
	if eight > three*1.2 {
		is = "worse"
	} else if three > eight*1.2 {
		is = "better"
	}
	a, b := plot.Format(three), plot.Format(eight)
	return v == is, i18n.T("验证损失：3 层 "+a+"，8 层 "+b+"。", "Validation loss: 3 layers "+a+", 8 layers "+b+".").In(l)
}

// newCurve begins the plot of a part's losses.
func (s *Scene) newCurve(v int) {
	steps := i18n.T("步", "steps")
	switch v {
	case viewFit:
		s.curves[v] = plot.NewCurve(steps, plot.Series{Name: i18n.T("均方误差，每 "+digit(every[viewFit])+" 步平均", "Squared error, mean of "+digit(every[viewFit])+" steps"), Color: 0}).Log()
	case viewRace:
		s.curves[v] = plot.NewCurve(steps, plot.Series{Name: i18n.T("深，"+digit(every[viewRace])+" 步平均", "Deep, mean of "+digit(every[viewRace])), Color: 0}, plot.Series{Name: i18n.T("宽，"+digit(every[viewRace])+" 步平均", "Wide, mean of "+digit(every[viewRace])), Color: 1}).Log()
		s.curves[v].MaxX = raceSteps
	}
	s.drawn[v] = 0
	if v < len(s.mean) {
		clear(s.mean[v][:])
	}
	s.Stale = true
}

// every is how many steps are averaged into a point of a curve: about an epoch.
var every = [views]int{2, 7, 10}

// drawCurve takes up the steps since the last look.
func (s *Scene) drawCurve(v int) {
	k, at := every[v], s.lanes().Step()
	if s.drawn[v] > at {
		s.newCurve(v)
	}
	c := s.curves[v]
	if c == nil {
		return
	}
	for ; s.drawn[v]+k <= at; s.drawn[v] += k {
		for i, n := range s.lanes().all {
			loss := n.member.History().Loss
			if s.drawn[v]+k > len(loss) {
				continue
			}
			c.Append(i, float64(s.drawn[v]+k), s.mean[v][i].Of(loss[s.drawn[v]:s.drawn[v]+k]))
		}
	}
}
