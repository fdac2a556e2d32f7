package loops_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights/loops"
)

// ops computes the same by the engine and by loops, for inputs of given shapes.
var ops = []struct {
	name   string
	shapes [][]int
	engine func(in []*grad.Var) *grad.Var
	loops  func(in []loops.Tensor) loops.Tensor
}{
	pair("add", grad.Add, loops.Add, []int{2, 3, 4}, []int{3, 1}),
	pair("sub", grad.Sub, loops.Sub, []int{4}, []int{2, 3, 4}),
	pair("mul", grad.Mul, loops.Mul, []int{2, 1, 4}, []int{3, 1}),
	pair("div", grad.Div, loops.Div, []int{2, 3}, []int{}),
	pair("max", grad.Max, loops.Max, []int{5}, []int{5}),
	pair("min", grad.Min, loops.Min, []int{5, 2}, []int{5, 1}),
	pair("matmul", grad.MatMul, loops.MatMul, []int{3, 4}, []int{4, 5}),
	pair("matmul of batches", grad.MatMul, loops.MatMul, []int{2, 1, 3, 4}, []int{5, 4, 2}),
	pair("matmul with a row", grad.MatMul, loops.MatMul, []int{4}, []int{3, 4, 2}),
	pair("matmul with a column", grad.MatMul, loops.MatMul, []int{3, 2, 4}, []int{4}),
	pair("dot", grad.MatMul, loops.MatMul, []int{4}, []int{4}),
	{"pow", [][]int{{3, 2}, {2}}, func(in []*grad.Var) *grad.Var { return grad.Pow(grad.Abs(in[0]), in[1]) },
		func(in []loops.Tensor) loops.Tensor { return loops.Pow(loops.Abs(in[0]), in[1]) }},

	one("relu", grad.ReLU, loops.ReLU), one("sigmoid", grad.Sigmoid, loops.Sigmoid), one("tanh", grad.Tanh, loops.Tanh),
	one("gelu", grad.GELU, loops.GELU), one("gelu_tanh", grad.GELUTanh, loops.GELUTanh), one("silu", grad.SiLU, loops.SiLU),
	one("exp", grad.Exp, loops.Exp), one("square", grad.Square, loops.Square), one("neg", grad.Neg, loops.Neg),
	one("abs", grad.Abs, loops.Abs), one("reciprocal", grad.Reciprocal, loops.Reciprocal),
	one("log", func(x *grad.Var) *grad.Var { return grad.Log(grad.Abs(x)) }, func(x loops.Tensor) loops.Tensor { return loops.Log(loops.Abs(x)) }),
	one("sqrt", func(x *grad.Var) *grad.Var { return grad.Sqrt(grad.Abs(x)) }, func(x loops.Tensor) loops.Tensor { return loops.Sqrt(loops.Abs(x)) }),
	one("leaky_relu", func(x *grad.Var) *grad.Var { return grad.LeakyReLU(x, 0.2) }, func(x loops.Tensor) loops.Tensor { return loops.LeakyReLU(x, 0.2) }),
	one("elu", func(x *grad.Var) *grad.Var { return grad.ELU(x, 0.7) }, func(x loops.Tensor) loops.Tensor { return loops.ELU(x, 0.7) }),
	one("softplus", func(x *grad.Var) *grad.Var { return grad.Softplus(x, 3) }, func(x loops.Tensor) loops.Tensor { return loops.Softplus(x, 3) }),
	one("clamp", func(x *grad.Var) *grad.Var { return grad.Clamp(x, -0.5, 0.25) }, func(x loops.Tensor) loops.Tensor { return loops.Clamp(x, -0.5, 0.25) }),
	one("step", func(x *grad.Var) *grad.Var { return grad.Step(x, 0.1) }, func(x loops.Tensor) loops.Tensor { return loops.Step(x, 0.1) }),
	one("power", func(x *grad.Var) *grad.Var { return grad.PowConst(x, 3) }, func(x loops.Tensor) loops.Tensor { return loops.PowConst(x, 3) }),
	one("softmax", func(x *grad.Var) *grad.Var { return grad.Softmax(x, 1) }, func(x loops.Tensor) loops.Tensor { return loops.Softmax(x, 1) }),
	one("log_softmax", func(x *grad.Var) *grad.Var { return grad.LogSoftmax(x, 2) }, func(x loops.Tensor) loops.Tensor { return loops.LogSoftmax(x, 2) }),
	one("sum", func(x *grad.Var) *grad.Var { return grad.Sum(x, 1, 2) }, func(x loops.Tensor) loops.Tensor { return loops.Sum(x, 1, 2) }),
	one("sum_keep", func(x *grad.Var) *grad.Var { return grad.SumKeep(x, 0) }, func(x loops.Tensor) loops.Tensor { return loops.SumKeep(x, 0) }),
	one("mean", func(x *grad.Var) *grad.Var { return grad.Mean(x, 1) }, func(x loops.Tensor) loops.Tensor { return loops.Mean(x, 1) }),
	one("mean_keep", func(x *grad.Var) *grad.Var { return grad.MeanKeep(x, 0, 2) }, func(x loops.Tensor) loops.Tensor { return loops.MeanKeep(x, 0, 2) }),
	one("reshape", func(x *grad.Var) *grad.Var { return grad.Reshape(x, 2, 12) }, func(x loops.Tensor) loops.Tensor { return loops.Reshape(x, -1, 12) }),
	one("permute", func(x *grad.Var) *grad.Var { return grad.Permute(x, 2, 0, 1) }, func(x loops.Tensor) loops.Tensor { return loops.Permute(x, 2, 0, 1) }),
	{"concat", [][]int{{2, 3, 2}, {2, 1, 2}, {2, 2, 2}}, func(in []*grad.Var) *grad.Var { return grad.Concat(1, in...) },
		func(in []loops.Tensor) loops.Tensor { return loops.Concat(1, in...) }},

	{"linear", [][]int{{5, 7}, {3, 7}, {3}}, func(in []*grad.Var) *grad.Var { return grad.Linear(in[0], in[1], in[2]) },
		func(in []loops.Tensor) loops.Tensor { return loops.Linear(in[0], in[1], in[2]) }},
	{"linear without bias", [][]int{{2, 4, 7}, {3, 7}}, func(in []*grad.Var) *grad.Var { return grad.Linear(in[0], in[1], nil) },
		func(in []loops.Tensor) loops.Tensor { return loops.Linear(in[0], in[1], loops.Tensor{}) }},
	{"layer_norm", [][]int{{4, 2, 3}, {2, 3}, {2, 3}}, func(in []*grad.Var) *grad.Var { return grad.LayerNorm(in[0], in[1], in[2], []int{2, 3}, 1e-3) },
		func(in []loops.Tensor) loops.Tensor { return loops.LayerNorm(in[0], in[1], in[2], 1e-3) }},
	batchNorm("batch_norm", 4, 3, 2, 2), batchNorm("batch_norm of features", 4, 3),

	conv("conv2d", []int{2, 3, 9, 7}, []int{4, 3, 3, 3}, true, loops.Window{Stride: [2]int{1, 1}}, 1),
	conv("conv2d with everything", []int{2, 4, 9, 8}, []int{6, 2, 3, 2}, false, loops.Window{Stride: [2]int{2, 1}, Padding: [2]int{1, 2}, Dilation: [2]int{2, 3}}, 2),
	transpose("conv_transpose2d", []int{2, 3, 4, 5}, []int{3, 2, 3, 3}, true, loops.Window{Stride: [2]int{2, 2}, Padding: [2]int{1, 1}}, 1, [2]int{1, 0}),
	transpose("conv_transpose2d with groups", []int{1, 4, 4, 3}, []int{4, 2, 2, 3}, false, loops.Window{Stride: [2]int{3, 1}, Dilation: [2]int{2, 1}}, 2, [2]int{0, 0}),
	pool("pool", 2, loops.Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}),
	pool("pool that overlaps", 3, loops.Window{Kernel: [2]int{3, 2}, Stride: [2]int{2, 1}, Padding: [2]int{1, 1}}),
	pool("pool that is rounded up", 1, loops.Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 3}, Padding: [2]int{1, 0}, Ceil: true}),
	pool("pool that just fits", 1, loops.Window{Kernel: [2]int{1, 2}, Stride: [2]int{4, 5}, Padding: [2]int{0, 1}, Ceil: true}),
}

