package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// AvgPool2D averages every window: x [N, C, H, W] → y [N, C, oH, oW].
//
//	y = Σ x / n, ∂y/∂x = 1/n for the cells of the window
//
// With CountIncludePad, n counts the padding too (but not what lies beyond it,
// where CeilMode lets a window reach out). It panics with a *tensor.ShapeError
// or *tensor.ValueError that says what does not fit.
func AvgPool2D(x *Var, p Pool2DParams) *Var {
	if p.Dilation == [2]int{} {
		p.Dilation = [2]int{1, 1}
	}
	out, err := p.Check("avgpool2d", x.Shape())
	if err != nil {
		panic(err)
	}
	y, a := push[avgpool2d](x)
	a.p = p
	tensor.AvgPool2D(y.result(out[:]...), x.Value, p)
	return y
}

// GlobalAvgPool2D averages every plane: x [N, C, H, W] → y [N, C, 1, 1].
// It panics with a *tensor.ShapeError if x has another number of dimensions.
// Source: Lin, Chen and Yan, “Network in network”, 2013.
func GlobalAvgPool2D(x *Var) *Var {
	if len(x.Shape()) != 4 {
		panic(&tensor.ShapeError{Op: "global_avgpool2d", A: append([]int{}, x.Shape()...), Why: "want [batch, channels, height, width]"})
	}
	return MeanKeep(x, 2, 3)
}

type avgpool2d struct{ p Pool2DParams }

func (*avgpool2d) name() string { return "avgpool2d" }

func (a *avgpool2d) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.AvgPool2DGrad(x.Grad, y.Grad, a.p)
	}
}

// divisor is the n of one cell of y.
func (a *avgpool2d) divisor(y *Var, cell int) float64 {
	if !a.p.CountIncludePad {
		n := 0
		window(y, a.p, cell, func(int) { n++ })
		return float64(n)
	}
	xs, ys := y.in[0].Shape(), y.Shape()
	n := 1
	for d, i := range [2]int{cell / ys[3] % ys[2], cell % ys[3]} {
		from := i*a.p.Stride[d] - a.p.Padding[d]
		n *= min(from+a.p.Kernel[d], xs[2+d]+a.p.Padding[d]) - from
	}
	return float64(n)
}

func (a *avgpool2d) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	share := constant("1/n", 1/a.divisor(y, cell))
	window(y, a.p, cell, func(x int) {
		dst = append(dst, product(share, factor("x", y.in[0], x)))
	})
	return dst
}

func (a *avgpool2d) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	xs, ys := y.in[0].Shape(), y.Shape()
	plane := cell / (xs[2] * xs[3])
	for o := plane * ys[2] * ys[3]; o < (plane+1)*ys[2]*ys[3]; o++ {
		window(y, a.p, o, func(x int) {
			if x == cell {
				dst = append(dst, product(constant("1/n", 1/a.divisor(y, o)), upstream(y, o)))
			}
		})
	}
	return dst
}

func (a *avgpool2d) attrs(dst []trace.Attr) []trace.Attr {
	include := 0.0
	if a.p.CountIncludePad {
		include = 1
	}
	return append(poolAttrs(dst, a.p), trace.Attr{Name: "count_include_pad", Value: include})
}
