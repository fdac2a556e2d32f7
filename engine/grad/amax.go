package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Amax takes the largest x over axes: x [any] → y [the other dimensions].
//
//	∂y/∂x = 1/k where x is one of the k largest, else 0
//
// Ties share the gradient evenly, as PyTorch's amax does; NaN goes through.
// Axes are those of [Sum]. It panics with a *tensor.ShapeError where there is
// nothing to take the maximum of.
func Amax(x *Var, axes ...int) *Var { return amaxOver(x, axes, false, false) }

// AmaxKeep is [Amax] that keeps the reduced dimensions as 1.
func AmaxKeep(x *Var, axes ...int) *Var { return amaxOver(x, axes, true, false) }

// Amin takes the smallest x over axes, as [Amax] takes the largest.
func Amin(x *Var, axes ...int) *Var { return amaxOver(x, axes, false, true) }

type amax struct {
	walk  tensor.Reduce
	least bool // the smallest is taken
}

func amaxOver(x *Var, axes []int, keep, least bool) *Var {
	y, p := slot[amax](x.tape)
	p.least = least
	y.use(x)
	p.walk.Plan(p.name(), x.Shape(), axes, keep)
	if p.walk.Count == 0 {
		panic(&tensor.ShapeError{Op: p.name(), A: append([]int{}, x.Shape()...), Why: "there is no " + p.name() + "imum of nothing; reduce over a dimension that is not 0"})
	}
	xd, yd := x.Value.Data(), y.result(p.walk.Shape...).Data()
	for o := range yd {
		m := xd[p.walk.Base(o)]
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				if least {
					m = min(m, xd[at+i*step])
				} else {
					m = max(m, xd[at+i*step])
				}
			}
		})
		yd[o] = m
	}
	return y
}

func (p *amax) name() string {
	if p.least {
		return "min"
	}
	return "max"
}

func (p *amax) backward(y *Var) {
	x := y.in[0]
	if !x.wants() {
		return
	}
	xd, yd, grad := x.Value.Data(), y.Value.Data(), x.Grad.Data()
	for o, up := range y.Grad.Data() {
		share := up / elem(p.ties(y, o))
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				if xd[at+i*step] == yd[o] {
					grad[at+i*step] += share
				}
			}
		})
	}
}

// ties counts the cells that are the largest, or the smallest.
func (p *amax) ties(y *Var, o int) int {
	k := 0
	xd, top := y.in[0].Value.Data(), y.Value.Data()[o]
	p.walk.Runs(o, func(at, n, step int) {
		for i := range n {
			if xd[at+i*step] == top {
				k++
			}
		}
	})
	return k
}

func (p *amax) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t := trace.Term{Fn: p.name(), Value: float64(y.Value.Data()[cell])}
	p.walk.Runs(cell, func(at, n, step int) {
		for i := range n {
			t.Factors = append(t.Factors, factor("x", y.in[0], at+i*step))
		}
	})
	return append(dst, t)
}

func (p *amax) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	o := p.walk.Result(cell)
	if y.in[0].Value.Data()[cell] != y.Value.Data()[o] {
		return dst
	}
	return append(dst, gradTerm(y, o, 1/float64(p.ties(y, o)), float64(y.Grad.Data()[o])))
}
