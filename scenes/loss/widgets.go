package loss

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

var className = [classes]i18n.Text{i18n.T("猫", "cat"), i18n.T("汽车", "car"), i18n.T("青蛙", "frog")}

// widgets are what can be operated.
type widgets struct {
	exampleSel, truth, goal *ui.Select
	shift                   *ui.Toggle
	chips                   [classes * classes]*ui.Chip
	rate, start             *ui.Slider

	strip, grid, card *ui.Figure // the score laboratory
	field             *pointField
	lineCard          *ui.Figure
	hills, raceCard   *ui.Figure
}

func (s *Scene) build() {
	s.Open(i18n.T("看哪一种", "Which one"), []ui.Option{
		ui.Opt("classes", i18n.T("分类", "Classes")), ui.Opt("outlier", i18n.T("离群点", "Outlier")), ui.Opt("race", i18n.T("赛跑", "Race")),
	}, last[:])
	s.OnSeek = func() { s.pick, s.dot = nowhere, -1 }
	s.buildScores()
	s.buildLine()
	s.buildRace()
	table := []ui.Widget{s.strip, s.grid, s.card}
	for _, c := range s.chips {
		table = append(table, c)
	}
	s.Furnish(viewScores, table, s.Guesses[viewScores], s.exampleSel, s.truth, s.shift,
		s.button("overflow", i18n.T("把一个得分改成 100", "Make one score 100"), func() { s.setScore(s.example*classes+1, 100) }),
		s.button("lecture", i18n.T("恢复课上的得分", "The lecture's scores"), s.teach),
		ui.NewParagraph(i18n.T("[类别](true_class)只是名字，“猫减汽车”没有意义，所以不拿差的平方当损失。(1 − p)² 最多罚 1；[−ln p](cross-entropy) 越错罚得越狠，没有上限。",
			"[Classes](true_class) are names: cat minus car means nothing, so squared differences suit them badly. (1 − p)² never fines more than 1; [−ln p](cross-entropy) has no limit.")))
	s.Furnish(viewLine, []ui.Widget{s.field, s.lineCard}, s.Guesses[viewLine],
		s.button("points_reset", i18n.T("恢复这些点", "The first points again"), func() { s.line.pts = firstDots; s.moved() }),
		ui.NewParagraph(i18n.T("最小二乘把[每个误差都平方](square)：远一倍，就罚四倍，一个离群点能拉走整条线。",
			"Least squares [squares each error](square): twice as far costs four times as much, so one outlier can pull the whole line.")))
	s.Furnish(viewRace, []ui.Widget{s.hills, s.raceCard}, s.Guesses[viewRace], s.start, s.rate, s.goal,
		ui.NewParagraph(i18n.T("同一个神经元，[同一个起点](start)，只换损失。错得最自信的地方，[平方误差的坡](hill)几乎是平的，交叉熵却最陡。",
			"One neuron, [one start](start), two losses. Where it is most confidently wrong [the squared error is almost flat](hill), and the cross-entropy is steepest.")))
}

func (s *Scene) button(id string, label i18n.Text, press func()) *ui.Button {
	return ui.NewButton(id, label).Edit().OnPress(press)
}

