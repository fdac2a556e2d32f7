package grad

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// normalize writes three values on the tape: the means of x, its variances, and
//
//	y = w·(x − μ)/√(σ² + ε) + b
//
// w and b may be nil.
func normalize(names *normNames, x, w, b *Var, l normLayout, eps float64) *Var {
	stats, size := l.stats()
	mean, mo := slot[normMean](x.tape)
	mo.names, mo.l = names, l
	mean.use(x)
	m := mean.result(stats)
	variance, vo := slot[normVar](x.tape)
	vo.names, vo.l = names, l
	variance.use(x, mean)
	v := variance.result(stats)
	y, o := pushNorm(names, x, mean, variance, w, b, l, eps)
	o.batch = true
	o.statistics(m.Data(), v.Data(), x.Value.Data(), size)
	o.forward(y)
	return y
}

// normNames are the names that the three ops carry in the record.
type normNames struct{ op, mean, variance string }

func pushNorm(names *normNames, x, mean, variance, w, b *Var, l normLayout, eps float64) (*Var, *norm) {
	in := [5]*Var{x, mean, variance}
	n, wk, bk := 3, -1, -1
	if w != nil {
		in[n], wk = w, n
		n++
	}
	if b != nil {
		in[n], bk = b, n
		n++
	}
	y, o := slot[norm](x.tape)
	o.names, o.l, o.eps, o.wk, o.bk, o.batch = names, l, eps, wk, bk, false
	stats, _ := l.stats()
	o.mean, o.inv, o.sum, o.dot = grow(o.mean, stats), grow(o.inv, stats), grow(o.sum, stats), grow(o.dot, stats)
	y.use(in[:n]...)
	return y, o
}

// norm is y = w·(x − μ)/√(σ² + ε) + b; its inputs are x, μ, σ² and then w and b
// where there are any.
type norm struct {
	names  *normNames
	l      normLayout
	eps    float64
	wk, bk int  // places of w and b among the inputs, or -1
	batch  bool // μ and σ² are those of x itself, so that ∂L/∂x runs through them too

	mean, inv, sum, dot []float64 // μ, 1/√(σ² + ε); sums of the backward pass
}

func (o *norm) name() string { return o.names.op }

// statistics computes mean and (biased) variance in float64, in two passes: a
// large common offset of x costs no digits.
func (o *norm) statistics(mean, variance, x []tensor.Elem, size int) {
	if o.stretch() > 0 && len(x) > 0 {
		o.blockStatistics(mean, variance, x, size)
		return
	}
	clear(o.mean)
	clear(o.sum)
	for k, i := o.l.first(), 0; i < len(x); o.l.next(&k) {
		sum := 0.0
		for end := i + o.l.m; i < end; i++ {
			sum += float64(x[i])
		}
		o.mean[k.s] += sum
	}
	size = max(size, 1) // of nothing the mean is 0
	for s := range o.mean {
		o.mean[s] /= float64(size)
	}
	for k, i := o.l.first(), 0; i < len(x); o.l.next(&k) {
		m, sum := o.mean[k.s], 0.0
		for end := i + o.l.m; i < end; i++ {
			d := float64(x[i]) - m
			sum += d * d
		}
		o.sum[k.s] += sum
	}
	for s, m := range o.mean {
		v := o.sum[s] / float64(size)
		mean[s], variance[s] = tensor.Elem(m), tensor.Elem(v)
		o.inv[s] = 1 / math.Sqrt(v+o.eps)
	}
}

func (o *norm) forward(y *Var) {
	x, dst := y.in[0].Value.Data(), y.result(y.in[0].Shape()...).Data()
	if o.stretch() > 0 {
		o.blockForward(y, x, dst)
		return
	}
	w, b := o.value(y, o.wk), o.value(y, o.bk)
	for k, i := o.l.first(), 0; i < len(x); o.l.next(&k) {
		scale, shift := o.inv[k.s], 0.0
		if w != nil {
			scale *= float64(w[k.c])
		}
		if b != nil {
			shift = float64(b[k.c])
		}
		m := o.mean[k.s]
		for end := i + o.l.m; i < end; i++ {
			dst[i] = tensor.Elem((float64(x[i])-m)*scale + shift)
		}
	}
}

