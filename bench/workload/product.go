package workload

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/tensor"
)

// Product multiplies [m, k] by [k, n], several times a step. The samples of
// its steps are floating-point operations.
func Product(m, n, k int) *Run {
	rng := rand.New(rand.NewPCG(1, 2))
	a, b, y := tensor.New(m, k), tensor.New(k, n), tensor.New(m, n)
	for _, x := range []*tensor.Tensor{a, b} {
		for i := range x.Data() {
			x.Data()[i] = tensor.Elem(rng.NormFloat64())
		}
	}
	operations := 2 * m * n * k
	times := max(1, 4_000_000/operations)
	return &Run{Batch: times * operations, step: func() float64 {
		for range times {
			tensor.Gemm(y, a, b, false, false, false)
		}
		return math.NaN()
	}}
}
