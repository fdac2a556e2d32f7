package grad_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// mistake is a call that an op must refuse, and what the error mentions.
type mistake struct {
	op, mentions string
	f            func()
}

// refuses makes the mistakes: each gets a typed error that names the op and says
// what was given.
func refuses(t *testing.T, tape *grad.Tape, mistakes []mistake) {
	t.Helper()
	for _, c := range mistakes {
		tape.Reset()
		err := tensor.Catch(c.f)
		if err == nil {
			t.Errorf("%s: a mistake about %q was accepted", c.op, c.mentions)
			continue
		}
		if !strings.Contains(err.Error(), c.op) || !strings.Contains(err.Error(), c.mentions) {
			t.Errorf("%q does not name %s and %q", err, c.op, c.mentions)
		}
	}
}

// inputs returns a tape, and what puts an input of a shape on it.
func inputs() (*grad.Tape, func(shape ...int) *grad.Var) {
	tape := grad.NewTape()
	return tape, func(shape ...int) *grad.Var { return tape.Input("x", tensor.New(shape...)) }
}

const huge = math.MaxInt / 2

func TestRefusesShapes(t *testing.T) {
	tape, x := inputs()
	refuses(t, tape, []mistake{
		{"add", "[2,3]", func() { grad.Add(x(2, 3), x(3, 2)) }},
		{"mul", "[0]", func() { grad.Mul(x(0), x(3)) }},
		{"add", "65536", func() { grad.Add(x(65536, 1), x(1, 65536)) }},
		{"input", "another run", func() { grad.Neg(grad.Add(x(), grad.NewTape().Scalar("y", 1))) }},
		{"sum", "2", func() { grad.Sum(x(2, 3), 2) }},
		{"sum", "twice", func() { grad.Sum(x(2, 3), 1, -1) }},
		{"mean", "-3", func() { grad.Mean(x(2, 3), -3) }},
		{"max", "[2,0]", func() { grad.Amax(x(2, 0), 1) }},
		{"max", "[0]", func() { grad.Amax(x(0)) }},
		{"reshape", "twice", func() { grad.Reshape(x(2, 3), -1, -1) }},
		{"reshape", "[0,3]", func() { grad.Reshape(x(0, 3), 0, -1) }},
		{"reshape", "sizes differ", func() { grad.Reshape(x(2, 3), huge, huge, 6) }},
		{"permute", "twice", func() { grad.Permute(x(2, 3), 1, 1) }},
		{"permute", "[0]", func() { grad.Permute(x(2, 3), 0) }},
		{"transpose", "[3]", func() { grad.Transpose(x(3)) }},
		{"concat", "2", func() { grad.Concat(2, x(2, 3), x(2, 3)) }},
		{"concat", "[2,4]", func() { grad.Concat(0, x(2, 3), x(2, 4)) }},
		{"concat", "axis", func() { grad.Concat(0, x(), x()) }},
		{"first_seen", "[2,4]", func() { grad.FirstSeen(x(3, 2), x(2, 4)) }},
		{"first_seen", "empty", func() { grad.FirstSeen() }},
		{"first_seen", "rows", func() { grad.FirstSeen(x()) }},
		{"slice", "step", func() { grad.Slice(x(4), 0, 0, 4, 0) }},
		{"slice", "step", func() { grad.Slice(x(4), 0, 0, 4, -1) }},
		{"index", "-4", func() { grad.Index(x(3), 0, -4) }},
		{"gather", "3", func() { grad.Gather(x(3), 0, []int{0, 3}) }},
		{"gather", "-1", func() { grad.Gather(x(3), 0, []int{-1}) }},
		{"pad", "-1", func() { grad.Pad(x(3), [][2]int{{-1, 0}}, 0) }},
		{"pad", "[3]", func() { grad.Pad(x(3), nil, 0) }},
		{"pad", "elements", func() { grad.Pad(x(3), [][2]int{{1 << 28, 0}}, 0) }},
		{"matmul", "[]", func() { grad.MatMul(x(), x(2)) }},
		{"matmul", "[3]", func() { grad.MatMul(x(3), x(4)) }},
		{"matmul", "65536", func() { grad.MatMul(x(65536, 1), x(1, 65536)) }},
		{"linear", "[]", func() { grad.Linear(x(), x(2, 3), nil) }},
		{"linear", "[2,3,4]", func() { grad.Linear(x(4), x(2, 3, 4), nil) }},
		{"linear", "[2]", func() { grad.Linear(x(3), x(4, 3), x(2)) }},
		{"linear", "[]", func() { grad.Linear(x(3), x(4, 3), x()) }},
	})
}

