package perceptron

import (
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/substep"
)

// ruleParts are what a correction by Rosenblatt's rule consists of.
var ruleParts = []i18n.Text{substep.Names[0], i18n.T("判对错", "verdict"), substep.Names[3]}

// Parts implements stage.SubStepper: a gradient step has a loss and a gradient,
// the rule only a verdict.
func (s *Scene) Parts() (names []i18n.Text, done int) {
	if !s.soft {
		return ruleParts, s.Part
	}
	return s.Midst.Parts()
}

// SubStep does the next part of the step at hand; the update ends it.
func (s *Scene) SubStep() {
	names, _ := s.Parts()
	if s.at >= len(s.past.steps) || s.ProceedOf(len(names)) {
		s.Step()
		return
	}
	s.plane.picked = -1
	s.stale = true
}

// subject is the step that the card speaks of: the one at hand while it is taken
// in parts, or else the one that led here. It may be nil.
func (s *Scene) subject() *step {
	if s.Part > substep.None && s.at < len(s.past.steps) {
		return &s.past.steps[s.at]
	}
	return s.last()
}

// unveil writes what the parts of the step done so far have found.
func (c *card) unveil(s *Scene, l *step) {
	c.gradient = -1
	names, done := s.Parts()
	at, _, _ := strings.Cut(s.position(s.lang), " · ")
	c.title = at + s.SaidOf(names, s.lang)
	if !s.soft {
		c.unveilRule(s, l)
		return
	}
	loss := shown(l.at(l.ids.loss, 0))
	switch done {
	case substep.Forward:
		c.why = i18n.T("前向：拿现在的权重，给每个点算出 z，再算出 p = σ(z)。全在下面的表里。",
			"Forward: with the present weights each point gets its z, and p = σ(z). They are in the table.").In(s.lang)
	case substep.Loss:
		c.why = i18n.T("损失：每个点按 −ln p 或 −ln(1 − p) 罚，取平均。", "Loss: each point is fined −ln p or −ln(1 − p); the mean of all.").In(s.lang)
		c.rows = append(c.rows, line{symbol: "L", made: i18n.T("平均", "mean").In(s.lang), value: loss, v: l.at(l.ids.loss, 0), of: inspect.Of(runStep, l.ids.loss, 0)})
	default:
		c.why = i18n.T("梯度：往哪边走，损失涨得最快。图上的箭头是 −η·∂L/∂w；权重还没动。",
			"Gradient: which way the loss grows fastest. The arrow in the plane is −η·∂L/∂w; nothing has moved yet.").In(s.lang)
		for i, name := range weightNames {
			c.rows = append(c.rows, line{symbol: "∂L/∂" + name, value: shown(l.slope(i)), v: l.slope(i), of: l.gradient(i)})
		}
	}
}

// unveilRule is unveil for a correction.
func (c *card) unveilRule(s *Scene, l *step) {
	p := s.pts[l.point]
	z, y := shown(l.at(l.ids.z, 0)), answer(p.y)
	where := "(" + shown(p.x1) + ", " + shown(p.x2) + ")"
	made := shown(l.before.w1) + " × " + signed(p.x1) + " + " + signed(l.before.w2) + " × " + signed(p.x2) + " + " + signed(l.before.b)
	c.rows = append(c.rows, line{symbol: "z", made: made, value: z, v: l.at(l.ids.z, 0), of: inspect.Of(runStep, l.ids.z, 0)})
	if s.Part == substep.Forward {
		c.why = i18n.T("前向：轮到点 "+where+"，算出它的得分 z。", "Forward: it is the turn of "+where+"; its score is z.").In(s.lang)
		return
	}
	c.why = i18n.T("判对错：要的是 "+y+"，而 y·z 不大于 0，错了。下一步才改权重。", "Verdict: wanted "+y+", and y·z is not above 0: wrong. The weights are mended next.").In(s.lang)
	c.rows = append(c.rows, line{symbol: "y", value: y, v: l.at(l.ids.y, 0), of: inspect.Of(runStep, l.ids.y, 0)})
}
