package classic

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// FitLine computes, on the tape of x [n] and y [n], the line with the least
// Σ (w·x + b − y)²: w [] and b [], each explained like any other value.
//
//	w = Σ (x−x̄)(y−ȳ) / Σ (x−x̄)²    b = ȳ − w·x̄
//
// Without an intercept w = Σ x·y / Σ x² and b is nil. Where all x are equal
// there is no such line, and w is NaN or infinite. It panics with a
// *tensor.ShapeError if the lengths differ. Package linalg solves the case of
// many features. Source: Legendre, “Nouvelles méthodes pour la détermination des orbites des comètes”, 1805.
func FitLine(x, y *grad.Var, intercept bool) (w, b *grad.Var) {
	if !tensor.SameShape(x.Shape(), y.Shape()) {
		panic(&tensor.ShapeError{Op: "least squares", A: x.Shape(), B: y.Shape(), Why: "one target for each example"})
	}
	if !intercept {
		return grad.Div(grad.Sum(grad.Mul(x, y)), grad.Sum(grad.Square(x))).Named("w"), nil
	}
	mx, my := grad.Mean(x).Named("mean x"), grad.Mean(y).Named("mean y")
	dx, dy := grad.Sub(x, mx), grad.Sub(y, my)
	w = grad.Div(grad.Sum(grad.Mul(dx, dy)), grad.Sum(grad.Square(dx))).Named("w")
	return w, grad.Sub(my, grad.Mul(w, mx)).Named("b")
}

// LeastSquares returns the weights [features] and the intercept that minimise
// Σ (x·w + b − y)², for x [n, features] and y [n, 1]; without intercept b is 0.
// A column that depends on those before it gets the weight 0. It returns an
// error if a number is not finite, and panics with a *tensor.ShapeError if x
// and y do not fit.
//
// It is modified Gram–Schmidt in float64, enough for the few columns of a
// lesson, so that a page need not carry package linalg, which has gonum's
// decomposition for everything else and holds this one in tests.
// Source: Björck, “Solving linear least squares problems by Gram–Schmidt orthogonalization”, 1967.
func LeastSquares(x, y *tensor.Tensor, intercept bool) (w []float64, b float64, err error) {
	n, width := table("least squares", x, -1)
	if y.Len() != n {
		panic(&tensor.ShapeError{Op: "least squares", A: x.Shape(), B: y.Shape(), Why: "one target for each example"})
	}
	if !x.IsFinite() || !y.IsFinite() {
		return nil, 0, &tensor.ValueError{Op: "least squares", Name: "x or y", Value: "NaN or infinite", Want: "finite numbers"}
	}
	columns := make([][]float64, width, width+1)
	for k := range columns {
		columns[k] = make([]float64, n)
		for i := range n {
			columns[k][i] = float64(x.Data()[i*width+k])
		}
	}
	if intercept {
		ones := make([]float64, n)
		for i := range ones {
			ones[i] = 1
		}
		columns = append(columns, ones)
	}
	rest := make([]float64, n)
	for i := range rest {
		rest[i] = float64(y.Data()[i])
	}
	w = gramSchmidt(columns, rest)
	if intercept {
		b = w[width]
	}
	return w[:width], b, nil
}

// gramSchmidt makes the columns orthogonal one after the other, takes each out
// of the rest, and solves R·w = Qᵀy from the last column up.
func gramSchmidt(q [][]float64, rest []float64) []float64 {
	m := len(q)
	r, w := make([][]float64, m), make([]float64, m)
	for k := range q {
		r[k] = make([]float64, m)
		before := dot(q[k], q[k])
		for j := range k {
			if r[j][j] != 0 {
				r[j][k] = dot(q[j], q[k])
				axpy(q[k], -r[j][k], q[j])
			}
		}
		after := dot(q[k], q[k])
		if after <= 1e-20*before {
			continue // depends on the columns before it
		}
		r[k][k] = math.Sqrt(after)
		for i := range q[k] {
			q[k][i] /= r[k][k]
		}
		w[k] = dot(q[k], rest)
		axpy(rest, -w[k], q[k])
	}
	for k := m - 1; k >= 0; k-- {
		if r[k][k] == 0 {
			w[k] = 0
			continue
		}
		for j := k + 1; j < m; j++ {
			w[k] -= r[k][j] * w[j]
		}
		w[k] /= r[k][k]
	}
	return w
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func axpy(dst []float64, alpha float64, x []float64) {
	for i, v := range x {
		dst[i] += alpha * v
	}
}
