package descent

import "gradtheatre/scenes/i18n"

// preset is a surface with the settings at which its lesson is seen.
type preset struct {
	id     string
	label  i18n.Text
	source string // "" for those made of data
	win    window // what is to be seen at least
	start  [2]float64
	steps  int
	rates  [optimisers]float64 // SGD, momentum, Nesterov, RMSProp, Adagrad, Adam
	ask    float64             // the rate that the visitor is asked about, by the largest stable one; 0: none
}

const (
	ownID  = "own"
	lineID = "line"
	netID  = "network"
)

var presets = []preset{
	{id: "bowl", label: i18n.T("圆碗", "Bowl"), source: "(x^2+y^2)/2", win: window{0, 0, 4, 3}, start: [2]float64{-3.2, 2.2}, steps: 60,
		rates: [optimisers]float64{0.1, 0.05, 0.05, 0.2, 0.8, 0.3}, ask: 1.1},
	{id: "ravine", label: i18n.T("峡谷", "Ravine"), source: "x^2/20+y^2", win: window{0, 0, 8.6, 4}, start: [2]float64{-7, 2}, steps: 60,
		rates: [optimisers]float64{0.95, 0.15, 0.1, 0.3, 1.5, 0.25}, ask: 0.98},
	{id: "rosenbrock", label: i18n.T("香蕉谷", "Rosenbrock"), source: "(1-x)^2+100(y-x^2)^2", win: window{0, 1, 2, 1.5}, start: [2]float64{-1.2, 1}, steps: 400,
		rates: [optimisers]float64{0.0015, 0.0004, 0.0006, 0.01, 0.3, 0.1}},
	{id: "saddle", label: i18n.T("马鞍", "Saddle"), source: "x^2/2+y^4/4-y^2/2", win: window{0, 0, 2.2, 1.7}, start: [2]float64{-1.8, 0.001}, steps: 120,
		rates: [optimisers]float64{0.15, 0.05, 0.05, 0.05, 0.3, 0.1}},
	{id: "valleys", label: i18n.T("两个谷", "Two valleys"), source: "x^4/4-x^2+0.3x+y^2/2", win: window{0, 0, 2.5, 1.9}, start: [2]float64{2.2, 1.3}, steps: 100,
		rates: [optimisers]float64{0.05, 0.05, 0.05, 0.05, 0.5, 0.1}},
	{id: "himmelblau", label: i18n.T("四个谷", "Himmelblau"), source: "(x^2+y-11)^2+(x+y^2-7)^2", win: window{0, 0, 5.4, 5}, start: [2]float64{-0.3, -0.9}, steps: 120,
		rates: [optimisers]float64{0.01, 0.003, 0.003, 0.1, 1, 0.3}},
	{id: "plateau", label: i18n.T("高原", "Plateau"), source: "1-exp(-(x^2+y^2)/2)", win: window{0, 0, 4.2, 3.2}, start: [2]float64{-3.1, 1.9}, steps: 120,
		rates: [optimisers]float64{0.5, 0.5, 0.5, 0.1, 0.5, 0.1}},
	{id: lineID, label: i18n.T("拟合直线", "Line fit"), win: window{0.35, 0, 1.5, 1.15}, start: [2]float64{-0.5, 0.3}, steps: 120,
		rates: [optimisers]float64{0.05, 0.01, 0.01, 0.03, 0.3, 0.05}, ask: 1.2},
	{id: netID, label: i18n.T("小网络", "Network"), win: window{0, -1, 8, 7}, start: [2]float64{-5, 3}, steps: 120,
		rates: [optimisers]float64{1, 0.3, 0.3, 0.1, 1, 0.2}},
	{id: ownID, label: i18n.T("自己写", "Your own"), source: firstOwn, win: window{0, 0, 4, 3}, start: [2]float64{-2.5, 1.5}, steps: 100,
		rates: [optimisers]float64{0.05, 0.02, 0.02, 0.1, 0.5, 0.1}},
}

// firstOwn is the formula to begin from: a crooked valley with a rim.
const firstOwn = "x^2/4+(y-tanh(x))^2"

func presetAt(id string) *preset {
	for i := range presets {
		if presets[i].id == id {
			return &presets[i]
		}
	}
	return nil
}
