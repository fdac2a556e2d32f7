package grad

import (
	"fmt"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// ConvTranspose2DParams are the settings of the convolution that is transposed,
// and the rows and columns by which its output is larger than it must be.
type ConvTranspose2DParams struct {
	Conv2DParams
	OutputPadding [2]int
}

// ConvTranspose2D runs a convolution backwards, from its output to its input:
// x [N, I, H, W], w [I, O/groups, kH, kW], b [O] or nil → y [N, O, oH, oW].
//
//	y[n,o,i·s+u·d−p, j·s+v·d−p] += w[i',o,u,v]·x[n,i',i,j], plus b[o]
//	oH = (H − 1)s − 2p + d(kH − 1) + output padding + 1
//
// It panics with a *tensor.ShapeError or *tensor.ValueError that says what does
// not fit. Source: Zeiler et al., “Deconvolutional networks”, 2010.
func ConvTranspose2D(x, w, b *Var, p ConvTranspose2DParams) *Var {
	const op = "conv_transpose2d"
	xs, ws := x.Shape(), w.Shape()
	if len(xs) != 4 || len(ws) != 4 || xs[1] != ws[0] {
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, xs...), B: append([]int{}, ws...), Why: "want an input [batch, in, height, width] and a weight [in, out / groups, height, width]"})
	}
	if p.Groups < 1 || xs[1]%p.Groups != 0 {
		panic(&tensor.ValueError{Op: op, Name: "groups", Value: fmt.Sprint(p.Groups), Want: fmt.Sprintf("a divisor of the %d input channels", xs[1])})
	}
	shape := [4]int{xs[0], ws[1] * p.Groups}
	for d := range 2 {
		switch {
		case p.Stride[d] < 1 || p.Dilation[d] < 1 || p.Padding[d] < 0 || p.Stride[d] > tensor.MaxLen || p.Dilation[d] > tensor.MaxLen || p.Padding[d] > tensor.MaxLen:
			panic(&tensor.ValueError{Op: op, Name: "stride, dilation or padding", Value: fmt.Sprint(p.Stride, p.Dilation, p.Padding), Want: "stride and dilation 1 or more, padding 0 or more"})
		case p.OutputPadding[d] < 0 || p.OutputPadding[d] >= p.Stride[d]:
			panic(&tensor.ValueError{Op: op, Name: "output padding", Value: fmt.Sprint(p.OutputPadding), Want: "0 or more and less than the stride"})
		}
		shape[2+d] = (xs[2+d]-1)*p.Stride[d] - 2*p.Padding[d] + p.Dilation[d]*(ws[2+d]-1) + p.OutputPadding[d] + 1
		if shape[2+d] < 1 || xs[2+d] < 1 {
			panic(&tensor.ShapeError{Op: op, A: append([]int{}, xs...), B: append([]int{}, ws...), Why: fmt.Sprintf("the output would have size %d in direction %d", shape[2+d], d)})
		}
	}
	if b != nil && (len(b.Shape()) != 1 || b.Shape()[0] != shape[1]) {
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, ws...), B: append([]int{}, b.Shape()...), Why: "the bias wants one value for each output channel"})
	}
	y, c := withBias[convTranspose2d](x, w, b)
	c.p = p
	v := y.result(shape[:]...)
	tensor.Fill(v, 0)
	tensor.Conv2DGradInput(v, x.Value, w.Value, p.Conv2DParams, &c.work)
	if b != nil {
		plane, bias := shape[2]*shape[3], b.Value.Data()
		for i := range v.Data() {
			v.Data()[i] += bias[i/plane%shape[1]]
		}
	}
	return y
}

type convTranspose2d struct {
	p    ConvTranspose2DParams
	work tensor.Workspace
	dx   tensor.Tensor
}

func (*convTranspose2d) name() string { return "conv_transpose2d" }

func (c *convTranspose2d) backward(y *Var) {
	x, w := y.in[0], y.in[1]
	if x.wants() {
		tensor.Conv2D(c.dx.Resize(x.Shape()...), y.Grad, w.Value, nil, c.p.Conv2DParams, &c.work)
		tensor.Accumulate(x.Grad, &c.dx)
	}
	if w.wants() {
		tensor.Conv2DGradWeight(w.Grad, x.Value, y.Grad, c.p.Conv2DParams, &c.work)
	}
	if len(y.in) == 3 && y.in[2].wants() {
		tensor.Conv2DGradBias(y.in[2].Grad, y.Grad)
	}
}

// taps calls f with the cells of x and w of every product that went into cell
// i, j of image n and channel o of y.
func (c *convTranspose2d) taps(y *Var, n, o, i, j int, f func(x, w int)) {
	xs, ws := y.in[0].Shape(), y.in[1].Shape()
	in, g := ws[0]/c.p.Groups, o/ws[1]
	for ch := g * in; ch < (g+1)*in; ch++ {
		for u := range ws[2] {
			for v := range ws[3] {
				r, s := i+c.p.Padding[0]-u*c.p.Dilation[0], j+c.p.Padding[1]-v*c.p.Dilation[1]
				if r < 0 || s < 0 || r%c.p.Stride[0] != 0 || s%c.p.Stride[1] != 0 {
					continue
				}
				if r, s = r/c.p.Stride[0], s/c.p.Stride[1]; r < xs[2] && s < xs[3] {
					f(((n*xs[1]+ch)*xs[2]+r)*xs[3]+s, ((ch*ws[1]+o%ws[1])*ws[2]+u)*ws[3]+v)
				}
			}
		}
	}
}

func (c *convTranspose2d) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	s := y.Shape()
	o := cell / (s[2] * s[3]) % s[1]
	c.taps(y, cell/(s[1]*s[2]*s[3]), o, cell/s[3]%s[2], cell%s[3], func(x, w int) {
		dst = append(dst, product(factor("w", y.in[1], w), factor("x", y.in[0], x)))
	})
	if len(y.in) == 3 {
		dst = append(dst, product(factor("b", y.in[2], o)))
	}
	return dst
}

func (c *convTranspose2d) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	outputs(y, func(at, n, o, i, j int) {
		if k == 2 {
			if o == cell {
				dst = append(dst, product(upstream(y, at)))
			}
			return
		}
		c.taps(y, n, o, i, j, func(x, w int) {
			switch {
			case k == 0 && x == cell:
				dst = append(dst, product(factor("w", y.in[1], w), upstream(y, at)))
			case k == 1 && w == cell:
				dst = append(dst, product(factor("x", y.in[0], x), upstream(y, at)))
			}
		})
	})
	return dst
}

func (c *convTranspose2d) attrs(dst []trace.Attr) []trace.Attr {
	dst = (&conv2d{p: c.p.Conv2DParams}).attrs(dst)
	return pairAttr(dst, "output_padding", "output_padding_w", c.p.OutputPadding)
}
