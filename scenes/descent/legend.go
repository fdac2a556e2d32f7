package descent

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what the ground and the arrows show.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "f", Text: i18n.T("高处", "high ground")}, ui.Meaning{Mark: "∂", Text: i18n.T("梯度", "gradient")}
}
