package tensor

import (
	"fmt"

	"gradtheatre/engine/tensor/internal/kernel"
)

// Workspace is scratch memory that one operation keeps between calls, so that
// a warm call allocates nothing. The zero Workspace is ready; it must not be
// used by two calls at the same time.
type Workspace struct{ scratch kernel.Scratch }

// ConvParams are the settings of a convolution; each pair is (vertical, horizontal).
type ConvParams struct {
	Stride, Padding, Dilation [2]int
	Groups                    int // 1: every output sees every input channel; = channels: depthwise
}

// SquareConv returns the settings of a convolution with the same stride and
// padding in both directions, dilation 1 and one group.
func SquareConv(stride, padding int) ConvParams {
	return ConvParams{Stride: [2]int{stride, stride}, Padding: [2]int{padding, padding}, Dilation: [2]int{1, 1}, Groups: 1}
}

// OutSize returns ⌊(size + 2·padding - dilation·(kernel-1) - 1)/stride⌋ + 1 in
// both directions, or the *ValueError or *ShapeError that Check would give.
func (p ConvParams) OutSize(h, w, kh, kw int) (oh, ow int, err error) {
	const op = "conv2d"
	in, k := [2]int{h, w}, [2]int{kh, kw}
	var out [2]int
	for i, name := range [2]string{"height", "width"} {
		switch {
		case p.Stride[i] < 1:
			return 0, 0, &ValueError{Op: op, Name: "stride", Value: fmt.Sprint(p.Stride), Want: "1 or more in both directions"}
		case p.Dilation[i] < 1:
			return 0, 0, &ValueError{Op: op, Name: "dilation", Value: fmt.Sprint(p.Dilation), Want: "1 or more in both directions"}
		case p.Padding[i] < 0:
			return 0, 0, &ValueError{Op: op, Name: "padding", Value: fmt.Sprint(p.Padding), Want: "0 or more in both directions"}
		case k[i] < 1:
			return 0, 0, &ValueError{Op: op, Name: "kernel", Value: fmt.Sprint(k), Want: "1 or more in both directions"}
		case p.Padding[i] > MaxLen || p.Dilation[i] > MaxLen || p.Stride[i] > MaxLen:
			return 0, 0, &ValueError{Op: op, Name: "stride, padding or dilation", Value: fmt.Sprint(p.Stride, p.Padding, p.Dilation), Want: fmt.Sprintf("at most %d", MaxLen)}
		}
		out[i] = windows(in[i], k[i], p.Stride[i], p.Padding[i], p.Dilation[i], false)
		if out[i] < 1 {
			return 0, 0, &ShapeError{Op: op, A: []int{h, w}, B: []int{kh, kw},
				Why: fmt.Sprintf("the kernel spans %d, more than the %s %d with its padding %d on both sides", p.Dilation[i]*(k[i]-1)+1, name, in[i], p.Padding[i])}
		}
	}
	return out[0], out[1], nil
}

// Check returns the output shape [N, O, oH, oW] for x [N, C, H, W], w
// [O, C/groups, kH, kW] and bias [O] (nil for none), or a *ShapeError or
// *ValueError that says what does not fit.
func (p ConvParams) Check(x, w, bias []int) (out [4]int, err error) {
	const op = "conv2d"
	switch {
	case len(x) != 4:
		return out, &ShapeError{Op: op, A: x, B: w, Why: "the input wants [batch, channels, height, width]"}
	case len(w) != 4:
		return out, &ShapeError{Op: op, A: x, B: w, Why: "the weight wants [out channels, in channels / groups, kernel height, kernel width]"}
	case p.Groups < 1:
		return out, &ValueError{Op: op, Name: "groups", Value: fmt.Sprint(p.Groups), Want: "1 or more"}
	case x[1]%p.Groups != 0 || w[0]%p.Groups != 0:
		return out, &ShapeError{Op: op, A: x, B: w, Why: fmt.Sprintf("groups %d must divide the %d input channels and the %d output channels", p.Groups, x[1], w[0])}
	case x[1]/p.Groups != w[1]:
		return out, &ShapeError{Op: op, A: x, B: w, Why: fmt.Sprintf("%d input channels in %d groups need a weight with %d input channels, not %d", x[1], p.Groups, x[1]/p.Groups, w[1])}
	case bias != nil && (len(bias) != 1 || bias[0] != w[0]):
		return out, &ShapeError{Op: op, A: w, B: bias, Why: fmt.Sprintf("the bias wants [%d], one value for each output channel", w[0])}
	}
	oh, ow, err := p.OutSize(x[2], x[3], w[2], w[3])
	return [4]int{x[0], w[0], oh, ow}, err
}

