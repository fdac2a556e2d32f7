//go:build js && simd && !f64

package kernel

import "unsafe"

// The kernels of simd/kernels.c are instantiated on this program's memory after
// it, so the page links a table of calls between the two; see simd/kernels.js.

//go:wasmimport k level
func linked() int32

func detect() level { return level(linked()) }

// Name says which kernels run: "go", "simd128" or "relaxed".
func Name() string { return [...]string{"go", "simd128", "relaxed"}[current] }

type f32 = unsafe.Pointer // *float32 as WebAssembly knows it

func p(x *float32) f32 { return f32(x) }

func flag(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

func fastRows(m, n, k int, a *float32, ars, acs int, b *float32, off *int32, c *float32, ldc int, acc bool) {
	kRows(int32(m), int32(n), int32(k), p(a), int32(ars), int32(acs), p(b), f32(off), p(c), int32(ldc), flag(acc))
}

func fastDots(m, n, k int, a *float32, lda int, b *float32, off *int32, c *float32, ldc int, acc bool) {
	kDots(int32(m), int32(n), int32(k), p(a), int32(lda), p(b), f32(off), p(c), int32(ldc), flag(acc))
}

// panel is where gemm and dense lay out columns of B. A program in a browser has one thread.
var panel [256 * 8]float32

// byPanels says for which products gemm beats rows and dots: the panel must be
// used often enough to be worth its making.
func byPanels(m, n int, transA, transB bool) bool {
	switch {
	case transA && transB:
		return true
	case transB:
		return m >= 8 && n >= 16
	}
	return m >= 48
}

func fastGemm(m, n, k int, a *float32, ars, acs int, b *float32, brs, bcs int, c *float32, acc bool) {
	kGemm(int32(m), int32(n), int32(k), p(a), int32(ars), int32(acs), p(b), int32(brs), int32(bcs), p(c), int32(n), flag(acc), p(&panel[0]))
}

func fastCopyRows(dst *float32, ldd int, src *float32, lds, rows, cols int, s float32) {
	kCopyRows(p(dst), int32(ldd), p(src), int32(lds), int32(rows), int32(cols), s)
}

func fastBiasRows(dst *float32, ldd int, src *float32, lds, rows, cols int, s float32) {
	kBiasRows(p(dst), int32(ldd), p(src), int32(lds), int32(rows), int32(cols), s)
}

func fastAddRows(dst *float32, ldd int, src *float32, lds, rows, cols int, s float32) {
	kAddRows(p(dst), int32(ldd), p(src), int32(lds), int32(rows), int32(cols), s)
}

func fastMaxPool2x2(dst *float32, at *int32, x *float32, w, rows, cols int) {
	kMaxPool2x2(p(dst), f32(at), p(x), int32(w), int32(rows), int32(cols))
}

func fastAvgPool2x2(dst, x *float32, w, rows, cols int) {
	kAvgPool2x2(p(dst), p(x), int32(w), int32(rows), int32(cols))
}

func fastAvgPool2x2Grad(dx, dy *float32, w, rows, cols int) {
	kAvgPool2x2Grad(p(dx), p(dy), int32(w), int32(rows), int32(cols))
}

func fastAdd(dst, x *float32, n int)                       { kAdd(p(dst), p(x), int32(n)) }
func fastAxpy(dst, x *float32, s float32, n int)           { kAxpy(p(dst), p(x), s, int32(n)) }
func fastScale(dst *float32, s float32, n int)             { kScale(p(dst), s, int32(n)) }
func fastAddScalar(dst, x *float32, s float32, n int)      { kAddScalar(p(dst), p(x), s, int32(n)) }
func fastLeakyReLU(dst, x *float32, s float32, n int)      { kLeakyReLU(p(dst), p(x), s, int32(n)) }
func fastReLU(dst, x *float32, n int)                      { kReLU(p(dst), p(x), int32(n)) }
func fastReLUGrad(dst, x, dy *float32, n int)              { kReLUGrad(p(dst), p(x), p(dy), int32(n)) }
func fastMulAdd(dst, x, y *float32, n int)                 { kMulAdd(p(dst), p(x), p(y), int32(n)) }
func fastDivAdd(dst, x, y *float32, n int)                 { kDivAdd(p(dst), p(x), p(y), int32(n)) }
func fastSigmoidGrad(dst, x, y *float32, n int)            { kSigmoidGrad(p(dst), p(x), p(y), int32(n)) }
func fastTanhGrad(dst, x, y *float32, n int)               { kTanhGrad(p(dst), p(x), p(y), int32(n)) }
func fastExp(dst, x *float32, n int)                       { kExp(p(dst), p(x), int32(n)) }
func fastSigmoid(dst, x *float32, n int)                   { kSigmoid(p(dst), p(x), int32(n)) }
func fastTanh(dst, x *float32, n int)                      { kTanh(p(dst), p(x), int32(n)) }
func fastSum(x *float32, n int) float32                    { return kSum(p(x), int32(n)) }
func fastDot(x, y *float32, n int) float32                 { return kDot(p(x), p(y), int32(n)) }
func fastMax(x *float32, n int) float32                    { return kMax(p(x), int32(n)) }
func fastExpSum(dst, x *float32, s float32, n int) float32 { return kExpSum(p(dst), p(x), s, int32(n)) }
func fastSGD(w, g *float32, lr, decay float32, n int)      { kSGD(p(w), p(g), lr, decay, int32(n)) }
func fastSoftmaxGrad(dst, x, y *float32, s float32, n int) {
	kSoftmaxGrad(p(dst), p(x), p(y), s, int32(n))
}
func fastLeakyReLUGrad(dst, x, dy *float32, s float32, n int) {
	kLeakyReLUGrad(p(dst), p(x), p(dy), s, int32(n))
}

func fastMomentum(w, v, g *float32, lr, mu, keep, decay float32, n int) {
	kMomentum(p(w), p(v), p(g), lr, mu, keep, decay, int32(n))
}

func fastNesterov(w, v, g *float32, lr, mu, keep, decay float32, n int) {
	kNesterov(p(w), p(v), p(g), lr, mu, keep, decay, int32(n))
}

func fastAdam(w, m, v, g *float32, b1, b2, eps, step, root, l2, shrink float32, n int) {
	kAdam(p(w), p(m), p(v), p(g), b1, b2, eps, step, root, l2, shrink, int32(n))
}

func fastPeak(n int) (lanes int) {
	kPeak(int32(n))
	return 4
}

// The calls that the page provides, named as in simd/kernels.c.

//go:wasmimport k rows
//go:noescape
func kRows(m, n, k int32, a f32, ars, acs int32, b, off, c f32, ldc, acc int32)

//go:wasmimport k dots
//go:noescape
func kDots(m, n, k int32, a f32, lda int32, b, off, c f32, ldc, acc int32)

//go:wasmimport k gemm
//go:noescape
func kGemm(m, n, k int32, a f32, ars, acs int32, b f32, brs, bcs int32, c f32, ldc, acc int32, panel f32)

//go:wasmimport k peak
//go:noescape
func kPeak(n int32) float32

//go:wasmimport k copyRows
//go:noescape
func kCopyRows(dst f32, ldd int32, src f32, lds, rows, cols int32, s float32)

//go:wasmimport k biasRows
//go:noescape
func kBiasRows(dst f32, ldd int32, src f32, lds, rows, cols int32, s float32)

//go:wasmimport k addRows
//go:noescape
func kAddRows(dst f32, ldd int32, src f32, lds, rows, cols int32, s float32)

//go:wasmimport k maxPool2x2
//go:noescape
func kMaxPool2x2(dst, at, x f32, w, rows, cols int32)

//go:wasmimport k avgPool2x2
//go:noescape
func kAvgPool2x2(dst, x f32, w, rows, cols int32)

//go:wasmimport k avgPool2x2Grad
//go:noescape
func kAvgPool2x2Grad(dx, dy f32, w, rows, cols int32)

//go:wasmimport k add
//go:noescape
func kAdd(dst, x f32, n int32)

//go:wasmimport k axpy
//go:noescape
func kAxpy(dst, x f32, s float32, n int32)

//go:wasmimport k scale
//go:noescape
func kScale(dst f32, s float32, n int32)

//go:wasmimport k addScalar
//go:noescape
func kAddScalar(dst, x f32, s float32, n int32)

//go:wasmimport k relu
//go:noescape
func kReLU(dst, x f32, n int32)

//go:wasmimport k reluGrad
//go:noescape
func kReLUGrad(dst, x, dy f32, n int32)

//go:wasmimport k leakyReLU
//go:noescape
func kLeakyReLU(dst, x f32, s float32, n int32)

//go:wasmimport k leakyReLUGrad
//go:noescape
func kLeakyReLUGrad(dst, x, dy f32, s float32, n int32)

//go:wasmimport k exp
//go:noescape
func kExp(dst, x f32, n int32)

//go:wasmimport k sigmoid
//go:noescape
func kSigmoid(dst, x f32, n int32)

//go:wasmimport k tanh
//go:noescape
func kTanh(dst, x f32, n int32)

//go:wasmimport k mulAdd
//go:noescape
func kMulAdd(dst, x, y f32, n int32)

//go:wasmimport k divAdd
//go:noescape
func kDivAdd(dst, x, y f32, n int32)

//go:wasmimport k sigmoidGrad
//go:noescape
func kSigmoidGrad(dst, x, y f32, n int32)

//go:wasmimport k tanhGrad
//go:noescape
func kTanhGrad(dst, x, y f32, n int32)

//go:wasmimport k softmaxGrad
//go:noescape
func kSoftmaxGrad(dst, x, y f32, s float32, n int32)

//go:wasmimport k sum
//go:noescape
func kSum(x f32, n int32) float32

//go:wasmimport k dot
//go:noescape
func kDot(x, y f32, n int32) float32

//go:wasmimport k max
//go:noescape
func kMax(x f32, n int32) float32

//go:wasmimport k expSum
//go:noescape
func kExpSum(dst, x f32, shift float32, n int32) float32

//go:wasmimport k sgd
//go:noescape
func kSGD(w, g f32, lr, decay float32, n int32)

//go:wasmimport k momentum
//go:noescape
func kMomentum(w, v, g f32, lr, mu, keep, decay float32, n int32)

//go:wasmimport k nesterov
//go:noescape
func kNesterov(w, v, g f32, lr, mu, keep, decay float32, n int32)

//go:wasmimport k adam
//go:noescape
func kAdam(w, m, v, g f32, b1, b2, eps, step, root, l2, shrink float32, n int32)
