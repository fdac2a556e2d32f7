package classic

import (
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