type op = struct {
	name   string
	shapes [][]int
	engine func(in []*grad.Var) *grad.Var
	loops  func(in []loops.Tensor) loops.Tensor
}

func pair(name string, engine func(a, b *grad.Var) *grad.Var, loop func(a, b loops.Tensor) loops.Tensor, a, b []int) op {
	return op{name, [][]int{a, b}, func(in []*grad.Var) *grad.Var { return engine(in[0], in[1]) }, func(in []loops.Tensor) loops.Tensor { return loop(in[0], in[1]) }}
}

func one(name string, engine func(x *grad.Var) *grad.Var, loop func(x loops.Tensor) loops.Tensor) op {
	return op{name, [][]int{{2, 3, 4}}, func(in []*grad.Var) *grad.Var { return engine(in[0]) }, func(in []loops.Tensor) loops.Tensor { return loop(in[0]) }}
}

func batchNorm(name string, shape ...int) op {
	c := []int{shape[1]}
	return op{name, [][]int{shape, c, c, c, c}, func(in []*grad.Var) *grad.Var {
		return grad.BatchNorm(in[0], in[3], in[4], &grad.RunningStats{Mean: in[1].Value, Var: grad.Square(in[2]).Value}, 1e-3)
	}, func(in []loops.Tensor) loops.Tensor {
		return loops.BatchNorm(in[0], in[1], loops.Square(in[2]), in[3], in[4], 1e-3)
	}}
}

