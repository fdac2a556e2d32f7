package inspect

import "gradtheatre/scenes/i18n"

// opWords is what there is to say about an op: its name, how y comes about, and
// its local derivative. In the formulas $y is the name of the result.
type opWords struct {
	name  i18n.Text
	value string
	slope string
}

// ops are indexed by the names of the record.
var ops = map[string]opWords{
	"input":   {i18n.T("输入", "Input"), "", ""},
	"param":   {i18n.T("参数", "Parameter"), "", ""},
	"add":     {i18n.T("加法", "Add"), "$y = a + b", `\frac{∂y}{∂a} = 1`},
	"sub":     {i18n.T("减法", "Subtract"), "$y = a − b", `\frac{∂y}{∂a} = 1,  \frac{∂y}{∂b} = −1`},
	"mul":     {i18n.T("乘法", "Multiply"), "$y = a × b", `\frac{∂y}{∂a} = b`},
	"div":     {i18n.T("除法", "Divide"), `$y = \frac{a}{b}`, `\frac{∂y}{∂a} = \frac{1}{b},  \frac{∂y}{∂b} = −\frac{a}{b^2}`},
	"pow":     {i18n.T("幂", "Power"), "$y = a^b", `\frac{∂y}{∂a} = b·a^{b−1}`},
	"neg":     {i18n.T("取负", "Negate"), "$y = −x", `\frac{∂y}{∂x} = −1`},
	"sqrt":    {i18n.T("开方", "Square root"), "$y = √x", `\frac{∂y}{∂x} = \frac{1}{2√x}`},
	"square":  {i18n.T("平方", "Square"), "$y = x^2", `\frac{∂y}{∂x} = 2x`},
	"abs":     {i18n.T("绝对值", "Absolute value"), "$y = |x|", `\frac{∂y}{∂x} = sign x`},
	"exp":     {i18n.T("指数", "Exponential"), "$y = e^x", `\frac{∂y}{∂x} = e^x = y`},
	"log":     {i18n.T("对数", "Logarithm"), "$y = ln x", `\frac{∂y}{∂x} = \frac{1}{x}`},
	"relu":    {i18n.Same("ReLU"), "$y = max(0, x)", `\frac{∂y}{∂x} = [x > 0]`},
	"sigmoid": {i18n.T("σ 函数", "Sigmoid"), `$y = σ(x) = \frac{1}{1 + e^{−x}}`, `\frac{∂y}{∂x} = y·(1 − y)`},
	"tanh":    {i18n.Same("tanh"), "$y = tanh x", `\frac{∂y}{∂x} = 1 − y^2`},
	"leaky_relu": {i18n.T("带泄漏的 ReLU", "Leaky ReLU"), "$y = max(αx, x)",
		`\frac{∂y}{∂x} = 1 (x > 0),  α (x ≤ 0)`},
	"softplus":   {i18n.Same("Softplus"), "$y = ln(1 + e^x)", `\frac{∂y}{∂x} = σ(x)`},
	"silu":       {i18n.Same("SiLU"), "$y = x·σ(x)", `\frac{∂y}{∂x} = σ(x) + y·(1 − σ(x))`},
	"reciprocal": {i18n.T("倒数", "Reciprocal"), `$y = \frac{1}{x}`, `\frac{∂y}{∂x} = −y^2`},
	"step":       {i18n.T("阶跃", "Step"), "$y = [x ≥ θ]", `\frac{∂y}{∂x} = 0`},
	"maximum":    {i18n.T("取大", "Maximum"), "$y = max(a, b)", `\frac{∂y}{∂a} = [a > b]`},
	"minimum":    {i18n.T("取小", "Minimum"), "$y = min(a, b)", `\frac{∂y}{∂a} = [a < b]`},
	"max":        {i18n.T("最大值", "Maximum"), "$y = max x_i", `\frac{∂y}{∂x_i} = [x_i = y]`},
	"sum":        {i18n.T("求和", "Sum"), "$y = Σ x_i", `\frac{∂y}{∂x_i} = 1`},
	"mean":       {i18n.T("平均", "Mean"), `$y = \frac{1}{n} Σ x_i`, `\frac{∂y}{∂x_i} = \frac{1}{n}`},
	"linear":     {i18n.T("全连接层", "Linear layer"), "$y = Σ_i w_i·x_i + b", `\frac{∂y}{∂x_i} = w_i,  \frac{∂y}{∂w_i} = x_i,  \frac{∂y}{∂b} = 1`},
	"matmul":     {i18n.T("矩阵乘法", "Matrix product"), "$y = Σ_k a_k·b_k", `\frac{∂y}{∂a_k} = b_k,  \frac{∂y}{∂b_k} = a_k`},
	"conv2d":     {i18n.T("卷积", "Convolution"), "$y = Σ w_{cij}·x_{cij} + b", `\frac{∂y}{∂x} = w,  \frac{∂y}{∂w} = x`},
	"maxpool2d":  {i18n.T("最大池化", "Max pooling"), "$y = max x_{ij}", `\frac{∂y}{∂x} = [x = y]`},
	"avgpool2d":  {i18n.T("平均池化", "Average pooling"), `$y = \frac{1}{k^2} Σ x_{ij}`, `\frac{∂y}{∂x} = \frac{1}{k^2}`},
	"reshape":    {i18n.T("换形状", "Reshape"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"permute":    {i18n.T("换轴", "Permute"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"dropout":    {i18n.Same("Dropout"), `$y = \frac{x·mask}{1 − p}`, `\frac{∂y}{∂x} = \frac{mask}{1 − p}`},
	"softmax":    {i18n.Same("Softmax"), `$y = \frac{e^{x_i}}{Σ_k e^{x_k}}`, `\frac{∂y_i}{∂x_k} = y_i·([i = k] − y_k)`},
	"log_softmax": {i18n.T("softmax 的对数", "Log-softmax"), "$y = x_i − ln Σ_k e^{x_k}",
		`\frac{∂y_i}{∂x_k} = [i = k] − p_k`},
	"cross_entropy": {i18n.T("交叉熵", "Cross-entropy"), `$y = −\frac{1}{n} Σ t·ln softmax(x)`, `\frac{∂y}{∂x} = \frac{p − t}{n}`},
	"mse":           {i18n.T("均方误差", "Mean squared error"), `$y = \frac{1}{n} Σ (x − t)^2`, `\frac{∂y}{∂x} = \frac{2}{n} (x − t)`},
	"l1":            {i18n.T("平均绝对误差", "Mean absolute error"), `$y = \frac{1}{n} Σ |x − t|`, `\frac{∂y}{∂x} = \frac{1}{n} sign(x − t)`},
	"bce":           {i18n.T("二元交叉熵", "Binary cross-entropy"), `$y = −\frac{1}{n} Σ [t·ln x + (1 − t)·ln(1 − x)]`, `\frac{∂y}{∂x} = \frac{x − t}{n·x·(1 − x)}`},
	"bce_with_logits": {i18n.T("二元交叉熵", "Binary cross-entropy"), `$y = −\frac{1}{n} Σ [t·ln σ(x) + (1 − t)·ln(1 − σ(x))]`,
		`\frac{∂y}{∂x} = \frac{σ(x) − t}{n}`},
	"hinge":        {i18n.T("合页损失", "Hinge loss"), `$y = \frac{1}{n} Σ max(0, 1 − t·x)`, `\frac{∂y}{∂x} = −\frac{t}{n} (t·x < 1)`},
	"multi_margin": {i18n.T("多类合页损失", "Multiclass hinge loss"), `$y = \frac{1}{n} Σ max(0, x_c − x_t + Δ)`, `\frac{∂y}{∂x_c} = \frac{1}{n},  \frac{∂y}{∂x_t} = −\frac{1}{n}`},
}

// wordsOf is what there is to say about an op; one that is not in the table has
// its name.
func wordsOf(op string) opWords {
	if w, ok := ops[op]; ok {
		return w
	}
	return opWords{name: i18n.Same(op), value: "$y = " + op + "(x)"}
}

// applied are the functions of terms as they are written in front of their
// arguments.
var applied = map[string]string{"sigmoid": "σ", "relu": "ReLU", "log": "ln", "sqrt": "√", "maximum": "max", "minimum": "min"}

func appliedName(fn string) string {
	if s, ok := applied[fn]; ok {
		return s
	}
	return fn
}

var (
	wordsUnfold   = i18n.T("数的来历", "Where a number comes from")
	wordsClose    = i18n.T("关闭 (Esc)", "Close (Esc)")
	wordsBack     = i18n.T("退一步 (Backspace)", "One step back (Backspace)")
	wordsValue    = i18n.T("值", "Value")
	wordsGradient = i18n.T("梯度", "Gradient")
	wordsSource   = i18n.T("源码", "Code")
	wordsMore     = i18n.T("再展开一些", "Show more of them")
	wordsAdds     = i18n.T("与记录的数一致", "is the recorded number")
	wordsOff      = i18n.T("与记录的数不一致", "is not the recorded number")
	wordsNoGrad   = i18n.T("没有梯度流到这里：这次运行只算前向，或者它不影响结果。", "No gradient flows here: this run only goes forward, or the number has no part in the result.")
	wordsInput    = i18n.T("它是输入：不由别的数算出。", "An input: it is not made from other numbers.")
	wordsParam    = i18n.T("它是参数：训练时改的就是它。", "A parameter: training changes this number itself.")
	wordsSeed     = i18n.T("反向从这里出发：它对自己的导数是 1。", "Going back starts here: its derivative by itself is 1.")
	wordsUnused   = i18n.T("后面没有东西用到它，梯度是 0。", "Nothing after it uses it: its gradient is 0.")
	wordsCheck    = i18n.T("差分核对：把它推一推，再算一遍", "Finite difference: nudge it and run again")
	wordsAgrees   = i18n.T("和反向传播一致", "agrees with backprop")
	wordsKink     = i18n.T("正在拐角上，两侧斜率不同", "on a corner: the slopes differ")
	wordsDiffers  = i18n.T("和反向传播不同", "differs from backprop")
	wordsOneUse   = i18n.T("局部梯度 × 上游梯度", "local × upstream gradient")
	wordsForward  = i18n.T("算出值的代码", "the code of the value")
	wordsBackward = i18n.T("算出梯度的代码", "the code of the derivative")
)
