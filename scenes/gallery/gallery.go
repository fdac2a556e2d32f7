// Package gallery shows every widget and every figure in every state, for
// those who work on the looks of the theatre. It is not part of the course:
//
//	go run ./wasm -scene gallery
//
// or #/gallery in the browser.
//
// Its numbers are made up here, and say so; no scene may do that.
package gallery

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is its line; it is not in the catalogue, and only its link leads to it.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "gallery", Act: 6,
		Title: i18n.T("样品间", "Gallery"),
		Head:  i18n.T("每个控件，每种图", "Every widget, every figure"),
		Lead:  i18n.T("给改外观的人看的样品，数字都是编的。", "Samples for those who work on the looks; the numbers are made up."),
		New:   func(*stage.Env) (stage.Scene, error) { return newScene(), nil },
	}
}

// Scene is the gallery.
type Scene struct {
	tabs     *ui.Select
	controls []ui.Widget
	samples  samples
	area     paint.Rect
}

func newScene() *Scene {
	s := &Scene{samples: newSamples()}
	s.tabs = ui.NewTabs("page", i18n.T("页", "Page"), "widgets",
		ui.Opt("widgets", i18n.T("控件", "Widgets")), ui.Opt("questions", i18n.T("提问", "Questions")), ui.Opt("figures", i18n.T("图", "Figures")),
		ui.Opt("type", i18n.T("文字与颜色", "Type and colour"))).Kept()
	s.controls = column()
	return s
}

// column returns one of each widget, as a scene's controls.
func column() []ui.Widget {
	T := i18n.T
	bad := ui.NewField("bad", T("写错的式子", "A wrong expression"), "(x+y*max(z,)")
	bad.SetError(T("第 12 个字符：括号没有闭合。", "Character 12: a bracket is not closed."), 11)
	out := ui.NewSlider("out", T("停用的滑块", "Disabled slider"), 0, 1, 0.4)
	out.SetEnabled(false)
	gone := ui.NewButton("gone", T("停用的按钮", "Disabled button"))
	gone.SetEnabled(false)
	bar := ui.NewProgress("bar", T("训练", "Training"))
	bar.SetAt(0.42)
	return []ui.Widget{
		ui.NewHeading(T("从零训练", "Train from scratch")),
		ui.NewButton("train", T("在这里训练", "Train it here")).Primary().Icon("play"),
		ui.NewRow(ui.NewButton("undo", T("撤销", "Undo")).Icon("undo-2"), ui.NewButton("clear", T("清空", "Clear")).Icon("eraser")),
		ui.NewLive("live", T("状态", "Status"), func(l i18n.Lang) string { return T("5,012 张/秒 · 第 3 轮", "5,012 images/s · epoch 3").In(l) }),
		bar,
		ui.NewHeading(T("先猜一猜", "Predict first")),
		ui.NewParagraph(T("遮住上半圈，它会变成几？先写下猜测，再运行。", "Cover the upper loop: what will it become? Guess first, then run it.")),
		ui.NewSelect("guess", T("猜测", "Guess"), "3", ui.Opt("5", i18n.Same("5")), ui.Opt("3", i18n.Same("3")), ui.Opt("8", i18n.Same("8"))).Bare(),
		ui.NewHeading(T("参数", "Parameters")),
		ui.NewSlider("lr", T("学习率 η", "Learning rate η"), 1e-5, 1, 0.01).Log(),
		ui.NewSlider("x", i18n.Same("x"), -5, 5, -2).Step(0.1).Decimals(2),
		out,
		ui.NewNumber("z", i18n.Same("z"), -10, 10, -4).Decimals(2),
		ui.NewStepper("layers", T("隐藏层", "Hidden layers"), 1, 6, 2),
		ui.NewToggle("grads", T("显示梯度", "Show gradients"), true),
		ui.NewToggle("still", T("减少动画", "Reduce motion"), false),
		ui.NewFold("more", T("更多", "More"), ui.NewSlider("l2", T("L2 惩罚 λ", "L2 penalty λ"), 0, 0.1, 0.01), ui.NewToggle("norm", T("批归一化", "Batch norm"), false)).
			Summary(func(l i18n.Lang) string { return "L2 0.01" }),
		ui.NewSelect("optim", T("优化器", "Optimizer"), "sgd", ui.Opt("sgd", i18n.Same("SGD")), ui.Opt("momentum", T("动量", "Momentum")), ui.Opt("adam", i18n.Same("Adam"))),
		ui.NewSelect("example", T("例子", "Examples"), "max", ui.Opt("xyz", i18n.Same("(x+y)z")), ui.Opt("sigmoid", T("σ 神经元", "σ neuron")), ui.Opt("max", T("max 门", "max gate")), ui.Opt("own", T("自己写", "Your own"))).Chips(),
		ui.NewField("expr", T("式子", "Expression"), "(x+y)*z").Prefix("f ="),
		ui.NewField("empty", T("空的", "Empty"), "").Hint(T("写一个式子", "Type an expression")),
		bad, gone,
	}
}

// Controls returns one of each widget.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures returns the tabs.
func (s *Scene) Figures() []ui.Widget { return []ui.Widget{s.tabs} }

// Update places the tabs.
func (s *Scene) Update(env *stage.Env) {
	top, rest := env.Area.CutTop(s.tabs.Height(env.Area.W))
	s.tabs.SetRect(top)
	_, s.area = rest.CutTop(16)
	env.Redraw()
}

// Least has room for the whole of the chosen page.
func (s *Scene) Least(env *stage.Env) float64 {
	h := 0.0
	switch s.tabs.Value() {
	case "questions":
		h = questionsHeight(env.Area)
	case "figures":
		h = figuresHeight(env.Area)
	case "type":
		h = typeHeight(env.Area)
	default:
		h = statesHeight(env.Area)
	}
	return s.tabs.Height(env.Area.W) + 16 + h
}

// narrow is where the samples stand below each other.
func narrow(area paint.Rect) bool { return area.W < 560 }

// Draw paints the chosen page.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {
	switch s.tabs.Value() {
	case "questions":
		questions(env.Look, c, s.area)
	case "figures":
		s.samples.figures(env.Look, c, s.area)
	case "type":
		typeAndColour(env.Look, c, s.area)
	default:
		states(env.Look, c, s.area)
	}
}

// Metrics reports nothing: there is no engine behind it.
func (s *Scene) Metrics(func(string, any)) {}
