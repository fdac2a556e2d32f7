package overfit

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/ui"
)

func chips(values ...string) (out []ui.Option) {
	for _, v := range values {
		out = append(out, ui.Opt(v, i18n.Same(v)))
	}
	return out
}

func (l *networkLab) build() {
	number := func(id string, name i18n.Text, to *float64, values ...string) *ui.Select {
		return ui.NewSelect(id, name, values[0], chips(values...)...).Kept().OnChange(func(v string) {
			*to, _ = strconv.ParseFloat(v, 64)
			l.changed = true
		})
	}
	whole := func(id string, name i18n.Text, to *int, values ...ui.Option) *ui.Select {
		return ui.NewSelect(id, name, strconv.Itoa(*to), values...).Kept().OnChange(func(v string) {
			*to, _ = strconv.Atoi(v)
			l.changed = true
		})
	}
	l.guess = ui.NewGuess("guess_loss", i18n.T("一直训练下去，没见过的图上的[损失](loss_curves)会怎样？", "Train on and on: what will [the loss](loss_curves) on unseen images do?"), l.judge,
		ui.Opt("fall", i18n.T("一直降", "Keep falling")), ui.Opt("rise", i18n.T("先降后升", "Fall, then rise"))).
		Until(func() bool { return l.judged > 0 }, i18n.T("[按播放](play)，训练到第 "+strconv.Itoa(firstGoal)+" 轮就知道。", "[Press play](play): by epoch "+strconv.Itoa(firstGoal)+" you will know."))
	l.width = whole("hidden_width", i18n.T("隐藏层宽度", "Hidden width"), &l.set.width, chips("2", "8", "64", "256")...)
	l.images = whole("train_size", i18n.T("训练图片", "Training images"), &l.set.images, chips("50", "200", "1000")...)
	l.side = whole("input_size", i18n.T("输入维度", "Input dimension"), &l.set.side, ui.Opt("8", i18n.Same("64")), ui.Opt("4", i18n.Same("16")), ui.Opt("2", i18n.Same("4")))
	l.l2 = number("l2", i18n.T("L2 惩罚 λ", "L2 penalty λ"), &l.set.l2, "0", "0.001", "0.003", "0.01", "0.03")
	l.l1 = number("l1", i18n.T("L1 惩罚 λ", "L1 penalty λ"), &l.set.l1, "0", "0.001", "0.003", "0.01")
	l.dropout = ui.NewSlider("dropout", i18n.T("随机失活 p", "Dropout p"), 0, 0.9, 0).Step(0.1).Kept().OnChange(func(v float64) { l.set.dropout, l.changed = v, true })
	l.wrong = ui.NewSlider("label_noise", i18n.T("贴错的标签", "Wrong labels"), 0, 0.5, l.set.wrong).Step(0.05).Kept().OnChange(func(v float64) { l.set.wrong, l.changed = v, true })
	l.augment = ui.NewToggle("augmentation", i18n.T("数据增强：每次都变一变", "Augment: bend images"), false).Kept().OnChange(func(on bool) { l.set.augment, l.changed = on, true })
	l.early = ui.NewToggle("early_stopping", i18n.T("早停", "Early stopping"), false).Kept().OnChange(func(on bool) { l.set.early, l.changed = on, true })
	l.plot = plot.NewBands(&l.ghost.Band, &l.curves[0], &l.curves[1])
	l.heat = newMasks(64)
	for i := range l.sheets {
		l.sheets[i] = plot.NewHeatmap(8, 8)
	}
	l.losses = ui.NewFigure("loss_curves", ui.RoleFigure, i18n.T("每一轮的损失，三个种子", "Loss by epoch, three seeds"))
	l.losses.Paint, l.losses.Say = l.drawLosses, func(i18n.Lang) string { return l.texts.say }
	l.table = ui.NewFigure("attempts", ui.RoleText, i18n.T("试过的办法", "What was tried"))
	l.table.Paint, l.table.Say = l.drawTable, func(i18n.Lang) string { return l.texts.say }
	l.card = ui.NewFigure("dropout_card", ui.RoleText, i18n.T("随机失活的掩码", "Dropout's masks"))
	l.card.Paint, l.card.Say = l.drawCard, func(i18n.Lang) string { return l.texts.dropTitle + " " + prose.Plain(l.texts.dropWhy) }
	l.table.Holds(&l.hint)
	l.card.Holds(&l.why, &l.Card.Text)
	l.list = []ui.Widget{l.guess, l.dropout, l.l2, l.l1, l.augment, l.early, l.images, l.width, l.side, l.wrong,
		ui.NewParagraph(i18n.T("200 张手写数字，[两成标签故意贴错](label_noise)。网络先学会规律，再把错标签也背下来。每改一项就从同样的初始权重重来，和[上一次（虚线）](loss_curves)比一比，也和[试过的](attempts)比；分出的分支里，[惩罚和随机失活](dropout l1 l2)从改的那一轮起才变。",
			"200 handwritten digits, [a fifth of them labelled wrong](label_noise) on purpose. The network first learns the rule, then the mistakes too. Each change starts again from the same weights; [the dashed line](loss_curves) is the run before, and [all you tried](attempts) is listed. In a branch, [penalties and dropout](dropout l1 l2) change from the epoch on view."))}
	l.shapes = []ui.Widget{l.losses, l.table, l.card}
}

// judge scores a prediction by the losses of the run so far.
func (l *networkLab) judge(v string, g i18n.Lang) (bool, string) {
	low, end, at := plot.Format(l.base[0].valLoss), plot.Format(l.base[1].valLoss), strconv.Itoa(l.judged)
	rises := l.base[1].valLoss > 1.05*l.base[0].valLoss
	return (v == "rise") == rises, i18n.T("最低 "+low+"，到第 "+at+" 轮已是 "+end+"。", "Its lowest was "+low+"; by epoch "+at+" it is "+end+".").In(g)
}
