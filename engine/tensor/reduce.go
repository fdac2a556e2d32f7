package tensor

import "strconv"

// Reduce is the walk of a reduction: for each cell of the result, the cells of
// the operand that it sums up. It is planned again for each use and keeps its
// memory.
type Reduce struct {
	Shape []int // of the result
	Count int   // cells of the operand for each cell of the result

	keep, over []level // outermost first; sa is the step in the operand
	drop       []bool
}

// Plan prepares a reduction of shape over axes; negative axes count from the
// last, and no axes are all of them. With keepdims the reduced dimensions stay
// as 1. It panics with a *ValueError that names op if an axis is out of range
// or appears twice.
func (p *Reduce) Plan(op string, shape, axes []int, keepdims bool) {
	p.drop = p.drop[:0]
	for range shape {
		p.drop = append(p.drop, len(axes) == 0)
	}
	for _, a := range axes {
		if len(shape) == 0 && (a == 0 || a == -1) {
			continue // NumPy and PyTorch let a scalar pass as one dimension
		}
		axis := Axis(op, a, shape)
		if p.drop[axis] {
			panic(&ValueError{Op: op, Name: "axis", Value: strconv.Itoa(a) + " twice", Want: "each axis once"})
		}
		p.drop[axis] = true
	}
	p.Shape, p.keep, p.over, p.Count = p.Shape[:0], p.keep[:0], p.over[:0], 1
	step := 1
	for i := len(shape) - 1; i >= 0; i-- {
		l := level{n: shape[i], sa: step}
		step *= shape[i]
		if p.drop[i] {
			p.over = merge(p.over, l)
			p.Count *= l.n
		} else {
			p.keep = merge(p.keep, l)
		}
	}
	for i, d := range shape {
		if !p.drop[i] {
			p.Shape = append(p.Shape, d)
		} else if keepdims {
			p.Shape = append(p.Shape, 1)
		}
	}
	if len(p.over) == 0 {
		p.over = append(p.over, level{n: 1})
	}
}

// merge appends an outer level, or widens the last one where both are one run.
func merge(ls []level, l level) []level {
	if k := len(ls) - 1; k >= 0 && ls[k].n*ls[k].sa == l.sa {
		ls[k].n *= l.n
		return ls
	}
	return append(ls, l)
}

// Base returns the first cell of the operand that cell y of the result sums up.
func (p *Reduce) Base(y int) int {
	x := 0
	for _, l := range p.keep {
		x += y % l.n * l.sa
		y /= l.n
	}
	return x
}

// Runs calls f for each run of operand cells of cell y of the result: n cells
// from x on, in steps of step. They come in row-major order.
func (p *Reduce) Runs(y int, f func(x, n, step int)) {
	if p.Count == 0 {
		return
	}
	inner := p.over[0]
	base := p.Base(y)
	for k := range p.Count / inner.n {
		x := base
		for _, l := range p.over[1:] {
			x += k % l.n * l.sa
			k /= l.n
		}
		f(x, inner.n, inner.sa)
	}
}

// Result returns the cell of the result that cell x of the operand goes into.
func (p *Reduce) Result(x int) int {
	y, step := 0, 1
	for _, l := range p.keep {
		y += x / l.sa % l.n * step
		step *= l.n
	}
	return y
}

// Axis returns a dimension of shape as 0 … rank−1; −1 is the last. It panics
// with a *ValueError that names op if there is no such dimension.
func Axis(op string, axis int, shape []int) int {
	a := axis
	if a < 0 {
		a += len(shape)
	}
	if a < 0 || a >= len(shape) {
		panic(&ValueError{Op: op, Name: "axis", Value: strconv.Itoa(axis),
			Want: strconv.Itoa(-len(shape)) + " … " + strconv.Itoa(len(shape)-1) + " for shape " + ShapeString(shape)})
	}
	return a
}
