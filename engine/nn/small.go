package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// The classic image networks, made small enough to train in a browser on
// images of 28×28 or 32×32: x [batch, channels, size, size] → logits [batch,
// classes]. Each keeps the idea it is known for. They panic with a
// *tensor.ValueError if the image is too small.

// SmallModel is one of the small networks under the name of its ancestor.
type SmallModel struct {
	Name string
	Year int
	New  func(channels, size, classes int, rng *rand.Rand) *Sequential
}

// SmallModels returns the small networks, oldest first.
func SmallModels() []SmallModel {
	return []SmallModel{
		{"LeNet", 1998, newSmallLeNet},
		{"AlexNet", 2012, NewSmallAlexNet},
		{"VGG", 2014, NewSmallVGG},
		{"GoogLeNet", 2014, NewSmallGoogLeNet},
		{"ResNet", 2015, func(channels, size, classes int, rng *rand.Rand) *Sequential {
			return NewSmallResNet(channels, size, classes, 1, rng)
		}},
		{"DenseNet", 2016, NewSmallDenseNet},
		{"MobileNet", 2018, NewSmallMobileNet},
	}
}

// newSmallLeNet is [NewLeNet] for any size.
func newSmallLeNet(channels, size, classes int, rng *rand.Rand) *Sequential {
	checkSize("lenet", size, 4)
	return NewSequential(
		NewConv2D(channels, 8, 5, ConvOptions{Padding: 2}, rng), ReLU(), NewMaxPool2D(2),
		NewConv2D(8, 16, 5, ConvOptions{Padding: 2}, rng), ReLU(), NewMaxPool2D(2),
		Flatten{}, NewLinear(16*(size/4)*(size/4), classes, rng))
}

// NewSmallAlexNet returns convolutions of growing width, relu, and dropout
// before the dense layers.
// Source: Krizhevsky, Sutskever and Hinton, “ImageNet classification with deep convolutional neural networks”, 2012.
func NewSmallAlexNet(channels, size, classes int, rng *rand.Rand) *Sequential {
	checkSize("alexnet", size, 8)
	conv := func(in, out int) Module { return NewConv2D(in, out, 3, ConvOptions{Padding: 1}, rng) }
	side := size / 8
	return drawnForReLU(rng,
		NewConv2D(channels, 16, 5, ConvOptions{Padding: 2}, rng), ReLU(), NewMaxPool2D(2),
		conv(16, 32), ReLU(), NewMaxPool2D(2),
		conv(32, 48), ReLU(), conv(48, 48), ReLU(), conv(48, 32), ReLU(), NewMaxPool2D(2),
		Flatten{},
		NewDropout(0.5, 1), NewLinear(32*side*side, 128, rng), ReLU(),
		NewDropout(0.5, 2), NewLinear(128, classes, rng))
}

// NewSmallVGG returns nothing but 3×3 convolutions, in pairs between poolings
// that halve the image while the channels double.
// Source: Simonyan and Zisserman, “Very deep convolutional networks”, 2014.
func NewSmallVGG(channels, size, classes int, rng *rand.Rand) *Sequential {
	checkSize("vgg", size, 8)
	var s []Module
	in := channels
	for _, out := range [3]int{16, 32, 64} {
		for range 2 {
			s = append(s, NewConv2D(in, out, 3, ConvOptions{Padding: 1}, rng), ReLU())
			in = out
		}
		s = append(s, NewMaxPool2D(2))
	}
	side := size / 8
	s = append(s, Flatten{}, NewLinear(64*side*side, 128, rng), ReLU(), NewDropout(0.5, 1), NewLinear(128, classes, rng))
	return drawnForReLU(rng, s...)
}

// drawnForReLU draws the weights of deep networks without batch norm by He's
// rule, all but the last layer's, which no relu follows: with PyTorch's usual
// draw their signal would fade from layer to layer.
func drawnForReLU(rng *rand.Rand, layers ...Module) *Sequential {
	for _, m := range layers[:len(layers)-1] {
		if rng != nil {
			Initialize(m, HeNormal, rng)
		}
	}
	return NewSequential(layers...)
}

