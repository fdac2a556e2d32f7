package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// Concat joins tensors along an axis: x₁ [… n₁ …], x₂ [… n₂ …] → y [… n₁+n₂ …].
//
//	∂y/∂x = 1 for the cells that came from x
//
// It panics with a *tensor.ShapeError if the other dimensions differ, and with
// a *tensor.ValueError if there is nothing to join or no such axis.
func Concat(axis int, xs ...*Var) *Var {
	if len(xs) == 0 {
		panic(&tensor.ValueError{Op: "concat", Name: "tensors", Value: "an empty list", Want: "at least one"})
	}
	s := xs[0].Shape()
	y, p := newRearrange("concat", xs...)
	checkRank("concat", s)
	axis = tensor.Axis("concat", axis, s)
	p.attr("axis", axis)
	total := 0
	for _, x := range xs {
		t := x.Shape()
		if len(t) != len(s) {
			panic(&tensor.ShapeError{Op: "concat", A: append([]int{}, s...), B: append([]int{}, t...), Why: "the ranks differ"})
		}
		for d := range s {
			if d != axis && s[d] != t[d] {
				panic(&tensor.ShapeError{Op: "concat", A: append([]int{}, s...), B: append([]int{}, t...), Why: "only dimension " + strconv.Itoa(axis) + " may differ"})
			}
		}
		total += t[axis]
	}
	outer := 1
	for _, d := range s[:axis] {
		outer *= d
	}
	for o := range outer {
		for k, x := range xs {
			n := x.Shape()[axis] * stride(s, axis)
			p.take(k, o*n, n)
		}
	}
	var shape [maxRank]int
	copy(shape[:], s)
	shape[axis] = total
	return p.move(y, shape[:len(s)]...)
}
