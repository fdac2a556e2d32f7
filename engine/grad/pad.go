package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// Pad puts cells of a constant value around x: pads[d] counts those before and
// after dimension d. x [d0, d1, …] → y [before+d0+after, …].
//
//	∂y/∂x = 1: the border takes its gradient with it
//
// It panics with a *tensor.ValueError if a count is negative, and with a
// *tensor.ShapeError if there is not one pair for each dimension.
func Pad(x *Var, pads [][2]int, value float64) *Var {
	s := x.Shape()
	y, p := newRearrange("pad", x)
	checkRank("pad", s)
	if len(pads) != len(s) {
		panic(&tensor.ShapeError{Op: "pad", A: append([]int{}, s...), B: []int{len(pads)}, Why: "one pair of counts for each dimension"})
	}
	var shape [maxRank]int
	for d, c := range pads {
		for _, n := range c {
			if n < 0 || n > tensor.MaxLen {
				panic(&tensor.ValueError{Op: "pad", Name: "padding", Value: strconv.Itoa(n), Want: "0 or more"})
			}
			p.attr("pad", n)
		}
		shape[d] = c[0] + s[d] + c[1]
	}
	p.value = value
	yv := y.result(shape[:len(s)]...) // refuses what no memory could hold
	for o := range yv.Len() {
		input, from := padSource(o, shape[:len(s)], s, pads)
		p.take(input, from, 1)
	}
	return p.move(y, shape[:len(s)]...)
}

// padSource is the cell that cell o of the padded tensor comes from.
func padSource(o int, shape, s []int, pads [][2]int) (input, cell int) {
	x, step := 0, 1
	for d := len(s) - 1; d >= 0; d-- {
		i := o%shape[d] - pads[d][0]
		if i < 0 || i >= s[d] {
			return -1, 0
		}
		o /= shape[d]
		x += i * step
		step *= s[d]
	}
	return 0, x
}
