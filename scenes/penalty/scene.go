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
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
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

var (
	viewIDs = [views]string{"tie", "pull"}
	last    = [views]int{3, steps}
)

// Scene is the laboratory of penalties.
type Scene struct {
	inspect.Runs
	view  int
	at    [views]int
	tie   *tieRun
	pull  *pullRun
	look  *look
	again [2]func(*grad.Tape) *grad.Var

	rivals      []stage.Rival
	curve       *plot.Curve
	phase       float64
	lang        i18n.Lang
	area        paint.Rect
	phone       bool
	stale       bool
	pick, hover spot // a sum of the tie
	held        int  // the bar being dragged, −1: none

	squares squareView
	bars    barView

	tabs, start    *ui.Select
	data           *ui.Toggle
	lambda, rate   *ui.Slider
	guesses        [views]*ui.Guess
	x, first       [n]*ui.Chip
	w              [2][n]*ui.Chip
	table, card    *ui.Figure
	lanes, pulls   *ui.Figure
	panel, figures [views][]ui.Widget
}

// New returns the scene with the lecture's numbers and both scores computed.
func New() *Scene {
	s := &Scene{tie: newTieRun(), pull: newPullRun(), curve: newCurve(), look: newLook(), lang: 255, phase: 1, stale: true, pick: nowhere, hover: nowhere, held: -1}
	s.at[viewTie] = 1
	s.build()
	s.buildAgain()
	s.show()
	return s
}

func (s *Scene) build() {
	s.tabs = ui.NewSelect("view", i18n.T("看什么", "What to see"), viewIDs[0],
		ui.Opt(viewIDs[0], i18n.T("平手", "A tie")), ui.Opt(viewIDs[1], i18n.T("怎么拉", "The pull"))).Kept().OnChange(func(v string) {
		s.view, s.stale = viewTie, true
		if v == viewIDs[viewPull] {
			s.view = viewPull
		}
	})
	s.buildTie()
	s.buildPull()
	shown := [views][]ui.Widget{{s.table, s.card}, {s.lanes, s.pulls}}
	for i := range n {
		shown[viewTie] = append(shown[viewTie], s.x[i], s.w[0][i], s.w[1][i])
		shown[viewPull] = append(shown[viewPull], s.first[i])
	}
	for v := range views {
		s.figures[v] = append(append(append(s.figures[v], shown[v]...), shown[1-v]...), s.panel[1-v][1:]...)
	}
}

func (s *Scene) buildTie() {
	chip := func(id string, name i18n.Text, v float64, t *tensor.Tensor, i int) *ui.Chip {
		c := ui.NewChip(id, name, -2, 2, v)
		c.Step(0.05).Kept().OnChange(func(v float64) {
			t.Data()[i] = tensor.Elem(v)
			s.tie.run()
			s.stale = true
		})
		return c
	}
	for i := range n {
		k := strconv.Itoa(i + 1)
		s.x[i] = chip("x"+k, i18n.T("输入 x"+k, "Input x"+k), lecture.x[i], s.tie.x, i).Plain()
		s.w[0][i] = chip("w1_"+k, i18n.T("第一行权重 "+k, "First row, weight "+k), lecture.w[0][i], s.tie.w[0], i)
		s.w[1][i] = chip("w2_"+k, i18n.T("第二行权重 "+k, "Second row, weight "+k), lecture.w[1][i], s.tie.w[1], i)
	}
	s.guesses[viewTie] = ui.NewGuess("guess_l2", i18n.T("两行权重得分一样。L2 会偏爱哪一行？", "Both rows score the same. Which one does L2 prefer?"), s.answerTie,
		ui.Opt("w1", i18n.Same("w₁")), ui.Opt("same", i18n.T("一样", "Neither")), ui.Opt("w2", i18n.Same("w₂")))
	s.table = ui.NewFigure("table", ui.RoleFigure, i18n.T("两行权重的得分与惩罚", "Score and penalties of both rows"))
	s.table.Paint, s.table.On, s.table.Say = s.drawTie, s.handleTie, func(i18n.Lang) string { return s.squares.said }
	s.card = ui.NewFigure("card", ui.RoleText, i18n.T("这个数的算式", "This number, worked out"))
	s.card.Paint, s.card.Say = s.drawTieCard, func(i18n.Lang) string { return s.squares.title + ". " + s.squares.line + ". " + s.squares.why }
	s.panel[viewTie] = []ui.Widget{s.tabs, s.guesses[viewTie],
		ui.NewButton("lecture", i18n.T("恢复课上的数", "The lecture's numbers")).OnPress(s.teach),
		ui.NewParagraph(i18n.T("光看[得分](score)分不出好坏。L2 嫌弃[一个大权重](large)，喜欢大家分担；L1 只看总和，这两行它分不出来。改一改权重，让 L1 也分得出。",
			"[The score](score) alone cannot choose. L2 dislikes [one large weight](large) and likes to share; L1 sees only the total, and cannot tell these rows apart. Change weights until it can."))}
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
	s.stale = true
}

