package perceptron

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says whose points and whose side of the line are blue and orange.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	return ui.Meaning{Mark: "+", Text: i18n.T("类 +1", "class +1")}, ui.Meaning{Mark: "−", Text: i18n.T("类 −1", "class −1")}
}