// value and gradient of the k-th input; nil where there is none.
func (o *norm) value(y *Var, k int) []tensor.Elem {
	if k < 0 {
		return nil
	}
	return y.in[k].Value.Data()
}

func (o *norm) gradient(y *Var, k int) []tensor.Elem {
	if k < 0 || !y.in[k].wants() {
		return nil
	}
	return y.in[k].Grad.Data()
}

// weight is w for a run, 1 where there is none.
func (o *norm) weight(y *Var, run int) float64 {
	if o.wk < 0 {
		return 1
	}
	return float64(y.in[o.wk].Value.Data()[run%o.l.c])
}

// With g = w·∂L/∂y and x̂ = (x − μ)/√(σ² + ε), means over the numbers that share μ:
//
//	∂L/∂x = (g − mean(g) − x̂·mean(g·x̂)) / √(σ² + ε)
//
// where the last two are what flows through μ and σ²; without them when those
// are running statistics. It is done here in one go and in float64, because
// the three parts nearly cancel.
func (o *norm) backward(y *Var) {
	o.backwardSums(y)
	if o.batch && y.in[1].wants() {
		dmean, dvar := y.in[1].Grad.Data(), y.in[2].Grad.Data()
		for s, inv := range o.inv {
			dmean[s] += tensor.Elem(-inv * o.sum[s])
			dvar[s] += tensor.Elem(-0.5 * inv * inv * o.dot[s])
		}
	}
	dx := o.gradient(y, 0)
	if dx == nil {
		return
	}
	x, dy, w := y.in[0].Value.Data(), y.Grad.Data(), o.value(y, o.wk)
	share := 0.0
	if _, size := o.l.stats(); o.batch {
		share = 1 / float64(size)
	}
	if o.stretch() > 0 {
		o.blockBackward(y, dx, x, dy, share)
		return
	}
	for k, i := o.l.first(), 0; i < len(dx); o.l.next(&k) {
		m, inv, weight := o.mean[k.s], o.inv[k.s], 1.0
		sum, dot := o.sum[k.s]*share, o.dot[k.s]*share*inv
		if w != nil {
			weight = float64(w[k.c])
		}
		for end := i + o.l.m; i < end; i++ {
			dx[i] += tensor.Elem(inv * (weight*float64(dy[i]) - sum - (float64(x[i])-m)*dot))
		}
	}
}

// backwardSums finds Σ g and Σ g·x̂ for each mean, and the gradients of w and b.
func (o *norm) backwardSums(y *Var) {
	x, dy, w := y.in[0].Value.Data(), y.Grad.Data(), o.value(y, o.wk)
	dw, db := o.gradient(y, o.wk), o.gradient(y, o.bk)
	clear(o.sum)
	clear(o.dot)
	if o.stretch() > 0 {
		o.blockSums(y, x, dy)
		return
	}
	for k, i := o.l.first(), 0; i < len(dy); o.l.next(&k) {
		m, sum, dot, weight := o.mean[k.s], 0.0, 0.0, 1.0
		for end := i + o.l.m; i < end; i++ {
			g := float64(dy[i])
			sum += g
			dot += g * (float64(x[i]) - m)
		}
		dot *= o.inv[k.s]
		if dw != nil {
			dw[k.c] += tensor.Elem(dot)
		}
		if db != nil {
			db[k.c] += tensor.Elem(sum)
		}
		if w != nil {
			weight = float64(w[k.c])
		}
		o.sum[k.s] += weight * sum
		o.dot[k.s] += weight * dot
	}
}

func (o *norm) attrs(dst []trace.Attr) []trace.Attr {
	dst = append(dst, trace.Attr{Name: "eps", Value: o.eps})
	if o.l.groups > 1 {
		dst = append(dst, trace.Attr{Name: "groups", Value: float64(o.l.groups)})
	}
	return dst
}

