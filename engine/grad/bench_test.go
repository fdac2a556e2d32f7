package grad_test

import (
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// BenchmarkOps times forward and backward of single ops on feature maps [32, 16, 14, 14].
func BenchmarkOps(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	p, q := grad.NewParam("p", random(rng, 1, 32, 16, 14, 14)), grad.NewParam("q", random(rng, 1, 32, 16, 14, 14))
	row := grad.NewParam("row", random(rng, 1, 14))
	perm := []int{0, 2, 3, 1}
	for _, op := range []struct {
		name string
		f    func(x, y, row *grad.Var) *grad.Var
	}{
		{"Add", func(x, y, _ *grad.Var) *grad.Var { return grad.Add(x, y) }},
		{"AddRow", func(x, _, row *grad.Var) *grad.Var { return grad.Add(x, row) }},
		{"Mul", func(x, y, _ *grad.Var) *grad.Var { return grad.Mul(x, y) }},
		{"Div", func(x, y, _ *grad.Var) *grad.Var { return grad.Div(x, y) }},
		{"ReLU", func(x, _, _ *grad.Var) *grad.Var { return grad.ReLU(x) }},
		{"GELU", func(x, _, _ *grad.Var) *grad.Var { return grad.GELU(x) }},
		{"Square", func(x, _, _ *grad.Var) *grad.Var { return grad.Square(x) }},
		{"Sum", func(x, _, _ *grad.Var) *grad.Var { return grad.Sum(x) }},
		{"MeanPlanes", func(x, _, _ *grad.Var) *grad.Var { return grad.Mean(x, 2, 3) }},
		{"Concat", func(x, y, _ *grad.Var) *grad.Var { return grad.Concat(1, x, y) }},
		{"Permute", func(x, _, _ *grad.Var) *grad.Var { return grad.Permute(x, perm...) }},
		{"Softmax", func(x, _, _ *grad.Var) *grad.Var { return grad.Softmax(x, -1) }},
		{"MSE", func(x, y, _ *grad.Var) *grad.Var { return grad.MSE(x, y) }},
	} {
		b.Run(op.name, func(b *testing.B) {
			tape, cotangent := grad.NewTape(), (*tensor.Tensor)(nil)
			step := func() {
				tape.Reset()
				y := op.f(tape.Param(p), tape.Param(q), tape.Param(row))
				if cotangent == nil {
					cotangent = random(rng, 1, y.Shape()...)
				}
				tape.BackwardFrom(y, cotangent)
			}
			step()
			b.ReportAllocs()
			for b.Loop() {
				step()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(p.Value.Len()), "ns/cell")
		})
	}
}
