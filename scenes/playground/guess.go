package playground

import (
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
)

// guess is the prediction: can so few hidden neurons tell XOR apart? The
// engine trains and answers.
type guess struct {
	asked  int  // index of the question
	made   bool // an answer was given
	yes    bool
	run    *run // the run that decides
	judged bool
	best   float64 // highest accuracy on the training points
	epochs int
	turns  int // questions answered, and how many right
	right  int
}

// questions go from a network that cannot to one that can.
var questions = []struct {
	width int
	text  i18n.Text
	why   i18n.Text
}{
	{1, i18n.T("先猜一猜：只有 1 个隐藏神经元，能分开异或吗？", "Guess first: can 1 hidden neuron tell XOR apart?"),
		i18n.T("一个神经元只有一个方向：沿着它，类别要变两次。", "One neuron has one direction; along it the class must change twice.")},
	{4, i18n.T("再猜：4 个隐藏神经元呢？", "And with 4 hidden neurons?"),
		i18n.T("几条分界拼起来，四个角就分开了。", "Several borders joined cut off all four corners.")},
}

// asked is the card, which also asks: what was answered there counts among the
// visitor's predictions.
type asked struct {
	figure
	*guess
}

// Right tells the stage how the prediction fared.
func (a *asked) Right() (right, chosen bool) { return a.yes == a.solved(), a.judged }

// state names where the guess stands: "open", "training", "right" or "wrong".
func (g *guess) state() string {
	switch {
	case g.judged && g.yes == g.solved():
		return "right"
	case g.judged:
		return "wrong"
	case g.made:
		return "training"
	}
	return "open"
}

func (g *guess) solved() bool { return g.best >= solved }

// answer sets the stage for the question and lets the engine decide.
func (s *Scene) answer(yes bool) {
	g := &s.guess
	s.points.Data, s.points.Noise, s.points.N = "xor", 0, 300
	s.points.Layers = []jobs.Layer{{Width: questions[g.asked].width, Activation: "tanh"}}
	s.points.Features = [jobs.NumFeatures]bool{true, true}
	s.points.Init, s.points.Dropout, s.points.BatchNorm = "auto", 0, false
	s.hyper = job.Hyper{Rule: "adam", LR: 0.03, BatchSize: defBatch}
	s.sync()
	s.restart()
	g.made, g.yes, g.judged, g.best, g.run = true, yes, false, 0, s.run
	s.start = true
}

// next asks the other question.
func (s *Scene) next() {
	g := &s.guess
	g.asked = (g.asked + 1) % len(questions)
	g.made, g.judged, g.run = false, false, nil
	s.stale = true
}

// judge reads the answer off the run.
func (s *Scene) judge() {
	g := &s.guess
	if !g.made || g.judged {
		return
	}
	if g.run != s.run { // another run was started meanwhile
		g.made, g.run, s.stale = false, nil, true
		return
	}
	g.best = 0
	s.run.tests(func(t test) { g.best = max(g.best, t.trainAcc) })
	g.epochs = int(s.run.now.epoch)
	if g.epochs < guessLast && !g.solved() && !s.run.broken() {
		return
	}
	g.judged, s.stop, s.stale = true, true, true
	g.turns++
	if g.yes == g.solved() {
		g.right++
	}
}