func settings(s loops.Window, groups int) grad.Conv2DParams {
	d := s.Dilation
	return grad.Conv2DParams{Stride: s.Stride, Padding: s.Padding, Dilation: [2]int{max(d[0], 1), max(d[1], 1)}, Groups: groups}
}

// bias is the last of the inputs where there are three.
func bias[T any](in []T) (b T) {
	if len(in) > 2 {
		b = in[2]
	}
	return b
}

func conv(name string, x, w []int, biased bool, s loops.Window, groups int) op {
	shapes := [][]int{x, w}
	if biased {
		shapes = append(shapes, w[:1])
	}
	return op{name, shapes, func(in []*grad.Var) *grad.Var { return grad.Conv2D(in[0], in[1], bias(in), settings(s, groups)) },
		func(in []loops.Tensor) loops.Tensor { return loops.Conv2D(in[0], in[1], bias(in), s) }}
}

func transpose(name string, x, w []int, biased bool, s loops.Window, groups int, more [2]int) op {
	shapes := [][]int{x, w}
	if biased {
		shapes = append(shapes, []int{w[1] * groups})
	}
	return op{name, shapes, func(in []*grad.Var) *grad.Var {
		return grad.ConvTranspose2D(in[0], in[1], bias(in), grad.ConvTranspose2DParams{Conv2DParams: settings(s, groups), OutputPadding: more})
	}, func(in []loops.Tensor) loops.Tensor {
		return loops.ConvTranspose2D(in[0], in[1], bias(in), s, groups, more)
	}}
}

// pool is the largest, the mean and the mean with padding, one after the other.
func pool(name string, channels int, s loops.Window) op {
	p := grad.Pool2DParams{Kernel: s.Kernel, Stride: s.Stride, Padding: s.Padding, Dilation: [2]int{1, 1}, CeilMode: s.Ceil}
	padded := p
	padded.CountIncludePad = true
	return op{name, [][]int{{2, channels, 8, 6}}, func(in []*grad.Var) *grad.Var {
		return grad.Concat(0, grad.MaxPool2D(in[0], p), grad.AvgPool2D(in[0], p), grad.AvgPool2D(in[0], padded))
	}, func(in []loops.Tensor) loops.Tensor {
		return loops.Concat(0, loops.MaxPool2D(in[0], s), loops.AvgPool2D(in[0], s, false), loops.AvgPool2D(in[0], s, true))
	}}
}

// TestOps: every function here computes what the engine's of its name does.
func TestOps(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for _, op := range ops {
		tape := grad.NewTape()
		tape.NoGrad = true
		var vars []*grad.Var
		var in []loops.Tensor
		for _, shape := range op.shapes {
			x := tensor.New(shape...)
			nn.Normal(1)(x, rng)
			l := loops.Tensor{Shape: shape}
			for i, v := range x.Data() {
				l.Data = append(l.Data, float32(v))
				x.Data()[i] = tensor.Elem(l.Data[i])
			}
			vars, in = append(vars, tape.Const("", x)), append(in, l)
		}
		want, got := op.engine(vars).Value, op.loops(in)
		if !slices.Equal(got.Shape, want.Shape()) {
			t.Errorf("%s: shape %v, want %v", op.name, got.Shape, want.Shape())
			continue
		}
		for i, v := range want.Data() {
			if d := math.Abs(float64(v) - float64(got.Data[i])); !(d <= 2e-6*max(1, math.Abs(float64(v)))) {
				t.Errorf("%s[%d] = %v, want %v", op.name, i, got.Data[i], v)
			}
		}
	}
}

// TestNeeded: what code uses comes with what that uses, and nothing else.
func TestNeeded(t *testing.T) {
	for code, want := range map[string]string{
		"y := Tanh(x)":      "Tensor zeros size each Tanh: math",
		"Softmax(x, 1)":     "Tensor zeros size Softmax against: math",
		"return Mean(x, 2)": "Tensor zeros size place SumKeep MeanKeep Mean without: slices",
		"Linear(x, w, b)":   "Tensor zeros size Linear:",
		"MaxPool2D(Both(2)": "Tensor zeros size Window Both visit steps slide MaxPool2D: math",
		"// nothing":        ":",
	} {
		needed, imports := loops.Needed(code)
		var names []string
		for _, d := range needed {
			names = append(names, d.Name)
			if !strings.HasPrefix(d.Text, "// "+d.Name+" ") {
				t.Errorf("%s has no comment: %.60q", d.Name, d.Text)
			}
		}
		if got := strings.TrimSpace(strings.Join(names, " ") + ": " + strings.Join(imports, " ")); got != want {
			t.Errorf("%s: needs %q, want %q", code, got, want)
		}
	}
}