func (s *Scene) buildScores() {
	var opts, truths []ui.Option
	for i, n := range className {
		k := strconv.Itoa(i + 1)
		opts = append(opts, ui.Opt(k, i18n.T("图 "+k, "Image "+k)))
		truths = append(truths, ui.Opt(n.EN, n))
	}
	s.exampleSel = ui.NewSelect("example", i18n.T("哪张图", "Which image"), "1", opts...).Kept().OnChange(func(v string) {
		s.example = int(v[0] - '1')
		s.pick, s.hover = nowhere, nowhere
		s.sync()
	})
	s.truth = ui.NewSelect("true_class", i18n.T("这张图其实是", "What it really shows"), "cat", truths...).OnChange(func(v string) {
		for i, n := range className {
			if n.EN == v {
				s.setTruth(i)
			}
		}
	})
	s.shift = ui.NewToggle("subtract_max", i18n.T("先减去最大值", "Subtract max first"), false).Kept().OnChange(func(on bool) {
		s.scores.shift = on
		s.compute()
	})
	for k := range s.chips {
		i, c := k/classes, k%classes
		n := strconv.Itoa(i + 1)
		s.chips[k] = ui.NewChip("s"+n+"_"+className[c].EN, i18n.T("图 "+n+" 的“"+className[c].ZH+"”得分", "Score of "+className[c].EN+", image "+n), -1000, 1000, float64(lecture.scores[k]))
		s.chips[k].SetFloat(round(float64(lecture.scores[k])))
		s.chips[k].Kept().OnChange(func(v float64) { s.setScore(k, v) })
	}
	s.strip = ui.NewFigure("examples", ui.RoleFigure, i18n.T("三张图的损失和平均", "The losses of three images, and their mean"))
	s.strip.Paint, s.strip.On, s.strip.Say = s.drawStrip, s.handleStrip, s.sayStrip
	s.grid = ui.NewFigure("table", ui.RoleFigure, i18n.T("从得分到损失的表", "The table from scores to losses"))
	s.grid.Paint, s.grid.On, s.grid.Say = s.drawTable, s.handleTable, s.sayTable
	s.card = ui.NewFigure("card", ui.RoleText, i18n.T("这个数的算式", "This number, worked out"))
	s.card.Paint, s.card.Say = s.drawCard, func(i18n.Lang) string { return s.table.card.title + ". " + s.table.card.line + ". " + s.table.card.why }
	s.Guesses[viewScores] = ui.NewGuess("guess_shift", i18n.T("得分都加 10，交叉熵会怎样？", "Add 10 to all three scores. The cross-entropy will…"), s.answerShift,
		ui.Opt("rise", i18n.T("变大", "rise")), ui.Opt("same", i18n.T("不变", "stay")), ui.Opt("fall", i18n.T("变小", "fall")))
}

// round takes a single-precision constant back to the decimals it was written with.
func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }

func (s *Scene) setScore(k int, v float64) {
	s.scores.scores.Data()[k] = tensor.Elem(v)
	s.scores.scores.Touch()
	s.chips[k].SetFloat(v)
	s.compute()
}

func (s *Scene) setTruth(c int) {
	s.scores.labels[s.example] = c
	s.pick = nowhere
	s.compute()
	s.sync()
}

func (s *Scene) teach() {
	s.scores.teach()
	for k, c := range s.chips {
		c.SetFloat(round(float64(lecture.scores[k])))
	}
	s.compute()
	s.sync()
}

func (s *Scene) compute() {
	s.scores.run()
	s.Stale = true
}

// sync brings the choices in line with the run.
func (s *Scene) sync() {
	s.exampleSel.SetValue(strconv.Itoa(s.example + 1))
	s.truth.SetValue(className[s.scores.labels[s.example]].EN)
	s.Stale = true
}

// answerShift asks the engine for the loss of the shifted scores.
func (s *Scene) answerShift(v string, l i18n.Lang) (bool, string) {
	before, after := s.scores.moved(s.example, 0), s.scores.moved(s.example, 10)
	truth := "same"
	if d := after - before; d > 1e-3 {
		truth = "rise"
	} else if d < -1e-3 {
		truth = "fall"
	}
	a, b := number(before), number(after)
	return v == truth, i18n.T("加之前 "+a+"，加之后 "+b+"：分子和分母同乘 e¹⁰，约掉了。", a+" before, "+b+" after: e¹⁰ multiplies top and bottom alike.").In(l)
}

