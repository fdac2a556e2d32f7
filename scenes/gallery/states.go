package gallery

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// conditions are what a widget may be in.
var conditions = []i18n.Text{i18n.T("平常", "Normal"), i18n.T("悬停", "Hover"), i18n.T("键盘焦点", "Focus"), i18n.T("按下", "Pressed"), i18n.T("停用", "Disabled")}

// columns is how many of the conditions have room side by side, and how wide each is.
func columns(area paint.Rect) (n int, w float64) {
	n = min(max(int(area.W/144), 1), len(conditions))
	return n, (area.W + columnGap) / float64(n)
}

// columnGap and rowGap are between two conditions, columnHead is the height of
// their names.
const columnGap, rowGap, columnHead = 20.0, 20.0, 28.0

// statesHeight is the height of states.
func statesHeight(area paint.Rect) float64 {
	n, w := columns(area)
	h := columnHead
	for _, m := range makers {
		h += m().Height(w-columnGap) + theme.GapLarge
	}
	rows := (len(conditions) + n - 1) / n
	return h*float64(rows) + rowGap*float64(rows-1)
}

// states draws each widget at rest, under the pointer, with keyboard focus,
// pressed and out of use: side by side, or a few below the others.
func states(lk *ui.Look, c *paint.Canvas, area paint.Rect) {
	n, w := columns(area)
	x, top, low := area.X, area.Y, 0.0
	for i, head := range conditions {
		if i > 0 && i%n == 0 {
			x, top = area.X, low+rowGap
		}
		c.Text(head.In(lk.Lang), x, top+8, lk.Theme.H3(), paint.Left)
		y := top + columnHead
		for _, m := range makers {
			wd := m()
			if g, ok := wd.(*ui.Legend); ok {
				g.SetLang(lk.Lang)
			}
			r := paint.Rect{X: x, Y: y, W: w - columnGap, H: wd.Height(w - columnGap)}
			state(lk, c, wd, r, i)
			y = r.Bottom() + theme.GapLarge
		}
		x, low = x+w, y
	}
}

// state draws a widget in one of the conditions.
func state(lk *ui.Look, c *paint.Canvas, wd ui.Widget, r paint.Rect, condition int) {
	wd.SetRect(r)
	own := *lk
	own.Hover, own.Focus = "", ""
	switch condition {
	case 1:
		own.Hover = wd.ID()
	case 2:
		own.Focus = wd.ID()
	case 3:
		x, _ := r.Center()
		wd.Handle(ui.Event{Kind: ui.PointerDown, X: x, Y: r.Bottom() - 10})
	case 4:
		if e, ok := wd.(interface{ SetEnabled(bool) }); ok {
			e.SetEnabled(false)
		}
	}
	wd.Draw(c, &own)
}

var makers = []func() ui.Widget{
	func() ui.Widget { return ui.NewButton("a", i18n.T("按钮", "Button")) },
	func() ui.Widget { return ui.NewButton("b", i18n.T("训练", "Train")).Primary().Icon("play") },
	func() ui.Widget { return ui.NewIconButton("c", "rotate-ccw", i18n.T("重置", "Reset")) },
	func() ui.Widget { return ui.NewButton("d", i18n.T("开着", "Toggled")).Toggle(true) },
	func() ui.Widget { return ui.NewToggle("e", i18n.T("开关", "Switch"), true) },
	func() ui.Widget { return ui.NewSlider("f", i18n.T("滑块", "Slider"), 0, 1, 0.3) },
	func() ui.Widget { return ui.NewNumber("g", i18n.Same("b"), -9, 9, 2.5) },
	func() ui.Widget { return ui.NewStepper("h", i18n.Same("k"), 1, 6, 2) },
	func() ui.Widget {
		return ui.NewSelect("i", i18n.T("选择", "Choice"), "a", ui.Opt("a", i18n.Same("A")), ui.Opt("b", i18n.Same("B")))
	},
	func() ui.Widget {
		return ui.NewTabs("n", i18n.T("页", "Page"), "a", ui.Opt("a", i18n.T("损失", "Loss")), ui.Opt("b", i18n.T("空间", "Space")))
	},
	func() ui.Widget {
		return ui.NewSelect("o", i18n.T("例子", "Examples"), "a", ui.Opt("a", i18n.Same("σ")), ui.Opt("b", i18n.Same("max"))).Chips()
	},
	func() ui.Widget { return ui.NewChip("p", i18n.Same("w"), -9, 9, -1.25) },
	func() ui.Widget {
		return ui.NewFold("k", i18n.T("一组", "Group")).Summary(func(l i18n.Lang) string { return "Adam · λ 0.01" })
	},
	func() ui.Widget {
		f := ui.NewFold("l", i18n.T("打开的一组", "Open group"))
		f.SetOpen(true)
		return f
	},
	func() ui.Widget {
		g := ui.NewLegend("m")
		g.Say(ui.Meaning{Mark: "+", Text: i18n.T("正的权重", "weight > 0")}, ui.Meaning{Mark: "−", Text: i18n.T("负的权重", "weight < 0")})
		return g
	},
	func() ui.Widget { return ui.NewField("j", i18n.T("式子", "Expression"), "x*y") },
}

