package arch_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/arch"
)

func TestCounts(t *testing.T) {
	// Parameters are torchvision's, multiply-adds those of its model cards (GFLOPS).
	want := map[string]struct {
		params int
		giga   float64
	}{
		"AlexNet": {61_100_840, 0.71}, "VGG-16": {138_357_544, 15.47}, "GoogLeNet": {6_624_904, 1.50},
		"ResNet-18": {11_689_512, 1.81}, "ResNet-50": {25_557_032, 4.09}, "DenseNet-121": {7_978_856, 2.83}, "MobileNetV2": {3_504_872, 0.30},
	}
	for _, n := range arch.Networks() {
		p, err := arch.Count(n.Name, n.Net, n.Input)
		if err != nil {
			t.Fatal(err)
		}
		w := want[n.Name]
		if p.Params != w.params || math.Abs(float64(p.MultiplyAdds)/1e9-w.giga) > 0.0051 || p.Out != (arch.Shape{C: 1000, H: 1, W: 1}) {
			t.Errorf("%s: %d parameters, %d multiply-adds, output %v; want %d and %v G", n.Name, p.Params, p.MultiplyAdds, p.Out, w.params, w.giga)
		}
		sum := 0
		p.Walk(func(q *arch.Part, _ int) {
			if q.Parts == nil {
				sum += q.Params
			}
		})
		if sum != p.Params {
			t.Errorf("%s: the layers have %d parameters, the whole %d", n.Name, sum, p.Params)
		}
	}
	if len(arch.Networks()) != len(want) {
		t.Error("a network is not tested")
	}
}

func TestCountRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		net  arch.Layer
		want string // that the error says
	}{
		"too small": {arch.AlexNet(), "max pool: shape [1] and [3]"},
		"residual":  {arch.Residual{Body: arch.Conv{Out: 4, Kernel: 1, Stride: 1}}, "residual: shape [3,8,8] and [4,8,8]"},
		"branches":  {arch.Branches{arch.Conv{Out: 4, Kernel: 1, Stride: 1}, arch.Conv{Out: 4, Kernel: 1, Stride: 2}}, "branches: shape [8,8] and [4,4]"},
		"groups":    {arch.Conv{Out: 4, Kernel: 1, Stride: 1, Groups: 2}, "groups is 2"},
		"stride":    {arch.Conv{Out: 4, Kernel: 1}, "conv: stride is 0"},
		"kernel":    {arch.Pool{Max: true, Stride: 2}, "max pool: kernel is 0"},
		"padding":   {arch.Pool{Kernel: 2, Stride: 2, Padding: -1}, "average pool: padding is -1"},
		"out":       {arch.Linear{}, "linear: out is 0"},
		"size":      {arch.AveragePoolTo{}, "size is 0"},
	} {
		if _, err := arch.Count(name, c.net, arch.Shape{C: 3, H: 8, W: 8}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// The small LeNet, layer by layer.
func Example() {
	net := arch.Seq(
		arch.Named{Name: "conv1", Layer: arch.Conv{Out: 8, Kernel: 5, Stride: 1, Padding: 2}},
		arch.Named{Name: "pool1", Layer: arch.Pool{Max: true, Kernel: 2, Stride: 2}},
		arch.Named{Name: "conv2", Layer: arch.Conv{Out: 16, Kernel: 5, Stride: 1, Padding: 2}},
		arch.Named{Name: "pool2", Layer: arch.Pool{Max: true, Kernel: 2, Stride: 2}},
		arch.Named{Name: "flat", Layer: arch.Flatten{}},
		arch.Named{Name: "fc1", Layer: arch.Linear{Out: 10}},
	)
	p, _ := arch.Count("LeNet", net, arch.Shape{C: 1, H: 28, W: 28})
	p.Walk(func(q *arch.Part, depth int) {
		fmt.Printf("%*s%s: %d×%d×%d, %d parameters, %d multiply-adds\n", 2*depth, "", q.Name, q.Out.C, q.Out.H, q.Out.W, q.Params, q.MultiplyAdds)
	})
	// Output:
	// LeNet: 10×1×1, 11274 parameters, 791840 multiply-adds
	//   conv1: 8×28×28, 208 parameters, 156800 multiply-adds
	//   pool1: 8×14×14, 0 parameters, 0 multiply-adds
	//   conv2: 16×14×14, 3216 parameters, 627200 multiply-adds
	//   pool2: 16×7×7, 0 parameters, 0 multiply-adds
	//   flat: 784×1×1, 0 parameters, 0 multiply-adds
	//   fc1: 10×1×1, 7850 parameters, 7840 multiply-adds
}
