package arch

import "strconv"

// Network is a known architecture, for 1,000 classes.
type Network struct {
	Name  string
	Year  int
	Input Shape
	Net   Layer
	// Source is where the architecture was published. The variants are those
	// of torchvision 0.14, whose parameter counts they have.
	Source string
}

// Networks returns the architectures, oldest first.
func Networks() []Network {
	image := Shape{3, 224, 224}
	return []Network{
		{"AlexNet", 2012, image, AlexNet(), "Krizhevsky, Sutskever and Hinton; the one-tower variant of 2014"},
		{"VGG-16", 2014, image, VGG16(), "Simonyan and Zisserman"},
		{"GoogLeNet", 2014, image, GoogLeNet(), "Szegedy et al.; with batch norm, without the auxiliary heads"},
		{"ResNet-18", 2015, image, ResNet18(), "He, Zhang, Ren and Sun"},
		{"ResNet-50", 2015, image, ResNet50(), "He, Zhang, Ren and Sun; stride in the 3×3 convolution"},
		{"DenseNet-121", 2016, image, DenseNet121(), "Huang, Liu, van der Maaten and Weinberger"},
		{"MobileNetV2", 2018, image, MobileNetV2(), "Sandler, Howard, Zhu, Zhmoginov and Chen"},
	}
}

const (
	relu    = Pointwise("relu")
	relu6   = Pointwise("relu6")
	dropout = Pointwise("dropout")
)

// AlexNet has five convolutions and three dense layers.
func AlexNet() Layer {
	pool := Pool{Max: true, Kernel: 3, Stride: 2}
	return Seq(
		Named{"features", Seq(
			Conv{Out: 64, Kernel: 11, Stride: 4, Padding: 2}, relu, pool,
			Conv{Out: 192, Kernel: 5, Stride: 1, Padding: 2}, relu, pool,
			Conv{Out: 384, Kernel: 3, Stride: 1, Padding: 1}, relu,
			Conv{Out: 256, Kernel: 3, Stride: 1, Padding: 1}, relu,
			Conv{Out: 256, Kernel: 3, Stride: 1, Padding: 1}, relu, pool)},
		Named{"avgpool", AveragePoolTo{6}},
		Named{"classifier", Seq(dropout, Linear{Out: 4096}, relu, dropout, Linear{Out: 4096}, relu, Linear{Out: 1000})},
	)
}

// VGG16 has 13 convolutions of 3×3 and three dense layers.
func VGG16() Layer {
	var features []Layer
	for _, stage := range [][]int{{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}} {
		for _, out := range stage {
			features = append(features, Conv{Out: out, Kernel: 3, Stride: 1, Padding: 1}, relu)
		}
		features = append(features, Pool{Max: true, Kernel: 2, Stride: 2})
	}
	return Seq(
		Named{"features", Seq(features...)},
		Named{"avgpool", AveragePoolTo{7}},
		Named{"classifier", Seq(Linear{Out: 4096}, relu, dropout, Linear{Out: 4096}, relu, dropout, Linear{Out: 1000})},
	)
}

// unit is a convolution without bias, batch norm and ReLU.
func unit(out, kernel, stride, padding int) Block {
	return Seq(Conv{Out: out, Kernel: kernel, Stride: stride, Padding: padding, NoBias: true}, BatchNorm{}, relu)
}

// GoogLeNet has nine inception blocks: branches of 1×1, 3×3, 5×5 and pooling.
// As in torchvision the kernels of the “5×5” branch are 3×3.
func GoogLeNet() Layer {
	inception := func(n1, r3, n3, r5, n5, pool int) Layer {
		return Branches{
			Named{"1×1", unit(n1, 1, 1, 0)},
			Named{"3×3", Seq(unit(r3, 1, 1, 0), unit(n3, 3, 1, 1))},
			Named{"5×5", Seq(unit(r5, 1, 1, 0), unit(n5, 3, 1, 1))},
			Named{"pool", Seq(Pool{Max: true, Kernel: 3, Stride: 1, Padding: 1, Ceil: true}, unit(pool, 1, 1, 0))},
		}
	}
	pool := Pool{Max: true, Kernel: 3, Stride: 2, Ceil: true}
	return Seq(
		Named{"conv1", unit(64, 7, 2, 3)}, Named{"maxpool1", pool},
		Named{"conv2", unit(64, 1, 1, 0)}, Named{"conv3", unit(192, 3, 1, 1)}, Named{"maxpool2", pool},
		Named{"inception3a", inception(64, 96, 128, 16, 32, 32)},
		Named{"inception3b", inception(128, 128, 192, 32, 96, 64)},
		Named{"maxpool3", pool},
		Named{"inception4a", inception(192, 96, 208, 16, 48, 64)},
		Named{"inception4b", inception(160, 112, 224, 24, 64, 64)},
		Named{"inception4c", inception(128, 128, 256, 24, 64, 64)},
		Named{"inception4d", inception(112, 144, 288, 32, 64, 64)},
		Named{"inception4e", inception(256, 160, 320, 32, 128, 128)},
		Named{"maxpool4", Pool{Max: true, Kernel: 2, Stride: 2, Ceil: true}},
		Named{"inception5a", inception(256, 160, 320, 32, 128, 128)},
		Named{"inception5b", inception(384, 192, 384, 48, 128, 128)},
		Named{"avgpool", AveragePoolTo{1}}, dropout, Named{"fc", Linear{Out: 1000}},
	)
}