func (o *norm) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	run := cell / o.l.m
	s := o.l.stat(run)
	factors := []trace.Factor{centred(y.in[0], cell, o.mean[s]), o.invFactor(y, s)}
	if o.wk >= 0 {
		factors = append(factors, factor("w", y.in[o.wk], run%o.l.c))
	}
	dst = append(dst, product(factors...))
	if o.bk >= 0 {
		dst = append(dst, product(factor("b", y.in[o.bk], run%o.l.c)))
	}
	return dst
}

// centred is x − μ.
func centred(x *Var, cell int, mean float64) trace.Factor {
	f := factor("x−μ", x, cell)
	f.Value -= mean
	return f
}

func (o *norm) invFactor(y *Var, s int) trace.Factor {
	return trace.Factor{Ref: trace.Ref{Node: y.in[2].id, Cell: s}, Symbol: "1/√(σ²+ε)", Value: o.inv[s]}
}

func (o *norm) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	x, dy := y.in[0].Value.Data(), y.Grad.Data()
	each := func(i int, local func(s int, w float64) float64) {
		run := i / o.l.m
		s := o.l.stat(run)
		w := o.weight(y, run)
		dst = append(dst, gradTerm(y, i, local(s, w), float64(dy[i])))
	}
	switch k {
	case 0:
		each(cell, func(s int, w float64) float64 { return w * o.inv[s] })
	case 1:
		o.l.each(cell, func(i int) {
			each(i, func(s int, w float64) float64 { return -w * o.inv[s] })
		})
	case 2:
		o.l.each(cell, func(i int) {
			each(i, func(s int, w float64) float64 {
				return -0.5 * w * (float64(x[i]) - o.mean[s]) * o.inv[s] * o.inv[s] * o.inv[s]
			})
		})
	default:
		for run := cell; run < o.l.n*o.l.c; run += o.l.c {
			for i := run * o.l.m; i < (run+1)*o.l.m; i++ {
				each(i, func(s int, _ float64) float64 {
					if k == o.bk {
						return 1
					}
					return (float64(x[i]) - o.mean[s]) * o.inv[s]
				})
			}
		}
	}
	return dst
}

// normMean is μ = Σ x / n over the numbers that share it.
type normMean struct {
	names *normNames
	l     normLayout
}

func (o *normMean) name() string { return o.names.mean }

func (o *normMean) backward(*Var) {} // norm.backward has done it

func (o *normMean) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	_, size := o.l.stats()
	o.l.each(cell, func(i int) {
		dst = append(dst, product(constant("1/n", 1/float64(size)), factor("x", y.in[0], i)))
	})
	return dst
}

func (o *normMean) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	_, size := o.l.stats()
	s := o.l.stat(cell / o.l.m)
	return append(dst, gradTerm(y, s, 1/float64(size), float64(y.Grad.Data()[s])))
}

// normVar is σ² = Σ (x − μ)² / n over the numbers that share it.
type normVar struct {
	names *normNames
	l     normLayout
}

func (o *normVar) name() string { return o.names.variance }

func (o *normVar) backward(*Var) {} // norm.backward has done it

func (o *normVar) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	_, size := o.l.stats()
	mean := 0.0 // again in float64: the recorded mean may be rounded to float32
	o.l.each(cell, func(i int) { mean += float64(y.in[0].Value.Data()[i]) / float64(size) })
	o.l.each(cell, func(i int) {
		d := centred(y.in[0], i, mean)
		dst = append(dst, product(constant("1/n", 1/float64(size)), d, d))
	})
	return dst
}

func (o *normVar) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	if k == 1 {
		return dst // Σ −2(x − μ)/n is zero
	}
	_, size := o.l.stats()
	s, mean := o.l.stat(cell/o.l.m), 0.0
	o.l.each(s, func(i int) { mean += float64(y.in[0].Value.Data()[i]) / float64(size) })
	local := 2 * (float64(y.in[0].Value.Data()[cell]) - mean) / float64(size)
	return append(dst, gradTerm(y, s, local, float64(y.Grad.Data()[s])))
}

// grow returns s with length n, keeping its memory where that is large enough.
func grow(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
