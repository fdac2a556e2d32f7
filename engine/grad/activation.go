package grad

import (
	"fmt"
	"math"

	"gradtheatre/engine/tensor"
)

// ELU returns x where x > 0, else α(e^x − 1): x [any] → y [same].
//
//	∂y/∂x = 1 where x > 0, else α·e^x
//
// Source: Clevert, Unterthiner and Hochreiter, “Fast and accurate deep network learning by exponential linear units”, 2015.
func ELU(x *Var, alpha float64) *Var {
	return unary(x, &eluFn, settings{a: alpha, named: [2]string{"alpha"}})
}

// GELU returns x·Φ(x), with Φ the distribution function of the standard
// normal: x [any] → y [same].
//
//	y = x·½(1 + erf(x/√2)), ∂y/∂x = Φ(x) + x·φ(x)
//
// Source: Hendrycks and Gimpel, “Gaussian error linear units”, 2016.
func GELU(x *Var) *Var { return unary(x, &geluFn, settings{}) }

// GELUTanh returns the approximation of [GELU] that GPT-2 uses: x [any] → y [same].
//
//	y = ½x(1 + tanh u), u = √(2/π)·(x + 0.044715x³)
func GELUTanh(x *Var) *Var { return unary(x, &geluTanhFn, settings{}) }

// Softplus returns ln(1 + e^(βx))/β, a smooth ReLU: x [any] → y [same].
//
//	∂y/∂x = sigmoid(βx)
//
// Computed as max(x, 0) + ln(1 + e^−|βx|)/β, which cannot overflow. It panics
// with a *tensor.ValueError unless beta > 0.
func Softplus(x *Var, beta float64) *Var {
	if !(beta > 0) {
		panic(&tensor.ValueError{Op: "softplus", Name: "beta", Value: fmt.Sprint(beta), Want: "more than 0"})
	}
	return unary(x, &softplusFn, settings{a: beta, named: [2]string{"beta"}})
}

// SiLU returns x·sigmoid(x), also called swish: x [any] → y [same].
//
//	∂y/∂x = σ + x·σ(1 − σ), σ = sigmoid(x)
//
// Source: Elfwing, Uchibe and Doya, “Sigmoid-weighted linear units”, 2017.
func SiLU(x *Var) *Var { return unary(x, &siluFn, settings{}) }

var eluFn = function{
	name:     "elu",
	value:    func(y, x []elem, s settings) { tensor.ELUSlice(y, x, elem(s.a)) },
	gradient: func(dx, x, dy []elem, s settings) { tensor.ELUGradSlice(dx, x, dy, elem(s.a)) },
	slope: func(x, y float64, s settings) float64 {
		if x > 0 {
			return 1
		}
		return s.a * math.Exp(x)
	},
}

var geluFn = function{
	name:     "gelu",
	value:    func(y, x []elem, _ settings) { tensor.GELUSlice(y, x) },
	gradient: func(dx, x, dy []elem, _ settings) { tensor.GELUGradSlice(dx, x, dy) },
	slope: func(x, y float64, _ settings) float64 {
		return normalCDF(x) + x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
	},
}

// normalCDF is Φ(x); erfc keeps its tail where 1 + erf would cancel.
func normalCDF(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

var geluTanhFn = function{
	name:     "gelu_tanh",
	value:    func(y, x []elem, _ settings) { tensor.GELUTanhSlice(y, x) },
	gradient: func(dx, x, dy []elem, _ settings) { tensor.GELUTanhGradSlice(dx, x, dy) },
	slope: func(x, y float64, _ settings) float64 {
		t, du := geluTanh(x)
		return 0.5*(1+t) + 0.5*x*(1-t*t)*du
	},
}

// geluTanh returns tanh u and ∂u/∂x of GELUTanh.
func geluTanh(x float64) (t, du float64) {
	const c, k = 0.7978845608028654, 0.044715 // √(2/π)
	return math.Tanh(c * (x + k*x*x*x)), c * (1 + 3*k*x*x)
}

var softplusFn = function{
	name:     "softplus",
	value:    func(y, x []elem, s settings) { tensor.SoftplusSlice(y, x, elem(s.a)) },
	gradient: func(dx, x, dy []elem, s settings) { tensor.SoftplusGradSlice(dx, x, dy, elem(s.a)) },
	slope:    func(x, y float64, s settings) float64 { return logistic(s.a * x) },
}

var siluFn = function{
	name:     "silu",
	value:    func(y, x []elem, _ settings) { tensor.SiLUSlice(y, x) },
	gradient: func(dx, x, dy []elem, _ settings) { tensor.SiLUGradSlice(dx, x, dy) },
	slope: func(x, y float64, _ settings) float64 {
		s := logistic(x)
		return s + x*s*(1-s)
	},
}

// logistic is 1/(1 + e^−x), from the side on which the exponential cannot overflow.
func logistic(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}
