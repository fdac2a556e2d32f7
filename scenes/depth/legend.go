package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what the colours mean where two classes race; the other figures
// have a key of their own.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	if s.view == viewRace && s.race.task.out == 2 {
		return ui.Meaning{Mark: "1", Text: i18n.T("类 1", "class 1")}, ui.Meaning{Mark: "0", Text: i18n.T("类 0（带孔）", "class 0, hollow")}
	}
	return blue, orange
}
