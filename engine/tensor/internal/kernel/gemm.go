package kernel

// kBlock is how many steps of the inner dimension one call of a micro kernel
// takes: a table of offsets of that length lives on the stack.
const kBlock = 256

// nBlock is how many columns of B one call takes: kBlock rows of them stay in
// the second-level cache while the rows of A go by.
const nBlock = 960

// few is the length of a table that is cheap to clear.
const few = 16

// GemmRows computes C (+)= A·B for B whose rows lie contiguous, each at an
// offset of its own:
//
//	C[i*ldc+j] (+)= Σ_p A[i*ars+p*acs] · B[off[p]+j]   i < m, j < n, p < k = len(off)
//
// A transposed A is a choice of ars and acs; an image whose rows are read in
// place, shifted by each tap of a filter, is a choice of off. It panics, as a
// slice expression does, when A, B or C is too short.
func GemmRows(m, n int, a []Elem, ars, acs int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	k := len(off)
	if m == 0 || n == 0 {
		return
	}
	if k == 0 {
		if !acc {
			clearRows(m, n, c, ldc)
		}
		return
	}
	_, _ = a[(m-1)*ars+(k-1)*acs], c[(m-1)*ldc+n-1]
	for _, o := range off {
		_ = b[o : int(o)+n]
	}
	rowsInBlocks(m, n, k, a, ars, acs, b, off, c, ldc, acc)
}

func rowsInBlocks(m, n, k int, a []Elem, ars, acs int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	if m <= 8 {
		gemmRows(m, n, k, a, ars, acs, b, off, c, ldc, acc)
		return
	}
	for j := 0; j < n; j += nBlock {
		gemmRows(m, min(nBlock, n-j), k, a, ars, acs, b[j:], off, c[j:], ldc, acc)
	}
}

// GemmDots computes C (+)= A·Bᵀ for rows of A and B that lie contiguous, those
// of B each at an offset of its own:
//
//	C[i*ldc+j] (+)= Σ_p A[i*lda+p] · B[off[j]+p]   i < m, j < n = len(off), p < k
func GemmDots(m, k int, a []Elem, lda int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	n := len(off)
	if m == 0 || n == 0 {
		return
	}
	if k == 0 {
		if !acc {
			clearRows(m, n, c, ldc)
		}
		return
	}
	_, _ = a[(m-1)*lda+k-1], c[(m-1)*ldc+n-1]
	for _, o := range off {
		_ = b[o : int(o)+k]
	}
	gemmDots(m, n, k, a, lda, b, off, c, ldc, acc)
}

// Gemm computes C (+)= op(A)·op(B) for dense row-major matrices, where op
// transposes if asked: op(A) [m, k], op(B) [k, n], C [m, n].
func Gemm(m, n, k int, a []Elem, transA bool, b []Elem, transB bool, c []Elem, acc bool) {
	if m == 0 || n == 0 {
		return
	}
	if k == 0 {
		if !acc {
			clear(c[:m*n])
		}
		return
	}
	_, _, _ = a[m*k-1], b[k*n-1], c[m*n-1]
	if current != portable && byPanels(m, n, transA, transB) {
		ars, acs := strides(k, m, transA)
		brs, bcs := strides(n, k, transB)
		fastGemm(m, n, k, &a[0], ars, acs, &b[0], brs, bcs, &c[0], acc)
		return
	}
	switch {
	case !transB && !transA:
		gemmNN(m, n, k, a, k, 1, b, c, acc)
	case !transB:
		gemmNN(m, n, k, a, 1, m, b, c, acc)
	case !transA:
		gemmNT(m, n, k, a, b, c, acc)
	default:
		gemmTT(m, n, k, a, b, c, acc)
	}
}

// strides returns how far apart the rows and the columns of op(X) lie, given the
// length of a row of X as it is and as it is if transposed.
func strides(row, transposed int, trans bool) (rs, cs int) {
	if trans {
		return 1, transposed
	}
	return row, 1
}

func gemmNN(m, n, k int, a []Elem, ars, acs int, b, c []Elem, acc bool) {
	if k <= few { // a long table costs as much to clear as a small product
		var off [few]int32
		gemmNNWith(off[:k], m, n, k, a, ars, acs, b, c, acc)
	} else {
		var off [kBlock]int32
		gemmNNWith(off[:min(k, kBlock)], m, n, k, a, ars, acs, b, c, acc)
	}
}

func gemmNNWith(off []int32, m, n, k int, a []Elem, ars, acs int, b, c []Elem, acc bool) {
	for p := range off {
		off[p] = int32(p * n)
	}
	for p := 0; p < k; p += len(off) {
		kb := min(len(off), k-p)
		rowsInBlocks(m, n, kb, a[p*acs:], ars, acs, b[p*n:], off[:kb], c, n, acc || p > 0)
	}
}

func gemmNT(m, n, k int, a, b, c []Elem, acc bool) {
	if n <= few {
		var off [few]int32
		gemmNTWith(off[:n], m, n, k, a, b, c, acc)
	} else {
		var off [kBlock]int32
		gemmNTWith(off[:min(n, kBlock)], m, n, k, a, b, c, acc)
	}
}

func gemmNTWith(off []int32, m, n, k int, a, b, c []Elem, acc bool) {
	for j := range off {
		off[j] = int32(j * k)
	}
	for j := 0; j < n; j += len(off) {
		nb := min(len(off), n-j)
		gemmDots(m, nb, k, a, k, b[j*k:], off[:nb], c[j:], n, acc)
	}
}

// gemmTT transposes four rows of op(A) at a time into a buffer on the stack.
func gemmTT(m, n, k int, a, b, c []Elem, acc bool) {
	const rows = 4
	var buf [rows * kBlock]Elem
	var off [kBlock]int32
	for i := 0; i < m; i += rows {
		mb := min(rows, m-i)
		for p := 0; p < k; p += kBlock {
			kb := min(kBlock, k-p)
			for q := 0; q < kb; q++ {
				for r, v := range a[(p+q)*m+i:][:mb] {
					buf[r*kBlock+q] = v
				}
			}
			for j := 0; j < n; j += kBlock {
				nb := min(kBlock, n-j)
				for q := range off[:nb] {
					off[q] = int32(q * k)
				}
				gemmDots(mb, nb, kb, buf[:], kBlock, b[j*k+p:], off[:nb], c[i*n+j:], n, acc || p > 0)
			}
		}
	}
}

func clearRows(m, n int, c []Elem, ldc int) {
	for i := range m {
		clear(c[i*ldc:][:n])
	}
}
