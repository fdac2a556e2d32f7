package grad

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestOps holds every op against finite differences, its terms against its
// numbers, and a warm step against allocation.
func TestOps(t *testing.T) {
	for _, family := range [][]sample{elementOps, matrixOps, imageOps, lossOps} {
		for _, s := range family {
			t.Run(s.name, func(t *testing.T) {
				if s.draw == nil {
					s.check(t, true)
				} else {
					s.checkOn(t, true, s.draw)
				}
			})
		}
	}
}

// sample is a graph and how its inputs are drawn; nil: standard normal.
type sample struct {
	graph
	draw func(*rand.Rand) float64
}

func sampleOf(name string, shapes [][]int, build func(t *Tape, in []*Var) *Var, draw func(*rand.Rand) float64) sample {
	return sample{graph{name, shapes, build}, draw}
}

// positive, offZero and separate draw inputs away from what an op cannot be
// differentiated at.
func positive(rng *rand.Rand) float64 { return 0.5 + 2*rng.Float64() }

func offZero(rng *rand.Rand) float64 {
	return math.Copysign(0.2+math.Abs(rng.NormFloat64()), rng.Float64()-0.5)
}

// separate draws numbers at least 0.13 apart, so that no nudge changes a winner.
func separate() func(rng *rand.Rand) float64 {
	used := map[int]bool{}
	return func(rng *rand.Rand) float64 {
		for {
			if k := rng.IntN(120); !used[k] {
				used[k] = true
				return 0.13*float64(k) - 8
			}
		}
	}
}

func of(shapes ...[]int) [][]int { return shapes }
func d(dims ...int) []int        { return dims }

func unaryGraph(name string, f func(x *Var) *Var, draw func(*rand.Rand) float64) sample {
	return sampleOf(name, of(d(3, 4)), func(_ *Tape, in []*Var) *Var { return f(in[0]) }, draw)
}

func binaryGraph(name string, f func(a, b *Var) *Var, draw func(*rand.Rand) float64, shapes ...[]int) sample {
	return sampleOf(name, shapes, func(_ *Tape, in []*Var) *Var { return f(in[0], in[1]) }, draw)
}

var elementOps = []sample{
	unaryGraph("neg", Neg, nil),
	unaryGraph("exp", Exp, nil),
	unaryGraph("log", Log, positive),
	unaryGraph("sqrt", Sqrt, positive),
	unaryGraph("square", Square, nil),
	unaryGraph("reciprocal", Reciprocal, positive),
	unaryGraph("abs", Abs, offZero),
	unaryGraph("clamp", func(x *Var) *Var { return Clamp(x, -3, 2) }, separate()),
	unaryGraph("pow const", func(x *Var) *Var { return PowConst(x, 2.5) }, positive),
	unaryGraph("step", func(x *Var) *Var { return Step(x, 0) }, offZero),
	unaryGraph("relu", ReLU, offZero),
	unaryGraph("leaky relu", func(x *Var) *Var { return LeakyReLU(x, 0.1) }, offZero),
	unaryGraph("elu", func(x *Var) *Var { return ELU(x, 1.5) }, offZero),
	unaryGraph("gelu", GELU, nil),
	unaryGraph("gelu tanh", GELUTanh, nil),
	unaryGraph("softplus", func(x *Var) *Var { return Softplus(x, 2) }, nil),
	unaryGraph("silu", SiLU, nil),
	unaryGraph("sigmoid", Sigmoid, nil),
	unaryGraph("tanh", Tanh, nil),
	binaryGraph("add", Add, nil, d(2, 3, 4), d(3, 1)),
	binaryGraph("sub", Sub, nil, d(4), d(3, 4)),
	binaryGraph("mul", Mul, nil, d(2, 1, 3, 1), d(2, 1, 2)),
	binaryGraph("div", Div, positive, d(3, 1), d(1, 4)),
	binaryGraph("pow", Pow, positive, d(3, 4), d()),
	binaryGraph("max", Max, separate(), d(3, 4), d(4)),
	binaryGraph("min", Min, separate(), d(3, 4), d(3, 1)),
	sampleOf("square by reuse", of(d(3)), func(_ *Tape, in []*Var) *Var { return Mul(in[0], in[0]) }, nil),
	sampleOf("diamond", of(d(3)), func(_ *Tape, in []*Var) *Var {
		a := Tanh(in[0])
		return Add(Mul(Mul(a, in[0]), Sigmoid(a)), a)
	}, nil),
}