// NewSmallGoogLeNet returns three Inception blocks and a mean over the image in
// place of wide dense layers.
// Source: Szegedy et al., “Going deeper with convolutions”, 2014.
func NewSmallGoogLeNet(channels, size, classes int, rng *rand.Rand) *Sequential {
	checkSize("googlenet", size, 4)
	return NewSequential(
		Named("stem", NewConvUnit(channels, 16, 3, ConvOptions{Padding: 1}, rng)), NewMaxPool2D(2),
		Named("inception1", NewInception(16, 8, 8, 16, 4, 4, 4, rng)),
		Named("inception2", NewInception(32, 16, 16, 24, 4, 8, 8, rng)), NewMaxPool2D(2),
		Named("inception3", NewInception(56, 24, 16, 32, 4, 8, 8, rng)),
		Named("mean", GlobalAvgPool2D{}), NewLinear(72, classes, rng))
}

// NewSmallResNet returns three stages of residual blocks with 16, 32 and 64
// channels, 6·blocks + 2 layers deep.
// Source: He et al., “Deep residual learning for image recognition”, 2015, section 4.2.
func NewSmallResNet(channels, size, classes, blocks int, rng *rand.Rand) *Sequential {
	return stages("resnet", NewResNetBlock, channels, size, classes, blocks, rng)
}

// NewSmallPlainNet is [NewSmallResNet] without the shortcuts, as that paper
// compares them.
func NewSmallPlainNet(channels, size, classes, blocks int, rng *rand.Rand) *Sequential {
	return stages("plain net", NewPlainBlock, channels, size, classes, blocks, rng)
}

func stages(op string, block func(in, out, stride int, rng *rand.Rand) *ResNetBlock, channels, size, classes, blocks int, rng *rand.Rand) *Sequential {
	checkSize(op, size, 4)
	positive(op, "blocks", blocks)
	s := []Module{
		Named("conv1", NewConv2D(channels, 16, 3, ConvOptions{Padding: 1, NoBias: true}, rng)),
		Named("bn1", NewBatchNorm(16)), Named("relu1", ReLU()),
	}
	in := 16
	for i, out := range [3]int{16, 32, 64} {
		var stage []Module
		for b := range blocks {
			stride := 1
			if i > 0 && b == 0 {
				stride = 2
			}
			stage = append(stage, Named(strconv.Itoa(b), block(in, out, stride, rng)))
			in = out
		}
		s = append(s, Named("layer"+strconv.Itoa(i+1), NewSequential(stage...)))
	}
	return NewSequential(append(s, Named("mean", GlobalAvgPool2D{}), Named("fc", NewLinear(64, classes, rng)))...)
}

// NewSmallDenseNet returns three dense blocks of three layers that grow by 12
// channels each, with transitions between them.
// Source: Huang et al., “Densely connected convolutional networks”, 2016.
func NewSmallDenseNet(channels, size, classes int, rng *rand.Rand) *Sequential {
	checkSize("densenet", size, 4)
	return NewSequential(
		Named("conv0", NewConv2D(channels, 16, 3, ConvOptions{Padding: 1, NoBias: true}, rng)),
		Named("dense1", NewDenseBlock(16, 3, 12, rng)), Named("transition1", NewTransition(52, 26, rng)),
		Named("dense2", NewDenseBlock(26, 3, 12, rng)), Named("transition2", NewTransition(62, 31, rng)),
		Named("dense3", NewDenseBlock(31, 3, 12, rng)),
		Named("bn", NewBatchNorm(67)), Named("relu", ReLU()),
		Named("mean", GlobalAvgPool2D{}), Named("fc", NewLinear(67, classes, rng)))
}

// NewSmallMobileNet returns inverted residual blocks of depthwise convolutions.
// Source: Sandler et al., “MobileNetV2”, 2018.
func NewSmallMobileNet(channels, size, classes int, rng *rand.Rand) *Sequential {
	checkSize("mobilenet", size, 4)
	return NewSequential(
		Named("stem", NewConvUnit(channels, 16, 3, ConvOptions{Stride: 2, Padding: 1}, rng)),
		NewInvertedResidual(16, 16, 1, 1, rng),
		NewInvertedResidual(16, 24, 2, 4, rng), NewInvertedResidual(24, 24, 1, 4, rng),
		NewInvertedResidual(24, 40, 2, 4, rng), NewInvertedResidual(40, 40, 1, 4, rng),
		Named("head", NewConvUnit(40, 96, 1, ConvOptions{}, rng)),
		Named("mean", GlobalAvgPool2D{}), Named("fc", NewLinear(96, classes, rng)))
}

func checkSize(op string, size, least int) {
	if size < least {
		panic(&tensor.ValueError{Op: op, Name: "size", Value: strconv.Itoa(size), Want: strconv.Itoa(least) + " or more"})
	}
}
