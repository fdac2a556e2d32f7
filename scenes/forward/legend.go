package forward

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which weights are blue and orange.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "+", Text: i18n.T("正的权重", "weight > 0")}, ui.Meaning{Mark: "−", Text: i18n.T("负的权重", "weight < 0")}
}