// shape checks everything and describes the convolution to the kernels.
func (p ConvParams) shape(op string, x, w, y *Tensor, bias []int) kernel.Conv {
	out, err := p.Check(x.shape, w.shape, bias)
	if err != nil {
		panic(err)
	}
	if !SameShape(y.shape, out[:]) {
		panic(&ShapeError{Op: op, A: y.shape, B: append([]int(nil), out[:]...), Why: "the output side does not have the shape that the settings give"})
	}
	return kernel.Conv{N: x.shape[0], C: x.shape[1], O: w.shape[0], G: p.Groups,
		Window: kernel.Window{H: x.shape[2], W: x.shape[3], OH: out[2], OW: out[3], KH: w.shape[2], KW: w.shape[3],
			SH: p.Stride[0], SW: p.Stride[1], PH: p.Padding[0], PW: p.Padding[1], DH: p.Dilation[0], DW: p.Dilation[1]}}
}

// Conv2D writes the cross-correlation of x with the filters w, plus the bias
// unless that is nil, into dst:
//
//	dst[n,o,i,j] = bias[o] + Σ_{c,u,v} w[o,c,u,v] · x[n, c, i·stride+u·dilation-padding, j·stride+v·dilation-padding]
//
// x [N, C, H, W], w [O, C/groups, kH, kW], bias [O] → dst [N, O, oH, oW]; beyond
// its edge x counts as 0. Output channel o of group g sees the input channels
// of that group only. It panics with the error of [ConvParams.Check].
func Conv2D(dst, x, w, bias *Tensor, p ConvParams, ws *Workspace) {
	var b []Elem
	var bs []int
	if bias != nil {
		b, bs = bias.data, bias.shape
	}
	c := p.shape("conv2d", x, w, dst, bs)
	kernel.ConvForward(dst.data, x.data, w.data, b, &c, &ws.scratch)
	dst.version++
}

// Conv2DGradInput adds to dx [N, C, H, W] the derivative of a loss by x, given
// its derivative dy [N, O, oH, oW] by the output.
func Conv2DGradInput(dx, dy, w *Tensor, p ConvParams, ws *Workspace) {
	c := p.shape("conv2d_grad_input", dx, w, dy, nil)
	kernel.ConvGradInput(dx.data, dy.data, w.data, &c, &ws.scratch)
	dx.version++
}

// Conv2DGradWeight adds to dw [O, C/groups, kH, kW] the derivative of a loss by
// the filters, given its derivative dy [N, O, oH, oW] by the output.
func Conv2DGradWeight(dw, dy, x *Tensor, p ConvParams, ws *Workspace) {
	c := p.shape("conv2d_grad_weight", x, dw, dy, nil)
	kernel.ConvGradWeight(dw.data, dy.data, x.data, &c, &ws.scratch)
	dw.version++
}

// Conv2DGradBias adds to db [O] the sums of dy [N, O, oH, oW] over all but the channels.
func Conv2DGradBias(db, dy *Tensor) {
	if len(dy.shape) != 4 || len(db.shape) != 1 || db.shape[0] != dy.shape[1] {
		panic(&ShapeError{Op: "conv2d_grad_bias", A: db.shape, B: dy.shape, Why: "want one value for each channel of [batch, channels, height, width]"})
	}
	o, plane := dy.shape[1], dy.shape[2]*dy.shape[3]
	for i := range dy.shape[0] * o {
		db.data[i%o] += kernel.Sum(dy.data[i*plane:][:plane])
	}
	db.version++
}
