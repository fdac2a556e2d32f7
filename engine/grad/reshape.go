package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Reshape gives x another shape of the same size, without a copy:
// x [any] → y [shape]. One dimension may be −1: it is what remains.
//
//	∂y/∂x = 1, cell for cell in row-major order
//
// It panics with a *tensor.ShapeError if the sizes differ, and with a
// *tensor.ValueError for a dimension below −1 or a second −1.
func Reshape(x *Var, shape ...int) *Var {
	y, p := push[reshape](x)
	p.shape = infer(append(p.shape[:0], shape...), x.Shape())
	// The view is not the slot's own storage: that must never be someone else's.
	y.Value = p.view.Alias(x.Value, p.shape...)
	return y
}

// Flatten makes one row of all dimensions but the first: x [batch, …] → y [batch, rest].
func Flatten(x *Var) *Var {
	s := x.Shape()
	if len(s) == 0 {
		return Reshape(x, 1, 1)
	}
	rest := 1
	for _, d := range s[1:] {
		rest *= d
	}
	return Reshape(x, s[0], rest)
}

type reshape struct {
	shape []int
	view  tensor.Tensor
}

// infer replaces the −1 in shape, and checks the size against the old shape.
func infer(shape, old []int) []int {
	refuse := func(why string) {
		panic(&tensor.ShapeError{Op: "reshape", A: append([]int{}, old...), B: append([]int{}, shape...), Why: why})
	}
	n, hole := 1, -1
	for i, d := range shape {
		switch {
		case d < -1:
			panic(&tensor.ValueError{Op: "reshape", Name: "dimension", Value: strconv.Itoa(d), Want: "0 or more, or one -1 for what remains"})
		case d == -1 && hole >= 0:
			panic(&tensor.ValueError{Op: "reshape", Name: "dimension", Value: "-1 twice", Want: "at most one -1"})
		case d == -1:
			hole = i
		default:
			if d > tensor.MaxLen || n > tensor.MaxLen {
				refuse("sizes differ")
			}
			n *= d
		}
	}
	size := 1
	for _, d := range old {
		size *= d
	}
	if hole >= 0 {
		if n == 0 || size%n != 0 {
			refuse(strconv.Itoa(size) + " elements are not a multiple of " + strconv.Itoa(n) + ", so -1 has no value")
		}
		shape[hole] = size / n
		return shape
	}
	if n != size {
		refuse("sizes differ: " + strconv.Itoa(size) + " and " + strconv.Itoa(n))
	}
	return shape
}

func (*reshape) name() string { return "reshape" }

func (p *reshape) repeat(y *Var) bool {
	p.view.Alias(y.in[0].Value, p.shape...)
	return true
}

func (*reshape) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.AddSlice(x.Grad.Data(), y.Grad.Data())
	}
}

func (*reshape) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, product(factor("x", y.in[0], cell)))
}

func (*reshape) slopeAt(*Var, int) float64 { return 1 }
