package kernel

import "testing"

// TestDense holds the layer to the matrix products that it stands for.
func TestDense(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(8)
		var d Dense
		for range 300 {
			m, n, k := a.rng.IntN(denseLimit+3), a.rng.IntN(20), a.rng.IntN(20)
			d.Plan(m, n, k)
			f := Activation(a.rng.IntN(4))
			x, w, b, y, z := a.slice(m*k), a.slice(n*k), a.slice(n), a.slice(m*n), a.slice(m*n)
			dx, dw, db, dy, dz := a.slice(m*k), a.slice(n*k), a.slice(n), a.slice(m*n), a.slice(m*n)
			wantY, wantZ, wantX, wantW, wantB, wantD := twin(a, y), twin(a, z), twin(a, dx), twin(a, dw), twin(a, db), twin(a, dy)
			d.Forward(y, x, w, b, f, z)
			d.Backward(dx, dw, db, x, w, y, dy, f, z, dz)
			portably(func() {
				Gemm(m, n, k, x, false, w, true, wantY, false)
				AddRow(wantY, b, m)
				f.Apply(wantZ, wantY)
				f.Grad(wantD, wantY, wantZ, dz)
				Gemm(m, k, n, wantD, false, w, false, wantX, true)
				Gemm(n, k, m, wantD, true, x, false, wantW, true)
				SumRows(wantB, wantD, m)
			})
			same(t, "dense", y, wantY, 1e-4)
			same(t, "activation", z, wantZ, 1e-4)
			same(t, "gradient by the layer", dy, wantD, 1e-4)
			same(t, "gradient by the input", dx, wantX, 1e-4)
			same(t, "gradient by the weights", dw, wantW, 1e-4)
			same(t, "gradient by the bias", db, wantB, 1e-4)
			a.check(t, "dense")
		}
	})
}
