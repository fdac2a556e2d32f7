package kernel

// Dense is a small dense layer, whose work is little beside the calls to it:
// it goes to the fast loops directly, with a table of offsets that is kept.
//
//	y = x·wᵀ + b    x [m, k], w [n, k], b [n] → y [m, n]
type Dense struct {
	m, n, k int
	off     []int32 // i·k: where row i of x or w begins
}

// denseLimit is up to how many rows, and numbers in a row, a layer is small.
const denseLimit = 64

// Plan prepares for a layer of that size and reports whether it is a small one
// on a machine with fast loops; otherwise the products are those of [Gemm].
func (d *Dense) Plan(m, n, k int) bool {
	if d.m == m && d.n == n && d.k == k {
		return len(d.off) > 0
	}
	d.m, d.n, d.k, d.off = m, n, k, d.off[:0]
	if current == portable || m < 1 || n < 1 || k < 1 || max(m, n, k) > denseLimit {
		return false
	}
	for i := range max(m, n) {
		d.off = append(d.off, int32(i*k))
	}
	return true
}

// Forward computes y; b may be nil.
func (d *Dense) Forward(y, x, w, b []Elem) {
	m, n, k := d.m, d.n, d.k
	y, x, w = y[:m*n], x[:m*k], w[:n*k]
	fastDense(m, n, k, &x[0], &w[0], head(b, n), &y[0], &d.off[0])
}

// Backward adds dy·w to dx, dyᵀ·x to dw and the sum of the rows of dy to db;
// those that are nil are not wanted.
func (d *Dense) Backward(dx, dw, db, x, w, dy []Elem) {
	m, n, k := d.m, d.n, d.k
	x, w, dy = x[:m*k], w[:n*k], dy[:m*n]
	fastDenseGrad(m, n, k, head(dx, m*k), head(dw, n*k), head(db, n), &x[0], &w[0], &dy[0], &d.off[0])
}

// head returns the address of x, which must have n elements, or nil for nil.
func head(x []Elem, n int) *Elem {
	if x == nil {
		return nil
	}
	return &x[:n][0]
}
