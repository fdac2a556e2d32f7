package loops

import "math"

// Softmax turns the numbers along an axis into shares that add up to 1.
//
//	y = eˣ / Σ eˣ
func Softmax(x Tensor, axis int) Tensor {
	return against(x, axis, func(v, logSum float64) float64 { return math.Exp(v - logSum) })
}

// LogSoftmax is the logarithm of Softmax.
func LogSoftmax(x Tensor, axis int) Tensor {
	return against(x, axis, func(v, logSum float64) float64 { return v - logSum })
}

// against computes f of every number and log Σ eˣ along the axis. The largest x is
// taken off before, so that no power overflows.
func against(x Tensor, axis int, f func(v, logSum float64) float64) Tensor {
	y := zeros(x.Shape...)
	n, step := x.Shape[axis], size(x.Shape[axis+1:])
	for row := range len(x.Data) / n {
		from := row/step*n*step + row%step
		most, sum := math.Inf(-1), 0.0
		for k := range n {
			most = max(most, float64(x.Data[from+k*step]))
		}
		for k := range n {
			sum += math.Exp(float64(x.Data[from+k*step]) - most)
		}
		for k := range n {
			y.Data[from+k*step] = float32(f(float64(x.Data[from+k*step]), most+math.Log(sum)))
		}
	}
	return y
}
