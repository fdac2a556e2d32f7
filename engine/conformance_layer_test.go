package engine_test

import "gradtheatre/engine/grad"

var layerOps = map[string]runner{
	"linear":           func(r *run) outputs { return outputs{"y": grad.Linear(r.x("x"), r.x("weight"), r.opt("bias"))} },
	"conv1d":           runConv1D,
	"conv2d":           runConv2D,
	"conv_transpose2d": runConvTranspose2D,
	"maxpool2d":        func(r *run) outputs { return outputs{"y": grad.MaxPool2D(r.x("x"), r.pool())} },
	"avgpool2d":        func(r *run) outputs { return outputs{"y": grad.AvgPool2D(r.x("x"), r.pool())} },
	"global_avgpool2d": one(grad.GlobalAvgPool2D),
	"softmax":          func(r *run) outputs { return outputs{"y": grad.Softmax(r.x("x"), r.integer("axis", -1))} },
	"log_softmax":      func(r *run) outputs { return outputs{"y": grad.LogSoftmax(r.x("x"), r.integer("axis", -1))} },
}

func (r *run) conv() grad.Conv2DParams {
	return grad.Conv2DParams{
		Stride:   r.pair("stride", [2]int{1, 1}),
		Padding:  r.pair("padding", [2]int{0, 0}),
		Dilation: r.pair("dilation", [2]int{1, 1}),
		Groups:   r.integer("groups", 1),
	}
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
	return outputs{"y": grad.Conv2D(r.x("x"), r.x("weight"), r.opt("bias"), r.conv())}
}

func runConvTranspose2D(r *run) outputs {
	p := grad.ConvTranspose2DParams{Conv2DParams: r.conv(), OutputPadding: r.pair("output_padding", [2]int{0, 0})}
	return outputs{"y": grad.ConvTranspose2D(r.x("x"), r.x("weight"), r.opt("bias"), p)}
}

func (r *run) pool() grad.Pool2DParams {
	kernel := r.pair("kernel", [2]int{})
	return grad.Pool2DParams{
		Kernel:          kernel,
		Stride:          r.pair("stride", kernel),
		Padding:         r.pair("padding", [2]int{0, 0}),
		Dilation:        r.pair("dilation", [2]int{1, 1}),
		CeilMode:        r.flag("ceil_mode"),
		CountIncludePad: !r.has("count_include_pad") || r.flag("count_include_pad"),
	}
}
