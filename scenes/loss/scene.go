// Package loss is the scene of the loss functions: what the hinge, softmax with
// cross-entropy, squared and absolute error make of the same numbers, step by
// step, and what the choice does to learning.
package loss

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "loss", Act: 2,
		Title: i18n.T("损失函数", "Loss functions"),
		Head:  i18n.T("错得有多离谱，要用一个数说清楚", "How wrong? Say it in one number"),
		Lead:  leads[viewScores],
		New:   func(*stage.Env) (stage.Scene, error) { return New(), nil },
	}
}

// The three laboratories.
const (
	viewScores = iota
	viewLine
	viewRace
	views
)

// last is the end of each laboratory's timeline.
var last = [views]int{5, dots, raceSteps / stride}

// Scene is the laboratory of losses.
type Scene struct {
	inspect.Runs
	labs.Rooms
	example int // of the score laboratory

	scores *scoreRun
	line   *lineRun
	race   *raceRun
	curve  *plot.Curve // of the race

	pick, hover   spot // a cell of the table
	dot, dotHover int  // a point of the line laboratory, −1: none
	held          int  // the point being dragged, −1: none
	grip          bool // the start of the race is being dragged

	table tableView
	plane planeView
	track trackView
	again again
	widgets
}

// New returns the scene with the lecture's scores, all computed.
func New() *Scene {
	s := &Scene{scores: newScoreRun(), line: newLineRun(), race: newRaceRun(), curve: newCurve(),
		pick: nowhere, hover: nowhere, dot: -1, dotHover: -1, held: -1}
	s.scores.run()
	s.race.at(0)
	s.buildAgain()
	s.build()
	s.Cut(viewRace, raceParts)
	s.Pos[viewScores], s.Pos[viewLine] = last[viewScores], last[viewLine]
	s.show()
	return s
}

// Update places everything and brings the texts up to date.
func (s *Scene) Update(env *stage.Env) {
	if !s.Refresh(env, s.View == viewRace) {
		return
	}
	switch s.View {
	case viewScores:
		s.placeTable()
		s.fillTable()
	case viewLine:
		s.placePlane()
		s.fillPlane()
	case viewRace:
		s.placeTrack()
		s.fillTrack()
	}
	s.show()
}

// Metrics reports the losses of all laboratories.
func (s *Scene) Metrics(put func(name string, value any)) {
	r := s.scores
	var soft, exp []float64
	var nll, log10 []float64
	for i := range classes {
		nll, log10 = append(nll, r.one(r.nll[i])), append(log10, r.one(r.log10[i]))
		for c := range classes {
			soft, exp = append(soft, r.cell(r.p, i, c)), append(exp, r.cell(r.exp, i, c))
		}
	}
	put("hinge", r.tr.Nodes[r.hinge.ID()].Value)
	put("hinge_mean", r.one(r.hingeMean))
	put("exp", exp)
	put("softmax", soft)
	put("cross_entropy", nll)
	put("cross_entropy_log10", log10)
	put("cross_entropy_mean", r.one(r.nllMean))
	put("cross_entropy_sum", r.one(r.nllSum))
	put("cross_entropy_stable", r.tr.Nodes[r.steady.ID()].Value)
	put("grad_scores", r.tr.Nodes[r.s.ID()].Grad)
	put("mse", s.line.square.loss)
	put("mae", s.line.absolute.loss)
	put("slope_mse", s.line.square.w)
	put("slope_mae", s.line.absolute.w)
	k := s.Pos[viewRace] * stride
	put("race_step", k)
	put("race_loss", []float64{s.race.mse.loss[k], s.race.bce.loss[k]})
	put("race_output", []float64{s.race.mse.a[k], s.race.bce.a[k]})
	put("race_grad", []float64{s.race.mse.dz[k], s.race.bce.dz[k]})
	put("race_reached", []int{s.race.mse.first, s.race.bce.first})
}

var stepNames = [...]i18n.Text{
	i18n.T("只有得分", "scores only"), i18n.T("hinge", "hinge"), i18n.T("取 exp", "exponentiate"),
	i18n.T("归一化", "normalise"), i18n.T("取 −ln", "take −ln"), i18n.T("梯度", "gradient"),
}

// Caption says what this position is.
func (s *Scene) Caption(l i18n.Lang) string {
	at, end := s.At()
	n, m := strconv.Itoa(at), strconv.Itoa(end)
	switch s.View {
	case viewLine:
		return i18n.T("加到第 "+n+" / "+m+" 个点", "Point "+n+" of "+m).In(l)
	case viewRace:
		n := strconv.Itoa(s.Under(at * stride))
		return i18n.T("第 "+n+" / "+strconv.Itoa(raceSteps)+" 步", "Step "+n+" of "+strconv.Itoa(raceSteps)).In(l) + s.Said(l)
	}
	return i18n.T("第 "+n+" / "+m+" 步 · ", "Step "+n+" of "+m+" · ").In(l) + stepNames[at].In(l)
}
