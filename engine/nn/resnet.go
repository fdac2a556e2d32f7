package nn

import (
	"math/rand/v2"

	"gradtheatre/engine/grad"
)

// ResNetBlock adds what two convolutions find to what went in:
// x [batch, in, H, W] → y [batch, out, ⌈H/stride⌉, ⌈W/stride⌉].
//
//	y = relu(bn(conv3×3(relu(bn(conv3×3(x))))) + shortcut(x))
//
// The shortcut is x itself, or a 1×1 convolution and batch norm where the
// shapes differ.
// Source: He et al., “Deep residual learning for image recognition”, 2015.
type ResNetBlock struct {
	group
	plain bool
	sum   string
	relu  string
}

// NewResNetBlock returns a residual block; its parts are called conv1, bn1,
// conv2, bn2 and downsample, as in PyTorch.
func NewResNetBlock(in, out, stride int, rng *rand.Rand) *ResNetBlock {
	parts := twoConvolutions(in, out, stride, rng)
	if stride != 1 || in != out {
		parts = append(parts, child{"downsample", NewSequential(
			Named("0", NewConv2D(in, out, 1, ConvOptions{Stride: stride, NoBias: true}, rng)),
			Named("1", NewBatchNorm(out)))})
	}
	return &ResNetBlock{group: newGroup(parts...), sum: "sum", relu: "relu"}
}

// NewPlainBlock is [NewResNetBlock] without the shortcut, to see what it is good for.
func NewPlainBlock(in, out, stride int, rng *rand.Rand) *ResNetBlock {
	return &ResNetBlock{group: newGroup(twoConvolutions(in, out, stride, rng)...), plain: true, relu: "relu"}
}

func twoConvolutions(in, out, stride int, rng *rand.Rand) []child {
	return []child{
		{"conv1", NewConv2D(in, out, 3, ConvOptions{Stride: stride, Padding: 1, NoBias: true}, rng)},
		{"bn1", NewBatchNorm(out)},
		{"relu1", ReLU()},
		{"conv2", NewConv2D(out, out, 3, ConvOptions{Padding: 1, NoBias: true}, rng)},
		{"bn2", NewBatchNorm(out)},
	}
}

// Forward returns the block's output.
func (b *ResNetBlock) Forward(x *grad.Var) *grad.Var {
	h := x
	for i := range 5 {
		h = b.run(i, h)
	}
	if b.plain {
		return grad.ReLU(h).Named(b.relu)
	}
	if len(b.parts) > 5 {
		x = b.run(5, x)
	}
	return grad.ReLU(grad.Add(h, x).Named(b.sum)).Named(b.relu)
}

func (b *ResNetBlock) setPath(path string) {
	b.group.setPath(path)
	b.sum, b.relu = path+".sum", path+".relu"
}

func (b *ResNetBlock) kind() string { return "block" }
