package tensor

import (
	"fmt"

	"gradtheatre/engine/tensor/internal/kernel"
)

// PoolParams are the settings of a pooling over the planes of x [N, C, H, W];
// each pair is (vertical, horizontal).
type PoolParams struct {
	Kernel, Stride, Padding, Dilation [2]int
	CeilMode                          bool // round the output size up; a window must still start inside the input or its left padding
	CountIncludePad                   bool // AvgPool2D: the padding counts in the divisor
}

// SquarePool returns the settings of a size×size window moved by size, without padding.
func SquarePool(size int) PoolParams {
	k := [2]int{size, size}
	return PoolParams{Kernel: k, Stride: k, Dilation: [2]int{1, 1}, CountIncludePad: true}
}

// Check returns the output shape [N, C, oH, oW] for an input of shape x, or a
// *ShapeError or *ValueError that names op and what does not fit.
func (p PoolParams) Check(op string, x []int) (out [4]int, err error) {
	for i, name := range [2]string{"height", "width"} {
		switch {
		case p.Kernel[i] < 1:
			return out, &ValueError{Op: op, Name: "kernel", Value: fmt.Sprint(p.Kernel), Want: "1 or more in both directions"}
		case p.Stride[i] < 1:
			return out, &ValueError{Op: op, Name: "stride", Value: fmt.Sprint(p.Stride), Want: "1 or more in both directions"}
		case p.Dilation[i] < 1:
			return out, &ValueError{Op: op, Name: "dilation", Value: fmt.Sprint(p.Dilation), Want: "1 or more in both directions"}
		case p.Padding[i] < 0 || p.Padding[i] > (p.Dilation[i]*(p.Kernel[i]-1)+1)/2:
			return out, &ValueError{Op: op, Name: "padding", Value: fmt.Sprint(p.Padding), Want: "0 … half of the kernel " + fmt.Sprint(p.Kernel)}
		case len(x) != 4:
			return out, &ShapeError{Op: op, A: x, Why: "want [batch, channels, height, width]"}
		}
		o := windows(x[2+i], p.Kernel[i], p.Stride[i], p.Padding[i], p.Dilation[i], p.CeilMode)
		if x[2+i] == 0 || o < 1 {
			return out, &ShapeError{Op: op, A: x, B: []int{p.Kernel[0], p.Kernel[1]}, Why: "the kernel does not fit into the padded " + name}
		}
		out[2+i] = o
	}
	out[0], out[1] = x[0], x[1]
	return out, nil
}

// windows counts the positions of a window of k taps along n elements.
func windows(n, k, stride, pad, dilation int, ceil bool) int {
	free := n + 2*pad - dilation*(k-1) - 1
	if free < 0 {
		return 0
	}
	if !ceil {
		return free/stride + 1
	}
	o := (free+stride-1)/stride + 1
	if (o-1)*stride >= n+pad {
		o--
	}
	return o
}

func (p PoolParams) plane(op string, dst, x *Tensor) (planes int, g kernel.Window) {
	out, err := p.Check(op, x.shape)
	if err != nil {
		panic(err)
	}
	if !SameShape(dst.shape, out[:]) {
		panic(&ShapeError{Op: op, A: dst.shape, B: append([]int(nil), out[:]...), Why: "the pooled side does not have the shape that the settings give"})
	}
	return out[0] * out[1], kernel.Window{H: x.shape[2], W: x.shape[3], OH: out[2], OW: out[3], KH: p.Kernel[0], KW: p.Kernel[1],
		SH: p.Stride[0], SW: p.Stride[1], PH: p.Padding[0], PW: p.Padding[1], DH: p.Dilation[0], DW: p.Dilation[1]}
}

// MaxPool2D writes the largest value of every window into dst and its place,
// y·W + x within the plane, into argmax, which needs dst.Len() elements:
// x [N, C, H, W] → dst [N, C, oH, oW]. Padding counts as -∞, a NaN wins, and of
// equal values the first in row-major order does, as in PyTorch.
func MaxPool2D(dst *Tensor, argmax []int32, x *Tensor, p PoolParams) {
	planes, g := p.plane("maxpool2d", dst, x)
	mustArgmax("maxpool2d", argmax, dst)
	in, out := g.H*g.W, g.OH*g.OW
	for i := range planes {
		kernel.MaxPool(dst.data[i*out:][:out], argmax[i*out:][:out], x.data[i*in:][:in], &g)
	}
	dst.version++
}

// MaxPool2DGrad adds every element of dy [N, C, oH, oW] to the element of dx
// [N, C, H, W] that argmax, as [MaxPool2D] wrote it, names.
func MaxPool2DGrad(dx, dy *Tensor, argmax []int32) {
	const op = "maxpool2d_grad"
	if len(dx.shape) != 4 || len(dy.shape) != 4 || dx.shape[0] != dy.shape[0] || dx.shape[1] != dy.shape[1] {
		panic(&ShapeError{Op: op, A: dx.shape, B: dy.shape, Why: "want the same batch and channels"})
	}
	mustArgmax(op, argmax, dy)
	in, out := dx.shape[2]*dx.shape[3], dy.shape[2]*dy.shape[3]
	for i := range dx.shape[0] * dx.shape[1] {
		plane, at := dx.data[i*in:][:in], argmax[i*out:][:out]
		for j, v := range dy.data[i*out:][:out] {
			plane[at[j]] += v
		}
	}
	dx.version++
}

func mustArgmax(op string, argmax []int32, y *Tensor) {
	if len(argmax) != len(y.data) {
		panic(&ShapeError{Op: op, A: []int{len(argmax)}, B: y.shape, Why: "argmax needs one index for each pooled element"})
	}
}

// AvgPool2D writes the mean of every window into dst: x [N, C, H, W] → dst
// [N, C, oH, oW]. The divisor counts the padding (not what lies beyond it) if
// CountIncludePad is set, else only the elements of x. Dilation must be 1.
func AvgPool2D(dst, x *Tensor, p PoolParams) {
	planes, g := p.avgPlane("avgpool2d", dst, x)
	in, out := g.H*g.W, g.OH*g.OW
	for i := range planes {
		kernel.AvgPool(dst.data[i*out:][:out], x.data[i*in:][:in], &g, p.CountIncludePad)
	}
	dst.version++
}

// AvgPool2DGrad spreads every element of dy [N, C, oH, oW] evenly over its
// window and adds it to dx [N, C, H, W].
func AvgPool2DGrad(dx, dy *Tensor, p PoolParams) {
	planes, g := p.avgPlane("avgpool2d_grad", dy, dx)
	in, out := g.H*g.W, g.OH*g.OW
	for i := range planes {
		kernel.AvgPoolGrad(dx.data[i*in:][:in], dy.data[i*out:][:out], &g, p.CountIncludePad)
	}
	dx.version++
}

func (p PoolParams) avgPlane(op string, dst, x *Tensor) (int, kernel.Window) {
	if p.Dilation == [2]int{} {
		p.Dilation = [2]int{1, 1}
	}
	if p.Dilation != [2]int{1, 1} {
		panic(&ValueError{Op: op, Name: "dilation", Value: fmt.Sprint(p.Dilation), Want: "[1 1]: an average pools without holes"})
	}
	return p.plane(op, dst, x)
}
