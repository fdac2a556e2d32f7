package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// Slice takes every step-th cell along an axis, from start up to but without
// stop: x [… n …] → y [… ⌈(stop−start)/step⌉ …].
//
//	∂y/∂x = 1 for the cells that were taken, else 0
//
// As in Python, negative bounds count from the end and bounds beyond it are
// cut. It panics with a *tensor.ValueError if step < 1 or there is no such axis.
func Slice(x *Var, axis, start, stop, step int) *Var {
	s := x.Shape()
	y, p := newRearrange("slice", x)
	checkRank("slice", s)
	axis = tensor.Axis("slice", axis, s)
	if step < 1 {
		panic(&tensor.ValueError{Op: "slice", Name: "step", Value: strconv.Itoa(step), Want: "1 or more"})
	}
	n := s[axis]
	start, stop = bound(start, n), bound(stop, n)
	p.attr("axis", axis)
	p.attr("start", start)
	p.attr("stop", stop)
	p.attr("step", step)
	var shape, steps [maxRank]int
	for d := range s {
		shape[d], steps[d] = s[d], stride(s, d)
	}
	shape[axis] = 0
	if stop > start {
		shape[axis] = (stop - start + step - 1) / step
	}
	at := start * steps[axis]
	steps[axis] *= step
	p.strided(shape[:len(s)], steps[:len(s)], at)
	return p.move(y, shape[:len(s)]...)
}

// bound is a Python slice bound as 0 … n.
func bound(i, n int) int {
	if i < 0 {
		i += n
	}
	return min(max(i, 0), n)
}

// Index takes one cell along an axis and drops that dimension: x [… n …] → y [… …].
// Negative indices count from the end. It panics with a *tensor.ValueError if
// the index is out of range.
func Index(x *Var, axis, i int) *Var {
	s := x.Shape()
	y, p := newRearrange("index", x)
	checkRank("index", s)
	axis = tensor.Axis("index", axis, s)
	k := i
	if k < 0 {
		k += s[axis]
	}
	if k < 0 || k >= s[axis] {
		panic(&tensor.ValueError{Op: "index", Name: "index", Value: strconv.Itoa(i),
			Want: "0 … " + strconv.Itoa(s[axis]-1) + " in dimension " + strconv.Itoa(axis) + " of " + tensor.ShapeString(s)})
	}
	p.attr("axis", axis)
	p.attr("index", k)
	var shape, steps [maxRank]int
	n := 0
	for d := range s {
		if d != axis {
			shape[n], steps[n] = s[d], stride(s, d)
			n++
		}
	}
	p.strided(shape[:n], steps[:n], k*stride(s, axis))
	return p.move(y, shape[:n]...)
}

// Gather takes cells along an axis, in the order of indices, which may repeat:
// x [… n …] → y [… len(indices) …].
//
//	the gradient of a cell is the sum over the places it was taken to
//
// It panics with a *tensor.ValueError if an index is out of range or there is no
// such axis.
func Gather(x *Var, axis int, indices []int) *Var {
	s := x.Shape()
	y, p := newRearrange("gather", x)
	checkRank("gather", s)
	axis = tensor.Axis("gather", axis, s)
	for _, i := range indices {
		if i < 0 || i >= s[axis] {
			panic(&tensor.ValueError{Op: "gather", Name: "index", Value: strconv.Itoa(i),
				Want: "0 … " + strconv.Itoa(s[axis]-1) + " in dimension " + strconv.Itoa(axis) + " of " + tensor.ShapeString(s)})
		}
	}
	inner := stride(s, axis)
	outer := 1
	for _, d := range s[:axis] {
		outer *= d
	}
	for o := range outer {
		for _, i := range indices {
			p.take(0, (o*s[axis]+i)*inner, inner)
		}
	}
	p.attr("axis", axis)
	var shape [maxRank]int
	copy(shape[:], s)
	shape[axis] = len(indices)
	return p.move(y, shape[:len(s)]...)
}