func TestRefusesWindows(t *testing.T) {
	tape, x := inputs()
	conv := func(x, w *grad.Var, change func(p *grad.Conv2DParams)) {
		p := tensor.SquareConv(1, 0)
		change(&p)
		grad.Conv2D(x, w, nil, p)
	}
	pool := func(x *grad.Var, change func(p *grad.Pool2DParams)) {
		p := tensor.SquarePool(2)
		change(&p)
		grad.MaxPool2D(x, p)
	}
	deconv := func(change func(p *grad.ConvTranspose2DParams)) {
		p := grad.ConvTranspose2DParams{Conv2DParams: tensor.SquareConv(2, 0)}
		change(&p)
		grad.ConvTranspose2D(x(1, 2, 3, 3), x(2, 2, 2, 2), nil, p)
	}
	refuses(t, tape, []mistake{
		{"conv2d", "groups", func() { conv(x(1, 2, 3, 3), x(2, 2, 2, 2), func(p *grad.Conv2DParams) { p.Groups = 0 }) }},
		{"conv2d", "groups", func() { conv(x(1, 4, 3, 3), x(3, 2, 2, 2), func(p *grad.Conv2DParams) { p.Groups = 2 }) }},
		{"conv2d", "stride", func() { conv(x(1, 1, 3, 3), x(1, 1, 2, 2), func(p *grad.Conv2DParams) { p.Stride[1] = 0 }) }},
		{"conv2d", "padding", func() { conv(x(1, 1, 3, 3), x(1, 1, 2, 2), func(p *grad.Conv2DParams) { p.Padding[0] = -1 }) }},
		{"conv2d", "", func() { conv(x(1, 1, 3, 3), x(1, 1, 2, 2), func(p *grad.Conv2DParams) { p.Padding[0] = huge }) }},
		{"conv2d", "elements", func() {
			conv(x(1, 1, 3, 3), x(1, 1, 2, 2), func(p *grad.Conv2DParams) { p.Padding = [2]int{1 << 20, 1 << 20} })
		}},
		{"conv2d", "", func() { conv(x(1, 1, 3, 3), x(1, 1, 2, 2), func(p *grad.Conv2DParams) { p.Dilation[0] = huge }) }},
		{"conv2d", "kernel", func() { conv(x(1, 1, 3, 3), x(1, 1, 0, 2), func(p *grad.Conv2DParams) {}) }},
		{"conv1d", "[2,3]", func() { grad.Conv1D(x(2, 3), x(1, 3, 2), nil, grad.Conv1DParams{Stride: 1, Dilation: 1, Groups: 1}) }},
		{"conv_transpose2d", "stride", func() { deconv(func(p *grad.ConvTranspose2DParams) { p.Stride[0] = 0 }) }},
		{"conv_transpose2d", "output padding", func() { deconv(func(p *grad.ConvTranspose2DParams) { p.OutputPadding[0] = 2 }) }},
		{"conv_transpose2d", "[1,2,3,3]", func() { deconv(func(p *grad.ConvTranspose2DParams) { p.Padding[0] = 5 }) }},
		{"conv_transpose2d", "groups", func() { deconv(func(p *grad.ConvTranspose2DParams) { p.Groups = 3 }) }},
		{"maxpool2d", "kernel", func() { pool(x(1, 1, 4, 4), func(p *grad.Pool2DParams) { p.Kernel[0] = 0 }) }},
		{"maxpool2d", "padding", func() { pool(x(1, 1, 4, 4), func(p *grad.Pool2DParams) { p.Padding[0] = 2 }) }},
		{"maxpool2d", "[1,1,1,4]", func() { pool(x(1, 1, 1, 4), func(p *grad.Pool2DParams) {}) }},
		{"maxpool2d", "dilation", func() { pool(x(1, 1, 4, 4), func(p *grad.Pool2DParams) { p.Dilation[0] = -1 }) }},
		{"maxpool2d", "", func() {
			pool(x(1, 1, 4, 4), func(p *grad.Pool2DParams) { p.Kernel, p.Padding = [2]int{huge, huge}, [2]int{2, 2} })
		}},
		{"avgpool2d", "[3,3]", func() { grad.AvgPool2D(x(3, 3), tensor.SquarePool(2)) }},
		{"global_avgpool2d", "[2,3]", func() { grad.GlobalAvgPool2D(x(2, 3)) }},
	})
}

