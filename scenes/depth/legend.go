package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what the colours mean on view; where a curve is fitted each unit
// has a colour of its own, and a key beside it.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	switch s.view {
	case viewRace:
		return ui.Meaning{Mark: "1", Text: i18n.T("类 1", "class 1")}, ui.Meaning{Mark: "0", Text: i18n.T("类 0（带孔）", "class 0, hollow")}
	case viewLadder:
		return ui.Meaning{Mark: "L", Text: i18n.T("损失", "loss")}, ui.Meaning{Mark: "∂", Text: i18n.T("梯度", "gradient")}
	}
	return blue, orange
}
