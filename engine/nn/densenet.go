package nn

import (
	"math/rand/v2"
	"strconv"
)

// NewDenseBlock returns layers that each see all that came before them:
// x [batch, in, H, W] → y [batch, in + layers·growth, H, W].
//
//	x = concat(x, conv3×3(relu(bn(x)))), layers times
//
// Source: Huang et al., “Densely connected convolutional networks”, 2016.
func NewDenseBlock(in, layers, growth int, rng *rand.Rand) *Sequential {
	positive("dense block", "layers", layers)
	var s []Module
	for i := range layers {
		s = append(s, Named("layer"+strconv.Itoa(i+1), NewBranches(
			Named("kept", Identity{}),
			Named("new", NewSequential(
				Named("bn", NewBatchNorm(in)), Named("relu", ReLU()),
				Named("conv", NewConv2D(in, growth, 3, ConvOptions{Padding: 1, NoBias: true}, rng)))),
		)))
		in += growth
	}
	return NewSequential(s...)
}

// NewTransition returns what stands between dense blocks: it halves the image
// and takes the channels down to out.
//
//	relu(bn(x)) → conv1×1 → mean-pool 2
func NewTransition(in, out int, rng *rand.Rand) *Sequential {
	return NewSequential(
		Named("bn", NewBatchNorm(in)), Named("relu", ReLU()),
		Named("conv", NewConv2D(in, out, 1, ConvOptions{NoBias: true}, rng)),
		Named("pool", NewAvgPool2D(2)))
}
