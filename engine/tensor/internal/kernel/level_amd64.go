//go:build !f64

package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func detect() level {
	x := &cpu.X86
	switch {
	case !x.HasAVX2 || !x.HasFMA || !x.HasBMI2:
		return portable
	case !x.HasAVX512F || !x.HasAVX512DQ || !x.HasAVX512VL:
		return fast
	}
	return wide
}

// Name says which kernels run: "go", "avx2" or "avx512".
func Name() string { return [...]string{"go", "avx2", "avx512"}[current] }

// add returns the address of the element n after p.
func add(p *float32, n int) *float32 {
	return (*float32)(unsafe.Add(unsafe.Pointer(p), n*int(unsafe.Sizeof(*p))))
}

func fastRows(m, n, k int, a *float32, ars, acs int, b *float32, off *int32, c *float32, ldc int, acc bool) {
	i := 0
	at := func(p *float32, step int) *float32 { return add(p, i*step) }
	if current == wide {
		for ; i+8 <= m; i += 8 {
			rows8AVX512(n, k, at(a, ars), ars, acs, b, off, at(c, ldc), ldc, acc)
		}
		if i == m { // the next rows would lie outside
			return
		}
		a, c = at(a, ars), at(c, ldc)
		switch m - i {
		case 1:
			rows1AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		case 2:
			rows2AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		case 3:
			rows3AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		case 4:
			rows4AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		case 5:
			rows5AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		case 6:
			rows6AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		case 7:
			rows7AVX512(n, k, a, ars, acs, b, off, c, ldc, acc)
		}
		return
	}
	for ; i+4 <= m; i += 4 {
		rows4AVX2(n, k, at(a, ars), ars, acs, b, off, at(c, ldc), ldc, acc)
	}
	if i == m {
		return
	}
	a, c = at(a, ars), at(c, ldc)
	switch m - i {
	case 1:
		rows1AVX2(n, k, a, ars, acs, b, off, c, ldc, acc)
	case 2:
		rows2AVX2(n, k, a, ars, acs, b, off, c, ldc, acc)
	case 3:
		rows3AVX2(n, k, a, ars, acs, b, off, c, ldc, acc)
	}
}

// Tiles as wide as here need no panels.
func byPanels(m, n int, transA, transB bool) bool { return false }

func fastGemm(m, n, k int, a *float32, ars, acs int, b *float32, brs, bcs int, c *float32, acc bool) {
}

func fastDots(m, n, k int, a *float32, lda int, b *float32, off *int32, c *float32, ldc int, acc bool) {
	i := 0
	at := func(p *float32, step int) *float32 { return add(p, i*step) }
	if current == wide {
		for ; i+4 <= m; i += 4 {
			dots4AVX512(n, k, at(a, lda), lda, b, off, at(c, ldc), ldc, acc)
		}
		if i+2 <= m {
			dots2AVX512(n, k, at(a, lda), lda, b, off, at(c, ldc), ldc, acc)
			i += 2
		}
		if i < m {
			dots1AVX512(n, k, at(a, lda), lda, b, off, at(c, ldc), ldc, acc)
		}
		return
	}
	for ; i+3 <= m; i += 3 {
		dots3AVX2(n, k, at(a, lda), lda, b, off, at(c, ldc), ldc, acc)
	}
	if i == m {
		return
	}
	a, c = at(a, lda), at(c, ldc)
	switch m - i {
	case 1:
		dots1AVX2(n, k, a, lda, b, off, c, ldc, acc)
	case 2:
		dots2AVX2(n, k, a, lda, b, off, c, ldc, acc)
	}
}

func fastDense(m, n, k int, x, w, b, y *float32, off *int32, f Activation, z *float32) {
	fastDots(m, n, k, x, k, w, off, y, n, false)
	if b != nil {
		fastAddRows(y, n, b, 0, m, n, 0)
	}
	switch f {
	case ThenReLU:
		fastReLU(z, y, m*n)
	case ThenTanh:
		fastTanh(z, y, m*n)
	case ThenSigmoid:
		fastSigmoid(z, y, m*n)
	}
}

func fastDenseGrad(m, n, k int, dx, dw, db, x, w, y, dy *float32, off *int32, f Activation, z, dz *float32) {
	switch f {
	case ThenReLU:
		fastReLUGrad(dy, y, dz, m*n)
	case ThenTanh:
		fastTanhGrad(dy, z, dz, m*n)
	case ThenSigmoid:
		fastSigmoidGrad(dy, z, dz, m*n)
	}
	if dx != nil {
		fastRows(m, k, n, dy, n, 1, w, off, dx, k, true)
	}
	if dw != nil {
		fastRows(n, k, m, dy, 1, n, x, off, dw, k, true)
	}
	if db != nil {
		fastAddRows(db, 0, dy, n, m, n, 0)
	}
}

func fastPeak(n int) (lanes int) {
	if current == wide {
		peakAVX512(n)
		return 16
	}
	peakAVX2(n)
	return 8
}
