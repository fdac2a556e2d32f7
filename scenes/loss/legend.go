package loss

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what the colours mean in the laboratory on view.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	switch s.View {
	case viewLine:
		return ui.Meaning{Mark: "x²", Text: i18n.T("平方损失", "squared loss")}, ui.Meaning{Mark: "!", Text: i18n.T("最贵的点", "costliest point")}
	case viewRace:
		return ui.Meaning{Mark: "ln", Text: i18n.T("交叉熵", "cross-entropy")}, ui.Meaning{Mark: "x²", Text: i18n.T("平方误差", "squared error")}
	}
	return ui.Meaning{Mark: "+", Text: i18n.T("概率、正的梯度", "share, gradient > 0")}, ui.Meaning{Mark: "−", Text: i18n.T("负的梯度", "gradient < 0")}
}
