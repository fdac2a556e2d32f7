package loops

import "math"

// pairwise computes f of the numbers of a and b, the smaller one repeated.
func pairwise(a, b Tensor, f func(a, b float64) float64) Tensor {
	shape := make([]int, max(len(a.Shape), len(b.Shape)))
	for d := 1; d <= len(shape); d++ {
		n := 1
		for _, s := range [2][]int{a.Shape, b.Shape} {
			if d <= len(s) && s[len(s)-d] != 1 {
				n = s[len(s)-d]
			}
		}
		shape[len(shape)-d] = n
	}
	y := zeros(shape...)
	for i := range y.Data {
		y.Data[i] = float32(f(float64(a.Data[place(i, shape, a.Shape)]), float64(b.Data[place(i, shape, b.Shape)])))
	}
	return y
}

// Add returns a + b.
func Add(a, b Tensor) Tensor {
	return pairwise(a, b, func(a, b float64) float64 { return a + b })
}

// Sub returns a − b.
func Sub(a, b Tensor) Tensor {
	return pairwise(a, b, func(a, b float64) float64 { return a - b })
}

// Mul returns a·b, number by number.
func Mul(a, b Tensor) Tensor {
	return pairwise(a, b, func(a, b float64) float64 { return a * b })
}

// Div returns a/b.
func Div(a, b Tensor) Tensor {
	return pairwise(a, b, func(a, b float64) float64 { return a / b })
}

// Pow returns a to the power of b.
func Pow(a, b Tensor) Tensor { return pairwise(a, b, math.Pow) }

// Max returns the larger of a and b, number by number.
func Max(a, b Tensor) Tensor { return pairwise(a, b, math.Max) }

// Min returns the smaller of a and b, number by number.
func Min(a, b Tensor) Tensor { return pairwise(a, b, math.Min) }