// ResNet18 has eight blocks of two 3×3 convolutions, each with a shortcut.
func ResNet18() Layer {
	return resNet([]int{2, 2, 2, 2}, 1, func(in, width, stride int) Layer {
		return Seq(unit(width, 3, stride, 1), Conv{Out: width, Kernel: 3, Stride: 1, Padding: 1, NoBias: true}, BatchNorm{})
	})
}

// ResNet50 has 16 blocks of 1×1, 3×3 and 1×1 convolutions, each with a shortcut.
func ResNet50() Layer {
	return resNet([]int{3, 4, 6, 3}, 4, func(in, width, stride int) Layer {
		return Seq(unit(width, 1, 1, 0), unit(width, 3, stride, 1), Conv{Out: 4 * width, Kernel: 1, Stride: 1, NoBias: true}, BatchNorm{})
	})
}

// resNet repeats a block in four stages; each puts out width·expansion channels.
func resNet(repeats []int, expansion int, body func(in, width, stride int) Layer) Layer {
	layers := []Layer{Named{"conv1", unit(64, 7, 2, 3)}, Named{"maxpool", Pool{Max: true, Kernel: 3, Stride: 2, Padding: 1}}}
	in := 64
	for stage, n := range repeats {
		width, stride := 64<<stage, 2
		if stage == 0 {
			stride = 1
		}
		var blocks []Layer
		for range n {
			r := Residual{Body: body(in, width, stride)}
			if stride != 1 || in != width*expansion {
				r.Shortcut = Seq(Conv{Out: width * expansion, Kernel: 1, Stride: stride, NoBias: true}, BatchNorm{})
			}
			blocks = append(blocks, Seq(r, relu))
			in, stride = width*expansion, 1
		}
		layers = append(layers, Named{"layer" + strconv.Itoa(stage+1), Seq(blocks...)})
	}
	return Seq(append(layers, Named{"avgpool", AveragePoolTo{1}}, Named{"fc", Linear{Out: 1000}})...)
}

// DenseNet121 has four blocks in which each layer sees the output of all before it.
func DenseNet121() Layer {
	const growth = 32
	keep := Seq() // the input itself
	layers := []Layer{Named{"conv0", unit(64, 7, 2, 3)}, Named{"pool0", Pool{Max: true, Kernel: 3, Stride: 2, Padding: 1}}}
	channels := 64
	for i, n := range []int{6, 12, 24, 16} {
		var block []Layer
		for range n {
			block = append(block, Branches{Named{"input", keep}, Named{"new", Seq(
				BatchNorm{}, relu, Conv{Out: 4 * growth, Kernel: 1, Stride: 1, NoBias: true},
				BatchNorm{}, relu, Conv{Out: growth, Kernel: 3, Stride: 1, Padding: 1, NoBias: true})}})
			channels += growth
		}
		layers = append(layers, Named{"denseblock" + strconv.Itoa(i+1), Seq(block...)})
		if i < 3 {
			channels /= 2
			layers = append(layers, Named{"transition" + strconv.Itoa(i+1), Seq(
				BatchNorm{}, relu, Conv{Out: channels, Kernel: 1, Stride: 1, NoBias: true}, Pool{Kernel: 2, Stride: 2})})
		}
	}
	return Seq(append(layers, Named{"norm5", BatchNorm{}}, relu, Named{"avgpool", AveragePoolTo{1}}, Named{"classifier", Linear{Out: 1000}})...)
}

// MobileNetV2 has 17 inverted residuals: widen by 1×1, filter each channel by 3×3, narrow by 1×1.
func MobileNetV2() Layer {
	unit6 := func(out, kernel, stride, groups int) []Layer {
		return []Layer{Conv{Out: out, Kernel: kernel, Stride: stride, Padding: (kernel - 1) / 2, Groups: groups, NoBias: true}, BatchNorm{}, relu6}
	}
	layers := unit6(32, 3, 2, 1)
	in := 32
	for _, s := range []struct{ expand, out, repeat, stride int }{
		{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1},
	} {
		for i := range s.repeat {
			stride := 1
			if i == 0 {
				stride = s.stride
			}
			wide := in * s.expand
			var body []Layer
			if s.expand > 1 {
				body = unit6(wide, 1, 1, 1)
			}
			body = append(body, unit6(wide, 3, stride, wide)...)
			body = append(body, Conv{Out: s.out, Kernel: 1, Stride: 1, NoBias: true}, BatchNorm{})
			if stride == 1 && in == s.out {
				layers = append(layers, Residual{Body: Seq(body...)})
			} else {
				layers = append(layers, Block{"inverted", body})
			}
			in = s.out
		}
	}
	layers = append(layers, unit6(1280, 1, 1, 1)...)
	return Seq(append(layers, Named{"avgpool", AveragePoolTo{1}}, dropout, Named{"classifier", Linear{Out: 1000}})...)
}
