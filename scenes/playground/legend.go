package playground

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which weights or gradients are blue and orange, and whose points
// where there are two classes; more of them have a colour each, and a number.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	blue.Mark, orange.Mark = "+", "−"
	blue.Text, orange.Text = i18n.T("权重 > 0", "weight > 0"), i18n.T("权重 < 0", "weight < 0")
	if s.wires.Value() == wiresGradient {
		blue.Text, orange.Text = i18n.T("梯度 > 0", "gradient > 0"), i18n.T("梯度 < 0", "gradient < 0")
	}
	with := func(to *i18n.Text, zh, en string) { *to = i18n.T(zh+"、"+to.ZH, en+", "+to.EN) }
	switch s.pts.Classes {
	case 0:
		with(&blue.Text, "正数", "value > 0")
		with(&orange.Text, "负数", "value < 0")
	case 2:
		with(&blue.Text, "类 1", "class 1")
		with(&orange.Text, "类 0", "class 0")
	}
	return blue, orange
}
