package kernel

// Activation is a function that follows a dense layer at once.
type Activation int32

// The activation functions, numbered as in simd/kernels.c.
const (
	Identity Activation = iota
	ThenReLU
	ThenTanh
	ThenSigmoid
)

// Apply writes f(y) into z; the identity writes nothing.
func (f Activation) Apply(z, y []Elem) {
	switch f {
	case ThenReLU:
		ReLU(z, y)
	case ThenTanh:
		Tanh(z, y)
	case ThenSigmoid:
		Sigmoid(z, y)
	}
}

// Grad adds dz·f'(y) to dy, where z = f(y); for the identity it adds nothing.
func (f Activation) Grad(dy, y, z, dz []Elem) {
	switch f {
	case ThenReLU:
		ReLUGrad(dy, y, dz)
	case ThenTanh:
		TanhGrad(dy, z, dz)
	case ThenSigmoid:
		SigmoidGrad(dy, z, dz)
	}
}

// Dense is a dense layer with what it keeps from call to call:
//
//	y = x·wᵀ + b, z = f(y)    x [m, k], w [n, k], b [n] or nil → y, z [m, n]
//
// All are row-major slices of those lengths; a shorter one panics as an index
// does. A small layer, whose work is little beside the calls to it, goes to the
// fast loops in one call, with a table of offsets that is kept.
type Dense struct {
	m, n, k int
	off     []int32 // i·k: where row i of x or w begins; empty for other layers
}

// denseLimit is up to how many rows, and numbers in a row, a layer is small.
const denseLimit = 64

// Plan prepares for a layer of that size.
func (d *Dense) Plan(m, n, k int) {
	if d.m == m && d.n == n && d.k == k {
		return
	}
	d.m, d.n, d.k, d.off = m, n, k, d.off[:0]
	if current == portable || m < 1 || n < 1 || k < 1 || max(m, n, k) > denseLimit {
		return
	}
	for i := range max(m, n) {
		d.off = append(d.off, int32(i*k))
	}
}

// Small reports whether the planned layer goes to the fast loops in one call.
func (d *Dense) Small() bool { return len(d.off) > 0 }

// Forward computes y and, unless f is the identity, z.
func (d *Dense) Forward(y, x, w, b []Elem, f Activation, z []Elem) {
	m, n, k := d.m, d.n, d.k
	if d.Small() {
		y, x, w = y[:m*n], x[:m*k], w[:n*k]
		fastDense(m, n, k, &x[0], &w[0], head(b, n), &y[0], &d.off[0], f, head(z, m*n))
		return
	}
	Gemm(m, n, k, x, false, w, true, y, false)
	if b != nil {
		AddRow(y[:m*n], b[:n], m)
	}
	f.Apply(z, y)
}

// Backward adds dz·f'(y) to dy, unless f is the identity, and then dy·w to dx,
// dyᵀ·x to dw and the sum of the rows of dy to db; those of the latter that are
// nil are not wanted.
func (d *Dense) Backward(dx, dw, db, x, w, y, dy []Elem, f Activation, z, dz []Elem) {
	m, n, k := d.m, d.n, d.k
	if d.Small() {
		x, w, y, dy = x[:m*k], w[:n*k], y[:m*n], dy[:m*n]
		fastDenseGrad(m, n, k, head(dx, m*k), head(dw, n*k), head(db, n), &x[0], &w[0], &y[0], &dy[0], &d.off[0], f, head(z, m*n), head(dz, m*n))
		return
	}
	f.Grad(dy, y, z, dz)
	if dx != nil {
		Gemm(m, k, n, dy, false, w, false, dx, true)
	}
	if dw != nil {
		Gemm(n, k, m, dy, true, x, false, dw, true)
	}
	if db != nil {
		SumRows(db[:n], dy[:m*n], m)
	}
}

// head returns the address of x, which must have n elements, or nil for nil.
func head(x []Elem, n int) *Elem {
	if x == nil {
		return nil
	}
	return &x[:n][0]
}
