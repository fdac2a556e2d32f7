package regression

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// SubStep does the next part of the step; the update ends it. What a later
// part finds is not on screen before.
func (s *Scene) SubStep() {
	if s.Proceed() || s.want >= s.run.last() {
		s.Step()
		return
	}
	s.stale = true
}

// unveil leaves out what the parts done so far have not found, and says what
// the last of them did.
func (t *texts) unveil(s *Scene) {
	const dots = "…"
	if s.Part == substep.None {
		return
	}
	t.title += s.Said(s.lang)
	t.next, t.nextV = dots, 0
	switch s.Part {
	case substep.Forward:
		t.why = i18n.T("前向：拿现在的 w = "+t.w+"，给每个 x 算出预测 ŷ = w·x。直线就是全部预测。",
			"Forward: with the present w = "+t.w+", each x gets its prediction ŷ = w·x. The line is all of them.").In(s.lang)
		t.loss = dots
	case substep.Loss:
		t.why = i18n.T("损失：预测和 y 差多少，平方，取平均："+t.loss+"。这就是球的高度。",
			"Loss: how far the predictions are from y, squared, on average: "+t.loss+". That is the height of the ball.").In(s.lang)
	case substep.Gradient:
		t.why = i18n.T("梯度：每个点推一把，合起来 ∂L/∂w = "+t.grad+"。w 还没动，下一步才更新。",
			"Gradient: all the pushes together make ∂L/∂w = "+t.grad+". Nothing has moved yet: the update comes next.").In(s.lang)
		return
	}
	t.grad, t.gradV = dots, 0
	for i := range t.terms {
		t.terms[i].value, t.terms[i].v = dots, 0
	}
}
