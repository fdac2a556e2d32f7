package draw

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which numbers of the maps and kernels are blue and orange.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "+", Text: i18n.T("正数", "positive")}, ui.Meaning{Mark: "−", Text: i18n.T("负数", "negative")}
}
