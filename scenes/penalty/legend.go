package penalty

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which weights of the squares are blue and orange; in the other
// laboratory each weight has a colour of its own, and its name beside it.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	if s.View != viewTie {
		return blue, orange
	}
	return ui.Meaning{Mark: "+", Text: i18n.T("正的权重", "weight > 0")}, ui.Meaning{Mark: "−", Text: i18n.T("负的权重", "weight < 0")}
}
