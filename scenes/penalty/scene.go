// Package penalty is the scene of weight penalties: two rows of weights with
// the same score and different penalties, and how the gradients of L1 and L2
// pull at weights, step by step.
package penalty

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "penalty", Act: 2,
		Title: i18n.T("正则化惩罚", "Penalty"),
		Head:  i18n.T("得分一样，惩罚不一样", "Same score, different penalty"),
		Lead:  leads[viewTie],
		New:   func(*stage.Env) (stage.Scene, error) { return New(), nil },
	}
}

// The two laboratories.
const (
	viewTie = iota
	viewPull
	views
)

// last is the end of each laboratory's timeline.
var last = [views]int{3, steps}

// Scene is the laboratory of penalties.
type Scene struct {
	inspect.Runs
	labs.Rooms
	tie   *tieRun
	pull  *pullRun
	look  *look
	again [2]func(*grad.Tape) *grad.Var

	curve       *plot.Curve
	pick, hover spot // a sum of the tie
	held        int  // the bar being dragged, −1: none

	squares squareView
	bars    barView

	start        *ui.Select
	data         *ui.Toggle
	lambda, rate *ui.Slider
	x, first     [n]*ui.Chip
	w            [2][n]*ui.Chip
	table, card  *ui.Figure
	lanes, pulls *ui.Figure
}

// New returns the scene with the lecture's numbers and both scores computed.
func New() *Scene {
	s := &Scene{tie: newTieRun(), pull: newPullRun(), curve: newCurve(), look: newLook(), pick: nowhere, hover: nowhere, held: -1}
	s.build()
	s.Pos[viewTie] = 1
	s.buildAgain()
	s.show()
	return s
}

func (s *Scene) build() {
	s.Open(i18n.T("看什么", "What to see"), []ui.Option{ui.Opt("tie", i18n.T("平手", "A tie")), ui.Opt("pull", i18n.T("怎么拉", "The pull"))}, last[:])
	s.Cut(viewPull, substep.Names)
	s.OnSeek = func() { s.pick = nowhere }
	s.buildTie()
	s.buildPull()
}

func (s *Scene) buildTie() {
	chip := func(id string, name i18n.Text, v float64, t *tensor.Tensor, i int) *ui.Chip {
		c := ui.NewChip(id, name, -2, 2, v)
		c.Step(0.05).Kept().OnChange(func(v float64) {
			t.Data()[i] = tensor.Elem(v)
			s.tie.run()
			s.Stale = true
		})
		return c
	}
	for i := range n {
		k := strconv.Itoa(i + 1)
		s.x[i] = chip("x"+k, i18n.T("输入 x"+k, "Input x"+k), lecture.x[i], s.tie.x, i).Plain()
		s.w[0][i] = chip("w1_"+k, i18n.T("第一行权重 "+k, "First row, weight "+k), lecture.w[0][i], s.tie.w[0], i)
		s.w[1][i] = chip("w2_"+k, i18n.T("第二行权重 "+k, "Second row, weight "+k), lecture.w[1][i], s.tie.w[1], i)
	}
	s.Guesses[viewTie] = ui.NewGuess("guess_l2", i18n.T("不看得分，L2 会偏爱哪一行权重？", "Scores aside, which row does L2 prefer?"), s.answerTie,
		ui.Opt("w1", i18n.Same("w₁")), ui.Opt("same", i18n.T("一样", "Neither")), ui.Opt("w2", i18n.Same("w₂")))
	s.table = ui.NewFigure("table", ui.RoleFigure, i18n.T("两行权重的得分与惩罚", "Score and penalties of both rows"))
	s.table.Paint, s.table.On, s.table.Say = s.drawTie, s.handleTie, func(i18n.Lang) string { return s.squares.said }
	s.card = ui.NewFigure("card", ui.RoleText, i18n.T("这个数的算式", "This number, worked out"))
	s.card.Paint, s.card.Say = s.drawTieCard, func(i18n.Lang) string { return s.squares.title + ". " + s.squares.line + ". " + s.squares.why }
	shown := []ui.Widget{s.table, s.card}
	for i := range n {
		shown = append(shown, s.x[i], s.w[0][i], s.w[1][i])
	}
	s.Furnish(viewTie, shown, s.Guesses[viewTie],
		ui.NewButton("lecture", i18n.T("恢复课上的数", "The lecture's numbers")).Edit().OnPress(s.teach),
		ui.NewParagraph(i18n.T("光看[得分](score)分不出好坏。L2 嫌弃[一个大权重](large)，喜欢大家分担；L1 只看总和，这两行它分不出来。改一改权重，让 L1 也分得出。",
			"[The score](score) alone cannot choose. L2 dislikes [one large weight](large) and likes to share; L1 sees only the total, and cannot tell these rows apart. Change weights until it can.")))
}

