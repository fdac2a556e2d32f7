package grad

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Variance is the mean squared distance from the mean over axes, the biased
// variance: x [any] → y [the other dimensions].
//
//	y = Σ (x − μ)²/n, ∂y/∂x = 2(x − μ)/n
//
// Axes are those of [Sum]. The variance of nothing is NaN.
func Variance(x *Var, axes ...int) *Var { return varianceOver(x, axes, false) }

// VarianceKeep is [Variance] that keeps the reduced dimensions as 1.
func VarianceKeep(x *Var, axes ...int) *Var { return varianceOver(x, axes, true) }

type variance struct {
	walk tensor.Reduce
	mean []float64 // of each cell of y
}

func varianceOver(x *Var, axes []int, keep bool) *Var {
	y, p := push[variance](x)
	p.walk.Plan("var", x.Shape(), axes, keep)
	xd, yd := x.Value.Data(), y.result(p.walk.Shape...).Data()
	p.mean = resize(p.mean, len(yd))
	for o := range yd {
		sum, squares := 0.0, 0.0
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				sum += float64(xd[at+i*step])
			}
		})
		mean := sum / float64(p.walk.Count)
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				d := float64(xd[at+i*step]) - mean
				squares += d * d
			}
		})
		p.mean[o], yd[o] = mean, elem(squares/float64(p.walk.Count))
	}
	return y
}

func (*variance) name() string { return "var" }

func (p *variance) backward(y *Var) {
	x := y.in[0]
	if !x.wants() {
		return
	}
	xd, grad := x.Value.Data(), x.Grad.Data()
	for o, up := range y.Grad.Data() {
		scale := 2 * float64(up) / float64(p.walk.Count)
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				grad[at+i*step] += elem(scale * (float64(xd[at+i*step]) - p.mean[o]))
			}
		})
	}
}

func (p *variance) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	mean := constant("mean", p.mean[cell])
	p.walk.Runs(cell, func(at, n, step int) {
		for i := range n {
			x := factor("x", y.in[0], at+i*step)
			d := x.Value - mean.Value
			dst = append(dst, apply("(x-mean)²/n", d*d/float64(p.walk.Count), x, mean))
		}
	})
	return dst
}

func (p *variance) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	o := p.walk.Result(cell)
	local := 2 * (float64(y.in[0].Value.Data()[cell]) - p.mean[o]) / float64(p.walk.Count)
	return append(dst, gradTerm(y, o, local, float64(y.Grad.Data()[o])))
}

// LogSumExp is ln Σ e^x over axes, without leaving the range of the
// exponential: x [any] → y [the other dimensions].
//
//	y = max x + ln Σ e^(x − max x), ∂y/∂x = e^(x − y), the softmax
//
// Axes are those of [Sum]. Of nothing, or nothing but −Inf, it is −Inf.
func LogSumExp(x *Var, axes ...int) *Var { return logSumExpOver(x, axes, false) }

// LogSumExpKeep is [LogSumExp] that keeps the reduced dimensions as 1.
func LogSumExpKeep(x *Var, axes ...int) *Var { return logSumExpOver(x, axes, true) }

type logSumExp struct{ walk tensor.Reduce }

func logSumExpOver(x *Var, axes []int, keep bool) *Var {
	y, p := push[logSumExp](x)
	p.walk.Plan("logsumexp", x.Shape(), axes, keep)
	xd, yd := x.Value.Data(), y.result(p.walk.Shape...).Data()
	for o := range yd {
		top, sum := math.Inf(-1), 0.0
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				top = max(top, float64(xd[at+i*step]))
			}
		})
		if math.IsInf(top, 0) {
			yd[o] = elem(top) // the differences from an infinity are NaN
			continue
		}
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				sum += math.Exp(float64(xd[at+i*step]) - top)
			}
		})
		yd[o] = elem(top + math.Log(sum))
	}
	return y
}

func (*logSumExp) name() string { return "logsumexp" }

// share is e^(x − y), 0 where there was nothing but −Inf.
func (p *logSumExp) share(x, y elem) float64 {
	switch {
	case math.IsInf(float64(x), -1):
		return 0
	case x == y:
		return 1
	}
	return math.Exp(float64(x) - float64(y))
}

func (p *logSumExp) backward(y *Var) {
	x := y.in[0]
	if !x.wants() {
		return
	}
	xd, yd, grad := x.Value.Data(), y.Value.Data(), x.Grad.Data()
	for o, up := range y.Grad.Data() {
		p.walk.Runs(o, func(at, n, step int) {
			for i := range n {
				grad[at+i*step] += up * elem(p.share(xd[at+i*step], yd[o]))
			}
		})
	}
}

func (p *logSumExp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t := trace.Term{Fn: "ln Σe^x", Value: float64(y.Value.Data()[cell])}
	p.walk.Runs(cell, func(at, n, step int) {
		for i := range n {
			t.Factors = append(t.Factors, factor("x", y.in[0], at+i*step))
		}
	})
	return append(dst, t)
}

func (p *logSumExp) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	o := p.walk.Result(cell)
	return append(dst, gradTerm(y, o, p.share(y.in[0].Value.Data()[cell], y.Value.Data()[o]), float64(y.Grad.Data()[o])))
}
