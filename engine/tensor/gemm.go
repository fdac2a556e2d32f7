package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// Kernels says which inner loops this program runs on this machine: "go",
// "avx2", "avx512", "simd128" or "relaxed" (SIMD in a browser).
func Kernels() string { return kernel.Name() }

// MatMul computes dst = a·b: a [m, k], b [k, n] → dst [m, n]. It panics with a
// *ShapeError if the shapes do not fit.
func MatMul(dst, a, b *Tensor) { Gemm(dst, a, b, false, false, false) }

// Gemm computes dst = op(a)·op(b), or dst += op(a)·op(b) if accumulate is set,
// where op transposes its matrix if transA or transB asks for it: op(a) [m, k],
// op(b) [k, n] → dst [m, n]. Neither a nor b may share storage with dst.
// A product over k = 0 is a matrix of zeros. It panics with a *ShapeError if
// the shapes do not fit.
func Gemm(dst, a, b *Tensor, transA, transB, accumulate bool) {
	if len(a.shape) != 2 || len(b.shape) != 2 {
		panic(&ShapeError{Op: "matmul", A: a.shape, B: b.shape, Why: "want two matrices"})
	}
	m, k := a.shape[0], a.shape[1]
	if transA {
		m, k = k, m
	}
	kb, n := b.shape[0], b.shape[1]
	if transB {
		kb, n = n, kb
	}
	if k != kb {
		panic(&ShapeError{Op: "matmul", A: a.shape, B: b.shape, Why: "inner dimensions differ" + transposed(transA, transB)})
	}
	if len(dst.shape) != 2 || dst.shape[0] != m || dst.shape[1] != n {
		panic(&ShapeError{Op: "matmul", A: dst.shape, B: []int{m, n}, Why: "the destination does not have the shape of the product"})
	}
	kernel.Gemm(m, n, k, a.data, transA, b.data, transB, dst.data, accumulate)
	dst.version++
}

func transposed(a, b bool) string {
	switch {
	case a && b:
		return " (both transposed)"
	case a:
		return " (the first transposed)"
	case b:
		return " (the second transposed)"
	}
	return ""
}

// GemmSlice is [Gemm] on row-major slices, for batches of matrices inside
// larger tensors: op(a) [m, k], op(b) [k, n], dst [m, n]. The slices must hold
// at least that many elements; a shorter one panics as an index does.
func GemmSlice(dst, a, b []Elem, m, n, k int, transA, transB, accumulate bool) {
	kernel.Gemm(m, n, k, a, transA, b, transB, dst, accumulate)
}
