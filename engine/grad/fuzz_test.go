package grad_test

import (
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// FuzzOps runs every op on inputs of odd shapes and settings, forward, backward
// and explained: it may refuse, with a typed error, but not fail otherwise.
func FuzzOps(f *testing.F) {
	for op := range fuzzedOps {
		f.Add(uint8(op), []byte{2, 2, 3, 2, 2, 3}, int8(1), int8(1))
		f.Add(uint8(op), []byte{0}, int8(0), int8(-1))
		f.Add(uint8(op), []byte{4, 1, 2, 4, 4, 4, 3, 2, 2, 2}, int8(1), int8(2))
		f.Add(uint8(op), []byte{2, 0, 3, 2, 2, 3}, int8(-1), int8(0))
	}
	f.Fuzz(func(t *testing.T, op uint8, shapes []byte, p, q int8) {
		read := func() []int {
			var shape []int
			for k := 0; k == 0 || k <= len(shape); k++ {
				if len(shapes) == 0 {
					break
				}
				v := int(shapes[0] % 5)
				shapes = shapes[1:]
				if k == 0 {
					shape = make([]int, 0, v)
					if v == 0 {
						return shape
					}
				} else if shape = append(shape, v); len(shape) == cap(shape) {
					return shape
				}
			}
			return shape
		}
		tape := grad.NewTape()
		var in [3]*grad.Var
		for i := range in {
			x := tensor.New(read()...)
			for k := range x.Data() {
				x.Data()[k] = tensor.Elem(k%7) / 4
			}
			in[i] = tape.Input("", x)
		}
		run := fuzzedOps[int(op)%len(fuzzedOps)]
		_ = tensor.Catch(func() {
			y := run(in[0], in[1], in[2], int(p), int(q))
			tape.BackwardFrom(y, tensor.New(y.Shape()...))
			for i := range tape.Len() {
				if v := tape.Var(i); v.Value.Len() > 0 {
					grad.Explain(v, v.Value.Len()-1)
					grad.ExplainGrad(v, v.Value.Len()-1)
				}
			}
		})
	})
}

func labelsOf(x *grad.Var, p int) []int {
	var labels []int
	if s := x.Shape(); len(s) > 0 {
		for i := range s[0] {
			labels = append(labels, max(p, 0)*i%3)
		}
	}
	return labels
}

var fuzzedOps = []func(a, b, c *grad.Var, p, q int) *grad.Var{
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Mul(a, grad.Sub(b, c)) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Max(grad.Pow(a, b), grad.Div(b, c)) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.MatMul(a, b) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Linear(a, b, c) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Sum(a, p, q) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.MeanKeep(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Amax(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Amin(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Variance(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.LogSumExp(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Softmax(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.LogSoftmax(a, p) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Reshape(a, p, q) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Flatten(a) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Permute(a, p, q) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Transpose(a) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Concat(p, a, b, c) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Slice(a, p, q, 3, 1) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Index(a, p, q) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Gather(a, p, []int{q, 0}) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Pad(a, [][2]int{{p, q}, {0, 1}}, 1) },
	func(a, b, c *grad.Var, p, q int) *grad.Var {
		return grad.Conv2D(a, b, nil, grad.Conv2DParams{Stride: [2]int{q, q}, Padding: [2]int{p, p}, Dilation: [2]int{q, 1}, Groups: max(p, 1)})
	},
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Conv2D(a, b, c, tensor.SquareConv(q, p)) },
	func(a, b, c *grad.Var, p, q int) *grad.Var {
		return grad.Conv1D(a, b, c, grad.Conv1DParams{Stride: q, Padding: p, Dilation: 1, Groups: 1})
	},
	func(a, b, c *grad.Var, p, q int) *grad.Var {
		return grad.ConvTranspose2D(a, b, nil, grad.ConvTranspose2DParams{Conv2DParams: tensor.SquareConv(q, p), OutputPadding: [2]int{p, 0}})
	},
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.MaxPool2D(a, tensor.SquarePool(q)) },
	func(a, b, c *grad.Var, p, q int) *grad.Var {
		return grad.AvgPool2D(a, grad.Pool2DParams{Kernel: [2]int{q, 2}, Stride: [2]int{1, q}, Padding: [2]int{p, 0}, CeilMode: true})
	},
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.GlobalAvgPool2D(a) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.CrossEntropy(a, labelsOf(a, p)) },
	func(a, b, c *grad.Var, p, q int) *grad.Var {
		return grad.CrossEntropyProbs(a, b, grad.CrossEntropyParams{Reduction: grad.Reduction(p)})
	},
	func(a, b, c *grad.Var, p, q int) *grad.Var {
		return grad.MultiMargin(a, labelsOf(a, p), grad.DefaultMultiMargin())
	},
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.MSE(a, b, grad.Reduction(p)) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.KLDiv(a, b) },
	func(a, b, c *grad.Var, p, q int) *grad.Var { return grad.Clamp(grad.GELU(a), float64(p), float64(q)) },
}
