package tensor

import (
	"math"

	"gradtheatre/engine/tensor/internal/kernel"
)

// rows returns how many rows of the last dimension x has, and their length.
func rows(op string, x *Tensor) (count, length int) {
	if len(x.shape) == 0 {
		return 1, 1
	}
	length = x.shape[len(x.shape)-1]
	if length == 0 {
		return 0, 0
	}
	return len(x.data) / length, length
}

// Softmax writes the softmax of every row of the last dimension into dst:
//
//	dst_i = exp(x_i - max x) / Σ_j exp(x_j - max x)
//
// A row with a NaN, a +∞ or nothing but -∞ becomes NaN, as in PyTorch. A row of
// length 0 stays empty.
func Softmax(dst, x *Tensor) {
	mustSame("softmax", dst, x)
	count, n := rows("softmax", x)
	for r := range count {
		xr, yr := x.data[r*n:][:n], dst.data[r*n:][:n]
		kernel.Scale(yr, 1/kernel.ExpSum(yr, xr, kernel.Max(xr)))
	}
	dst.version++
}

// SoftmaxGrad adds y·(dy - Σ_j dy_j·y_j), row by row, to dx, where y = softmax(x).
func SoftmaxGrad(dx, y, dy *Tensor) {
	mustSame("softmax_grad", dx, y)
	mustSame("softmax_grad", dx, dy)
	count, n := rows("softmax_grad", y)
	for r := range count {
		yr, dr := y.data[r*n:][:n], dy.data[r*n:][:n]
		kernel.SoftmaxGrad(dx.data[r*n:][:n], yr, dr, kernel.Dot(yr, dr))
	}
	dx.version++
}

// LogSoftmax writes x - max x - ln Σ_j exp(x_j - max x) of every row of the last
// dimension into dst.
func LogSoftmax(dst, x *Tensor) {
	mustSame("log_softmax", dst, x)
	count, n := rows("log_softmax", x)
	for r := range count {
		xr, yr := x.data[r*n:][:n], dst.data[r*n:][:n]
		m := kernel.Max(xr)
		s := Elem(math.Log(float64(kernel.ExpSum(yr, xr, m))))
		kernel.AddScalar(yr, xr, -m)
		kernel.AddScalar(yr, yr, -s)
	}
	dst.version++
}

// LogSoftmaxGrad adds dy - exp(y)·Σ_j dy_j, row by row, to dx, where y = log-softmax(x).
func LogSoftmaxGrad(dx, y, dy *Tensor) {
	mustSame("log_softmax_grad", dx, y)
	mustSame("log_softmax_grad", dx, dy)
	var buf [64]Elem
	count, n := rows("log_softmax_grad", y)
	for r := range count {
		yr, dr, xr := y.data[r*n:][:n], dy.data[r*n:][:n], dx.data[r*n:][:n]
		s := kernel.Sum(dr)
		for o := 0; o < n; o += len(buf) {
			e := buf[:min(len(buf), n-o)]
			kernel.Exp(e, yr[o:])
			kernel.Add(xr[o:][:len(e)], dr[o:])
			kernel.Axpy(xr[o:][:len(e)], -s, e)
		}
	}
	dx.version++
}
