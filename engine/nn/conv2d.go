package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Conv2D is a convolution layer: x [batch, in, H, W] → y [batch, out, oH, oW].
type Conv2D struct {
	Weight   *grad.Param // [out, in/groups, kH, kW]
	Bias     *grad.Param // [out], or nil
	Settings grad.Conv2DParams

	params []*grad.Param
}

// ConvOptions are the settings of a convolution; 0 means the usual value.
type ConvOptions struct {
	Stride   int // 0 is 1
	Padding  int
	Dilation int  // 0 is 1
	Groups   int  // 0 is 1
	NoBias   bool // for use before batch norm, which has a shift of its own
}

// NewConv2D returns a convolution with square kernels and weights drawn as
// PyTorch draws them, evenly within ±1/√(in/groups·kernel²); rng nil leaves
// them 0. It panics with a *tensor.ValueError if a size or setting makes no sense.
func NewConv2D(in, out, kernel int, o ConvOptions, rng *rand.Rand) *Conv2D {
	one := func(v int) int {
		if v == 0 {
			return 1
		}
		return v
	}
	p := tensor.SquareConv(one(o.Stride), o.Padding)
	p.Dilation, p.Groups = [2]int{one(o.Dilation), one(o.Dilation)}, one(o.Groups)
	positive("conv2d", "in", in)
	positive("conv2d", "out", out)
	positive("conv2d", "kernel", kernel)
	positive("conv2d", "stride", p.Stride[0])
	positive("conv2d", "dilation", p.Dilation[0])
	positive("conv2d", "groups", p.Groups)
	if o.Padding < 0 {
		panic(&tensor.ValueError{Op: "conv2d", Name: "padding", Value: strconv.Itoa(o.Padding), Want: "0 or more"})
	}
	if in%p.Groups != 0 || out%p.Groups != 0 {
		panic(&tensor.ValueError{Op: "conv2d", Name: "groups", Value: strconv.Itoa(p.Groups), Want: "a divisor of " + strconv.Itoa(in) + " and " + strconv.Itoa(out) + " channels"})
	}
	c := &Conv2D{Weight: grad.NewParam("weight", tensor.New(out, in/p.Groups, kernel, kernel)), Settings: p}
	c.params = []*grad.Param{c.Weight}
	if !o.NoBias {
		c.Bias = grad.NewParam("bias", tensor.New(out))
		c.params = append(c.params, c.Bias)
	}
	fanIn(rng, in/p.Groups*kernel*kernel, c.Weight, c.Bias)
	return c
}

// Forward returns the convolution of x with the weights, plus the bias.
func (c *Conv2D) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	return grad.Conv2D(x, t.Param(c.Weight), param(t, c.Bias), c.Settings)
}

// Params returns weight and bias.
func (c *Conv2D) Params() []*grad.Param { return c.params }

func (c *Conv2D) kind() string { return "conv" }
