package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// each runs a benchmark with every set of kernels of this machine.
func each(b *testing.B, f func(b *testing.B)) {
	defer func() { current = detect() }()
	for _, l := range levels() {
		current = l
		b.Run("kernel="+Name(), f)
	}
}

func filled(n int) []Elem {
	rng := rand.New(rand.NewPCG(1, 1))
	x := make([]Elem, n)
	for i := range x {
		x[i] = Elem(rng.NormFloat64())
	}
	return x
}

func gflops(b *testing.B, flop int) {
	b.ReportMetric(float64(flop)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkGemm(b *testing.B) {
	for _, n := range []int{8, 64, 256, 1024} {
		for i, name := range []string{"NN", "TN", "NT", "TT"} {
			b.Run(fmt.Sprint(n, name), func(b *testing.B) {
				each(b, func(b *testing.B) {
					x, y, z := filled(n*n), filled(n*n), filled(n*n)
					for b.Loop() {
						Gemm(n, n, n, x, i&1 != 0, y, i&2 != 0, z, false)
					}
					gflops(b, 2*n*n*n)
				})
			})
		}
	}
}

// lenet is the network of the benchmark: convolution 5×5×8, ReLU, pooling,
// convolution 5×5×16, ReLU, pooling, dense 10; batch 32, momentum.
type lenet struct {
	n                                     int
	c1, c2                                Conv
	pool1, pool2                          Window
	x, a1, r1, p1, a2, r2, p2, logits     []Elem
	da1, dr1, dp1, da2, dr2, dp2, dlogits []Elem
	w, dw, v                              []Elem // all parameters
	w1, b1, w2, b2, w3, b3                []Elem
	dw1, db1, dw2, db2, dw3, db3          []Elem
	arg1, arg2                            []int32
	s                                     [3]Scratch
}

func newLenet(n int) *lenet {
	l := &lenet{n: n}
	l.c1 = Conv{N: n, C: 1, O: 8, G: 1, Window: Window{H: 28, W: 28, OH: 28, OW: 28, KH: 5, KW: 5, SH: 1, SW: 1, PH: 2, PW: 2, DH: 1, DW: 1}}
	l.c2 = Conv{N: n, C: 8, O: 16, G: 1, Window: Window{H: 14, W: 14, OH: 14, OW: 14, KH: 5, KW: 5, SH: 1, SW: 1, PH: 2, PW: 2, DH: 1, DW: 1}}
	l.pool1 = Window{H: 28, W: 28, OH: 14, OW: 14, KH: 2, KW: 2, SH: 2, SW: 2, DH: 1, DW: 1}
	l.pool2 = Window{H: 14, W: 14, OH: 7, OW: 7, KH: 2, KW: 2, SH: 2, SW: 2, DH: 1, DW: 1}
	l.x = filled(n * 784)
	for _, p := range []struct {
		n  int
		xs []*[]Elem
	}{{n * 8 * 784, []*[]Elem{&l.a1, &l.r1, &l.da1, &l.dr1}}, {n * 8 * 196, []*[]Elem{&l.p1, &l.dp1}}, {n * 16 * 196, []*[]Elem{&l.a2, &l.r2, &l.da2, &l.dr2}},
		{n * 784, []*[]Elem{&l.p2, &l.dp2}}, {n * 10, []*[]Elem{&l.logits, &l.dlogits}}} {
		for _, x := range p.xs {
			*x = make([]Elem, p.n)
		}
	}
	l.arg1, l.arg2 = make([]int32, len(l.p1)), make([]int32, len(l.p2))
	sizes := []int{200, 8, 3200, 16, 7840, 10}
	total := 0
	for _, s := range sizes {
		total += s
	}
	l.w, l.dw, l.v = filled(total), make([]Elem, total), make([]Elem, total)
	Scale(l.w, 0.05)
	at := 0
	w, d := []*[]Elem{&l.w1, &l.b1, &l.w2, &l.b2, &l.w3, &l.b3}, []*[]Elem{&l.dw1, &l.db1, &l.dw2, &l.db2, &l.dw3, &l.db3}
	for i, s := range sizes {
		*w[i], *d[i] = l.w[at:at+s], l.dw[at:at+s]
		at += s
	}
	return l
}

func (l *lenet) forward() {
	ConvForward(l.a1, l.x, l.w1, l.b1, &l.c1, &l.s[0])
	ReLU(l.r1, l.a1)
	for i := range l.n * 8 {
		MaxPool(l.p1[i*196:][:196], l.arg1[i*196:][:196], l.r1[i*784:][:784], &l.pool1)
	}
	ConvForward(l.a2, l.p1, l.w2, l.b2, &l.c2, &l.s[1])
	ReLU(l.r2, l.a2)
	for i := range l.n * 16 {
		MaxPool(l.p2[i*49:][:49], l.arg2[i*49:][:49], l.r2[i*196:][:196], &l.pool2)
	}
	Gemm(l.n, 10, 784, l.p2, false, l.w3, true, l.logits, false)
	for i := range l.n {
		Add(l.logits[i*10:][:10], l.b3)
	}
}

func (l *lenet) step() {
	l.forward()
	for i := range l.n {
		d, x := l.dlogits[i*10:][:10], l.logits[i*10:][:10]
		Scale(d, 1/ExpSum(d, x, Max(x)))
		d[i%10]--
		Scale(d, 1/Elem(l.n))
		Add(l.db3, d)
	}
	clear(l.dp2)
	clear(l.dr2)
	clear(l.da2)
	clear(l.dp1)
	clear(l.dr1)
	clear(l.da1)
	Gemm(10, 784, l.n, l.dlogits, true, l.p2, false, l.dw3, true)
	Gemm(l.n, 784, 10, l.dlogits, false, l.w3, false, l.dp2, true)
	scatter(l.dr2, l.dp2, l.arg2, 196, 49)
	ReLUGrad(l.da2, l.a2, l.dr2)
	ConvGradWeight(l.dw2, l.da2, l.p1, &l.c2, &l.s[1])
	biasGrad(l.db2, l.da2, 196)
	ConvGradInput(l.dp1, l.da2, l.w2, &l.c2, &l.s[1])
	scatter(l.dr1, l.dp1, l.arg1, 784, 196)
	ReLUGrad(l.da1, l.a1, l.dr1)
	ConvGradWeight(l.dw1, l.da1, l.x, &l.c1, &l.s[0])
	biasGrad(l.db1, l.da1, 784)
	SGDStep(l.w, l.v, l.dw, &SGD{LR: 0.01, Momentum: 0.9, Keep: 1})
	clear(l.dw)
}

func scatter(dx, dy []Elem, at []int32, in, out int) {
	for i := 0; i*out < len(dy); i++ {
		plane, a := dx[i*in:][:in], at[i*out:][:out]
		for j, v := range dy[i*out:][:out] {
			plane[a[j]] += v
		}
	}
}

func biasGrad(db, dy []Elem, plane int) {
	for i := 0; i*plane < len(dy); i++ {
		db[i%len(db)] += Sum(dy[i*plane:][:plane])
	}
}

func BenchmarkLeNetStep(b *testing.B) {
	each(b, func(b *testing.B) {
		l := newLenet(32)
		b.ReportAllocs()
		for b.Loop() {
			l.step()
		}
		b.ReportMetric(32*float64(b.N)/b.Elapsed().Seconds(), "images/s")
	})
}

// BenchmarkConv measures shapes that LeNet does not have: many channels,
// depthwise, and stride 2, forward and both gradients.
func BenchmarkConv(b *testing.B) {
	for _, c := range []struct {
		name                 string
		ch, o, g, size, step int
	}{{"64x64", 64, 64, 1, 28, 1}, {"depthwise64", 64, 64, 64, 28, 1}, {"stride2", 32, 64, 1, 28, 2}} {
		b.Run(c.name, func(b *testing.B) {
			each(b, func(b *testing.B) {
				out := (c.size-1)/c.step + 1
				conv := Conv{N: 2, C: c.ch, O: c.o, G: c.g, Window: Window{H: c.size, W: c.size, OH: out, OW: out, KH: 3, KW: 3, SH: c.step, SW: c.step, PH: 1, PW: 1, DH: 1, DW: 1}}
				x, y, w := filled(2*c.ch*c.size*c.size), filled(2*c.o*out*out), filled(c.o*c.ch/c.g*9)
				dx, dw := make([]Elem, len(x)), make([]Elem, len(w))
				var s Scratch
				for b.Loop() {
					ConvForward(y, x, w, nil, &conv, &s)
					ConvGradInput(dx, y, w, &conv, &s)
					ConvGradWeight(dw, y, x, &conv, &s)
				}
				gflops(b, 3*2*len(y)*c.ch/c.g*9)
			})
		})
	}
}

func BenchmarkLeNetForward1(b *testing.B) {
	each(b, func(b *testing.B) {
		l := newLenet(1)
		for b.Loop() {
			l.forward()
		}
	})
}

func BenchmarkLoops(b *testing.B) {
	const n = 4096
	d, x, y := filled(n), filled(n), filled(n)
	pool, at := Window{H: 64, W: 64, OH: 32, OW: 32, KH: 2, KW: 2, SH: 2, SW: 2, DH: 1, DW: 1}, make([]int32, n/4)
	for _, l := range []struct {
		name string
		f    func()
	}{
		{"add", func() { Add(d, x) }},
		{"relu", func() { ReLU(d, x) }},
		{"exp", func() { Exp(d, x) }},
		{"sigmoid", func() { Sigmoid(d, x) }},
		{"tanh", func() { Tanh(d, x) }},
		{"maxpool", func() { MaxPool(y, at, x, &pool) }},
		{"avgpool", func() { AvgPool(y, x, &pool, true) }},
		{"sum", func() { y[0] = Sum(x) }},
		{"sgd", func() { SGDStep(d, y, x, &SGD{LR: 1e-9, Momentum: 0.9, Keep: 1}) }},
		{"adam", func() {
			AdamStep(d, y, y, x, &Adam{Beta1: 0.9, Beta2: 0.99, Eps: 1, Step: 1e-9, RootBias2: 1, Shrink: 1})
		}},
	} {
		b.Run(l.name, func(b *testing.B) {
			each(b, func(b *testing.B) {
				for b.Loop() {
					l.f()
				}
				b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gelem/s")
			})
		})
	}
}
