package engine_test

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

var layerOps = map[string]runner{
	"linear":           func(r *run) outputs { return outputs{"y": grad.Linear(r.x("x"), r.x("weight"), r.opt("bias"))} },
	"conv1d":           runConv1D,
	"conv2d":           runConv2D,
	"conv_transpose2d": runConvTranspose2D,
	"maxpool2d":        runMaxPool2D,
	"avgpool2d":        runAvgPool2D,
	"gemm":             runGemm,
	"global_avgpool2d": one(grad.GlobalAvgPool2D),
	"softmax":          func(r *run) outputs { return outputs{"y": grad.Softmax(r.x("x"), r.integer("axis", -1))} },
	"log_softmax":      func(r *run) outputs { return outputs{"y": grad.LogSoftmax(r.x("x"), r.integer("axis", -1))} },
}

// border is the setting padding as {top, left, bottom, right}, which may be
// given as one, two or all four numbers.
func (r *run) border() [4]int {
	if l := r.list("padding"); len(l) == 4 {
		return [4]int(l)
	}
	p := r.pair("padding", [2]int{0, 0})
	return [4]int{p[0], p[1], p[0], p[1]}
}

// padded is x with the border around its planes, as an op of its own.
func padded(x *grad.Var, b [4]int, value float64) *grad.Var {
	return grad.Pad(x, [][2]int{{0, 0}, {0, 0}, {b[0], b[2]}, {b[1], b[3]}}, value)
}

// conv is the settings of a convolution, and x, with the border already around
// it where that is not the same on both sides.
func (r *run) conv() (*grad.Var, grad.Conv2DParams) {
	x, b := r.x("x"), r.border()
	p := grad.Conv2DParams{
		Stride:   r.pair("stride", [2]int{1, 1}),
		Padding:  [2]int{b[0], b[1]},
		Dilation: r.pair("dilation", [2]int{1, 1}),
		Groups:   r.integer("groups", 1),
	}
	if b[0] != b[2] || b[1] != b[3] {
		x, p.Padding = padded(x, b, 0), [2]int{0, 0}
	}
	return x, p
}

func runConv1D(r *run) outputs {
	return outputs{"y": grad.Conv1D(r.x("x"), r.x("weight"), r.opt("bias"), grad.Conv1DParams{
		Stride:   r.pair("stride", [2]int{1, 1})[0],
		Padding:  r.pair("padding", [2]int{0, 0})[0],
		Dilation: r.pair("dilation", [2]int{1, 1})[0],
		Groups:   r.integer("groups", 1),
	})}
}

func runConv2D(r *run) outputs {
	x, p := r.conv()
	return outputs{"y": grad.Conv2D(x, r.x("weight"), r.opt("bias"), p)}
}

func runConvTranspose2D(r *run) outputs {
	x, p := r.conv()
	t := grad.ConvTranspose2DParams{Conv2DParams: p, OutputPadding: r.pair("output_padding", [2]int{0, 0})}
	return outputs{"y": grad.ConvTranspose2D(x, r.x("weight"), r.opt("bias"), t)}
}

func runGemm(r *run) outputs {
	a, b := r.x("a"), r.x("b")
	if r.flag("trans_a") {
		a = grad.Transpose(a)
	}
	if r.flag("trans_b") {
		b = grad.Transpose(b)
	}
	y := grad.Mul(grad.MatMul(a, b), r.tape.Scalar("alpha", r.number("alpha", 1)))
	if c := r.opt("c"); c != nil {
		y = grad.Add(y, grad.Mul(c, r.tape.Scalar("beta", r.number("beta", 1))))
	}
	return outputs{"y": y}
}

func runMaxPool2D(r *run) outputs {
	p, b := r.pool(), r.border()
	if r.ordinary(p, b) {
		return outputs{"y": grad.MaxPool2D(r.x("x"), p)}
	}
	p.Padding = [2]int{0, 0}
	return outputs{"y": grad.MaxPool2D(padded(r.x("x"), b, math.Inf(-1)), p)}
}

func runAvgPool2D(r *run) outputs {
	p, b := r.pool(), r.border()
	if r.ordinary(p, b) {
		return outputs{"y": grad.AvgPool2D(r.x("x"), p)}
	}
	include := p.CountIncludePad
	p.Padding, p.CountIncludePad = [2]int{0, 0}, true
	y := grad.AvgPool2D(padded(r.x("x"), b, 0), p)
	if !include { // over the share of each window that lies on x
		ones := tensor.New(r.x("x").Shape()...)
		tensor.Fill(ones, 1)
		y = grad.Div(y, grad.AvgPool2D(padded(r.tape.Const("ones", ones), b, 0), p))
	}
	return outputs{"y": y}
}

// ordinary says whether the padding is one that the pooling ops take themselves.
func (r *run) ordinary(p grad.Pool2DParams, b [4]int) bool {
	for d := range 2 {
		if b[d] != b[d+2] || b[d] > (p.Dilation[d]*(p.Kernel[d]-1)+1)/2 {
			return false
		}
	}
	return true
}

func (r *run) pool() grad.Pool2DParams {
	kernel := r.pair("kernel", [2]int{})
	return grad.Pool2DParams{
		Kernel:          kernel,
		Stride:          r.pair("stride", kernel),
		Padding:         [2]int{r.border()[0], r.border()[1]},
		Dilation:        r.pair("dilation", [2]int{1, 1}),
		CeilMode:        r.flag("ceil_mode"),
		CountIncludePad: !r.has("count_include_pad") || r.flag("count_include_pad"),
	}
}