func (s *Scene) buildPull() {
	again := func() { s.pull.run(); s.stale = true }
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
	s.guesses[viewPull] = ui.NewGuess("guess_pull", i18n.T("谁拉小权重和拉大权重一样用力？", "Who pulls a small weight as hard as a large one?"), s.answerPull,
		ui.Opt("l1", i18n.Same("L1")), ui.Opt("l2", i18n.Same("L2")))
	s.lanes = ui.NewFigure("lanes", ui.RolePad, i18n.T("L1 和 L2 怎样拉权重；上下拖动柱子改起点", "How L1 and L2 pull; drag a bar to change its start"))
	s.lanes.Paint, s.lanes.On, s.lanes.Say = s.drawLanes, s.handleLanes, func(i18n.Lang) string { return s.bars.said }
	s.pulls = ui.NewFigure("pulls", ui.RoleText, i18n.T("这一步的拉力", "The pull of this step"))
	s.pulls.Paint, s.pulls.Say = s.drawPulls, func(i18n.Lang) string { return s.bars.said + " " + s.bars.why }
	s.panel[viewPull] = []ui.Widget{s.tabs, s.guesses[viewPull], s.start, s.data, s.lambda, s.rate,
		ui.NewParagraph(i18n.T("L1 [每步减去](pulls)同样多，小权重很快到零；L2 每步减去一个比例，谁大减谁多，却到不了零。让[得分保持 1](data)、[从 w₁ 开始](start)再看：L2 把权重摊开，L1 留着它。",
			"L1 [takes the same](pulls) from every weight each step, so small ones soon reach zero; L2 takes a share, so nothing quite gets there. [Keep the score at 1](data) and [start from w₁](start): L2 spreads the weight, L1 leaves it."))}
}

// begin starts a weight elsewhere; the other settings stay.
func (s *Scene) begin(i int, v float64) {
	s.pull.start[i] = v
	s.first[i].SetFloat(v)
	s.start.SetValue("")
	s.pull.run()
	s.stale = true
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

func bracketed(v float64) string {
	if v < 0 {
		return "(" + number(v) + ")"
	}
	return number(v)
}

// Controls are the widgets at the right, those of the laboratory that is open.
func (s *Scene) Controls() []ui.Widget { return s.panel[s.view] }

// Figures are everything on the stage, and out of sight the controls of the
// other laboratory, so that a link finds them.
func (s *Scene) Figures() []ui.Widget { return s.figures[s.view] }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// Update places everything and brings the texts up to date.
func (s *Scene) Update(env *stage.Env) {
	s.rivals = env.Rivals()
	if s.phase != env.Play.Phase {
		s.phase, s.stale = env.Play.Phase, s.stale || s.view == viewPull
		env.Redraw()
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.stale = env.Lang, env.Area, env.Phone, true
	}
	if verdict, ok := s.guesses[s.view].News(); ok {
		s.stale = true
		env.Announce(verdict)
	}
	if !s.stale {
		return
	}
	s.stale = false
	for _, w := range s.figures[s.view] {
		w.SetRect(paint.Rect{})
	}
	if s.view == viewTie {
		s.placeTie()
		s.fillTie()
	} else {
		s.placePull()
		s.fillPull()
	}
	s.show()
	env.Redraw()
}

// Metrics reports both laboratories.
func (s *Scene) Metrics(put func(name string, value any)) {
	for kind, name := range [sumKinds]string{"scores", "l1", "l2"} {
		put(name, []float64{s.tie.sum(0, kind), s.tie.sum(1, kind)})
	}
	put("grad_l2", [][]float64{s.tie.slope(0), s.tie.slope(1)})
	k := s.at[viewPull]
	a, b := &s.pull.lanes[0], &s.pull.lanes[1]
	put("step", k)
	put("weights_l1", a.w[k])
	put("weights_l2", b.w[k])
	put("pull_l1", a.pull[k])
	put("pull_l2", b.pull[k])
	put("penalty", []float64{a.penalty[k], b.penalty[k]})
	put("pull_scores", []float64{a.score[k], b.score[k]})
}

// At implements stage.Timeline.
func (s *Scene) At() (at, end int) { return s.at[s.view], last[s.view] }

// Step goes one position on.
func (s *Scene) Step() { s.Seek(s.at[s.view] + 1) }

// Back goes one position back.
func (s *Scene) Back() { s.Seek(s.at[s.view] - 1) }

// Reset goes to the start.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *Scene) Seek(at int) {
	s.at[s.view], s.stale = min(max(at, 0), last[s.view]), true
	s.pick = nowhere
}

var tieSteps = [...]i18n.Text{i18n.T("只有权重", "weights only"), i18n.T("得分", "scores"), i18n.Same("L1"), i18n.Same("L2")}

// Caption says what this position is.
func (s *Scene) Caption(l i18n.Lang) string {
	at, end := s.At()
	a, b := strconv.Itoa(at), strconv.Itoa(end)
	t := i18n.T("第 "+a+" / "+b+" 步", "Step "+a+" of "+b).In(l)
	if s.view == viewTie {
		t += " · " + tieSteps[at].In(l)
	}
	return t
}
