package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

var groupNormNames = &normNames{"group_norm", "group_norm_mean", "group_norm_var"}

// GroupNorm normalizes every sample over groups of neighbouring channels:
// x [batch, channels, ...] → y [same]; w, b [channels], both may be nil.
//
//	y = w·(x − μ)/√(σ² + ε) + b
//
// One group is a layer norm over all channels, as many groups as channels an
// instance norm. It panics with a *tensor.ValueError if groups does not divide
// the channels.
// Source: Wu and He, “Group normalization”, 2018.
func GroupNorm(x, w, b *Var, groups int, eps float64) *Var {
	shape := x.Shape()
	if len(shape) < 2 {
		panic(&tensor.ShapeError{Op: "group_norm", A: shape, Why: "x is [batch, channels, ...]"})
	}
	if groups < 1 || shape[1]%groups != 0 {
		panic(&tensor.ValueError{Op: "group_norm", Name: "groups", Value: strconv.Itoa(groups), Want: "a divisor of the " + strconv.Itoa(shape[1]) + " channels of x " + tensor.ShapeString(shape)})
	}
	checkAffine("group_norm", shape, shape[1], w, b)
	checkEps("group_norm", eps)
	l := normLayout{n: shape[0], c: shape[1], m: 1, groups: groups}
	for _, d := range shape[2:] {
		l.m *= d
	}
	return normalize(groupNormNames, x, w, b, l, eps)
}