func (s *Scene) answerTie(v string, l i18n.Lang) (bool, string) {
	a, b := s.tie.sum(0, sumL2), s.tie.sum(1, sumL2)
	truth := "same"
	if a < b-1e-6 {
		truth = "w1"
	} else if b < a-1e-6 {
		truth = "w2"
	}
	x, y := number(s.tie.sum(0, sumL1)), number(s.tie.sum(1, sumL1))
	return v == truth, i18n.T("L2 罚 w₁ "+number(a)+"，罚 w₂ "+number(b)+"。L1 罚它们 "+x+" 和 "+y+"。",
		"L2 fines w₁ "+number(a)+" and w₂ "+number(b)+". L1 fines them "+x+" and "+y+".").In(l)
}

func (s *Scene) teach() {
	s.tie.teach()
	s.tie.run()
	for i := range n {
		s.x[i].SetFloat(lecture.x[i])
		s.w[0][i].SetFloat(lecture.w[0][i])
		s.w[1][i].SetFloat(lecture.w[1][i])
	}
	s.Stale = true
}

func (s *Scene) buildPull() {
	again := func() { s.pull.run(); s.Stale = true }
	s.lambda = ui.NewSlider("lambda", i18n.T("惩罚强度 λ", "Strength λ"), 0.001, 10, s.pull.lambda).Log().Kept().OnChange(func(v float64) { s.pull.lambda = v; again() })
	s.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.001, 2, s.pull.rate).Log().Kept().OnChange(func(v float64) { s.pull.rate = v; again() })
	s.data = ui.NewToggle("data", i18n.T("同时要得分保持 1", "Also keep the score at 1"), false).Kept().OnChange(func(on bool) { s.pull.data = on; again() })
	starts := map[string][n]float64{"mixed": mixed, "w1": lecture.w[0], "w2": lecture.w[1]}
	s.start = ui.NewSelect("start", i18n.T("从哪里开始", "Where it starts"), "mixed", ui.Opt("mixed", i18n.T("有大有小", "Mixed")), ui.Opt("w1", i18n.Same("w₁")), ui.Opt("w2", i18n.Same("w₂"))).OnChange(func(v string) {
		s.pull.start = starts[v]
		for i, c := range s.first {
			c.SetFloat(s.pull.start[i])
		}
		again()
	})
	for i := range n {
		k := strconv.Itoa(i + 1)
		s.first[i] = ui.NewChip("start_w"+k, i18n.T("权重 "+k+" 的起点", "Start of weight "+k), -2, 2, mixed[i])
		s.first[i].Step(0.05).Kept().OnChange(func(v float64) { s.begin(i, v) })
	}
	s.Guesses[viewPull] = ui.NewGuess("guess_pull", i18n.T("谁拉大、小权重一样用力？", "Who pulls a small weight as hard as a large one?"), s.answerPull,
		ui.Opt("l1", i18n.Same("L1")), ui.Opt("l2", i18n.Same("L2")))
	s.lanes = ui.NewFigure("lanes", ui.RolePad, i18n.T("L1 和 L2 怎样拉权重；上下拖动柱子改起点", "How L1 and L2 pull; drag a bar to change its start"))
	s.lanes.Paint, s.lanes.On, s.lanes.Say = s.drawLanes, s.handleLanes, func(i18n.Lang) string { return s.bars.said }
	s.pulls = ui.NewFigure("pulls", ui.RoleText, i18n.T("这一步的拉力", "The pull of this step"))
	s.pulls.Paint, s.pulls.Say = s.drawPulls, func(i18n.Lang) string { return s.bars.said + " " + s.bars.why }
	shown := []ui.Widget{s.lanes, s.pulls}
	for _, c := range s.first {
		shown = append(shown, c)
	}
	s.Furnish(viewPull, shown, s.Guesses[viewPull], s.start, s.data, s.lambda, s.rate,
		ui.NewParagraph(i18n.T("L1 [每步减去](pulls)同样多，小权重很快到零；L2 每步减去一个比例，谁大减谁多，却到不了零。让[得分保持 1](data)、[从 w₁ 开始](start)再看：L2 摊开，L1 留着它。",
			"L1 [takes the same](pulls) from every weight each step, so small ones soon reach zero; L2 takes a share, so nothing quite gets there. [Keep the score at 1](data) and [start from w₁](start): L2 spreads the weight, L1 leaves it.")))
}

