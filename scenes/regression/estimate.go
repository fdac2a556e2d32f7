package regression

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

var lossAsks = i18n.T("再走一步，[损失](bowl)会是多少？差在变化的十分之一以内算对。", "One more step: what will [the loss](bowl) be? Within a tenth of the change counts as right.")

// newEstimate asks for the loss after the coming step.
func (s *Scene) newEstimate() *ui.Estimate {
	return ui.NewEstimate("guess_loss", lossAsks,
		i18n.T("一步之后的损失", "Loss after the step"), func() int { return s.at }, s.judgeLoss).
		Until(func(from int) bool { return s.at > from && from+1 < len(s.run.past) }, i18n.T("记下了。按下一步，看引擎算出多少。", "Noted. Take a step and see what the engine finds.")).
		OnChange(func() { s.stale = true })
}

// judgeLoss compares a guess with the loss that the engine found one epoch on.
func (s *Scene) judgeLoss(v float64, from int, l i18n.Lang) (right bool, why string) {
	before, after := s.run.past[from].loss, s.run.past[from+1].loss
	return ui.Near(v, before, after, i18n.T("损失", "loss"), plot.Format, l)
}

// askLoss keeps the question about the position on view.
func (s *Scene) askLoss() {
	now, asks := s.now().loss, lossAsks
	switch {
	case !finite(now):
		asks = i18n.T("[损失](bowl)已经溢出成 ∞，没有数可猜。往回走几步再猜。", "[The loss](bowl) has overflowed to ∞: nothing is left to guess. Go some steps back.")
	case s.at >= s.run.last():
		now, asks = math.NaN(), i18n.T("到头了。往回走几步再猜。", "No step is left. Go some steps back to guess.")
	}
	s.estimate.About(now)
	if s.estimate.Given() == "" {
		s.estimate.Ask(asks)
	}
}
