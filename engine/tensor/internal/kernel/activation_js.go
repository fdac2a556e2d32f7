//go:build js && simd && !f64

package kernel

// The smooth activation functions of simd/kernels.c; see level_js.go.

func fastLog(dst, x *float32, n int)                 { kLog(p(dst), p(x), int32(n)) }
func fastGELU(dst, x *float32, n int)                { kGELU(p(dst), p(x), int32(n)) }
func fastGELUGrad(dst, x, dy *float32, n int)        { kGELUGrad(p(dst), p(x), p(dy), int32(n)) }
func fastGELUTanh(dst, x *float32, n int)            { kGELUTanh(p(dst), p(x), int32(n)) }
func fastGELUTanhGrad(dst, x, dy *float32, n int)    { kGELUTanhGrad(p(dst), p(x), p(dy), int32(n)) }
func fastSiLU(dst, x *float32, n int)                { kSiLU(p(dst), p(x), int32(n)) }
func fastSiLUGrad(dst, x, dy *float32, n int)        { kSiLUGrad(p(dst), p(x), p(dy), int32(n)) }
func fastSoftplus(dst, x *float32, s float32, n int) { kSoftplus(p(dst), p(x), s, int32(n)) }
func fastSoftplusGrad(dst, x, dy *float32, s float32, n int) {
	kSoftplusGrad(p(dst), p(x), p(dy), s, int32(n))
}
func fastELU(dst, x *float32, s float32, n int)         { kELU(p(dst), p(x), s, int32(n)) }
func fastELUGrad(dst, x, dy *float32, s float32, n int) { kELUGrad(p(dst), p(x), p(dy), s, int32(n)) }

//go:wasmimport k log
//go:noescape
func kLog(dst, x f32, n int32)

//go:wasmimport k gelu
//go:noescape
func kGELU(dst, x f32, n int32)

//go:wasmimport k geluGrad
//go:noescape
func kGELUGrad(dst, x, dy f32, n int32)

//go:wasmimport k geluTanh
//go:noescape
func kGELUTanh(dst, x f32, n int32)

//go:wasmimport k geluTanhGrad
//go:noescape
func kGELUTanhGrad(dst, x, dy f32, n int32)

//go:wasmimport k silu
//go:noescape
func kSiLU(dst, x f32, n int32)

//go:wasmimport k siluGrad
//go:noescape
func kSiLUGrad(dst, x, dy f32, n int32)

//go:wasmimport k softplus
//go:noescape
func kSoftplus(dst, x f32, s float32, n int32)

//go:wasmimport k softplusGrad
//go:noescape
func kSoftplusGrad(dst, x, dy f32, s float32, n int32)

//go:wasmimport k elu
//go:noescape
func kELU(dst, x f32, s float32, n int32)

//go:wasmimport k eluGrad
//go:noescape
func kELUGrad(dst, x, dy f32, s float32, n int32)
