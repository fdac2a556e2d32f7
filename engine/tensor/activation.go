package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// The functions of this file work element by element on tensors of one shape; they
// panic with a *ShapeError if the shapes differ.

// ReLU writes max(0, x) into dst; NaN stays NaN.
func ReLU(dst, x *Tensor) {
	mustSame("relu", dst, x)
	kernel.ReLU(dst.data, x.data)
	dst.version++
}

// ReLUGrad adds dy to dx except where x ≤ 0. At x = 0 the derivative is 0, and
// where x is NaN the gradient goes through, as in PyTorch.
func ReLUGrad(dx, x, dy *Tensor) {
	mustSame("relu_grad", dx, x)
	mustSame("relu_grad", dx, dy)
	kernel.ReLUGrad(dx.data, x.data, dy.data)
	dx.version++
}

// LeakyReLU writes x where x > 0, else slope·x, into dst.
func LeakyReLU(dst, x *Tensor, slope Elem) {
	mustSame("leaky_relu", dst, x)
	kernel.LeakyReLU(dst.data, x.data, slope)
	dst.version++
}

// LeakyReLUGrad adds dy where x > 0, else slope·dy, to dx.
func LeakyReLUGrad(dx, x, dy *Tensor, slope Elem) {
	mustSame("leaky_relu_grad", dx, x)
	mustSame("leaky_relu_grad", dx, dy)
	kernel.LeakyReLUGrad(dx.data, x.data, dy.data, slope)
	dx.version++
}

// Exp writes eˣ into dst.
func Exp(dst, x *Tensor) {
	mustSame("exp", dst, x)
	kernel.Exp(dst.data, x.data)
	dst.version++
}

// ExpGrad adds y·dy to dx, where y = eˣ.
func ExpGrad(dx, y, dy *Tensor) {
	mustSame("exp_grad", dx, y)
	mustSame("exp_grad", dx, dy)
	kernel.MulAdd(dx.data, y.data, dy.data)
	dx.version++
}

// Log writes ln x into dst: -∞ at 0 and NaN below.
func Log(dst, x *Tensor) {
	mustSame("log", dst, x)
	kernel.Log(dst.data, x.data)
	dst.version++
}

// LogGrad adds dy/x to dx.
func LogGrad(dx, x, dy *Tensor) {
	mustSame("log_grad", dx, x)
	mustSame("log_grad", dx, dy)
	kernel.DivAdd(dx.data, dy.data, x.data)
	dx.version++
}

// Sigmoid writes 1/(1+e⁻ˣ) into dst.
func Sigmoid(dst, x *Tensor) {
	mustSame("sigmoid", dst, x)
	kernel.Sigmoid(dst.data, x.data)
	dst.version++
}

// SigmoidGrad adds y·(1-y)·dy to dx, where y = sigmoid(x).
func SigmoidGrad(dx, y, dy *Tensor) {
	mustSame("sigmoid_grad", dx, y)
	mustSame("sigmoid_grad", dx, dy)
	kernel.SigmoidGrad(dx.data, y.data, dy.data)
	dx.version++
}

// Tanh writes tanh x into dst.
func Tanh(dst, x *Tensor) {
	mustSame("tanh", dst, x)
	kernel.Tanh(dst.data, x.data)
	dst.version++
}

// TanhGrad adds (1-y²)·dy to dx, where y = tanh x.
func TanhGrad(dx, y, dy *Tensor) {
	mustSame("tanh_grad", dx, y)
	mustSame("tanh_grad", dx, dy)
	kernel.TanhGrad(dx.data, y.data, dy.data)
	dx.version++
}
