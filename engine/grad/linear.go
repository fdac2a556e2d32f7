package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Linear is a dense layer: x [… in], w [out, in], b [out] or nil → y [… out].
//
//	y_o = Σ_i w_oi·x_i + b_o
//	∂L/∂x = ∂L/∂y·w, ∂L/∂w = ∂L/∂yᵀ·x, ∂L/∂b = Σ ∂L/∂y over the batch
//
// It panics with a *tensor.ShapeError if the shapes do not fit.
func Linear(x, w, b *Var) *Var {
	xs, ws := x.Shape(), w.Shape()
	switch {
	case len(ws) != 2:
		panic(&tensor.ShapeError{Op: "linear", A: append([]int{}, xs...), B: append([]int{}, ws...), Why: "the weight wants [out, in]"})
	case len(xs) == 0 || xs[len(xs)-1] != ws[1]:
		panic(&tensor.ShapeError{Op: "linear", A: append([]int{}, xs...), B: append([]int{}, ws...), Why: "the last dimension of the input is the weight's second, [out, in]"})
	case b != nil && (len(b.Shape()) != 1 || b.Shape()[0] != ws[0]):
		panic(&tensor.ShapeError{Op: "linear", A: append([]int{}, ws...), B: append([]int{}, b.Shape()...), Why: "the bias wants one value for each output"})
	}
	y, p := withBias[linear](x, w, b)
	p.out, p.in, p.rows = ws[0], ws[1], 1
	for _, d := range xs[:len(xs)-1] {
		p.rows *= d
	}
	p.shape = append(append(p.shape[:0], xs[:len(xs)-1]...), p.out)
	p.layer.Plan(p.rows, p.out, p.in)
	y.result(p.shape...)
	p.layer.Forward(y.Value.Data(), x.Value.Data(), w.Value.Data(), p.bias(y), tensor.Identity, nil)
	return y
}

// withBias is push for a layer whose bias b may be nil.
func withBias[T any, P interface {
	*T
	op
}](x, w, b *Var) (*Var, P) {
	if b == nil {
		return push[T, P](x, w)
	}
	return push[T, P](x, w, b)
}

type linear struct {
	rows, out, in int
	shape         []int
	layer         tensor.Dense
}

func (*linear) name() string { return "linear" }

// bias is b, or nil.
func (*linear) bias(y *Var) []elem {
	if len(y.in) == 3 {
		return y.in[2].Value.Data()
	}
	return nil
}

func (p *linear) backward(y *Var) {
	x, w := y.in[0].Value.Data(), y.in[1].Value.Data()
	p.layer.Backward(wanted(y, 0), wanted(y, 1), wanted(y, 2), x, w, y.Value.Data(), y.Grad.Data(), tensor.Identity, nil, nil)
}

// wanted is the gradient of the i-th input of y, nil where none is wanted.
func wanted(y *Var, i int) []elem {
	if i >= len(y.in) || !y.in[i].needs {
		return nil
	}
	return y.in[i].Grad.Data()
}

func (p *linear) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	row, o := cell/p.out, cell%p.out
	for i := range p.in {
		dst = append(dst, product(factor("w", y.in[1], o*p.in+i), factor("x", y.in[0], row*p.in+i)))
	}
	if len(y.in) == 3 {
		dst = append(dst, product(factor("b", y.in[2], o)))
	}
	return dst
}

func (p *linear) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	switch k {
	case 0:
		row, i := cell/p.in, cell%p.in
		for o := range p.out {
			dst = append(dst, product(factor("w", y.in[1], o*p.in+i), upstream(y, row*p.out+o)))
		}
	case 1:
		o, i := cell/p.in, cell%p.in
		for row := range p.rows {
			dst = append(dst, product(factor("x", y.in[0], row*p.in+i), upstream(y, row*p.out+o)))
		}
	case 2:
		for row := range p.rows {
			dst = append(dst, product(upstream(y, row*p.out+cell)))
		}
	}
	return dst
}
