package playground

import (
	"math"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// schedules say how the learning rate changes, over one number of epochs.
var schedules = []ui.Option{
	ui.Opt("constant", i18n.T("不变", "Constant")), ui.Opt("step", i18n.T("阶梯：减半", "Step: halve")),
	ui.Opt("exponential", i18n.T("指数：逐轮减", "Exponential")), ui.Opt("cosine", i18n.T("余弦", "Cosine")),
}

// half is the factor after that many epochs, at once in steps and bit by bit
// in the exponential.
const half = 0.5

// reschedule puts the schedule of the controls in force.
func (s *Scene) reschedule() {
	p := &s.panel
	h := job.Schedule{Kind: p.schedule.Value(), Every: int(p.span.Float()), Warmup: int(p.warmup.Float())}
	switch h.Kind {
	case "constant":
		h.Kind, h.Every = "", 0
	case "step":
		h.Gamma = half
	case "exponential":
		h.Gamma = math.Pow(half, 1/float64(h.Every))
	}
	s.hyper.Schedule = h
	s.change()
}

// showSchedule brings the controls in line with a schedule.
func showSchedule(p *panel, h job.Schedule) {
	kind := h.Kind
	if kind == "" {
		kind = "constant"
	}
	p.schedule.SetValue(kind)
	if h.Every > 0 {
		p.span.SetFloat(float64(h.Every))
	}
	p.warmup.SetFloat(float64(h.Warmup))
}

// openTest looks at the test set: what it says counts the first time only.
func (s *Scene) openTest() {
	if s.opened {
		s.notice = i18n.T("已经看过一次：再照着它调，它就不再公正了", "You have looked already: tuned to it, it is no longer a fair judge")
	}
	s.opened, s.stale = true, true
	s.run.stand()
	s.run.examine()
}
