package inspect

import "gradtheatre/scenes/i18n"

// opWords is what there is to say about an op: its name, how y comes about, and
// its local derivative. In the formulas $y is the name of the result.
type opWords struct {
	name  i18n.Text
	value string
	slope string
}

// tables hold the ops by the names of the record, by kind.
var tables = [...]map[string]opWords{simpleOps, layerOps, normOps, sequenceOps, lossOps}

// wordsOf is what there is to say about an op; one that is in no table has its
// name.
func wordsOf(op string) opWords {
	for _, t := range tables {
		if w, ok := t[op]; ok {
			return w
		}
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
	wordsSeed     = i18n.T("反向从这里开始：这个数就是 %[1]s，∂%[1]s/∂%[1]s = 1：它变多少，%[1]s 就变多少。前面每个数的梯度，都从这个 1 乘出来。", "Going backward begins here: this number is %[1]s itself, and ∂%[1]s/∂%[1]s = 1, as %[1]s changes by just as much as it does. The gradients of all numbers before it are multiplied up from this 1.")
	wordsBegin    = i18n.T("反向的起点", "where going back begins")
	wordsUnused   = i18n.T("后面没有东西用到它，梯度是 0。", "Nothing after it uses it: its gradient is 0.")
	wordsCheck    = i18n.T("差分核对：把它推一推，再算一遍", "Finite difference: nudge it and run again")
	wordsAgrees   = i18n.T("和反向传播一致", "agrees with backprop")
	wordsKink     = i18n.T("正在拐角上，两侧斜率不同", "on a corner: the slopes differ")
	wordsTie      = i18n.T("正在拐角上：几个数相等", "on a corner: numbers are equal")
	wordsDiffers  = i18n.T("和反向传播不同", "differs from backprop")
	wordsOneUse   = i18n.T("局部梯度 × 上游梯度", "local × upstream")
	wordsForward  = i18n.T("算出值的代码", "the code of the value")
	wordsBackward = i18n.T("算出梯度的代码", "the code of the derivative")
)
