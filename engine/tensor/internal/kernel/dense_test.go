package kernel

import "testing"

// TestDense holds the layer to the matrix products that it stands for.
func TestDense(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(8)
		var d Dense
		for range 300 {
			m, n, k := a.rng.IntN(denseLimit+3), a.rng.IntN(20), a.rng.IntN(20)
			if !d.Plan(m, n, k) {
				continue
			}
			x, w, b, y := a.slice(m*k), a.slice(n*k), a.slice(n), a.slice(m*n)
			dx, dw, db := a.slice(m*k), a.slice(n*k), a.slice(n)
			wantY, wantX, wantW, wantB := twin(a, y), twin(a, dx), twin(a, dw), twin(a, db)
			d.Forward(y, x, w, b)
			d.Backward(dx, dw, db, x, w, y)
			portably(func() {
				Gemm(m, n, k, x, false, w, true, wantY, false)
				AddRow(wantY, b, m)
				Gemm(m, k, n, y, false, w, false, wantX, true)
				Gemm(n, k, m, y, true, x, false, wantW, true)
				SumRows(wantB, y, m)
			})
			same(t, "dense", y, wantY, 1e-4)
			same(t, "gradient by the input", dx, wantX, 1e-4)
			same(t, "gradient by the weights", dw, wantW, 1e-4)
			same(t, "gradient by the bias", db, wantB, 1e-4)
			a.check(t, "dense")
		}
	})
}
