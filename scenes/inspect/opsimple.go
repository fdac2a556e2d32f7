package inspect

import "gradtheatre/scenes/i18n"

// simpleOps work number by number, or put numbers elsewhere.
var simpleOps = map[string]opWords{
	"input":      {i18n.T("输入", "Input"), "", ""},
	"param":      {i18n.T("参数", "Parameter"), "", ""},
	"add":        {i18n.T("加法", "Add"), "$y = a + b", `\frac{∂y}{∂a} = 1`},
	"sub":        {i18n.T("减法", "Subtract"), "$y = a − b", `\frac{∂y}{∂a} = 1,  \frac{∂y}{∂b} = −1`},
	"mul":        {i18n.T("乘法", "Multiply"), "$y = a × b", `\frac{∂y}{∂a} = b`},
	"div":        {i18n.T("除法", "Divide"), `$y = \frac{a}{b}`, `\frac{∂y}{∂a} = \frac{1}{b},  \frac{∂y}{∂b} = −\frac{a}{b^2}`},
	"pow":        {i18n.T("幂", "Power"), "$y = a^b", `\frac{∂y}{∂a} = b·a^{b−1}`},
	"neg":        {i18n.T("取负", "Negate"), "$y = −x", `\frac{∂y}{∂x} = −1`},
	"sqrt":       {i18n.T("开方", "Square root"), "$y = √x", `\frac{∂y}{∂x} = \frac{1}{2√x}`},
	"square":     {i18n.T("平方", "Square"), "$y = x^2", `\frac{∂y}{∂x} = 2x`},
	"abs":        {i18n.T("绝对值", "Absolute value"), "$y = |x|", `\frac{∂y}{∂x} = sign x`},
	"exp":        {i18n.T("指数", "Exponential"), "$y = e^x", `\frac{∂y}{∂x} = e^x = y`},
	"log":        {i18n.T("对数", "Logarithm"), "$y = ln x", `\frac{∂y}{∂x} = \frac{1}{x}`},
	"reciprocal": {i18n.T("倒数", "Reciprocal"), `$y = \frac{1}{x}`, `\frac{∂y}{∂x} = −y^2`},
	"clamp":      {i18n.T("限幅", "Clamp"), "$y = min(max(x, a), b)", `\frac{∂y}{∂x} = [a < x < b]`},
	"maximum":    {i18n.T("取大", "Maximum"), "$y = max(a, b)", `\frac{∂y}{∂a} = [a > b]`},
	"minimum":    {i18n.T("取小", "Minimum"), "$y = min(a, b)", `\frac{∂y}{∂a} = [a < b]`},

	"relu":    {i18n.Same("ReLU"), "$y = max(0, x)", `\frac{∂y}{∂x} = [x > 0]`},
	"sigmoid": {i18n.T("σ 函数", "Sigmoid"), `$y = σ(x) = \frac{1}{1 + e^{−x}}`, `\frac{∂y}{∂x} = y·(1 − y)`},
	"tanh":    {i18n.Same("tanh"), "$y = tanh x", `\frac{∂y}{∂x} = 1 − y^2`},
	"leaky_relu": {i18n.T("带泄漏的 ReLU", "Leaky ReLU"), "$y = max(αx, x)",
		`\frac{∂y}{∂x} = 1 (x > 0),  α (x ≤ 0)`},
	"elu":       {i18n.Same("ELU"), "$y = x (x > 0),  α·(e^x − 1) (x ≤ 0)", `\frac{∂y}{∂x} = 1 (x > 0),  y + α (x ≤ 0)`},
	"gelu":      {i18n.Same("GELU"), "$y = x·Φ(x)", `\frac{∂y}{∂x} = Φ(x) + x·φ(x)`},
	"gelu_tanh": {i18n.Same("GELU (tanh)"), `$y = \frac{x}{2} (1 + tanh u),  u = \frac{√2}{√π} (x + 0.0447·x^3)`, `\frac{∂y}{∂x} = \frac{1 + tanh u}{2} + \frac{x}{2} (1 − tanh^2u)·u′`},
	"softplus":  {i18n.Same("Softplus"), "$y = ln(1 + e^x)", `\frac{∂y}{∂x} = σ(x)`},
	"silu":      {i18n.Same("SiLU"), "$y = x·σ(x)", `\frac{∂y}{∂x} = σ(x) + y·(1 − σ(x))`},
	"step":      {i18n.T("阶跃", "Step"), "$y = [x ≥ θ]", `\frac{∂y}{∂x} = 0`},

	"first_seen": {i18n.T("新的激活模式", "New activation pattern"), "$y_i = [x_k > 0 ≠ x_i > 0,  k < i]", `\frac{∂y}{∂x} = 0`},

	"max":       {i18n.T("最大值", "Maximum"), "$y = max x_i", `\frac{∂y}{∂x_i} = [x_i = y]`},
	"min":       {i18n.T("最小值", "Minimum"), "$y = min x_i", `\frac{∂y}{∂x_i} = [x_i = y]`},
	"sum":       {i18n.T("求和", "Sum"), "$y = Σ x_i", `\frac{∂y}{∂x_i} = 1`},
	"mean":      {i18n.T("平均", "Mean"), `$y = \frac{1}{n} Σ x_i`, `\frac{∂y}{∂x_i} = \frac{1}{n}`},
	"var":       {i18n.T("方差", "Variance"), `$y = \frac{1}{n} Σ (x_i − μ)^2`, `\frac{∂y}{∂x_i} = \frac{2}{n} (x_i − μ)`},
	"logsumexp": {i18n.T("指数和的对数", "Log-sum-exp"), "$y = ln Σ e^{x_i}", `\frac{∂y}{∂x_i} = e^{x_i − y}`},

	"reshape": {i18n.T("换形状", "Reshape"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"permute": {i18n.T("换轴", "Permute"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"slice":   {i18n.T("切片", "Slice"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"index":   {i18n.T("取一个", "Index"), "$y = x_i", `\frac{∂y}{∂x_k} = [k = i]`},
	"gather":  {i18n.T("按下标取", "Gather"), "$y = x_i", `\frac{∂y}{∂x_k} = [k = i]`},
	"concat":  {i18n.T("拼接", "Concatenate"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"pad":     {i18n.T("补边", "Pad"), "$y = x,  c", `\frac{∂y}{∂x} = 1`},
}
