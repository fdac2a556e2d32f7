package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Conv2DParams are the settings of a convolution: stride, padding, dilation
// (vertical, horizontal) and groups. None of them has a default: 0 is refused
// as a stride. [tensor.SquareConv] fills them in for the usual case.
type Conv2DParams = tensor.ConvParams

// Conv2D is the cross-correlation of images with filters, plus a bias:
// x [N, C, H, W], w [O, C/groups, kH, kW], b [O] or nil → y [N, O, oH, oW].
//
//	y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v]·x[n, c, i·s+u·d−p, j·s+v·d−p]
//	oH = ⌊(H + 2p − d(kH−1) − 1)/s⌋ + 1
//
// Beyond its edge x counts as 0. With groups = C it is depthwise. It panics
// with a *tensor.ShapeError or *tensor.ValueError that says what does not fit.
// Source: LeCun et al., “Gradient-based learning applied to document recognition”, 1998.
func Conv2D(x, w, b *Var, p Conv2DParams) *Var {
	var bs []int
	if b != nil {
		if bs = b.Shape(); len(bs) != 1 {
			panic(&tensor.ShapeError{Op: "conv2d", A: append([]int{}, w.Shape()...), B: append([]int{}, bs...), Why: "the bias wants one value for each output channel"})
		}
	}
	out, err := p.Check(x.Shape(), w.Shape(), bs)
	if err != nil {
		panic(err)
	}
	y, c := withBias[conv2d](x, w, b)
	c.p = p
	y.result(out[:]...)
	tensor.Conv2D(y.Value, x.Value, w.Value, biasOf(y), p, &c.work)
	return y
}

// biasOf is the bias of a layer, or nil.
func biasOf(y *Var) *tensor.Tensor {
	if len(y.in) < 3 {
		return nil
	}
	return y.in[2].Value
}

type conv2d struct {
	p    Conv2DParams
	work tensor.Workspace
}

func (*conv2d) name() string { return "conv2d" }

func (c *conv2d) backward(y *Var) {
	x, w := y.in[0], y.in[1]
	if x.wants() {
		tensor.Conv2DGradInput(x.Grad, y.Grad, w.Value, c.p, &c.work)
	}
	if w.wants() {
		tensor.Conv2DGradWeight(w.Grad, y.Grad, x.Value, c.p, &c.work)
	}
	if len(y.in) == 3 && y.in[2].wants() {
		tensor.Conv2DGradBias(y.in[2].Grad, y.Grad)
	}
}

// taps calls f with the cells of x, w and y of every product that the
// convolution adds up for output row i, column j of image n and channel o.
func (c *conv2d) taps(y *Var, n, o, i, j int, f func(x, w int)) {
	xs, ws := y.in[0].Shape(), y.in[1].Shape()
	first := o / (ws[0] / c.p.Groups) * ws[1]
	for ch := range ws[1] {
		for u := range ws[2] {
			for v := range ws[3] {
				r, s := i*c.p.Stride[0]+u*c.p.Dilation[0]-c.p.Padding[0], j*c.p.Stride[1]+v*c.p.Dilation[1]-c.p.Padding[1]
				if r >= 0 && r < xs[2] && s >= 0 && s < xs[3] {
					f(((n*xs[1]+first+ch)*xs[2]+r)*xs[3]+s, ((o*ws[1]+ch)*ws[2]+u)*ws[3]+v)
				}
			}
		}
	}
}

// outputs calls f for every cell of y.
func outputs(y *Var, f func(cell, n, o, i, j int)) {
	s := y.Shape()
	for cell := range y.Value.Len() {
		f(cell, cell/(s[1]*s[2]*s[3]), cell/(s[2]*s[3])%s[1], cell/s[3]%s[2], cell%s[3])
	}
}

func (c *conv2d) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
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

func (c *conv2d) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	xs, ws := y.in[0].Shape(), y.in[1].Shape()
	outputs(y, func(at, n, o, i, j int) {
		switch {
		case k == 2:
			if o == cell {
				dst = append(dst, product(upstream(y, at)))
			}
			return
		case k == 1 && o != cell/(ws[1]*ws[2]*ws[3]), k == 0 && n != cell/(xs[1]*xs[2]*xs[3]):
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

func (c *conv2d) attrs(dst []trace.Attr) []trace.Attr {
	dst = pairAttr(dst, "stride", "stride_w", c.p.Stride)
	dst = pairAttr(dst, "padding", "padding_w", c.p.Padding)
	dst = pairAttr(dst, "dilation", "dilation_w", c.p.Dilation)
	return append(dst, trace.Attr{Name: "groups", Value: float64(c.p.Groups)})
}

// pairAttr writes a (vertical, horizontal) setting under its two names.
func pairAttr(dst []trace.Attr, vertical, horizontal string, v [2]int) []trace.Attr {
	return append(dst, trace.Attr{Name: vertical, Value: float64(v[0])}, trace.Attr{Name: horizontal, Value: float64(v[1])})
}