// begin starts a weight elsewhere; the other settings stay.
func (s *Scene) begin(i int, v float64) {
	s.pull.start[i] = v
	s.first[i].SetFloat(v)
	s.start.SetValue("")
	s.pull.run()
	s.Stale = true
}

// answerPull compares the recorded pulls on the largest and the smallest
// weight of the first step.
func (s *Scene) answerPull(v string, l i18n.Lang) (bool, string) {
	big, small := 0, -1
	for i, w := range s.pull.start {
		if abs(w) > abs(s.pull.start[big]) {
			big = i
		}
		if w != 0 && (small < 0 || abs(w) < abs(s.pull.start[small])) {
			small = i
		}
	}
	if small < 0 {
		return false, i18n.T("所有权重都是零，谁也不拉。", "All weights are zero: nobody pulls.").In(l)
	}
	p := [2][2]float64{}
	for k := range p {
		p[k] = [2]float64{s.pull.lanes[k].pull[0][big], s.pull.lanes[k].pull[0][small]}
	}
	even := func(k int) bool { return abs(abs(p[k][0])-abs(p[k][1])) < 1e-6 }
	a, b := number(s.pull.start[big]), number(s.pull.start[small])
	why := i18n.T("对 "+a+" 和 "+b+"：L1 的拉力是 "+number(p[0][0])+" 和 "+number(p[0][1])+"，L2 是 "+number(p[1][0])+" 和 "+number(p[1][1])+"。",
		"On "+a+" and "+b+" L1 pulls with "+number(p[0][0])+" and "+number(p[0][1])+", L2 with "+number(p[1][0])+" and "+number(p[1][1])+".").In(l)
	return v == "l1" && even(0) || v == "l2" && even(1), why
}

func abs(v float64) float64 { return max(v, -v) }

func number(v float64) string { return plot.Format(v) }

func bracketed(v float64) string { return plot.Bracketed(number(v)) }

// Update places everything and brings the texts up to date.
func (s *Scene) Update(env *stage.Env) {
	if !s.Refresh(env, s.View == viewPull) {
		return
	}
	if s.View == viewTie {
		s.placeTie()
		s.fillTie()
	} else {
		s.placePull()
		s.fillPull()
	}
	s.show()
}

// Metrics reports both laboratories.
func (s *Scene) Metrics(put func(name string, value any)) {
	for kind, name := range [sumKinds]string{"scores", "l1", "l2"} {
		put(name, []float64{s.tie.sum(0, kind), s.tie.sum(1, kind)})
	}
	put("grad_l2", [][]float64{s.tie.slope(0), s.tie.slope(1)})
	k := s.Pos[viewPull]
	a, b := &s.pull.lanes[0], &s.pull.lanes[1]
	put("step", k)
	put("weights_l1", a.w[k])
	put("weights_l2", b.w[k])
	put("pull_l1", a.pull[k])
	put("pull_l2", b.pull[k])
	put("penalty", []float64{a.penalty[k], b.penalty[k]})
	put("pull_scores", []float64{a.score[k], b.score[k]})
}

var tieSteps = [...]i18n.Text{i18n.T("只有权重", "weights only"), i18n.T("得分", "scores"), i18n.Same("L1"), i18n.Same("L2")}

// Caption says what this position is.
func (s *Scene) Caption(l i18n.Lang) string {
	at, end := s.At()
	a, b := strconv.Itoa(s.Under(at)), strconv.Itoa(end)
	t := i18n.T("第 "+a+" / "+b+" 步", "Step "+a+" of "+b).In(l)
	if s.View == viewTie {
		t += " · " + tieSteps[at].In(l)
	}
	return t + s.Said(l)
}
