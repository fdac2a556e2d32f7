package classic

import (
	"math"

	"gradtheatre/engine/tensor"
)

// Descent is gradient descent for least squares as textbooks write it out, in
// float64 and without intercept: from w = 0, every epoch
//
//	ŷ = x·w, loss = Σ (ŷ − y)²/n, w ← w − η·xᵀ(ŷ − y)
//
// The gradient is a sum over the examples; Mean divides it by n. With the sum
// the step that is still stable shrinks with every example added.
type Descent struct {
	Rate float64 // η
	Mean bool

	// Each, if not nil, is told of every epoch: the loss, and the largest |ŷ|.
	Each func(epoch int, loss, guess float64)
}

// Overflow is where a descent leaves the numbers: the first epoch, counted from
// 0, whose loss or whose prediction is not finite; −1 where there is none.
type Overflow struct{ Loss, Prediction int }

// Fit runs up to so many epochs on x [n, features] and y [n, 1] and returns the
// weights it ends with and where it overflows. It stops when a prediction does.
// It panics with a *tensor.ShapeError if x and y do not fit.
func (d Descent) Fit(x, y *tensor.Tensor, epochs int) (w []float64, over Overflow) {
	n, width := table("descent", x, -1)
	if y.Len() != n {
		panic(&tensor.ShapeError{Op: "descent", A: x.Shape(), B: y.Shape(), Why: "one target for each example"})
	}
	w, over = make([]float64, width), Overflow{-1, -1}
	slope, scale := make([]float64, width), 1.0
	if d.Mean {
		scale = 1 / float64(n)
	}
	for e := range epochs {
		clear(slope)
		loss, largest, finite := 0.0, 0.0, true
		for i := range n {
			row := x.Data()[i*width:][:width]
			guess := 0.0
			for k, v := range row {
				guess += float64(v) * w[k]
			}
			finite = finite && !math.IsInf(guess, 0) && !math.IsNaN(guess)
			largest = max(largest, math.Abs(guess))
			miss := guess - float64(y.Data()[i])
			loss += miss * miss
			for k, v := range row {
				slope[k] += float64(v) * miss
			}
		}
		if d.Each != nil {
			d.Each(e, loss/float64(n), largest)
		}
		if over.Loss < 0 && !(loss/float64(n) <= math.MaxFloat64) {
			over.Loss = e
		}
		if !finite {
			over.Prediction = e
			return w, over
		}
		for k := range w {
			w[k] -= d.Rate * scale * slope[k]
		}
	}
	return w, over
}
