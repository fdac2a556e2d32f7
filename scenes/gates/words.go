package gates

import (
	"gradtheatre/engine/expr"
	"gradtheatre/scenes/i18n"
)

// lore is what there is to say about one kind of gate.
type lore struct {
	name    i18n.Text
	pattern i18n.Text // how the gradient passes, in two or three words
	why     i18n.Text // one sentence
}

// lores are indexed by expr.Kind.
var lores = [...]lore{
	expr.Number: {
		i18n.T("常数", "Constant"), i18n.T("没有梯度", "no gradient"),
		i18n.T("常数不会变，梯度到这里就停了。", "A constant never changes, so no gradient goes there."),
	},
	expr.Variable: {
		i18n.T("变量", "Variable"), i18n.T("梯度相加", "copies sum"),
		i18n.T("用了[几次](uses)，就收到几份[梯度](chip)，全部相加。", "Used [several times](uses), it receives several gradients: they [add up](chip)."),
	},
	expr.Add: {
		i18n.T("加法门", "Add gate"), i18n.T("照样分发", "shares"),
		i18n.T("加法门把[上游梯度](chip)原样发给[每个输入](inputs)。", "An add gate hands [the upstream gradient](chip), unchanged, to [every input](inputs)."),
	},
	expr.Sub: {
		i18n.T("减法门", "Subtract gate"), i18n.T("一边变号", "flips one sign"),
		i18n.T("减号[左边](left)照样收到，[右边](right)收到相反数。", "[The left input](left) gets the gradient as it is, [the right one](right) with its sign flipped."),
	},
	expr.Mul: {
		i18n.T("乘法门", "Multiply gate"), i18n.T("互换输入", "swaps"),
		i18n.T("[每个输入](inputs)收到的，是[上游梯度](chip)乘以另一个输入。", "[Each input](inputs) gets [the upstream gradient](chip) times the other input."),
	},
	expr.Div: {
		i18n.T("除法门", "Divide gate"), i18n.T("按分母缩放", "scales by 1/b"),
		i18n.T("[分母](right)越小，梯度放得越大。", "The smaller [the denominator](right), the larger the gradient."),
	},
	expr.Pow: {
		i18n.T("幂", "Power gate"), i18n.T("降一次幂", "power drops by one"),
		i18n.T("指数落到前面，幂次减一。", "The exponent comes down in front and the power drops by one."),
	},
	expr.Neg: {
		i18n.T("取负", "Negate gate"), i18n.T("变号", "flips the sign"),
		i18n.T("乘以 −1，[梯度](chip)也乘以 −1。", "The value is multiplied by −1, and so is [the gradient](chip)."),
	},
	expr.Exp: {
		i18n.T("指数门", "Exp gate"), i18n.T("乘以输出", "times its output"),
		i18n.T("exp 的导数就是它自己的[输出](output)。", "The slope of exp is its own [output](output)."),
	},
	expr.Log: {
		i18n.T("对数门", "Log gate"), i18n.T("除以输入", "divides by its input"),
		i18n.T("[输入](inputs)越接近 0，梯度放得越大。", "The nearer [its input](inputs) is to 0, the larger the gradient."),
	},
	expr.Sqrt: {
		i18n.T("开方门", "Root gate"), i18n.T("除以两倍输出", "divides by 2√a"),
		i18n.T("[输入](inputs)越接近 0，坡度越陡。", "The nearer [its input](inputs) is to 0, the steeper the slope."),
	},
	expr.Sigmoid: {
		i18n.T("σ 门", "Sigmoid gate"), i18n.T("乘以 σ(1−σ)", "times σ(1−σ)"),
		i18n.T("坡度最多 0.25，两头饱和时几乎是 0。", "Its slope is 0.25 at most, and almost 0 where it saturates."),
	},
	expr.Tanh: {
		i18n.T("tanh 门", "Tanh gate"), i18n.T("乘以 1−tanh²", "times 1−tanh²"),
		i18n.T("坡度最多 1，两头饱和时几乎是 0。", "Its slope is 1 at most, and almost 0 where it saturates."),
	},
	expr.ReLU: {
		i18n.T("ReLU 门", "ReLU gate"), i18n.T("通过或关闭", "passes or blocks"),
		i18n.T("[输入](inputs)为正就照样通过，否则[梯度](chip)全部挡住。", "[A positive input](inputs) lets [the gradient](chip) through; any other blocks it."),
	},
	expr.Abs: {
		i18n.T("绝对值", "Abs gate"), i18n.T("看符号", "keeps or flips"),
		i18n.T("[输入](inputs)为正照样传回，为负变号。", "The gradient passes as it is for [a positive input](inputs), flipped for a negative one."),
	},
	expr.Max: {
		i18n.T("最大门", "Max gate"), i18n.T("只给赢家", "routes"),
		i18n.T("[梯度](chip)全部给较大的[输入](inputs)，另一个得 0。", "The larger [input](inputs) gets [the whole gradient](chip), the other gets 0."),
	},
	expr.Min: {
		i18n.T("最小门", "Min gate"), i18n.T("只给赢家", "routes"),
		i18n.T("[梯度](chip)全部给较小的[输入](inputs)，另一个得 0。", "The smaller [input](inputs) gets [the whole gradient](chip), the other gets 0."),
	},
}

