package gates

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what goes forward and what comes back, and before the maps of a
// layer or of the network what is positive and negative on them. At a neuron both:
// its grids are coloured by sign.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	if s.away && s.zoom.Maps() {
		return ui.Meaning{Mark: "+", Text: i18n.T("正数", "positive")}, ui.Meaning{Mark: "−", Text: i18n.T("负数", "negative")}
	}
	if s.away && s.zoom.Grids() {
		return ui.Meaning{Mark: "f", Text: i18n.T("前向；格中为正", "forward; in a grid +")}, ui.Meaning{Mark: "∂", Text: i18n.T("反向；格中为负", "backward; in a grid −")}
	}
	return ui.Meaning{Mark: "f", Text: i18n.T("前向：数值", "forward: value")}, ui.Meaning{Mark: "∂", Text: i18n.T("反向：梯度", "backward: gradient")}
}
