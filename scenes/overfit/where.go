package overfit

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

var curveLead = i18n.T("见过的全对，不等于没见过的也对。先拖动[一个点](dot)，看[整条曲线](points)怎么摆。",
	"Right on all it has seen is not right on the rest. Drag [a point](dot) first and watch [the whole curve](points) swing.")

// Lead is about the curve.
func (l *curveLab) Lead() i18n.Text { return curveLead }

// Where is the place of a part that the texts point at.
func (l *curveLab) Where(name string) (r paint.Rect) {
	if n := len(l.marks.points); name == "dot" && n > 0 {
		r = paint.Around(14, l.marks.points[n/2])
	}
	return r
}

// Where is the place of a part of the step at hand.
func (l *networkLab) Where(name string) paint.Rect { return l.Card.Where(name) }

// Head asks about the network.
func (l *networkLab) Head() i18n.Text {
	return i18n.T("一直训练下去，会越来越好吗？", "Train on and on: is it ever better?")
}

// Lead is about the network.
func (l *networkLab) Lead() i18n.Text {
	return i18n.T("先[猜一猜](guess_loss)，再按[播放](play)，看没见过的图上[损失](loss_curves)怎么走。",
		"[Guess](guess_loss), then [press play](play) and see where [the loss](loss_curves) on unseen images goes.")
}

// Head asks about the blocks.
func (l *blocksLab) Head() i18n.Text {
	return i18n.T("考试满分的网络，为什么认错了？", "Full marks: why does it fail?")
}

// Lead is about the blocks.
func (l *blocksLab) Lead() i18n.Text {
	return i18n.T("把[方块](block)转一转，再拖一片影子盖住它，看[它说是什么](answer)。",
		"Turn [the block](block), drag a shadow over it, and see [what it says](answer).")
}
