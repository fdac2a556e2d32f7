package regression

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which points are learned from, and which are kept back.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "●", Text: i18n.T("训练点", "training")}, ui.Meaning{Mark: "○", Text: i18n.T("测试点（空心）", "test, hollow")}
}
