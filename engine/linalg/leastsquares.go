// Package linalg solves what has an answer in closed form: least squares and
// principal components, by gonum's decompositions. It stands apart so that a
// program that trains by gradient does not carry them.
package linalg

import (
	"gonum.org/v1/gonum/mat"

	"gradtheatre/engine/tensor"
)

// LeastSquares returns the weights [features] and the intercept that minimise
// Σ (x·w + b − y)², for x [n, features] and y [n, 1]; without intercept b is 0.
// Of several solutions it is the shortest. It returns an error if a number is
// not finite, and panics with a *tensor.ShapeError if x and y do not fit.
// Source: gonum/mat, by singular value decomposition.
func LeastSquares(x, y *tensor.Tensor, intercept bool) (w []float64, b float64, err error) {
	n, width := rows("least squares", x)
	if y.Len() != n {
		panic(&tensor.ShapeError{Op: "least squares", A: x.Shape(), B: y.Shape(), Why: "one target for each example"})
	}
	if !x.IsFinite() || !y.IsFinite() {
		return nil, 0, &tensor.ValueError{Op: "least squares", Name: "x or y", Value: "NaN or infinite", Want: "finite numbers"}
	}
	columns := width
	if intercept {
		columns++
	}
	a, target := mat.NewDense(n, columns, nil), mat.NewVecDense(n, nil)
	for i := range n {
		for k := range width {
			a.Set(i, k, float64(x.Data()[i*width+k]))
		}
		if intercept {
			a.Set(i, width, 1)
		}
		target.SetVec(i, float64(y.Data()[i]))
	}
	var svd mat.SVD
	if !svd.Factorize(a, mat.SVDThin) {
		return nil, 0, &tensor.ValueError{Op: "least squares", Name: "x", Value: "a matrix that cannot be decomposed", Want: "finite numbers of similar size"}
	}
	rank := svd.Rank(1e-12)
	w = make([]float64, columns)
	if rank > 0 {
		var solution mat.VecDense
		svd.SolveVecTo(&solution, target, rank)
		for k := range w {
			w[k] = solution.AtVec(k)
		}
	}
	if intercept {
		b = w[width]
	}
	return w[:width], b, nil
}
