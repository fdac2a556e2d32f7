package nn

import "math/rand/v2"

// NewInception returns a block that looks at the image through windows of
// several sizes at once: x [batch, in, H, W] → y [batch, n1+n3+n5+pool, H, W].
//
//	1×1 (n1) ‖ 1×1 (r3) → 3×3 (n3) ‖ 1×1 (r5) → 5×5 (n5) ‖ max-pool 3×3 → 1×1 (pool)
//
// Every convolution is followed by batch norm and relu.
// Source: Szegedy et al., “Going deeper with convolutions”, 2014; batch norm from their next paper.
func NewInception(in, n1, r3, n3, r5, n5, pool int, rng *rand.Rand) *Branches {
	return NewBranches(
		NewConvUnit(in, n1, 1, ConvOptions{}, rng),
		NewSequential(NewConvUnit(in, r3, 1, ConvOptions{}, rng), NewConvUnit(r3, n3, 3, ConvOptions{Padding: 1}, rng)),
		NewSequential(NewConvUnit(in, r5, 1, ConvOptions{}, rng), NewConvUnit(r5, n5, 5, ConvOptions{Padding: 2}, rng)),
		NewSequential(&MaxPool2D{Window(3, 1, 1)}, NewConvUnit(in, pool, 1, ConvOptions{}, rng)),
	)
}

// NewConvUnit returns convolution, batch norm and relu.
func NewConvUnit(in, out, kernel int, o ConvOptions, rng *rand.Rand) *Sequential {
	o.NoBias = true
	return NewSequential(Named("conv", NewConv2D(in, out, kernel, o, rng)), Named("bn", NewBatchNorm(out)), Named("relu", ReLU()))
}
