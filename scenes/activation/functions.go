package activation

import (
	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
)

// function is one activation function: the engine's op, its formulas and what
// is worth knowing of it.
type function struct {
	id       string
	name     i18n.Text
	symbol   string // what stands before the bracket
	of       func(*grad.Var) *grad.Var
	formula  string
	slope    string
	fact     i18n.Text
	low, top float64 // how much of the values the graph shows
}

// leak is the slope of leaky ReLU left of zero.
const leak = 0.01

var functions = []function{
	{id: "step", name: i18n.T("阶跃", "Step"), symbol: "step", of: func(x *grad.Var) *grad.Var { return grad.Step(x, 0) },
		formula: "f(x) = 1 (x ≥ 0), 0 (x < 0)", slope: "f′(x) = 0", low: -0.25, top: 1.25,
		fact: i18n.T("处处是平的，斜率永远是 0：梯度过不去，什么也学不到。", "Flat everywhere: the slope is always 0. No gradient passes, nothing is learnt.")},
	{id: "sigmoid", name: i18n.Same("Sigmoid"), symbol: "σ", of: grad.Sigmoid,
		formula: "σ(x) = 1 / (1 + e⁻ˣ)", slope: "σ′ = σ(1 − σ)", low: -0.25, top: 1.25,
		fact: i18n.T("两头饱和，最陡处只有 0.25；输出全正，不以零为中心。", "It saturates at both ends and is never steeper than 0.25. All outputs are positive: not zero-centred.")},
	{id: "tanh", name: i18n.Same("Tanh"), symbol: "tanh", of: grad.Tanh,
		formula: "tanh(x) = 2σ(2x) − 1", slope: "tanh′ = 1 − tanh²", low: -1.4, top: 1.4,
		fact: i18n.T("以零为中心，最陡处是 1；两头照样饱和。", "Zero-centred, and as steep as 1 in the middle. It still saturates at both ends.")},
	{id: "relu", name: i18n.Same("ReLU"), symbol: "ReLU", of: grad.ReLU,
		formula: "ReLU(x) = max(0, x)", slope: "f′(x) = 1 (x > 0), 0 (x ≤ 0)", low: -0.7, top: 2.3,
		fact: i18n.T("右边斜率是 1，梯度原样通过；左边斜率是 0，梯度到此为止。", "On the right the slope is 1 and a gradient passes untouched. On the left it is 0, and the gradient dies.")},
	{id: "leaky_relu", name: i18n.Same("Leaky ReLU"), symbol: "leaky", of: func(x *grad.Var) *grad.Var { return grad.LeakyReLU(x, leak) },
		formula: "f(x) = x (x > 0), 0.01·x (x ≤ 0)", slope: "f′(x) = 1 (x > 0), 0.01 (x ≤ 0)", low: -0.7, top: 2.3,
		fact: i18n.T("左边留一条 0.01 的缝，梯度变小而不死。", "A slope of 0.01 is left open on the left: the gradient shrinks there but does not die.")},
	{id: "gelu", name: i18n.Same("GELU"), symbol: "GELU", of: grad.GELU,
		formula: "GELU(x) = x·Φ(x)", slope: "f′(x) = Φ(x) + x·φ(x)", low: -0.7, top: 2.3,
		fact: i18n.T("平滑的 ReLU，GPT 用它；在 −0.75 左边，斜率甚至略小于零。", "A smooth ReLU, as in GPT. Left of −0.75 its slope is even a little below zero.")},
}

func find(id string) int {
	for i := range functions {
		if functions[i].id == id {
			return i
		}
	}
	return 0
}
