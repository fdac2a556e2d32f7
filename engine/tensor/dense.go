package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// Activation is an activation function that a [Dense] layer applies at once.
type Activation = kernel.Activation

// The activation functions of a dense layer.
const (
	Identity    = kernel.Identity
	ThenReLU    = kernel.ThenReLU
	ThenTanh    = kernel.ThenTanh
	ThenSigmoid = kernel.ThenSigmoid
)

// Dense is a dense layer, y = x·wᵀ + b and z = f(y), with what it keeps from call
// to call: x [m, k], w [n, k], b [n] or nil → y, z [m, n], all row-major slices of
// those lengths. A shorter one panics as an index does.
type Dense struct {
	m, n, k int
	small   kernel.Dense
	quick   bool
}

// Plan prepares for a size.
func (d *Dense) Plan(m, n, k int) {
	d.m, d.n, d.k, d.quick = m, n, k, d.small.Plan(m, n, k)
}

// Forward computes y and, unless f is the identity, z.
func (d *Dense) Forward(y, x, w, b []Elem, f Activation, z []Elem) {
	if d.quick {
		d.small.Forward(y, x, w, b, f, z)
		return
	}
	kernel.Gemm(d.m, d.n, d.k, x, false, w, true, y, false)
	if b != nil {
		kernel.AddRow(y[:d.m*d.n], b[:d.n], d.m)
	}
	f.Apply(z, y)
}

// Backward adds dz·f'(y) to dy, unless f is the identity, and then dy·w to dx,
// dyᵀ·x to dw and the sum of the rows of dy to db; those of the latter that are
// nil are not wanted.
func (d *Dense) Backward(dx, dw, db, x, w, y, dy []Elem, f Activation, z, dz []Elem) {
	if d.quick {
		d.small.Backward(dx, dw, db, x, w, y, dy, f, z, dz)
		return
	}
	f.Grad(dy, y, z, dz)
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
