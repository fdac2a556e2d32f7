package descent

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// stepParts are what a step of an optimiser consists of: the height where the ball
// stands is forward and loss at once.
var stepParts = []i18n.Text{substep.Names[1], substep.Names[2], i18n.T("记忆", "memory"), substep.Names[3]}

const (
	partLoss = iota + 1
	partGradient
	partMemory
)

// Parts implements stage.SubStepper.
func (s *Scene) Parts() (names []i18n.Text, done int) { return stepParts, s.Part }

// SubStep does the next part of the step at hand; the update ends it.
func (s *Scene) SubStep() {
	if s.want >= s.hyper.steps || s.ProceedOf(len(stepParts)) {
		s.Step()
		return
	}
	s.tab.SetValue(tabState)
	s.stale = true
}

// unveil leaves out what the parts done so far have not found, and says what the
// last of them did.
func (t *texts) unveil(s *Scene) {
	l := s.lang
	name := optName[s.opt]
	t.worked = [2]string{}
	switch s.Part {
	case partLoss:
		t.rows = t.rows[:1]
		t.note = i18n.T("损失：小球站在哪里，就在那里算出高度 L = "+t.loss+"。", "Loss: the height where the ball stands, L = "+t.loss+".").In(l)
	case partGradient:
		t.rows = t.rows[:2]
		t.note = i18n.T("梯度：橙箭头指向下坡最陡的方向。小球还没动。", "Gradient: the orange arrow points down the steepest way. The ball has not moved yet.").In(l)
	case partMemory:
		t.rows = t.rows[:len(t.rows)-1]
		t.note = i18n.T(name.ZH+" 把这个梯度记进自己的账，就知道步子该多长。下一步才走。", name.EN+" enters this gradient into what it remembers, and knows how long a step to take. It goes next.").In(l)
		if s.opt == sgd {
			t.note = i18n.T("SGD 什么也不记：步子就是 η × 梯度。下一步才走。", "SGD remembers nothing: the step is η times the gradient. It goes next.").In(l)
		}
	}
}
