package overfit

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

var (
	learnedFrom = ui.Meaning{Mark: "●", Text: i18n.T("训练的", "training")}
	notSeen     = ui.Meaning{Mark: "○", Text: i18n.T("没见过的", "unseen")}
)

// Colours says which points and numbers are of what was learned from.
func (l *curveLab) Colours() (blue, orange ui.Meaning) { return learnedFrom, notSeen }

// Colours says which numbers are of what was learned from.
func (l *networkLab) Colours() (blue, orange ui.Meaning) { return learnedFrom, notSeen }
