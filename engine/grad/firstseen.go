package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// FirstSeen says which rows have an activation pattern that no row before them
// has: x₁ [n, k₁], x₂ [n, k₂] … → y [n], 1 where it is new, else 0. The pattern of
// a row is which of its numbers are above 0; so Σ y counts the linear pieces of a
// network of ReLUs that the rows lie in (Montúfar, Pascanu, Cho, Bengio 2014).
//
//	∂y/∂x = 0
//
// It panics with a *tensor.ValueError if no x is given, and with a
// *tensor.ShapeError if they differ in their rows.
func FirstSeen(xs ...*Var) *Var {
	if len(xs) == 0 {
		panic(&tensor.ValueError{Op: "first_seen", Name: "tensors", Value: "an empty list", Want: "at least one"})
	}
	y, p := push[firstSeen](xs...)
	s := xs[0].Shape()
	for _, x := range xs {
		if t := x.Shape(); len(s) == 0 || len(t) == 0 || t[0] != s[0] {
			panic(&tensor.ShapeError{Op: "first_seen", A: append([]int{}, s...), B: append([]int{}, t...), Why: "all need as many rows"})
		}
	}
	if p.seen == nil {
		p.seen = map[uint64]int{}
	}
	clear(p.seen)
	yd := y.result(s[0]).Data()
	for i := range yd {
		yd[i] = p.put(y.in, i)
	}
	return y
}

type firstSeen struct{ seen map[uint64]int } // rows by what their pattern hashes to

func (*firstSeen) name() string { return "first_seen" }

// put returns 1 where the pattern of row i is a new one.
func (p *firstSeen) put(xs []*Var, i int) elem {
	sum := uint64(14695981039346656037) // FNV-1a
	for _, x := range xs {
		for _, v := range row(x, i) {
			if sum *= 1099511628211; v > 0 {
				sum++
			}
		}
	}
	for ; ; sum++ { // past other patterns that hash to the same
		before, ok := p.seen[sum]
		if !ok {
			p.seen[sum] = i
			return 1
		}
		if switched(xs, before, i) == 0 {
			return 0
		}
	}
}

// row is row i of x.
func row(x *Var, i int) []elem {
	k := x.Value.Len() / x.Shape()[0]
	return x.Value.Data()[i*k : (i+1)*k]
}

// switched counts the numbers that are above 0 in one of two rows only.
func switched(xs []*Var, a, b int) (n int) {
	for _, x := range xs {
		before, now := row(x, a), row(x, b)
		for j := range now {
			if (now[j] > 0) != (before[j] > 0) {
				n++
			}
		}
	}
	return n
}

func (*firstSeen) backward(*Var) {}

func (*firstSeen) gradTerms(_ *Var, _, _ int, dst []trace.Term) []trace.Term { return dst }

// terms of a new pattern are the numbers that switched since the row before that
// is most alike; those of the first row, or of one seen before, are its own.
func (*firstSeen) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t := trace.Term{Fn: "first seen", Value: float64(y.Value.Data()[cell])}
	like, least := -1, -1
	for i := cell - 1; i >= 0 && least != 0; i-- {
		if n := switched(y.in, i, cell); least < 0 || n < least {
			like, least = i, n
		}
	}
	for _, x := range y.in {
		now := row(x, cell)
		for j, v := range now {
			if least <= 0 {
				t.Factors = append(t.Factors, factor("x", x, cell*len(now)+j))
			} else if before := row(x, like)[j]; (v > 0) != (before > 0) {
				t.Factors = append(t.Factors, factor("x", x, like*len(now)+j), factor("x", x, cell*len(now)+j))
			}
		}
	}
	return append(dst, t)
}
