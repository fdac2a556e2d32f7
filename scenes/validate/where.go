package validate

import "gradtheatre/scenes/i18n"

var splitLead = i18n.T("拖动[竖线](bar)，把企鹅分给训练、验证和测试。再看看[不打乱](deal)会怎样。",
	"Drag [the lines](bar) to deal the penguins to training, validation and test. Then see what comes of [not shuffling](deal).")

// Lead is about the split.
func (l *splitLab) Lead() i18n.Text { return splitLead }

// Lead is about the search.
func (l *searchLab) Lead() i18n.Text {
	return i18n.T("先[猜一猜](guess_best)；按[播放](play)试出[最好的网络](chosen)，再打开[测试集](open_sealed)，只一次。",
		"[Guess](guess_best); [press play](play) to find [the best network](chosen); then open [the test set](open_sealed), once.")
}
