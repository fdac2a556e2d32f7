package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Pool2DParams are the settings of a pooling: kernel, stride, padding, dilation
// (vertical, horizontal). None has a default: 0 is refused as a stride.
// [tensor.SquarePool] fills them in for the usual case.
type Pool2DParams = tensor.PoolParams

// MaxPool2D takes the largest value of every window: x [N, C, H, W] → y [N, C, oH, oW].
//
//	∂y/∂x = 1 for the cell that won, else 0
//
// Of equal values the first in row-major order wins, as in PyTorch; padding
// counts as −∞, and a NaN in a window wins. It panics with a *tensor.ShapeError
// or *tensor.ValueError that says what does not fit.
func MaxPool2D(x *Var, p Pool2DParams) *Var {
	out, err := p.Check("maxpool2d", x.Shape())
	if err != nil {
		panic(err)
	}
	y, m := push[maxpool2d](x)
	m.p = p
	y.result(out[:]...)
	m.argmax = resize(m.argmax, y.Value.Len())
	tensor.MaxPool2D(y.Value, m.argmax, x.Value, p)
	return y
}

// resize gives s the length n, with its old storage where that is large enough.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

type maxpool2d struct {
	p      Pool2DParams
	argmax []int32 // the winner's place in its plane, for every cell of y
}

func (*maxpool2d) name() string { return "maxpool2d" }

func (m *maxpool2d) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.MaxPool2DGrad(x.Grad, y.Grad, m.argmax)
	}
}

func (m *maxpool2d) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	t := trace.Term{Fn: "max", Value: float64(y.Value.Data()[cell])}
	window(y, m.p, cell, func(x int) { t.Factors = append(t.Factors, factor("x", y.in[0], x)) })
	return append(dst, t)
}

func (m *maxpool2d) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	xs, ys := y.in[0].Shape(), y.Shape()
	in, out := xs[2]*xs[3], ys[2]*ys[3]
	for o := cell / in * out; o < (cell/in+1)*out; o++ {
		if int(m.argmax[o]) == cell%in {
			dst = append(dst, gradTerm(y, o, 1, float64(y.Grad.Data()[o])))
		}
	}
	return dst
}

func (m *maxpool2d) attrs(dst []trace.Attr) []trace.Attr { return poolAttrs(dst, m.p) }

// window calls f with the cells of x in the window of one cell of y.
func window(y *Var, p Pool2DParams, cell int, f func(x int)) {
	xs, ys := y.in[0].Shape(), y.Shape()
	plane, i, j := cell/(ys[2]*ys[3]), cell/ys[3]%ys[2], cell%ys[3]
	for u := range p.Kernel[0] {
		for v := range p.Kernel[1] {
			r, s := i*p.Stride[0]+u*max(p.Dilation[0], 1)-p.Padding[0], j*p.Stride[1]+v*max(p.Dilation[1], 1)-p.Padding[1]
			if r >= 0 && r < xs[2] && s >= 0 && s < xs[3] {
				f((plane*xs[2]+r)*xs[3] + s)
			}
		}
	}
}

func poolAttrs(dst []trace.Attr, p Pool2DParams) []trace.Attr {
	dst = pairAttr(dst, "kernel", "kernel_w", p.Kernel)
	dst = pairAttr(dst, "stride", "stride_w", p.Stride)
	dst = pairAttr(dst, "padding", "padding_w", p.Padding)
	return pairAttr(dst, "dilation", "dilation_w", p.Dilation)
}