func TestRefusesLosses(t *testing.T) {
	nan := math.NaN()
	tape, x := inputs()
	labels := func(p grad.CrossEntropyParams, labels ...int) { grad.CrossEntropy(x(2, 3), labels, p) }
	refuses(t, tape, []mistake{
		{"softmax", "2", func() { grad.Softmax(x(2, 3), 2) }},
		{"log_softmax", "-3", func() { grad.LogSoftmax(x(2, 3), -3) }},
		{"cross_entropy", "-1", func() { labels(grad.CrossEntropyParams{}, 0, -1) }},
		{"cross_entropy", "3", func() { labels(grad.CrossEntropyParams{}, 3, 0) }},
		{"cross_entropy", "NaN", func() { labels(grad.CrossEntropyParams{LabelSmoothing: nan}, 0, 1) }},
		{"cross_entropy", "1.5", func() { labels(grad.CrossEntropyParams{LabelSmoothing: 1.5}, 0, 1) }},
		{"cross_entropy", "[2]", func() { labels(grad.CrossEntropyParams{ClassWeights: []float64{1, 2}}, 0, 1) }},
		{"cross_entropy", "class weight", func() { labels(grad.CrossEntropyParams{ClassWeights: []float64{1, -2, 1}}, 0, 1) }},
		{"cross_entropy", "reduction", func() { labels(grad.CrossEntropyParams{Reduction: 7}, 0, 1) }},
		{"cross_entropy", "[]", func() { grad.CrossEntropy(x(), nil) }},
		{"cross_entropy", "[2,0]", func() { grad.CrossEntropy(x(2, 0), []int{0, 0}) }},
		{"cross_entropy", "[2,4]", func() { grad.CrossEntropyProbs(x(2, 3), x(2, 4)) }},
		{"mse", "[1,3]", func() { grad.MSE(x(3), x(1, 3)) }},
		{"mse", "reduction", func() { grad.MSE(x(3), x(3), 9) }},
		{"l1", "[]", func() { grad.L1(x(), x(1)) }},
		{"huber", "NaN", func() { grad.Huber(x(3), x(3), nan) }},
		{"huber", "0", func() { grad.Huber(x(3), x(3), 0) }},
		{"bce", "2", func() { grad.BCE(tape.Const("p", tensor.From([]tensor.Elem{2}, 1)), x(1)) }},
		{"multi_margin", "-1", func() { grad.MultiMargin(x(2, 3), []int{0, -1}, grad.DefaultMultiMargin()) }},
		{"multi_margin", "p", func() { grad.MultiMargin(x(2, 3), []int{0, 1}, grad.MultiMarginParams{P: 3}) }},
		{"multi_margin", "[3]", func() { grad.MultiMargin(x(2, 3), []int{0, 1, 2}, grad.DefaultMultiMargin()) }},
		{"clamp", "NaN", func() { grad.Clamp(x(3), nan, 1) }},
		{"softplus", "0", func() { grad.Softplus(x(3), 0) }},
	})
}

func TestRefusesRuns(t *testing.T) {
	tape, x := inputs()
	refuses(t, tape, []mistake{
		{"backward", "without a parameter", func() { tape.Backward(grad.Sum(tape.Const("c", tensor.New(2)))) }},
		{"backward", "another run", func() { tape.Backward(grad.NewTape().Scalar("y", 1)) }},
		{"backward", "0 and 0", func() { tape.BackwardMany(nil, nil) }},
		{"backward", "1 and 0", func() { tape.BackwardMany([]*grad.Var{grad.Neg(x(2))}, nil) }},
		{"explain", "3", func() { grad.Explain(x(3), 3) }},
		{"explain", "-1", func() { grad.Explain(x(3), -1) }},
	})
}