// The heights of the type scale with its sentence, and of a row of colours.
const typeHigh, swatchHigh = 424.0, 52.0

// typeHeight is the height of typeAndColour.
func typeHeight(area paint.Rect) float64 {
	if narrow(area) {
		return typeHigh + 8*swatchHigh
	}
	return typeHigh
}

// typeAndColour draws the type scale and the colours with their names.
func typeAndColour(lk *ui.Look, c *paint.Canvas, area paint.Rect) {
	t := lk.Theme
	left, right := area.CutLeft(area.W * 0.55)
	if narrow(area) {
		left, right = area.CutTop(typeHigh)
	}
	y := left.Y + 6
	for _, row := range []struct {
		name string
		st   paint.Style
	}{{"H1", t.H1()}, {"H2", t.H2()}, {"H3", t.H3()}, {"Body", t.Body()}, {"Small", t.Small()}, {"Tiny", t.Tiny()}, {"Number", t.Number()}, {"NumberBold", t.NumberBold()}, {"Big", t.Big()},
		{"Math", paint.Style{Font: paint.Math, Size: theme.SizeH2, Color: t.Text}}} {
		y += row.st.Size / 2
		c.Text(row.name, left.X, y, t.Tiny(), paint.Left)
		text := i18n.T("梯度 ∂L/∂w₁ = −0.0137", "Slope ∂L/∂w₁ = −0.0137").In(lk.Lang)
		if row.name == "Big" {
			text = "−0.0137"
		}
		c.Text(paint.Elide(text, left.W-108, row.st), left.X+92, y, row.st, paint.Left)
		y += row.st.Size/2 + theme.GapLarge
	}
	c.TextWrap(i18n.T("短句子，大一学生读得懂。“引号”、（括号）和标点不会出现在行首；don’t 里的撇号是英文的，28×28 的乘号是窄的。",
		"Short sentences that a first-year student understands. “Quotation marks”, apostrophes as in don’t, and × in 28×28 take their Latin form.").In(lk.Lang),
		paint.Rect{X: left.X, Y: y, W: left.W - 32}, t.Body(), 22)

	swatches := []struct {
		name string
		col  paint.Color
	}{{"Background", t.Background}, {"Stage", t.Stage}, {"Panel", t.Panel}, {"Raised", t.Raised}, {"Sunken", t.Sunken}, {"Hover", t.Hover}, {"Track", t.Track}, {"Border", t.Border}, {"Strong", t.Strong},
		{"Text", t.Text}, {"Muted", t.Muted}, {"Faint", t.Faint}, {"Accent", t.Accent}, {"AccentInk", t.AccentInk}, {"AccentSoft", t.AccentSoft}, {"Positive", t.Positive}, {"Negative", t.Negative}, {"NegativeInk", t.NegativeInk},
		{"Zero", t.Zero}, {"Gradient", t.Gradient}, {"GradientSoft", t.GradientSoft}, {"Good", t.Good}, {"Warning", t.Warning}, {"Bad", t.Bad}}
	w := right.W / 3
	for i, s := range swatches {
		r := paint.Rect{X: right.X + float64(i%3)*w, Y: right.Y + float64(i/3)*swatchHigh, W: w - 12, H: 28}
		c.RoundRect(r, theme.RadiusSmall, s.col)
		c.RoundRectStroke(r, theme.RadiusSmall, 1, t.Border)
		c.Text(s.name, r.X, r.Bottom()+10, t.Tiny(), paint.Left)
	}
}
