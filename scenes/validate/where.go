package validate

import "gradtheatre/scenes/i18n"

// splitLead is for birds in the order of their file, dealtLead for others.
var splitLead = i18n.T("训练和验证全对，[测试](scores)呢？先[猜一猜](guess_order)，再[打乱](deal)，或拖动[竖线](bar)。",
	"Training and validation are all right, but [the test](scores)? [Guess](guess_order); then [shuffle](deal), or drag [the lines](bar).")

var dealtLead = i18n.T("拖动[竖线](bar)，把企鹅分给训练、验证和测试；按[播放](play)，一折一折[验证](cross_validation)。",
	"Drag [the lines](bar) to deal the penguins to training, validation and test; [press play](play) to validate [fold by fold](cross_validation).")

// Lead is about the split.
func (l *splitLab) Lead() i18n.Text {
	if l.how.Value() == dealFile {
		return splitLead
	}
	return dealtLead
}

// Lead is about the search.
func (l *searchLab) Lead() i18n.Text {
	return i18n.T("先[猜一猜](guess_best)；按[播放](play)试出[最好的网络](chosen)，再打开[测试集](open_sealed)，只一次。",
		"[Guess](guess_best); [press play](play) to find [the best network](chosen); then open [the test set](open_sealed), once.")
}
