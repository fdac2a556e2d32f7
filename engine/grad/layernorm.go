package grad

import "gradtheatre/engine/tensor"

var layerNormNames = &normNames{"layer_norm", "layer_norm_mean", "layer_norm_var"}

// LayerNorm normalizes over the last dimensions, those given by shape:
// x [..., shape...] → y [same]; w, b [shape...], both may be nil.
//
//	y = w·(x − μ)/√(σ² + ε) + b
//
// μ and σ² are the mean and the biased variance of one sample's numbers, so
// training and use are the same and samples do not see one another.
// It panics with a *tensor.ShapeError if x does not end in shape.
// Source: Ba, Kiros and Hinton, “Layer normalization”, 2016.
func LayerNorm(x, w, b *Var, shape []int, eps float64) *Var {
	rank := len(x.Shape()) - len(shape)
	if len(shape) == 0 || rank < 0 || !tensor.SameShape(x.Shape()[rank:], shape) {
		panic(&tensor.ShapeError{Op: "layer_norm", A: x.Shape(), B: append([]int{}, shape...), Why: "x ends in the normalized shape"})
	}
	for _, v := range [2]*Var{w, b} {
		if v != nil && !tensor.SameShape(v.Shape(), shape) {
			panic(&tensor.ShapeError{Op: "layer_norm", A: x.Shape(), B: v.Shape(), Why: "weight and bias are " + tensor.ShapeString(shape)})
		}
	}
	checkEps("layer_norm", eps)
	l := normLayout{n: 1, c: 1, m: 1, groups: 1}
	for _, d := range x.Shape()[:rank] {
		l.n *= d
	}
	for _, d := range shape {
		l.c *= d
	}
	return normalize(layerNormNames, x, w, b, l, eps)
}
