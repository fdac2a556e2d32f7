package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// The functions of this file are for runs of cells inside larger tensors. The
// length is that of the first slice; a shorter one panics as an index does.

// AddSlice adds src to dst.
func AddSlice(dst, src []Elem) { kernel.Add(dst, src) }

// MulAddSlice adds a·b, element by element, to dst.
func MulAddSlice(dst, a, b []Elem) { kernel.MulAdd(dst, a, b) }

// AxpySlice adds alpha·x to dst.
func AxpySlice(dst []Elem, alpha Elem, x []Elem) { kernel.Axpy(dst, alpha, x) }

// ScaleSlice multiplies dst by alpha.
func ScaleSlice(dst []Elem, alpha Elem) { kernel.Scale(dst, alpha) }

// AddScalarSlice writes x + s into dst, which may be x itself.
func AddScalarSlice(dst, x []Elem, s Elem) { kernel.AddScalar(dst, x, s) }

// SumSlice returns Σ x.
func SumSlice(x []Elem) Elem { return kernel.Sum(x) }

// DotSlice returns Σ x·y.
func DotSlice(x, y []Elem) Elem { return kernel.Dot(x, y) }

// MaxSlice returns the largest element, NaN if there is one, −Inf if x is empty.
func MaxSlice(x []Elem) Elem { return kernel.Max(x) }

// ExpSlice writes eˣ into dst, which may be x itself.
func ExpSlice(dst, x []Elem) { kernel.Exp(dst, x) }

// ExpSumSlice writes exp(x − shift) into dst, which may be x itself, and returns the sum.
func ExpSumSlice(dst, x []Elem, shift Elem) Elem { return kernel.ExpSum(dst, x, shift) }

// SoftmaxGradSlice adds y·(dy − Σ y·dy) to dx, where y is a softmax.
func SoftmaxGradSlice(dx, y, dy []Elem) {
	kernel.SoftmaxGrad(dx, y, dy, kernel.Dot(y[:len(dx)], dy))
}

// SigmoidSlice writes 1/(1+e⁻ˣ) into dst, which may be x itself.
func SigmoidSlice(dst, x []Elem) { kernel.Sigmoid(dst, x) }

// SigmoidGradSlice adds y·(1−y)·dy to dx, where y = sigmoid(x).
func SigmoidGradSlice(dx, y, dy []Elem) { kernel.SigmoidGrad(dx, y, dy) }

// TanhSlice writes tanh x into dst, which may be x itself.
func TanhSlice(dst, x []Elem) { kernel.Tanh(dst, x) }

// TanhGradSlice adds (1−y²)·dy to dx, where y = tanh x.
func TanhGradSlice(dx, y, dy []Elem) { kernel.TanhGrad(dx, y, dy) }

// GELUSlice writes x·Φ(x) into dst, with Φ the distribution function of the
// standard normal.
func GELUSlice(dst, x []Elem) { kernel.GELU(dst, x) }

// GELUGradSlice adds dy times the derivative of [GELUSlice] to dx.
func GELUGradSlice(dx, x, dy []Elem) { kernel.GELUGrad(dx, x, dy) }

// GELUTanhSlice writes ½x(1 + tanh u) into dst, where u = √(2/π)(x + 0.044715x³).
func GELUTanhSlice(dst, x []Elem) { kernel.GELUTanh(dst, x) }

// GELUTanhGradSlice adds dy times the derivative of [GELUTanhSlice] to dx.
func GELUTanhGradSlice(dx, x, dy []Elem) { kernel.GELUTanhGrad(dx, x, dy) }

// SiLUSlice writes x·sigmoid(x) into dst.
func SiLUSlice(dst, x []Elem) { kernel.SiLU(dst, x) }

// SiLUGradSlice adds dy times the derivative of [SiLUSlice] to dx.
func SiLUGradSlice(dx, x, dy []Elem) { kernel.SiLUGrad(dx, x, dy) }

// SoftplusSlice writes ln(1 + exp(beta·x))/beta into dst.
func SoftplusSlice(dst, x []Elem, beta Elem) { kernel.Softplus(dst, x, beta) }

// SoftplusGradSlice adds dy·sigmoid(beta·x) to dx.
func SoftplusGradSlice(dx, x, dy []Elem, beta Elem) { kernel.SoftplusGrad(dx, x, dy, beta) }

// ELUSlice writes x where x > 0, else alpha·(eˣ − 1), into dst.
func ELUSlice(dst, x []Elem, alpha Elem) { kernel.ELU(dst, x, alpha) }

// ELUGradSlice adds dy where x > 0, else dy·alpha·eˣ, to dx.
func ELUGradSlice(dx, x, dy []Elem, alpha Elem) { kernel.ELUGrad(dx, x, dy, alpha) }
