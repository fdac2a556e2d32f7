package setup

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says what the colours of the card on view mean, and of the points where
// that has none of its own.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	switch s.tabs.Value() {
	case viewWhy:
		return ui.Meaning{Mark: "a", Text: i18n.T("激活值", "activation")}, ui.Meaning{Mark: "∂", Text: i18n.T("梯度", "gradient")}
	case viewModes:
		return ui.Meaning{Mark: "1", Text: i18n.T("训练时的答案", "answer in training")}, ui.Meaning{Mark: "2", Text: i18n.T("批的均值", "mean of the batch")}
	case viewChannels:
		return ui.Meaning{Mark: "+", Text: i18n.T("正数", "positive")}, ui.Meaning{Mark: "−", Text: i18n.T("负数", "negative")}
	}
	return ui.Meaning{Mark: "1", Text: i18n.T("类 1", "class 1")}, ui.Meaning{Mark: "0", Text: i18n.T("类 0（带孔）", "class 0, hollow")}
}
