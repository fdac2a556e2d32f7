package gates

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what goes forward and what comes back.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "f", Text: i18n.T("前向：数值", "forward: value")}, ui.Meaning{Mark: "∂", Text: i18n.T("反向：梯度", "backward: gradient")}
}
