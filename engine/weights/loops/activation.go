package loops

import "math"

// each computes f of every number of x.
func each(x Tensor, f func(v float64) float64) Tensor {
	y := zeros(x.Shape...)
	for i, v := range x.Data {
		y.Data[i] = float32(f(float64(v)))
	}
	return y
}

// ReLU returns x, or 0 where x is negative.
func ReLU(x Tensor) Tensor { return each(x, func(v float64) float64 { return max(v, 0) }) }

// LeakyReLU returns x, or slope·x where x is negative.
func LeakyReLU(x Tensor, slope float64) Tensor {
	return each(x, func(v float64) float64 { return max(v, 0) + slope*min(v, 0) })
}

// ELU returns x, or α·(eˣ − 1) where x is negative.
func ELU(x Tensor, alpha float64) Tensor {
	return each(x, func(v float64) float64 { return max(v, 0) + alpha*math.Expm1(min(v, 0)) })
}

// Sigmoid returns 1/(1 + e⁻ˣ).
func Sigmoid(x Tensor) Tensor { return each(x, logistic) }

// logistic is 1/(1 + e⁻ᵛ).
func logistic(v float64) float64 { return 1 / (1 + math.Exp(-v)) }

// Tanh returns the hyperbolic tangent of x.
func Tanh(x Tensor) Tensor { return each(x, math.Tanh) }

// GELU returns x·Φ(x), Φ being the distribution of the normal law.
func GELU(x Tensor) Tensor {
	return each(x, func(v float64) float64 { return v * 0.5 * math.Erfc(-v/math.Sqrt2) })
}

// GELUTanh returns GELU as it is approximated by a tanh.
func GELUTanh(x Tensor) Tensor {
	return each(x, func(v float64) float64 {
		return 0.5 * v * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(v+0.044715*v*v*v)))
	})
}

// SiLU returns x·σ(x).
func SiLU(x Tensor) Tensor { return each(x, func(v float64) float64 { return v * logistic(v) }) }

// Softplus returns log(1 + e^(βx))/β.
func Softplus(x Tensor, beta float64) Tensor {
	return each(x, func(v float64) float64 { return (max(beta*v, 0) + math.Log1p(math.Exp(-math.Abs(beta*v)))) / beta })
}

// Step returns 1 where x reaches the threshold, else 0.
func Step(x Tensor, threshold float64) Tensor {
	return each(x, func(v float64) float64 {
		if v >= threshold {
			return 1
		}
		return 0
	})
}

// Clamp returns x held within low and high.
func Clamp(x Tensor, low, high float64) Tensor {
	return each(x, func(v float64) float64 { return min(max(v, low), high) })
}

// PowConst returns x to the power of a number.
func PowConst(x Tensor, e float64) Tensor {
	return each(x, func(v float64) float64 { return math.Pow(v, e) })
}

// Exp returns eˣ.
func Exp(x Tensor) Tensor { return each(x, math.Exp) }

// Log returns the natural logarithm of x.
func Log(x Tensor) Tensor { return each(x, math.Log) }

// Sqrt returns √x.
func Sqrt(x Tensor) Tensor { return each(x, math.Sqrt) }

// Square returns x².
func Square(x Tensor) Tensor { return each(x, func(v float64) float64 { return v * v }) }

// Neg returns −x.
func Neg(x Tensor) Tensor { return each(x, func(v float64) float64 { return -v }) }

// Abs returns |x|.
func Abs(x Tensor) Tensor { return each(x, math.Abs) }

// Reciprocal returns 1/x.
func Reciprocal(x Tensor) Tensor { return each(x, func(v float64) float64 { return 1 / v }) }
