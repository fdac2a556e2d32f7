package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// heads stand above the leads.
var heads = [views]i18n.Text{
	i18n.T("一层就够？画一条曲线试试", "Is one layer enough? Draw a curve"),
	i18n.T("参数一样多，深的赢，还是宽的赢？", "Equal parameters: deep or wide?"),
	i18n.T("层数越多，学得越好吗？", "The more layers, the better?"),
}

// leads are what stands above the stage.
var leads = [views]i18n.Text{
	i18n.T("在[图](curve)上画任意一条曲线，看一个隐藏层把[折线](sum)一段段拼上去。再让[深的和宽的赛跑](view)。",
		"[Draw any curve](curve): a hidden layer puts it together [from hinges](sum). Then let [deep race wide](view)."),
	i18n.T("先[猜一猜](guess)，再按[播放](play)：参数一样多，[深的](deep)和[宽的](wide)，谁的[损失](race_loss)更低？",
		"[Guess](guess), then [press play](play): with as many parameters, does [deep](deep) or [wide](wide) end with the lower [loss](race_loss)?"),
	i18n.T("按[播放](play)，看梯度还有多少到得了[前面的层](gradients)。再看[越深越好吗](results)。",
		"[Press play](play) and see how much of the gradient reaches [the front layers](gradients). Then: [is deeper better](results)?"),
}

// Head is about the part on view.
func (s *Scene) Head() i18n.Text { return heads[s.view] }

// Where is the place of a part of the step at hand.
func (s *Scene) Where(name string) paint.Rect { return s.Card.Where(name) }

// Lead is about the part on view.
func (s *Scene) Lead() i18n.Text { return leads[s.view] }
