package data

import (
	"math"

	"gradtheatre/engine/tensor"
)

// Scaler brings every column of a table to mean 0 and standard deviation 1. It
// is fitted on the training part and applied to all: the test part must not
// have a say in it.
type Scaler struct {
	Mean, SD []float64 // by column; SD is 1 where a column does not vary
}

// FitScaler measures the columns of x [n, …], taken as n rows.
// It panics with a *tensor.ShapeError if there are no rows.
func FitScaler(x *tensor.Tensor) *Scaler {
	n, width := rows("standardise", x)
	s := &Scaler{Mean: make([]float64, width), SD: make([]float64, width)}
	for k := range width {
		for i := range n {
			s.Mean[k] += float64(x.Data()[i*width+k])
		}
		s.Mean[k] /= float64(n)
		for i := range n {
			d := float64(x.Data()[i*width+k]) - s.Mean[k]
			s.SD[k] += d * d
		}
		if s.SD[k] = math.Sqrt(s.SD[k] / float64(n)); s.SD[k] == 0 {
			s.SD[k] = 1
		}
	}
	return s
}

// Apply returns (x − mean)/sd in a new tensor.
// It panics with a *tensor.ShapeError if x has another number of columns.
func (s *Scaler) Apply(x *tensor.Tensor) *tensor.Tensor {
	return s.each(x, func(v float64, k int) float64 { return (v - s.Mean[k]) / s.SD[k] })
}

// Invert returns x·sd + mean in a new tensor.
// It panics with a *tensor.ShapeError if x has another number of columns.
func (s *Scaler) Invert(x *tensor.Tensor) *tensor.Tensor {
	return s.each(x, func(v float64, k int) float64 { return v*s.SD[k] + s.Mean[k] })
}

func (s *Scaler) each(x *tensor.Tensor, f func(v float64, k int) float64) *tensor.Tensor {
	width := len(s.Mean)
	if x.Rank() == 0 || x.Len() != x.Dim(0)*width {
		panic(&tensor.ShapeError{Op: "standardise", A: x.Shape(), B: []int{width}, Why: "as many columns as the scaler was fitted on"})
	}
	y := x.Clone()
	for i, v := range x.Data() {
		y.Data()[i] = tensor.Elem(f(float64(v), i%width))
	}
	return y
}

// Standardised returns the data set with its columns scaled by s.
func (d *Dataset) Standardised(s *Scaler) *Dataset {
	out := *d
	out.X = s.Apply(d.X)
	return &out
}

// rows returns the size of x taken as a table.
func rows(op string, x *tensor.Tensor) (n, width int) {
	if x.Rank() == 0 || x.Len() == 0 {
		panic(&tensor.ShapeError{Op: op, A: x.Shape(), Why: "at least one row of at least one number"})
	}
	return x.Dim(0), x.Len() / x.Dim(0)
}
