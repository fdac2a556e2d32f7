package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Sum adds x up over axes: x [any] → y [the other dimensions].
//
//	∂y/∂x = 1
//
// Here as in Mean, Amax, Variance and LogSumExp: no axes are all of them, negative
// axes count from the last, and SumKeep, MeanKeep … keep the reduced dimensions
// as 1. They panic with a *tensor.ValueError if an axis does not exist or is
// given twice. The sum of nothing is 0.
func Sum(x *Var, axes ...int) *Var { return sumOver(x, axes, false) }

// SumKeep is [Sum] that keeps the reduced dimensions as 1.
func SumKeep(x *Var, axes ...int) *Var { return sumOver(x, axes, true) }

type sum struct{ walk tensor.Reduce }

func sumOver(x *Var, axes []int, keep bool) *Var {
	y, p := push[sum](x)
	p.walk.Plan("sum", x.Shape(), axes, keep)
	reduceSum(&p.walk, y.result(p.walk.Shape...).Data(), x.Value.Data(), 1)
	return y
}

func (*sum) name() string { return "sum" }

func (p *sum) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		spread(&p.walk, x.Grad.Data(), y.Grad.Data(), 1)
	}
}

func (p *sum) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	p.walk.Runs(cell, func(x, n, step int) {
		for i := range n {
			dst = append(dst, product(factor("x", y.in[0], x+i*step)))
		}
	})
	return dst
}

func (p *sum) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	return append(dst, product(constant("1", 1), upstream(y, p.walk.Result(cell))))
}

// reduceSum writes scale·Σ x into each cell of y, adding up in float64.
func reduceSum(w *tensor.Reduce, y, x []elem, scale float64) {
	for o := range y {
		s := 0.0
		w.Runs(o, func(at, n, step int) {
			if step == 1 {
				for _, v := range x[at:][:n] {
					s += float64(v)
				}
				return
			}
			for i := range n {
				s += float64(x[at+i*step])
			}
		})
		y[o] = elem(s * scale)
	}
}

// spread adds scale·dy to every cell of dx that the cell of y was reduced from.
func spread(w *tensor.Reduce, dx, dy []elem, scale float64) {
	for o, up := range dy {
		up *= elem(scale)
		w.Runs(o, func(at, n, step int) {
			for i := range n {
				dx[at+i*step] += up
			}
		})
	}
}

// Mean averages x over axes: x [any] → y [the other dimensions].
//
//	y = Σ x / n, ∂y/∂x = 1/n
//
// The mean of nothing is NaN, as in PyTorch. Axes are those of [Sum].
func Mean(x *Var, axes ...int) *Var { return meanOver(x, axes, false) }

// MeanKeep is [Mean] that keeps the reduced dimensions as 1.
func MeanKeep(x *Var, axes ...int) *Var { return meanOver(x, axes, true) }

type mean struct{ walk tensor.Reduce }

func meanOver(x *Var, axes []int, keep bool) *Var {
	y, p := push[mean](x)
	p.walk.Plan("mean", x.Shape(), axes, keep)
	reduceSum(&p.walk, y.result(p.walk.Shape...).Data(), x.Value.Data(), 1/float64(p.walk.Count))
	return y
}

func (*mean) name() string { return "mean" }

func (p *mean) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		spread(&p.walk, x.Grad.Data(), y.Grad.Data(), 1/float64(p.walk.Count))
	}
}

func (p *mean) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	p.walk.Runs(cell, func(x, n, step int) {
		for i := range n {
			dst = append(dst, product(constant("1/n", 1/float64(p.walk.Count)), factor("x", y.in[0], x+i*step)))
		}
	})
	return dst
}

func (p *mean) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	return append(dst, product(constant("1/n", 1/float64(p.walk.Count)), upstream(y, p.walk.Result(cell))))
}
