package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Permute reorders the dimensions: dimension i of y is dimension perm[i] of x;
// negative ones count from the last. x [d0, d1, …] → y [d_perm[0], d_perm[1], …].
//
//	∂y/∂x = 1 for the cell that moved
//
// It panics with a *tensor.ValueError if perm does not name each dimension once.
func Permute(x *Var, perm ...int) *Var {
	s := x.Shape()
	y, p := push[permute](x)
	if len(perm) != len(s) {
		panic(&tensor.ShapeError{Op: "permute", A: append([]int{}, s...), B: append([]int{}, perm...), Why: "one number for each dimension"})
	}
	checkRank("permute", s)
	p.perm, p.shape, p.step = p.perm[:0], p.shape[:0], p.step[:0]
	var seen [maxRank]int
	for _, d := range perm {
		d = tensor.Axis("permute", d, s)
		if seen[d]++; seen[d] > 1 {
			panic(&tensor.ValueError{Op: "permute", Name: "dimension", Value: strconv.Itoa(d) + " twice", Want: "each dimension once"})
		}
		p.perm, p.shape, p.step = append(p.perm, d), append(p.shape, s[d]), append(p.step, stride(s, d))
	}
	yd, xd := y.result(p.shape...).Data(), x.Value.Data()
	p.rows(func(y, x, n, step int) {
		for i := range n {
			yd[y+i] = xd[x+i*step]
		}
	})
	return y
}

// Transpose swaps the last two dimensions: x [… m, n] → y [… n, m]. It panics
// with a *tensor.ShapeError if x has fewer than two.
func Transpose(x *Var) *Var {
	var perm [maxRank]int
	s := x.Shape()
	checkRank("transpose", s)
	if len(s) < 2 {
		panic(&tensor.ShapeError{Op: "transpose", A: append([]int{}, s...), Why: "want two dimensions or more"})
	}
	for i := range s {
		perm[i] = i
	}
	perm[len(s)-2], perm[len(s)-1] = len(s)-1, len(s)-2
	return Permute(x, perm[:len(s)]...)
}

type permute struct {
	perm, shape []int // shape of y
	step        []int // in x, for each dimension of y
}

// rows calls f for every row of y: n cells from y on, from those of x in steps.
func (p *permute) rows(f func(y, x, n, step int)) {
	last, total := len(p.shape)-1, 1
	for _, d := range p.shape {
		total *= d
	}
	switch {
	case total == 0:
		return
	case last < 0:
		f(0, 0, 1, 1)
		return
	}
	var index [maxRank]int
	n := p.shape[last]
	for y, x := 0, 0; ; {
		f(y, x, n, p.step[last])
		if y += n; y == total {
			return
		}
		for d := last - 1; ; d-- {
			index[d]++
			if x += p.step[d]; index[d] < p.shape[d] {
				break
			}
			x -= index[d] * p.step[d]
			index[d] = 0
		}
	}
}

func (*permute) name() string { return "permute" }

func (p *permute) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		grad, up := x.Grad.Data(), y.Grad.Data()
		p.rows(func(y, x, n, step int) {
			for i := range n {
				grad[x+i*step] += up[y+i]
			}
		})
	}
}

// source is the cell of x that cell y came from.
func (p *permute) source(y int) int {
	x := 0
	for d := len(p.shape) - 1; d >= 0; d-- {
		x += y % p.shape[d] * p.step[d]
		y /= p.shape[d]
	}
	return x
}

func (p *permute) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, product(factor("x", y.in[0], p.source(cell))))
}

func (p *permute) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	o := 0
	for d := range p.shape {
		o = o*p.shape[d] + cell/p.step[d]%p.shape[d]
	}
	return append(dst, product(constant("1", 1), upstream(y, o)))
}

func (p *permute) attrs(dst []trace.Attr) []trace.Attr {
	for _, d := range p.perm {
		dst = append(dst, trace.Attr{Name: "perm", Value: float64(d)})
	}
	return dst
}
