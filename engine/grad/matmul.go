package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// MatMul multiplies matrices: a [… m, k], b [… k, n] → y [… m, n].
//
//	y_ij = Σ_k a_ik·b_kj, ∂L/∂a = ∂L/∂y·bᵀ, ∂L/∂b = aᵀ·∂L/∂y
//
// The dimensions before the last two broadcast as in NumPy. A vector is a row
// on the left and a column on the right, and its dimension is dropped from y,
// so two vectors give a scalar. It panics with a *tensor.ShapeError if the
// inner dimensions differ or the batches do not broadcast.
func MatMul(a, b *Var) *Var {
	y, p := push[matmul](a, b)
	p.plan(a.Shape(), b.Shape())
	yd, ad, bd := y.result(p.shape...).Data(), a.Value.Data(), b.Value.Data()
	p.products(func(rows, y, a, b int) {
		tensor.GemmSlice(yd[y:], ad[a:], bd[b:], rows, p.n, p.k, false, false, false)
	})
	return y
}

type matmul struct {
	m, k, n int
	batch   tensor.Broadcast
	shape   []int // of the result
}

// plan checks the shapes and lays out the batch.
func (p *matmul) plan(a, b []int) {
	refuse := func(why string) {
		panic(&tensor.ShapeError{Op: "matmul", A: append([]int{}, a...), B: append([]int{}, b...), Why: why})
	}
	if len(a) == 0 || len(b) == 0 {
		refuse("want vectors or matrices; Mul multiplies by a scalar")
	}
	p.m, p.n, p.k = 1, 1, a[len(a)-1]
	kb, batchA, batchB := b[0], a[:0], b[:0]
	if len(a) > 1 {
		p.m, batchA = a[len(a)-2], a[:len(a)-2]
	}
	if len(b) > 1 {
		kb, p.n, batchB = b[len(b)-2], b[len(b)-1], b[:len(b)-2]
	}
	if p.k != kb {
		refuse("the inner dimensions differ")
	}
	for i := 1; i <= min(len(batchA), len(batchB)); i++ {
		if da, db := batchA[len(batchA)-i], batchB[len(batchB)-i]; da != db && da != 1 && db != 1 {
			refuse("the batch dimensions do not broadcast")
		}
	}
	p.batch.Plan("matmul", batchA, batchB)
	p.shape = append(p.shape[:0], p.batch.Shape...)
	if len(a) > 1 {
		p.shape = append(p.shape, p.m)
	}
	if len(b) > 1 {
		p.shape = append(p.shape, p.n)
	}
}

// products calls f for every product of matrices: so many rows of y from cell y
// on, from the cells a and b on. A batch on one b is a single taller product.
func (p *matmul) products(f func(rows, y, a, b int)) {
	p.batch.Rows(func(n, y, a, sa, b, sb int) {
		mn, mk, kn := p.m*p.n, p.m*p.k, p.k*p.n
		if sa == 1 && sb == 0 || n == 1 {
			f(n*p.m, y*mn, a*mk, b*kn)
			return
		}
		for i := range n {
			f(p.m, (y+i)*mn, (a+i*sa)*mk, (b+i*sb)*kn)
		}
	})
}

func (*matmul) name() string { return "matmul" }

func (p *matmul) backward(y *Var) {
	a, b := y.in[0], y.in[1]
	ad, bd, up := a.Value.Data(), b.Value.Data(), y.Grad.Data()
	if a.wants() {
		grad := a.Grad.Data()
		p.products(func(rows, y, a, b int) {
			tensor.GemmSlice(grad[a:], up[y:], bd[b:], rows, p.k, p.n, false, true, true)
		})
	}
	if b.wants() {
		grad := b.Grad.Data()
		p.products(func(rows, y, a, b int) {
			tensor.GemmSlice(grad[b:], ad[a:], up[y:], p.k, p.n, rows, true, false, true)
		})
	}
}

// place returns the cells at which the row of a and the column of b begin that make
// cell y of the result.
func (p *matmul) place(y int) (a, b int) {
	i, j := y/p.n%p.m, y%p.n
	a, b = p.batch.Cells(y / (p.m * p.n))
	return a*p.m*p.k + i*p.k, b*p.k*p.n + j
}

func (p *matmul) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	a, b := p.place(cell)
	for k := range p.k {
		dst = append(dst, product(factor("a", y.in[0], a+k), factor("b", y.in[1], b+k*p.n)))
	}
	return dst
}

func (p *matmul) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	for o := range y.Value.Len() {
		a, b := p.place(o)
		switch {
		case k == 0 && a <= cell && cell < a+p.k:
			dst = append(dst, product(factor("b", y.in[1], b+(cell-a)*p.n), upstream(y, o)))
		case k == 1 && b <= cell && cell < b+p.k*p.n && (cell-b)%p.n == 0:
			dst = append(dst, product(factor("a", y.in[0], a+(cell-b)/p.n), upstream(y, o)))
		}
	}
	return dst
}