func reduceGraph(name string, f func(x *Var, axes ...int) *Var, draw func(*rand.Rand) float64, axes ...int) sample {
	return sampleOf(name, of(d(2, 3, 4)), func(_ *Tape, in []*Var) *Var { return f(in[0], axes...) }, draw)
}

func shapeGraph(name string, shape []int, f func(x *Var) *Var) sample {
	return sampleOf(name, of(shape), func(_ *Tape, in []*Var) *Var { return f(in[0]) }, nil)
}

var permutation, slicePads, gathered = []int{2, 0, 1}, [][2]int{{1, 0}, {0, 2}}, []int{2, 0, 2}

var matrixOps = []sample{
	reduceGraph("sum", Sum, nil, 0, 2),
	reduceGraph("sum all", SumKeep, nil),
	reduceGraph("mean", Mean, nil, 1),
	reduceGraph("amax", Amax, separate(), -1),
	reduceGraph("amin", Amin, separate(), 0, 2),
	reduceGraph("variance", VarianceKeep, nil, 0, 1),
	reduceGraph("logsumexp", LogSumExp, nil, 1),
	shapeGraph("reshape", d(3, 4), func(x *Var) *Var { return Square(Reshape(x, 2, -1)) }),
	shapeGraph("flatten", d(2, 3, 2), Flatten),
	shapeGraph("permute", d(2, 3, 4), func(x *Var) *Var { return Permute(x, permutation...) }),
	shapeGraph("transpose", d(2, 3), Transpose),
	shapeGraph("slice", d(2, 7), func(x *Var) *Var { return Slice(x, 1, 1, -1, 2) }),
	shapeGraph("index", d(3, 4), func(x *Var) *Var { return Index(x, 0, -1) }),
	shapeGraph("gather", d(3, 4), func(x *Var) *Var { return Gather(x, 0, gathered) }),
	shapeGraph("pad", d(2, 3), func(x *Var) *Var { return Pad(x, slicePads, 0.5) }),
	sampleOf("concat", of(d(2, 3, 2), d(2, 1, 2)), func(_ *Tape, in []*Var) *Var { return Concat(1, in[0], in[1], in[0]) }, nil),
	sampleOf("first seen", of(d(6, 2), d(6, 1)), func(_ *Tape, in []*Var) *Var { return FirstSeen(in[0], in[1]) }, offZero),
	binaryGraph("matmul", MatMul, nil, d(3, 4), d(4, 2)),
	binaryGraph("matmul batch", MatMul, nil, d(2, 1, 3, 4), d(2, 4, 2)),
	binaryGraph("matmul one weight", MatMul, nil, d(2, 3, 4), d(4, 2)),
	binaryGraph("dot product", MatMul, nil, d(4), d(4)),
	binaryGraph("matrix vector", MatMul, nil, d(2, 3, 4), d(4)),
	binaryGraph("vector matrix", MatMul, nil, d(3), d(2, 3, 2)),
	sampleOf("linear", of(d(2, 2, 3), d(4, 3), d(4)), func(_ *Tape, in []*Var) *Var { return Linear(in[0], in[1], in[2]) }, nil),
	sampleOf("linear without bias", of(d(3), d(4, 3)), func(_ *Tape, in []*Var) *Var { return Linear(in[0], in[1], nil) }, nil),
	shapeGraph("softmax", d(3, 4), func(x *Var) *Var { return Softmax(x, -1) }),
	shapeGraph("softmax axis 1 of 3", d(2, 3, 2), func(x *Var) *Var { return Softmax(x, 1) }),
	shapeGraph("log softmax", d(3, 4), func(x *Var) *Var { return LogSoftmax(x, 0) }),
}

func convGraph(name string, p Conv2DParams, shapes ...[]int) sample {
	return sampleOf(name, shapes, func(_ *Tape, in []*Var) *Var {
		if len(in) == 2 {
			return Conv2D(in[0], in[1], nil, p)
		}
		return Conv2D(in[0], in[1], in[2], p)
	}, nil)
}

var (
	overlap = Pool2DParams{Kernel: [2]int{3, 2}, Stride: [2]int{2, 1}, Padding: [2]int{1, 1}, Dilation: [2]int{1, 1}, CeilMode: true, CountIncludePad: true}
	noPad   = Pool2DParams{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Padding: [2]int{1, 1}, Dilation: [2]int{1, 1}}
	holes   = Conv2DParams{Stride: [2]int{2, 1}, Padding: [2]int{1, 2}, Dilation: [2]int{1, 2}, Groups: 2}
	spread2 = ConvTranspose2DParams{Conv2DParams{Stride: [2]int{2, 2}, Padding: [2]int{1, 0}, Dilation: [2]int{1, 2}, Groups: 2}, [2]int{1, 0}}
	same    = Conv2DParams{Stride: [2]int{1, 1}, Padding: [2]int{1, 1}, Dilation: [2]int{1, 1}, Groups: 1}
)

