package nn

import (
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// ConvTranspose2D is a convolution run backwards, which makes images larger:
// x [batch, in, H, W] → y [batch, out, (H−1)·stride − 2·padding + kernel, …].
type ConvTranspose2D struct {
	Weight   *grad.Param // [in, out, kH, kW]
	Bias     *grad.Param // [out]
	Settings grad.ConvTranspose2DParams

	params []*grad.Param
}

// NewConvTranspose2D returns a transposed convolution with square kernels and
// weights drawn as PyTorch draws them, evenly within ±1/√(out·kernel²); rng nil
// leaves them 0. It panics with a *tensor.ValueError if a size makes no sense.
func NewConvTranspose2D(in, out, kernel, stride, padding int, rng *rand.Rand) *ConvTranspose2D {
	positive("conv_transpose2d", "in", in)
	positive("conv_transpose2d", "out", out)
	positive("conv_transpose2d", "kernel", kernel)
	positive("conv_transpose2d", "stride", stride)
	c := &ConvTranspose2D{Weight: grad.NewParam("weight", tensor.New(in, out, kernel, kernel)), Bias: grad.NewParam("bias", tensor.New(out)),
		Settings: grad.ConvTranspose2DParams{Conv2DParams: tensor.SquareConv(stride, padding)}}
	c.params = []*grad.Param{c.Weight, c.Bias}
	fanIn(rng, out*kernel*kernel, c.params...)
	return c
}

// Forward returns the transposed convolution of x.
func (c *ConvTranspose2D) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	return grad.ConvTranspose2D(x, t.Param(c.Weight), t.Param(c.Bias), c.Settings)
}

// Params returns weight and bias.
func (c *ConvTranspose2D) Params() []*grad.Param { return c.params }

func (c *ConvTranspose2D) kind() string { return "convt" }
