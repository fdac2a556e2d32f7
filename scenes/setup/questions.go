package setup

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/steps"
	"gradtheatre/scenes/ui"
)

// questions are about what is not on view: the layers of the network before its
// first step, as long as they are veiled, and what it will have learned.
type questions struct {
	guess *ui.Guess // the layers
	later *ui.Guess // the loss
	words i18n.Text // in which later is asked
	first unlearned
	ends  steps.Mean
}

// laterStep is the step at which it is seen what has been learned.
const laterStep = 100

var (
	laterAsks = i18n.T("学 100 步，[损失](curve)会降到开头的一半以下吗？", "100 steps of learning: will [the loss](curve) fall below half of what it was at first?")
	laterDone = i18n.T("已经学过 100 步，看[曲线](curve)就知道。[换一种初值](init)再猜。", "100 steps are done: [the curve](curve) tells. [Change the weights](init) to guess again.")
	laterLost = i18n.T("数字溢出了，学不下去。[换一种初值](init)再猜。", "The numbers have overflowed: it learns no more. [Change the weights](init) to guess again.")
)

func (s *Scene) buildQuestions() {
	s.guess = ui.NewGuess("guess", i18n.T("第一步之前，走到[最后一层](histograms)，激活值的标准差会怎样？", "Before the first step: by [the last layer](histograms), what has become of the activations’ standard deviation?"), s.score,
		ui.Opt("grows", i18n.T("变大", "Grows")), ui.Opt("stays", i18n.T("差不多", "Stays")), ui.Opt("vanishes", i18n.T("消失", "Vanishes")))
	s.guess.OnChange(func(string) {
		s.tell()
		s.Stale = true
	})
	s.guess.OnReturn(s.tell)
	s.later = ui.NewGuess("guess_loss", laterAsks, s.scoreLater, ui.Opt("yes", i18n.T("会", "Yes")), ui.Opt("no", i18n.T("不会", "No"))).
		Until(func() bool { return s.learner.step() >= laterStep || s.learner.err() != nil }, i18n.T("记下了。按[播放](play)，看到第 100 步。", "Noted. [Press play](play), up to step 100."))
	s.later.OnChange(func(string) { s.Stale = true })
}

// unask takes the predictions back: they were about something else.
func (s *Scene) unask() {
	s.guess.SetValue("")
	s.later.SetValue("")
}

// retrain goes on with another rate or another batch size, which is not what was
// predicted.
func (s *Scene) retrain() {
	s.learner.change()
	if s.learner.step() < laterStep {
		s.later.SetValue("")
	}
}

// ask lists the question whose answer is not on view, or the one that was answered;
// the other is out of sight. The second is closed once the run has come past it.
func (s *Scene) ask() {
	q := &s.questions
	s.controls, s.figures = s.controls[:0], append(s.figures[:0], s.panes...)
	none := s.guess.Value()+s.later.Value() == ""
	for _, g := range [2]*ui.Guess{s.guess, s.later} {
		if g.Value() != "" || none && (g == s.later) == s.told {
			s.controls = append(s.controls, g)
		} else {
			g.SetRect(paint.Rect{})
			s.figures = append(s.figures, g)
		}
	}
	s.controls = append(s.controls, s.settings...)
	asks := laterAsks
	switch {
	case s.later.Value() != "":
	case s.learner.err() != nil:
		asks = laterLost
	case s.learner.step() >= laterStep:
		asks = laterDone
	}
	if asks != q.words {
		q.words = asks
		s.later.Ask(asks)
		s.later.SetEnabled(asks == laterAsks)
	}
}

// unlearned is what the first question is about: the deviations of the first and
// the last layer of the network as it was drawn.
type unlearned struct {
	known       bool
	first, last float64
	ratio       float64 // last / first; NaN where first is 0
}

// unlearned runs the network with the weights that it begins with, wherever the
// training stands.
func (s *Scene) unlearned() *unlearned {
	u := &s.first
	if s.reshape {
		s.cloud.run()
	}
	if u.known && !s.reshape && !s.rebuild {
		return u
	}
	t := grad.NewTape()
	t.NoGrad = true
	var sd []*grad.Var
	forward(t, s.spec.build(train.WeightRNG(s.learner.seed)), t.Const("x", s.cloud.fed), false, func(name string, v *grad.Var) {
		if name[0] == 'a' {
			sd = append(sd, deviation(v))
		}
	})
	first, last := sd[0], sd[len(sd)-1]
	*u = unlearned{known: true, first: first.Item(), last: last.Item(), ratio: grad.Div(last, first).Item()}
	return u
}

// score holds a guess against the layers before the first step.
func (s *Scene) score(v string, l i18n.Lang) (right bool, why string) {
	u := s.unlearned()
	is := "stays"
	if u.ratio > 3 {
		is = "grows"
	} else if !(u.ratio >= 1.0/3) {
		is = "vanishes"
	}
	if u.first == 0 && u.last == 0 {
		return v == is, i18n.T("第一步之前，从第 1 层起就全是 0。", "Before the first step, all is 0 from layer 1 on.").In(l)
	}
	first, last, n := plot.Format(u.first), plot.Format(u.last), digit(s.spec.layers)
	return v == is, i18n.T("第一步之前，第 1 层 "+first+"，第 "+n+" 层 "+last+"。", "Before the first step, layer 1: "+first+"; layer "+n+": "+last+".").In(l)
}

// scoreLater holds a guess against the first and the last point of the curve up
// to there.
func (s *Scene) scoreLater(v string, l i18n.Lang) (right bool, why string) {
	loss, at := s.learner.losses(), digit(laterStep)
	if len(loss) < laterStep {
		return v == "no", i18n.T("没到第 "+at+" 步，数字就溢出了。", "The numbers overflowed before step "+at+".").In(l)
	}
	from, to := s.ends.Of(loss[:every]), s.ends.Of(loss[laterStep-every:laterStep])
	a, b := plot.Format(from), plot.Format(to)
	return (v == "yes") == (to < from/2), i18n.T("损失（"+digit(every)+" 步平均）从 "+a+" 到第 "+at+" 步的 "+b+"。", "The loss (mean of "+digit(every)+" steps) went from "+a+" to "+b+" at step "+at+".").In(l)
}
