package validate

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which parts of the data are blue and orange.
func (l *splitLab) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "T", Text: i18n.T("训练", "training")}, ui.Meaning{Mark: "V", Text: i18n.T("验证", "validation")}
}
