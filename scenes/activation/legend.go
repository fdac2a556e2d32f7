package activation

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which curve and which bars are values, and which are slopes.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "f", Text: i18n.T("函数值", "value")}, ui.Meaning{Mark: "f′", Text: i18n.T("斜率", "slope")}
}