var imageOps = []sample{
	convGraph("conv2d", same, d(2, 2, 4, 3), d(3, 2, 3, 3), d(3)),
	convGraph("conv2d groups holes", holes, d(1, 4, 5, 4), d(2, 2, 3, 2)),
	sampleOf("conv1d", of(d(2, 2, 6), d(3, 2, 3), d(3)), func(_ *Tape, in []*Var) *Var {
		return Conv1D(in[0], in[1], in[2], Conv1DParams{Stride: 2, Padding: 1, Dilation: 1, Groups: 1})
	}, nil),
	sampleOf("conv transpose 2d", of(d(1, 4, 2, 3), d(4, 2, 3, 2), d(4)), func(_ *Tape, in []*Var) *Var {
		return ConvTranspose2D(in[0], in[1], in[2], spread2)
	}, nil),
	shapeOpsGraph("maxpool2d", func(x *Var) *Var { return MaxPool2D(x, overlap) }),
	shapeOpsGraph("avgpool2d", func(x *Var) *Var { return AvgPool2D(x, overlap) }),
	shapeOpsGraph("avgpool2d without padding", func(x *Var) *Var { return AvgPool2D(x, noPad) }),
	shapeOpsGraph("global avgpool2d", GlobalAvgPool2D),
}

func shapeOpsGraph(name string, f func(x *Var) *Var) sample {
	return sampleOf(name, of(d(1, 2, 6, 5)), func(_ *Tape, in []*Var) *Var { return f(in[0]) }, separate())
}

func lossGraph(name string, f func(x, t *Var, r ...Reduction) *Var, draw func(*rand.Rand) float64, r Reduction) sample {
	return sampleOf(name, of(d(3, 2), d(3, 2)), func(_ *Tape, in []*Var) *Var { return f(in[0], in[1], r) }, draw)
}

func labelGraph(name string, shape []int, f func(x *Var) *Var, draw func(*rand.Rand) float64) sample {
	return sampleOf(name, of(shape), func(_ *Tape, in []*Var) *Var { return f(in[0]) }, draw)
}

func probability(rng *rand.Rand) float64 { return 0.2 + 0.6*rng.Float64() }

var (
	labels   = []int{1, 3, 0}
	pixels   = []int{1, 0, 2, IgnoreLabel}
	smoothed = CrossEntropyParams{LabelSmoothing: 0.1, ClassWeights: []float64{1, 0.5, 2, 1.5}}
	rowwise  = CrossEntropyParams{Reduction: ReduceNone}
	squared  = MultiMarginParams{Reduction: ReduceNone, Margin: 1.03, P: 2}
)

var lossOps = []sample{
	lossGraph("mse", MSE, nil, ReduceMean),
	lossGraph("mse rows", MSE, nil, ReduceNone),
	lossGraph("l1", L1, separate(), ReduceSum),
	lossGraph("huber", func(x, t *Var, r ...Reduction) *Var { return Huber(x, t, 1.03, r...) }, separate(), ReduceMean),
	lossGraph("hinge", Hinge, offZero, ReduceMean),
	lossGraph("bce", BCE, probability, ReduceMean),
	lossGraph("bce with logits", BCEWithLogits, nil, ReduceMean),
	lossGraph("kl divergence", KLDiv, positive, ReduceSum),
	labelGraph("cross entropy", d(3, 4), func(x *Var) *Var { return CrossEntropy(x, labels) }, nil),
	labelGraph("cross entropy smoothed", d(3, 4), func(x *Var) *Var { return CrossEntropy(x, labels, smoothed) }, nil),
	labelGraph("cross entropy pixels", d(2, 3, 2), func(x *Var) *Var { return CrossEntropy(x, pixels, rowwise) }, nil),
	sampleOf("cross entropy of probabilities", of(d(3, 4), d(3, 4)), func(_ *Tape, in []*Var) *Var { return CrossEntropyProbs(in[0], in[1]) }, nil),
	labelGraph("multi margin", d(3, 4), func(x *Var) *Var { return MultiMargin(x, labels, DefaultMultiMargin()) }, separate()),
	labelGraph("multi margin squared", d(3, 4), func(x *Var) *Var { return MultiMargin(x, labels, squared) }, separate()),
}
