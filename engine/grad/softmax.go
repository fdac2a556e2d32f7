package grad

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Softmax turns logits into probabilities along an axis: x [any] → y [same].
//
//	y_i = e^(x_i − max x) / Σ_j e^(x_j − max x)
//	∂L/∂x_i = y_i·(∂L/∂y_i − Σ_j y_j·∂L/∂y_j)
//
// A row with a NaN, a +Inf, or nothing but −Inf becomes NaN, as in PyTorch; an
// empty row stays empty. It panics with a *tensor.ValueError if there is no
// such axis. Source: Bridle, “Probabilistic interpretation of feedforward classification network outputs”, 1990.
func Softmax(x *Var, axis int) *Var {
	y, p := push[softmax](x)
	p.rows.plan("softmax", x.Shape(), axis)
	p.rows.forward(y, tensor.Softmax)
	return y
}

// LogSoftmax is the logarithm of [Softmax], computed without leaving the
// range of the exponential: x [any] → y [same].
//
//	y_i = x_i − max x − ln Σ_j e^(x_j − max x)
//	∂L/∂x_i = ∂L/∂y_i − e^y_i·Σ_j ∂L/∂y_j
//
// It panics with a *tensor.ValueError if there is no such axis.
func LogSoftmax(x *Var, axis int) *Var {
	y, p := push[logSoftmax](x)
	p.rows.plan("log_softmax", x.Shape(), axis)
	p.rows.forward(y, tensor.LogSoftmax)
	return y
}

// rows is a tensor seen as [outer, n, inner] with one row of n for each pair of
// the others. The loops of package tensor want rows in one piece: where inner
// is 1 they get a view, else a copy with the last two swapped.
type rows struct {
	outer, n, inner int
	axis            int
	a, b, c         tensor.Tensor // views or copies of x and y, or of y, ∂y and ∂x
}

func (r *rows) plan(op string, shape []int, axis int) {
	r.outer, r.n, r.inner, r.axis = 1, 1, 1, 0
	if len(shape) == 0 && (axis == 0 || axis == -1) {
		return
	}
	axis = tensor.Axis(op, axis, shape)
	r.axis = axis
	for _, d := range shape[:axis] {
		r.outer *= d
	}
	r.n, r.inner = shape[axis], stride(shape, axis)
}

// cell is the place of element k of row i, and row of a cell the reverse.
func (r *rows) cell(i, k int) int { return (i/r.inner*r.n+k)*r.inner + i%r.inner }
func (r *rows) row(cell int) int  { return cell/(r.n*r.inner)*r.inner + cell%r.inner }

// load copies t into scratch memory, row by row.
func (r *rows) load(dst, t *tensor.Tensor) *tensor.Tensor {
	d, s := dst.Resize(r.outer*r.inner, r.n).Data(), t.Data()
	for i := range r.outer * r.inner {
		for k := range r.n {
			d[i*r.n+k] = s[r.cell(i, k)]
		}
	}
	return dst
}

func (r *rows) forward(y *Var, f func(dst, x *tensor.Tensor)) {
	x := y.in[0].Value
	v := y.result(x.Shape()...)
	if r.inner == 1 && len(x.Shape()) > 0 && x.Dim(-1) == r.n {
		f(v, x)
		return
	}
	rowsX := r.load(&r.a, x)
	rowsY := r.b.Resize(rowsX.Shape()...)
	f(rowsY, rowsX)
	for i := range r.outer * r.inner {
		for k := range r.n {
			v.Data()[r.cell(i, k)] = rowsY.Data()[i*r.n+k]
		}
	}
}

func (r *rows) backward(y *Var, f func(dx, y, dy *tensor.Tensor)) {
	x := y.in[0]
	if !x.wants() {
		return
	}
	if r.inner == 1 && len(x.Shape()) > 0 && x.Value.Dim(-1) == r.n {
		f(x.Grad, y.Value, y.Grad)
		return
	}
	grad := r.c.Resize(r.outer*r.inner, r.n)
	tensor.Fill(grad, 0)
	f(grad, r.load(&r.a, y.Value), r.load(&r.b, y.Grad))
	for i := range r.outer * r.inner {
		for k := range r.n {
			x.Grad.Data()[r.cell(i, k)] += grad.Data()[i*r.n+k]
		}
	}
}

// logSumExp returns max x and Σ e^(x − max x) of row i of x, in float64.
func (r *rows) logSumExp(x []elem, i int) (top, sum float64) {
	top = math.Inf(-1)
	for k := range r.n {
		top = max(top, float64(x[r.cell(i, k)]))
	}
	for k := range r.n {
		sum += math.Exp(float64(x[r.cell(i, k)]) - top)
	}
	return top, sum
}

type softmax struct{ rows rows }

func (*softmax) name() string { return "softmax" }

func (p *softmax) backward(y *Var) { p.rows.backward(y, tensor.SoftmaxGrad) }

// terms has one: e^x over the sum of the row, both divided by e^(max x).
func (p *softmax) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	x := y.in[0]
	top, sum := p.rows.logSumExp(x.Value.Data(), p.rows.row(cell))
	f := factor("e^(x-max)", x, cell)
	f.Value = math.Exp(f.Value - top)
	return append(dst, product(f, constant("1/Σe^(x-max)", 1/sum)))
}

// gradTerms keeps y_i and −y_i² apart: their sum would lose what the gradient
// has kept where y_i is near 1.
func (p *softmax) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	i := p.rows.row(cell)
	yi := float64(y.Value.Data()[cell])
	dst = append(dst, gradTerm(y, cell, yi, float64(y.Grad.Data()[cell])))
	for k := range p.rows.n {
		o := p.rows.cell(i, k)
		dst = append(dst, gradTerm(y, o, -float64(y.Value.Data()[o])*yi, float64(y.Grad.Data()[o])))
	}
	return dst
}

type logSoftmax struct{ rows rows }

func (*logSoftmax) name() string { return "log_softmax" }

func (p *logSoftmax) backward(y *Var) { p.rows.backward(y, tensor.LogSoftmaxGrad) }

// terms has two: the logit, less the logarithm of the sum.
func (p *logSoftmax) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	x := y.in[0]
	top, sum := p.rows.logSumExp(x.Value.Data(), p.rows.row(cell))
	return append(dst, product(factor("x", x, cell)), product(constant("-ln Σe^x", -top-math.Log(sum))))
}

func (p *logSoftmax) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	i := p.rows.row(cell)
	prob := math.Exp(float64(y.Value.Data()[cell]))
	dst = append(dst, gradTerm(y, cell, 1, float64(y.Grad.Data()[cell])))
	for k := range p.rows.n {
		o := p.rows.cell(i, k)
		dst = append(dst, gradTerm(y, o, -prob, float64(y.Grad.Data()[o])))
	}
	return dst
}

func (p *softmax) attrs(dst []trace.Attr) []trace.Attr    { return p.rows.attrs(dst) }
func (p *logSoftmax) attrs(dst []trace.Attr) []trace.Attr { return p.rows.attrs(dst) }

func (r *rows) attrs(dst []trace.Attr) []trace.Attr {
	return append(dst, trace.Attr{Name: "axis", Value: float64(r.axis)})
}