func (s *Scene) buildLine() {
	s.field = newPointField(s)
	s.lineCard = ui.NewFigure("line_card", ui.RoleText, i18n.T("每个点占多少", "What each point costs"))
	s.lineCard.Paint, s.lineCard.Say = s.drawLineCard, func(i18n.Lang) string { return s.plane.say }
	s.Guesses[viewLine] = ui.NewGuess("guess_outlier", i18n.T("右下那个点很离谱。哪条线更听它的？", "One point lies far off. Which line obeys it more?"), s.answerLine,
		ui.Opt("square", i18n.T("平方", "Squares")), ui.Opt("absolute", i18n.T("绝对值", "Absolute"))).Wordy()
}

func (s *Scene) moved() {
	s.line.run()
	s.Stale = true
}

func (s *Scene) answerLine(v string, l i18n.Lang) (bool, string) {
	k := s.line.worst()
	q, a := s.line.without(k)
	truth := "square"
	if math.Abs(s.line.absolute.w-a) > math.Abs(s.line.square.w-q) {
		truth = "absolute"
	}
	return v == truth, i18n.T("去掉它：平方的斜率从 "+number(s.line.square.w)+" 变成 "+number(q)+"，绝对值的从 "+number(s.line.absolute.w)+" 变成 "+number(a)+"。",
		"Without it the slope goes from "+number(s.line.square.w)+" to "+number(q)+" by squares, from "+number(s.line.absolute.w)+" to "+number(a)+" by absolute error.").In(l)
}

func (s *Scene) buildRace() {
	again := func() { s.race.run(); s.Stale = true }
	s.start = ui.NewSlider("start", i18n.T("起点 z", "Start z"), -6, 6, s.race.start).Step(0.1).Kept().OnChange(func(v float64) { s.race.start = v; again() })
	s.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.01, 100, s.race.rate).Log().Kept().OnChange(func(v float64) { s.race.rate = v; again() })
	s.goal = ui.NewSelect("target", i18n.T("目标", "Target"), "0", ui.Opt("0", i18n.Same("t = 0")), ui.Opt("1", i18n.Same("t = 1"))).Kept().OnChange(func(v string) {
		s.race.target = 0
		if v == "1" {
			s.race.target = 1
		}
		again()
	})
	s.hills = ui.NewFigure("hills", ui.RolePad, i18n.T("两种损失的坡；左右键移动起点", "The slopes of both losses; arrow keys move the start"))
	s.hills.Paint, s.hills.On, s.hills.Say = s.drawTrack, s.handleTrack, func(i18n.Lang) string { return s.track.say }
	s.raceCard = ui.NewFigure("race_card", ui.RoleText, i18n.T("这一步的梯度", "The gradient of this step"))
	s.raceCard.Paint, s.raceCard.Say = s.drawRaceCard, func(i18n.Lang) string { return s.track.say }
	s.Guesses[viewRace] = ui.NewGuess("guess_race", i18n.T("两个都错得很自信。谁先走到目标附近？", "Both start confidently wrong. Who gets near the target first?"), s.answerRace,
		ui.Opt("mse", i18n.T("平方误差", "Squared")), ui.Opt("bce", i18n.T("交叉熵", "Cross-entropy"))).Wordy()
}

func (s *Scene) answerRace(v string, l i18n.Lang) (bool, string) {
	m, b := s.race.mse.first, s.race.bce.first
	truth := ""
	switch {
	case b >= 0 && (m < 0 || b < m):
		truth = "bce"
	case m >= 0 && (b < 0 || m < b):
		truth = "mse"
	}
	zh := func(k int) string {
		if k < 0 {
			return "300 步都没到"
		}
		return " " + strconv.Itoa(k) + " 步"
	}
	en := func(k int) string {
		if k < 0 {
			return "is not there after 300 steps"
		}
		return "takes " + strconv.Itoa(k) + " steps"
	}
	return v == truth, i18n.T("离目标不到 0.1：交叉熵"+zh(b)+"，平方误差"+zh(m)+"。", "To within 0.1: cross-entropy "+en(b)+", squared error "+en(m)+".").In(l)
}
