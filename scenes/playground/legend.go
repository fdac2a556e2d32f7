package playground

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which weights are blue and orange, and whose points where there are
// two classes; more of them have a colour each, and a number.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	blue, orange = ui.Meaning{Mark: "+", Text: i18n.T("权重 > 0", "weight > 0")}, ui.Meaning{Mark: "−", Text: i18n.T("权重 < 0", "weight < 0")}
	switch s.pts.Classes {
	case 0:
		blue.Text, orange.Text = i18n.T("权重、数 > 0", "weight, value > 0"), i18n.T("权重、数 < 0", "weight, value < 0")
	case 2:
		blue.Text, orange.Text = i18n.T("类 1、权重 > 0", "class 1, weight > 0"), i18n.T("类 0、权重 < 0", "class 0, weight < 0")
	}
	return blue, orange
}
