package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// Dense is a dense layer, y = x·wᵀ + b, with what it keeps from call to call:
// x [m, k], w [n, k], b [n] or nil → y [m, n], all row-major slices of those
// lengths. A shorter one panics as an index does.
type Dense struct {
	m, n, k int
	small   kernel.Dense
	quick   bool
}

// Plan prepares for a size.
func (d *Dense) Plan(m, n, k int) {
	d.m, d.n, d.k, d.quick = m, n, k, d.small.Plan(m, n, k)
}

// Forward computes y.
func (d *Dense) Forward(y, x, w, b []Elem) {
	if d.quick {
		d.small.Forward(y, x, w, b)
		return
	}
	kernel.Gemm(d.m, d.n, d.k, x, false, w, true, y, false)
	if b != nil {
		kernel.AddRow(y[:d.m*d.n], b[:d.n], d.m)
	}
}

// Backward adds dy·w to dx, dyᵀ·x to dw and the sum of the rows of dy to db;
// those that are nil are not wanted.
func (d *Dense) Backward(dx, dw, db, x, w, dy []Elem) {
	if d.quick {
		d.small.Backward(dx, dw, db, x, w, dy)
		return
	}
	if dx != nil {
		kernel.Gemm(d.m, d.k, d.n, dy, false, w, false, dx, true)
	}
	if dw != nil {
		kernel.Gemm(d.n, d.k, d.m, dy, true, x, false, dw, true)
	}
	if db != nil {
		kernel.SumRows(db[:d.n], dy[:d.m*d.n], d.m)
	}
}
