package descent

import (
	"math"
	"slices"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// asked is what the engine answered to the predictions.
type asked struct {
	known   bool // of the present race
	done    bool // of the race before, which was watched
	first   int  // who reached the valley first, −1 nobody
	reached [optimisers]int
	ends    [optimisers]int // from which step on that is seen
	closed  bool            // it is on view, and has not been predicted

	rate   float64 // that the visitor was asked about
	wild   bool    // it diverges
	factor float64 // by which the distance along the steepest direction is multiplied
}

func (s *Scene) buildGuesses() {
	waits := i18n.T("记下了。看它们滚完这一程。", "Noted. Watch the race to its end.")
	s.first = ui.NewGuess("guess_first", firstAsks, s.answerFirst).Until(s.watched, waits).Wordy()
	s.first.OnChange(func(v string) {
		if s.asked.done {
			s.asked.known, s.asked.done = false, false
		}
		s.start = v != "" && !s.watched()
		s.sync()
	})
	s.wild = ui.NewGuess("guess_diverge", i18n.T("η 这么大，SGD 会发散吗？", "Will SGD diverge with this η?"), s.answerWild,
		ui.Opt("yes", i18n.T("会", "Yes")), ui.Opt("no", i18n.T("不会", "No")))
	s.wild.OnChange(func(string) { s.setWild() })
	s.first.OnReturn(s.sync)
	s.height = s.newHeight()
	s.wild.OnReturn(func() {
		s.tryWild()
		s.sync()
	})
}

var (
	firstAsks = i18n.T("谁先到谷底？", "Who reaches the valley first?")
	firstDone = i18n.T("跑完了，看上面谁先到。", "Run already: see the flags.")
)

// settled reports whether the whole race and the whole map are known.
func (s *Scene) settled() bool {
	return !s.training && !s.rerun && !s.resurface && s.race.done() && s.relief.done()
}

// find notes, once all is known, who comes to the valley and when, and the step from
// which on that is seen: there, or where one leaves the numbers, or after all steps.
func (s *Scene) find() (known bool) {
	a := &s.asked
	if a.known || !s.settled() {
		return a.known
	}
	a.known, a.first = true, -1
	goal, loss := s.goal(), math.Inf(1)
	for k := range s.race.run {
		n := &s.race.run[k]
		a.reached[k], a.ends[k] = -1, 0
		if !n.on {
			continue
		}
		r := n.reached(goal)
		if a.reached[k], a.ends[k] = r, r; r < 0 {
			if a.ends[k] = s.hyper.steps; n.ended {
				a.ends[k] = len(n.past) - 1
			}
			continue
		}
		if a.first < 0 || r < a.reached[a.first] || r == a.reached[a.first] && n.past[r].loss < loss {
			a.first, loss = k, n.past[r].loss
		}
	}
	return true
}

// watched reports whether the position on view is where all are decided.
func (s *Scene) watched() bool {
	return s.asked.done || s.find() && s.position() >= slices.Max(s.asked.ends[:])
}

// unask takes all predictions back: it is another race.
func (s *Scene) unask() {
	s.first.SetValue("")
	s.wild.SetValue("")
	s.asked.done = false
	s.height.Retract()
}

// newHeight asks how high the ball in view will stand after the coming step.
func (s *Scene) newHeight() *ui.Estimate {
	past := func() []moment { return s.race.run[s.opt].past }
	return ui.NewEstimate("guess_height", i18n.Text{}, i18n.T("一步之后的高度", "Height next"), s.position,
		func(v float64, from int, l i18n.Lang) (bool, string) {
			return ui.Near(v, past()[from].loss, past()[from+1].loss, i18n.T("高度", "height"), plot.Format, l)
		}).
		Until(func(from int) bool { return !s.training && !s.rerun && s.position() > from && from+1 < len(past()) }, i18n.T("记下了。按下一步，看引擎算出多少。", "Noted. Take a step and see what the engine finds.")).
		OnChange(func() { s.stale = true })
}

// askHeight keeps that question about the position on view.
func (s *Scene) askHeight() {
	name, now := optName[s.opt], 0.0
	m, at := s.race.run[s.opt].now(s.position()), s.position()
	if m != nil && at < s.hyper.steps {
		now = m.loss
	}
	s.height.About(now)
	switch {
	case s.height.Given() != "":
	case now > 0 && finite(now):
		s.height.Ask(i18n.T("再走一步，"+name.ZH+" 的[小球](balls)会有多高？差在变化的十分之一以内算对。", "One more step: how high will [the ball](balls) of "+name.EN+" be? Within a tenth of the change counts as right."))
	case !finite(now):
		s.height.Ask(i18n.T("高度已经溢出成 ∞，没有数可猜。往回走几步再猜。", "The height has overflowed to ∞: nothing is left to guess. Go some steps back."))
	case at < s.hyper.steps:
		s.height.Ask(i18n.T("高度不大于 0，这里不猜。往回走几步再猜。", "Heights up to 0 are not asked for. Go some steps back to guess."))
	default:
		s.height.Ask(i18n.T("后面没有步了，这里没有数可猜。往回走几步，再猜小球会有多高。", "No step is left, and nothing to guess here. Go some steps back: how high will the ball be next?"))
	}
}

func (s *Scene) resetGuesses() {
	s.wild.SetValue("")
	s.height.Retract()
	s.asked.rate, s.asked.done, s.start = 0, false, false
	s.askFirst()
}

// closeFirst asks no more who will be first once that is on view.
func (s *Scene) closeFirst() {
	a := &s.asked
	if closed := s.first.Value() == "" && s.watched(); closed != a.closed {
		a.closed = closed
		s.first.SetEnabled(!closed)
		if s.first.Ask(firstAsks); closed {
			s.first.Ask(firstDone)
		}
	}
}

// askFirst offers those that run.
func (s *Scene) askFirst() {
	var opts []ui.Option
	for k, on := range s.hyper.on {
		if on {
			opts = append(opts, ui.Opt(optID[k], optName[k]))
		}
	}
	s.first.SetOptions("", append(opts, ui.Opt("nobody", i18n.T("都到不了", "Nobody")))...)
}

// answerFirst scores by the whole race.
func (s *Scene) answerFirst(v string, l i18n.Lang) (bool, string) {
	a := &s.asked
	if a.first < 0 {
		n := strconv.Itoa(s.hyper.steps)
		return v == "nobody", i18n.T(n+" 步之内，谁也没下到百分之一的高度。", "Within "+n+" steps nobody came down to a hundredth of the height.").In(l)
	}
	zh, en := "", ""
	for k := range s.race.run {
		if !s.race.run[k].on {
			continue
		}
		if zh != "" {
			zh, en = zh+"，", en+", "
		}
		if a.reached[k] < 0 {
			zh, en = zh+optName[k].ZH+" 没到", en+optName[k].EN+" not at all"
			continue
		}
		n := strconv.Itoa(a.reached[k])
		zh, en = zh+optName[k].ZH+" 第 "+n+" 步", en+optName[k].EN+" at step "+n
	}
	return v == optID[a.first], i18n.T("降到百分之一的高度："+zh+"。", "Down to a hundredth of the height: "+en+".").In(l)
}

// askedRate is the learning rate of the second prediction, with two digits.
func (s *Scene) askedRate() float64 {
	v := s.preset.ask * s.stable()
	if !(v > 0) {
		return 0
	}
	d := math.Pow(10, math.Floor(math.Log10(v))-1)
	return math.Round(v/d) * d
}

// askWild words the question by the curvature that the engine found.
func (s *Scene) askWild() {
	rate := s.askedRate()
	if s.preset.ask == 0 || rate == 0 || s.wild.Value() != "" || rate == s.asked.rate {
		return
	}
	s.wordWild(rate)
}

// wordWild asks about a learning rate.
func (s *Scene) wordWild(rate float64) {
	s.asked.rate = rate
	v := plot.Format(rate)
	s.wild.Ask(i18n.T("SGD 的 η 取 "+v+"，会发散吗？", "SGD with η = "+v+": will it diverge?"))
}

// tryWild runs SGD with the rate in question.
func (s *Scene) tryWild() {
	if s.asked.rate == 0 { // asked before the first picture; the curvature is the same everywhere
		s.shape.look(s.of, s.hyper.start, s.preset.win.hx, 1)
		s.wordWild(s.askedRate())
	}
	h := s.hyper
	h.on = [optimisers]bool{sgd: true}
	h.rates[sgd], h.batch, h.schedule, h.steps = s.asked.rate, 0, constant, max(h.steps, 100)
	s.probe.begin(s.of, h, s.seed)
	s.probe.advance(h.steps, 0)
	s.asked.wild = s.probe.run[sgd].diverged()
	s.asked.factor = 1 - s.asked.rate*s.shape.value[0]
}

// setWild gives SGD the rate in question, so that the answer is seen.
func (s *Scene) setWild() {
	if s.wild.Value() == "" || s.preset.ask == 0 {
		return
	}
	s.tryWild()
	s.hyper.rates[sgd] = s.asked.rate
	s.hyper.on[sgd] = true
	s.opt = sgd
	s.tab.SetValue(tabShape)
	s.asked.done = s.first.Value() != "" && s.watched() // that was said of the race before
	s.rerun, s.stale = true, true
	s.height.Retract()
	s.sync()
}

func (s *Scene) answerWild(v string, l i18n.Lang) (bool, string) {
	truth := "no"
	if s.asked.wild {
		truth = "yes"
	}
	k, f := plot.Format(1-s.asked.factor), plot.Format(math.Abs(s.asked.factor))
	if s.asked.wild {
		return v == truth, i18n.T("最陡方向上 η·λ = "+k+" > 2：每步都越过谷底，距离变成 "+f+" 倍。", "Along the steepest direction η·λ = "+k+" > 2: each step jumps across and ends "+f+" times as far off.").In(l)
	}
	return v == truth, i18n.T("最陡方向上 η·λ = "+k+" < 2：来回跳，但每步距离只剩 "+f+" 倍。", "Along the steepest direction η·λ = "+k+" < 2: it jumps to and fro, but the distance shrinks to "+f+" of itself each step.").In(l)
}
