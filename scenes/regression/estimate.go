package regression

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// How far a guessed loss may be off: a tenth of what the step changed, or, where
// that is next to nothing, a hundredth of the loss.
const (
	partOfChange = 0.1
	partOfLoss   = 0.01
)

// newEstimate asks for the loss after the coming step.
func (s *Scene) newEstimate() *ui.Estimate {
	return ui.NewEstimate("guess_loss", i18n.T("再走一步，[损失](bowl)会是多少？差在变化的十分之一以内算对。", "One more step: what will [the loss](bowl) be? Within a tenth of the change counts as right."),
		i18n.T("一步之后的损失", "Loss after the step"), func() int { return s.at }, s.judgeLoss).
		Until(func(from int) bool { return s.at > from && from+1 < len(s.run.past) }, i18n.T("记下了。按下一步，看引擎算出多少。", "Noted. Take a step and see what the engine finds.")).
		OnChange(func() { s.stale = true })
}

// judgeLoss compares a guess with the loss that the engine found one epoch on.
func (s *Scene) judgeLoss(v float64, from int, l i18n.Lang) (right bool, why string) {
	before, after := s.run.past[from].loss, s.run.past[from+1].loss
	guess := plot.Format(v)
	if !finite(after) {
		return false, i18n.T("你猜 "+guess+"，而损失溢出成了 ∞。", "You said "+guess+"; the loss has overflowed to ∞.").In(l)
	}
	off, room := math.Abs(v-after), max(partOfChange*math.Abs(after-before), partOfLoss*before)
	found, from0, d, r := plot.Format(after), plot.Format(before), plot.Format(off), plot.Format(room)
	return off <= room, i18n.T("你猜 "+guess+"，引擎算出 "+found+"（这一步之前是 "+from0+"）。差 "+d+"，"+r+" 以内算对。",
		"You said "+guess+"; the engine found "+found+", from "+from0+" before. You are "+d+" off; up to "+r+" counts as right.").In(l)
}

// askLoss keeps the question about the position on view.
func (s *Scene) askLoss() {
	now := s.now().loss
	if s.at >= s.run.last() {
		now = math.NaN()
	}
	s.estimate.About(now)
}
