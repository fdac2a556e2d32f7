package grad

import (
	"fmt"
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// MSE is the mean squared error: x, target [any, the same] → y [].
//
//	y = Σ (x − t)²/n, ∂y/∂x = 2(x − t)/n
//
// Here as in L1, Huber, Hinge, BCE, BCEWithLogits and KLDiv: a Reduction may be
// given, ReduceMean is the default, ReduceNone keeps the shape. Shapes do not
// broadcast: [3, 1] against [3] is the classic silent mistake, and these panic
// with a *tensor.ShapeError.
func MSE(x, target *Var, r ...Reduction) *Var { return pairLoss(x, target, &mseLoss, 0, r) }

// L1 is the mean absolute error: x, target [any, the same] → y [].
//
//	y = Σ |x − t|/n, ∂y/∂x = sign(x − t)/n, 0 where they are equal
func L1(x, target *Var, r ...Reduction) *Var { return pairLoss(x, target, &l1Loss, 0, r) }

// Huber is squared near the target and linear beyond delta: x, target [any, the same] → y [].
//
//	d = x − t, y = ½d² where |d| ≤ δ, else δ(|d| − ½δ); ∂y/∂x = d, held within ±δ
//
// Source: Huber, “Robust estimation of a location parameter”, 1964.
// It panics with a *tensor.ValueError unless delta > 0.
func Huber(x, target *Var, delta float64, r ...Reduction) *Var {
	if !(delta > 0) {
		panic(&tensor.ValueError{Op: "huber", Name: "delta", Value: fmt.Sprint(delta), Want: "more than 0"})
	}
	return pairLoss(x, target, &huberLoss, delta, r)
}

// Hinge is the loss of a two-class support vector machine, for targets −1 and
// +1: scores x, target [any, the same] → y [].
//
//	y = Σ max(0, 1 − t·x)/n, ∂y/∂x = −t/n where t·x < 1, else 0 (at 1 too)
//
// Source: Cortes and Vapnik, “Support-vector networks”, 1995.
func Hinge(x, target *Var, r ...Reduction) *Var { return pairLoss(x, target, &hingeLoss, 0, r) }

// BCE is the binary cross-entropy of probabilities: x, target [any, the same], 0 … 1 → y [].
//
//	y = −Σ (t·ln x + (1 − t)·ln(1 − x))/n
//
// The logarithms are held at −100, as in PyTorch. Prefer [BCEWithLogits], which
// cannot overflow. It panics with a *tensor.ValueError if an x is outside 0 … 1.
func BCE(x, target *Var, r ...Reduction) *Var {
	for _, v := range x.Value.Data() {
		if v < 0 || v > 1 {
			panic(&tensor.ValueError{Op: "bce", Name: "probability", Value: fmt.Sprint(v), Want: "0 … 1; logits go to BCEWithLogits"})
		}
	}
	return pairLoss(x, target, &bceLoss, 0, r)
}

// BCEWithLogits is the binary cross-entropy of logits: x, target [any, the same] → y [].
//
//	y = Σ (max(x, 0) − x·t + ln(1 + e^−|x|))/n, ∂y/∂x = (sigmoid(x) − t)/n
func BCEWithLogits(x, target *Var, r ...Reduction) *Var {
	return pairLoss(x, target, &bceLogitsLoss, 0, r)
}

// KLDiv is the Kullback-Leibler divergence of a target distribution t from a
// model given as log-probabilities x: x, target [any, the same] → y [].
//
//	y = Σ t·(ln t − x)/n, ∂y/∂x = −t/n
//
// As in PyTorch the mean divides by all elements; use ReduceSum and divide by
// the batch for the divergence proper. 0·ln 0 is 0.
func KLDiv(x, target *Var, r ...Reduction) *Var { return pairLoss(x, target, &klLoss, 0, r) }

// pair is one row of the table of losses between a value and its target.
type pair struct {
	name   string
	f      func(x, t, s float64) float64 // the loss of one element; s is the setting
	dx, dt func(x, t, s float64) float64

	// The same for all elements at once, where that is worth it: the sum of the
	// losses, and scale times the derivative by x added to grad.
	sum   func(x, t []elem) float64
	addTo func(grad, x, t []elem, scale float64)
}

var mseLoss = pair{
	name: "mse",
	f:    func(x, t, _ float64) float64 { return (x - t) * (x - t) },
	dx:   func(x, t, _ float64) float64 { return 2 * (x - t) },
	dt:   func(x, t, _ float64) float64 { return 2 * (t - x) },
	sum: func(x, t []elem) (s float64) {
		t = t[:len(x)]
		for i, v := range x {
			d := float64(v) - float64(t[i])
			s += d * d
		}
		return s
	},
	addTo: func(grad, x, t []elem, scale float64) {
		x, t = x[:len(grad)], t[:len(grad)]
		for i := range grad {
			grad[i] += elem(2 * (float64(x[i]) - float64(t[i])) * scale)
		}
	},
}

var l1Loss = pair{
	name: "l1",
	f:    func(x, t, _ float64) float64 { return math.Abs(x - t) },
	dx:   func(x, t, _ float64) float64 { return sign(x - t) },
	dt:   func(x, t, _ float64) float64 { return sign(t - x) },
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

var huberLoss = pair{
	name: "huber",
	f: func(x, t, delta float64) float64 {
		d := math.Abs(x - t)
		if d <= delta {
			return 0.5 * d * d
		}
		return delta * (d - 0.5*delta)
	},
	dx: func(x, t, delta float64) float64 { return min(max(x-t, -delta), delta) },
	dt: func(x, t, delta float64) float64 { return min(max(t-x, -delta), delta) },
}

var hingeLoss = pair{
	name: "hinge",
	f:    func(x, t, _ float64) float64 { return max(0, 1-t*x) },
	dx: func(x, t, _ float64) float64 {
		if t*x < 1 {
			return -t
		}
		return 0
	},
	dt: func(x, t, _ float64) float64 {
		if t*x < 1 {
			return -x
		}
		return 0
	},
}

var bceLoss = pair{
	name: "bce",
	f: func(x, t, _ float64) float64 {
		return -t*max(math.Log(x), -100) - (1-t)*max(math.Log1p(-x), -100)
	},
	dx: func(x, t, _ float64) float64 { return (x - t) / max(x*(1-x), 1e-12) },
	dt: func(x, t, _ float64) float64 { return max(math.Log1p(-x), -100) - max(math.Log(x), -100) },
}

var bceLogitsLoss = pair{
	name: "bce_with_logits",
	f: func(x, t, _ float64) float64 {
		return max(x, 0) - x*t + math.Log1p(math.Exp(-math.Abs(x)))
	},
	dx: func(x, t, _ float64) float64 { return logistic(x) - t },
	dt: func(x, t, _ float64) float64 { return -x },
}

var klLoss = pair{
	name: "kl_div",
	f: func(x, t, _ float64) float64 {
		if t == 0 {
			return 0 * x
		}
		return t * (math.Log(t) - x)
	},
	dx: func(x, t, _ float64) float64 { return -t },
	dt: func(x, t, _ float64) float64 { return math.Log(t) + 1 - x },
}

// pairOp is a loss of the table on a tape.
type pairOp struct {
	*pair
	setting float64
	reduce  Reduction
	norm    float64 // what the mean divides by, else 1
}

func pairLoss(x, target *Var, l *pair, setting float64, r []Reduction) *Var {
	if !tensor.SameShape(x.Shape(), target.Shape()) {
		panic(&tensor.ShapeError{Op: l.name, A: append([]int{}, x.Shape()...), B: append([]int{}, target.Shape()...), Why: "input and target want the same shape; losses do not broadcast"})
	}
	y, p := slot[pairOp](x.tape)
	*p = pairOp{pair: l, setting: setting, norm: 1}
	y.use(x, target)
	if len(r) > 0 {
		p.reduce = r[0]
	}
	xd, td := x.Value.Data(), target.Value.Data()
	switch p.reduce {
	case ReduceMean:
		p.norm = float64(len(xd))
	case ReduceSum:
	case ReduceNone:
		yd := y.result(x.Shape()...).Data()
		for i := range yd {
			yd[i] = elem(l.f(float64(xd[i]), float64(td[i]), setting))
		}
		return y
	default:
		panic(&tensor.ValueError{Op: l.name, Name: "reduction", Value: fmt.Sprint(int(p.reduce)), Want: "ReduceMean, ReduceSum or ReduceNone"})
	}
	y.result().Data()[0] = elem(l.total(xd, td, setting) / p.norm)
	return y
}

func (l *pair) total(x, t []elem, setting float64) (loss float64) {
	if l.sum != nil {
		return l.sum(x, t)
	}
	for i := range x {
		loss += l.f(float64(x[i]), float64(t[i]), setting)
	}
	return loss
}

func (p *pairOp) name() string { return p.pair.name }

// output is the cell of y that element i went into.
func (p *pairOp) output(i int) int {
	if p.reduce == ReduceNone {
		return i
	}
	return 0
}

func (p *pairOp) backward(y *Var) {
	xd, td, up := y.in[0].Value.Data(), y.in[1].Value.Data(), y.Grad.Data()
	for k, d := range [2]func(x, t, s float64) float64{p.dx, p.dt} {
		if !y.in[k].wants() {
			continue
		}
		grad := y.in[k].Grad.Data()
		if k == 0 && p.addTo != nil && p.reduce != ReduceNone {
			p.addTo(grad, xd, td, float64(up[0])/p.norm)
			continue
		}
		for i := range grad {
			grad[i] += elem(d(float64(xd[i]), float64(td[i]), p.setting) / p.norm * float64(up[p.output(i)]))
		}
	}
}

func (p *pairOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	x, t := y.in[0], y.in[1]
	for i := range x.Value.Len() {
		if p.reduce == ReduceNone && i != cell {
			continue
		}
		v := p.f(float64(x.Value.Data()[i]), float64(t.Value.Data()[i]), p.setting) / p.norm
		dst = append(dst, apply(p.pair.name, v, factor("x", x, i), factor("t", t, i), constant("1/n", 1/p.norm)))
	}
	return dst
}

func (p *pairOp) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	d := p.dx
	if k == 1 {
		d = p.dt
	}
	o := p.output(cell)
	local := d(float64(y.in[0].Value.Data()[cell]), float64(y.in[1].Value.Data()[cell]), p.setting) / p.norm
	return append(dst, gradTerm(y, o, local, float64(y.Grad.Data()[o])))
}

func (p *pairOp) attrs(dst []trace.Attr) []trace.Attr {
	return append(dst, trace.Attr{Name: "reduction", Value: float64(p.reduce)})
}