var (
	textDead   = i18n.T("已关闭", "dead")
	textTie    = i18n.T("平手：各得一半。", "A tie: each gets half.")
	whyOnce    = i18n.T("只用了[一次](uses)：[传回来的](chip)就是它的全部梯度。", "Used [once](uses): [what comes back](chip) is its whole gradient.")
	whyForward = i18n.T("前向：从[输入](inputs)算出[值](output)，留着，反向时要用。", "Forward: compute [the value](output) from [the inputs](inputs), and keep it for the way back.")
	whyDead    = i18n.T("[输入](inputs)不是正数，这扇门关着：往回走的[梯度](chip)变成 0。", "[Its input](inputs) is not positive, so the gate is shut: [the gradient](chip) behind it is 0.")
)

// local writes ∂gate/∂operand in symbols, for operands called a and b and a gate called y.
func local(k expr.Kind, arg int, a, b, y string) string {
	switch k {
	case expr.Sub:
		if arg == 1 {
			return "(−1)"
		}
	case expr.Mul:
		if arg == 0 {
			return b
		}
		return a
	case expr.Div:
		if arg == 0 {
			return "1/" + b
		}
		return "(−" + a + "/" + b + "²)"
	case expr.Pow:
		if arg == 1 {
			return y + "·ln " + a
		}
		switch b {
		case "2":
			return "2" + a
		case "3":
			return "3" + a + "²"
		}
		return b + "·" + y + "/" + a
	case expr.Neg:
		return "(−1)"
	case expr.Exp:
		return "exp(" + a + ")"
	case expr.Log:
		return "1/" + a
	case expr.Sqrt:
		return "1/(2√" + a + ")"
	case expr.Sigmoid:
		return y + "(1−" + y + ")"
	case expr.Tanh:
		return "(1−" + y + "²)"
	case expr.ReLU:
		return "[" + a + " > 0]"
	case expr.Abs:
		return "sign(" + a + ")"
	case expr.Max, expr.Min:
		mine, other := a, b
		if arg == 1 {
			mine, other = b, a
		}
		if k == expr.Max {
			return "[" + mine + " > " + other + "]"
		}
		return "[" + mine + " < " + other + "]"
	}
	return "1"
}

// gateFormula writes the gate itself over operands written a and b.
func gateFormula(k expr.Kind, a, b string) string {
	switch k {
	case expr.Add:
		return a + " + " + b
	case expr.Sub:
		return a + " − " + b
	case expr.Mul:
		return a + " × " + b
	case expr.Div:
		return a + " / " + b
	case expr.Pow:
		return a + "^" + b
	case expr.Neg:
		return "(−1) × " + a
	case expr.Sigmoid:
		return "σ(" + a + ")"
	case expr.Log:
		return "ln(" + a + ")"
	case expr.Sqrt:
		return "√(" + a + ")"
	case expr.ReLU:
		return "ReLU(" + a + ")"
	case expr.Max, expr.Min:
		return k.String() + "(" + a + ", " + b + ")"
	}
	return k.String() + "(" + a + ")"
}
