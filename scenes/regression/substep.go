package regression

import (
	"gradtheatre/scenes/i18n"
)

// partNames are what a step of gradient descent consists of.
var partNames = []i18n.Text{i18n.T("前向", "forward"), i18n.T("损失", "loss"), i18n.T("梯度", "gradient"), i18n.T("更新", "update")}

// Parts implements stage.SubStepper.
func (s *Scene) Parts() (names []i18n.Text, done int) { return partNames, s.part }

// SubStep does the next part of the step; the update ends it. What a later
// part finds is not on screen before.
func (s *Scene) SubStep() {
	if s.part++; s.part == len(partNames) || s.want >= s.run.last() {
		s.Step()
		return
	}
	s.stale = true
}

// unveil leaves out what the parts done so far have not found, and says what
// the last of them did.
func (t *texts) unveil(s *Scene) {
	const dots = "…"
	if s.part == 0 {
		return
	}
	t.title += " · " + partNames[s.part-1].In(s.lang)
	t.next, t.nextV = dots, 0
	switch s.part {
	case 1:
		t.why = i18n.T("前向：拿现在的 w = "+t.w+"，给每个 x 算出预测 ŷ = w·x。直线就是全部预测。",
			"Forward: with the present w = "+t.w+", each x gets its prediction ŷ = w·x. The line is all of them.").In(s.lang)
		t.loss = dots
	case 2:
		t.why = i18n.T("损失：预测和 y 差多少，平方，取平均："+t.loss+"。这就是球的高度。",
			"Loss: how far the predictions are from y, squared, on average: "+t.loss+". That is the height of the ball.").In(s.lang)
	case 3:
		t.why = i18n.T("梯度：每个点推一把，合起来 ∂L/∂w = "+t.grad+"。w 还没动，下一步才更新。",
			"Gradient: all the pushes together make ∂L/∂w = "+t.grad+". Nothing has moved yet: the update comes next.").In(s.lang)
		return
	}
	t.grad, t.gradV = dots, 0
	for i := range t.terms {
		t.terms[i].value, t.terms[i].v = dots, 0
	}
}
