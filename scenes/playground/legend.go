package playground

import (
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// legends are what blue and orange mean: lines of weights, then of gradients;
// beside them points with numbers, points of two classes, or of more, which have
// a colour each. A gradient is ∂L/∂w in English, where the word is so much longer
// than weight that the legend would find no room beside the lead.
var legends = [2][3][2]i18n.Text{
	{
		{i18n.T("正数、权重 > 0", "value, weight > 0"), i18n.T("负数、权重 < 0", "value, weight < 0")},
		{i18n.T("类 1、权重 > 0", "class 1, weight > 0"), i18n.T("类 0、权重 < 0", "class 0, weight < 0")},
		{i18n.T("权重 > 0", "weight > 0"), i18n.T("权重 < 0", "weight < 0")},
	}, {
		{i18n.T("正数、梯度 > 0", "value, ∂L/∂w > 0"), i18n.T("负数、梯度 < 0", "value, ∂L/∂w < 0")},
		{i18n.T("类 1、梯度 > 0", "class 1, ∂L/∂w > 0"), i18n.T("类 0、梯度 < 0", "class 0, ∂L/∂w < 0")},
		{i18n.T("梯度 > 0", "∂L/∂w > 0"), i18n.T("梯度 < 0", "∂L/∂w < 0")},
	},
}

// Colours says what the colours mean now.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	lines, points := 0, 2
	if s.wires.Value() == wiresGradient || s.showsSlopes() {
		lines = 1
	}
	switch s.pts.Classes {
	case 0:
		points = 0
	case 2:
		points = 1
	}
	m := &legends[lines][points]
	if len(s.names()) > 1 && points == 1 {
		m = &s.legendNames[lines]
	}
	return ui.Meaning{Mark: "+", Text: m[0]}, ui.Meaning{Mark: "−", Text: m[1]}
}

// nameLegend writes the legend of two classes with names.
func (s *Scene) nameLegend() {
	for lines := range s.legendNames {
		for i := range s.legendNames[lines] {
			if m := legends[lines][1][i]; len(s.names()) > 1 {
				name := shortened(s.className(1 - i))
				s.legendNames[lines][i] = i18n.T(name+strings.TrimPrefix(m.ZH, "类 "+digit(1-i)), name+strings.TrimPrefix(m.EN, "class "+digit(1-i)))
			}
		}
	}
}
