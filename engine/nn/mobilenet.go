package nn

import (
	"math/rand/v2"

	"gradtheatre/engine/grad"
)

// NewDepthwiseSeparable returns a convolution in two cheap steps, each with
// batch norm and relu: x [batch, in, H, W] → y [batch, out, ⌈H/stride⌉, ⌈W/stride⌉].
//
//	depthwise 3×3 (each channel by itself) → pointwise 1×1 (mixes channels)
//
// It needs 9·in + in·out weights where a 3×3 convolution needs 9·in·out.
// Source: Howard et al., “MobileNets”, 2017.
func NewDepthwiseSeparable(in, out, stride int, rng *rand.Rand) *Sequential {
	return NewSequential(
		Named("depthwise", NewConvUnit(in, in, 3, ConvOptions{Stride: stride, Padding: 1, Groups: in}, rng)),
		Named("pointwise", NewConvUnit(in, out, 1, ConvOptions{}, rng)))
}

// InvertedResidual widens, filters each channel by itself, and narrows again:
// x [batch, in, H, W] → y [batch, out, ⌈H/stride⌉, ⌈W/stride⌉].
//
//	relu6(bn(1×1)) → relu6(bn(depthwise 3×3)) → bn(1×1), plus x where the shapes agree
//
// Source: Sandler et al., “MobileNetV2: inverted residuals and linear bottlenecks”, 2018.
type InvertedResidual struct {
	group
	shortcut bool
}

// NewInvertedResidual returns a block that is expand times as wide inside.
func NewInvertedResidual(in, out, stride, expand int, rng *rand.Rand) *InvertedResidual {
	positive("inverted residual", "expand", expand)
	wide := in * expand
	unit := func(in, out, kernel int, o ConvOptions) Module {
		o.NoBias = true
		return NewSequential(Named("0", NewConv2D(in, out, kernel, o, rng)), Named("1", NewBatchNorm(out)), Named("2", ReLU6()))
	}
	var parts []child
	if expand > 1 {
		parts = append(parts, child{"expand", unit(in, wide, 1, ConvOptions{})})
	}
	parts = append(parts,
		child{"depthwise", unit(wide, wide, 3, ConvOptions{Stride: stride, Padding: 1, Groups: wide})},
		child{"project", NewConv2D(wide, out, 1, ConvOptions{NoBias: true}, rng)},
		child{"bn", NewBatchNorm(out)})
	return &InvertedResidual{newGroup(parts...), stride == 1 && in == out}
}

// Forward returns the block's output.
func (b *InvertedResidual) Forward(x *grad.Var) *grad.Var {
	y := b.all(x)
	if b.shortcut {
		y = grad.Add(y, x)
	}
	return y
}

func (b *InvertedResidual) kind() string { return "block" }

// ReLU6 returns the layer min(max(0, x), 6).
func ReLU6() *Activation {
	return &Activation{"relu6", func(x *grad.Var) *grad.Var { return grad.Clamp(x, 0, 6) }}
}
