package tensor

import (
	"math"
	"math/rand/v2"
	"testing"
)

var lengths = []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 31, 33, 64, 100, 1001}

// edge values that a rounding trick or a clamp may break.
var edges = []float64{0, math.Copysign(0, -1), 1, -1, 1e-8, -1e-8, 0.5, 20, -20, 88, -87, 89, -89, 104, -104, 200, -200, 1e30, -1e30,
	math.Inf(1), math.Inf(-1), math.NaN(), 3, 0.25, 1e-30, 1e-42, 16777216, 0.693147}

func near(got, want, tol float64) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return math.IsNaN(got) == math.IsNaN(want) && (math.IsNaN(want) || got == want)
	}
	return math.Abs(got-want) <= tol*math.Abs(want)+1e-37
}

func TestActivations(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	sig := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	for _, c := range []struct {
		name string
		f    func(dst, x *Tensor)
		want func(x float64) float64
	}{
		{"relu", ReLU, func(x float64) float64 {
			if x < 0 {
				return 0
			}
			return x
		}},
		{"leaky_relu", func(d, x *Tensor) { LeakyReLU(d, x, 0.25) }, func(x float64) float64 {
			if x > 0 {
				return x
			}
			return 0.25 * x
		}},
		{"exp", Exp, math.Exp},
		{"log", Log, math.Log},
		{"sigmoid", Sigmoid, sig},
		{"tanh", Tanh, math.Tanh},
	} {
		for _, n := range lengths {
			x := random(rng, n)
			for i := range x.data {
				x.data[i] *= 3
				if n > 60 && i < len(edges) {
					x.data[i] = Elem(edges[i])
				}
			}
			y := New(n)
			c.f(y, x)
			for i, v := range x.data {
				want := float64(Elem(c.want(float64(v))))
				if math.Abs(want) < 1e-37 {
					want = 0
				}
				if got := float64(y.data[i]); !near(got, want, 4e-7) {
					t.Errorf("%s(%v) = %v, want %v", c.name, v, got, want)
				}
			}
		}
	}
}

func TestActivationGradients(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, c := range []struct {
		name string
		f    func(dx, x, dy *Tensor)
		want func(x, dy float64) float64
	}{
		{"relu", ReLUGrad, func(x, d float64) float64 {
			if x <= 0 {
				return 0
			}
			return d
		}},
		{"leaky_relu", func(dx, x, dy *Tensor) { LeakyReLUGrad(dx, x, dy, 0.25) }, func(x, d float64) float64 {
			if x > 0 {
				return d
			}
			return 0.25 * d
		}},
		{"exp", ExpGrad, func(y, d float64) float64 { return y * d }},
		{"log", LogGrad, func(x, d float64) float64 { return d / x }},
		{"sigmoid", SigmoidGrad, func(y, d float64) float64 { return d * y * (1 - y) }},
		{"tanh", TanhGrad, func(y, d float64) float64 { return d * (1 - y*y) }},
	} {
		for _, n := range lengths {
			x, dy := random(rng, n), random(rng, n)
			if n > 3 {
				x.data[0], x.data[1], x.data[2] = 0, Elem(math.NaN()), Elem(math.Inf(1))
			}
			dx := New(n)
			Fill(dx, 1)
			c.f(dx, x, dy)
			for i, v := range x.data {
				want := 1 + c.want(float64(v), float64(dy.data[i]))
				if got := float64(dx.data[i]); !(math.Abs(got-want) <= 1e-5*(1+math.Abs(want))) && !near(got, want, 0) {
					t.Errorf("%s gradient at %v is %v, want %v", c.name, v, got, want)
				}
			}
		}
	}
}

func TestSoftmax(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, n := range lengths {
		for _, scale := range []Elem{1, 300} {
			x, dy := random(rng, 3, n), random(rng, 3, n)
			Scale(x, scale)
			y, ly, dx, ldx := New(3, n), New(3, n), New(3, n), New(3, n)
			Softmax(y, x)
			LogSoftmax(ly, x)
			SoftmaxGrad(dx, y, dy)
			LogSoftmaxGrad(ldx, ly, dy)
			for r := range 3 {
				checkSoftmaxRow(t, x.data[r*n:][:n], y.data[r*n:][:n], ly.data[r*n:][:n], dy.data[r*n:][:n], dx.data[r*n:][:n], ldx.data[r*n:][:n])
			}
		}
	}
}

func checkSoftmaxRow(t *testing.T, x, y, ly, dy, dx, ldx []Elem) {
	t.Helper()
	top, sum := math.Inf(-1), 0.0
	for _, v := range x {
		top = max(top, float64(v))
	}
	for _, v := range x {
		sum += math.Exp(float64(v) - top)
	}
	dot, total := 0.0, 0.0
	for i, v := range x {
		dot += math.Exp(float64(v)-top) / sum * float64(dy[i])
		total += float64(dy[i])
	}
	for i, v := range x {
		p := math.Exp(float64(v)-top) / sum
		lp := float64(v) - top - math.Log(sum)
		for _, c := range [][2]float64{{float64(y[i]), p}, {float64(ly[i]), lp}, {float64(dx[i]), p * (float64(dy[i]) - dot)}, {float64(ldx[i]), float64(dy[i]) - p*total}} {
			if !(math.Abs(c[0]-c[1]) <= 1e-5*(1+math.Abs(c[1])+math.Abs(total))) {
				t.Fatalf("row of %d: element %d is %v, want %v", len(x), i, c[0], c[1])
			}
		}
	}
}

func TestSoftmaxEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, soft, log []float64 }{
		{[]float64{-inf, 0, 0}, []float64{0, 0.5, 0.5}, []float64{-inf, -math.Ln2, -math.Ln2}},
		{[]float64{-inf, -inf}, []float64{nan, nan}, []float64{nan, nan}},
		{[]float64{inf, 0}, []float64{nan, nan}, []float64{nan, nan}},
		{[]float64{nan, 1}, []float64{nan, nan}, []float64{nan, nan}},
		{[]float64{1, nan}, []float64{nan, nan}, []float64{nan, nan}},
		{[]float64{1e4, 1e4, -1e4}, []float64{0.5, 0.5, 0}, []float64{-math.Ln2, -math.Ln2, -2e4}},
	} {
		x, y := New(len(c.x)), New(len(c.x))
		for i, v := range c.x {
			x.data[i] = Elem(v)
		}
		Softmax(y, x)
		for i, v := range y.data {
			if !near(float64(v), c.soft[i], 1e-6) {
				t.Errorf("softmax(%v) = %v, want %v", c.x, y.data, c.soft)
			}
		}
		LogSoftmax(y, x)
		for i, v := range y.data {
			if !near(float64(v), c.log[i], 1e-4) {
				t.Errorf("log-softmax(%v) = %v, want %v", c.x, y.data, c.log)
			}
		}
	}
}

func TestSumDotAxpyScale(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for _, n := range lengths {
		x, y := random(rng, n), random(rng, n)
		sum, dot := 0.0, 0.0
		for i, v := range x.data {
			sum += float64(v)
			dot += float64(v) * float64(y.data[i])
		}
		if math.Abs(float64(Sum(x))-sum) > 1e-4 || math.Abs(float64(Dot(x, y))-dot) > 1e-4 {
			t.Errorf("length %d: sum %v, want %v; dot %v, want %v", n, Sum(x), sum, Dot(x, y), dot)
		}
		want := y.Clone()
		for i, v := range x.data {
			want.data[i] = (want.data[i] + 3*v) * 2
		}
		Axpy(y, 3, x)
		Scale(y, 2)
		mustClose(t, "axpy and scale", y, want)
	}
}

func TestBias(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for _, n := range lengths {
		y, b := random(rng, 3, 2, n), random(rng, n)
		want, wantDB := y.Clone(), b.Clone()
		for i := range want.data {
			wantDB.data[i%n] += y.data[i]
			want.data[i] += b.data[i%n]
		}
		db := b.Clone()
		BiasGrad(db, y)
		mustClose(t, "bias gradient", db, wantDB)
		AddBias(y, b)
		mustClose(t, "bias", y, want)
	}
}

func TestSGDStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	for _, n := range lengths {
		for _, s := range []SGDParams{{LR: 0.1}, {LR: 0.1, WeightDecay: 0.2}, {LR: 0.1, Momentum: 0.9}, {LR: 0.1, Momentum: 0.9, Nesterov: true, WeightDecay: 0.3},
			{LR: 0.1, Momentum: 0.9, Dampening: 0.5}, {LR: 0.1, Momentum: 0.9, Dampening: 0.5, First: true}} {
			p, v, g := random(rng, n), random(rng, n), random(rng, n)
			wantP, wantV := p.Clone(), v.Clone()
			for i := range p.data {
				x := float64(g.data[i]) + s.WeightDecay*float64(p.data[i])
				if s.Momentum != 0 {
					keep := 1 - s.Dampening
					if s.First {
						keep = 1
					}
					u := s.Momentum*float64(v.data[i]) + keep*x
					wantV.data[i] = Elem(u)
					if s.Nesterov {
						u = x + s.Momentum*u
					}
					x = u
				}
				wantP.data[i] = Elem(float64(p.data[i]) - s.LR*x)
			}
			if s.Momentum == 0 {
				SGDStep(p, nil, g, &s)
			} else {
				SGDStep(p, v, g, &s)
			}
			mustClose(t, "parameter", p, wantP)
			mustClose(t, "velocity", v, wantV)
		}
	}
}

func TestAdamStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	for _, n := range lengths {
		for _, s := range []AdamParams{{WeightDecay: 0}, {WeightDecay: 0.1}, {WeightDecay: 0.1, Decoupled: true}} {
			s.LR, s.Beta1, s.Beta2, s.Eps = 0.05, 0.9, 0.999, 1e-8
			p, m, v, g := random(rng, n), New(n), New(n), random(rng, n)
			wp, wm, wv := make([]float64, n), make([]float64, n), make([]float64, n)
			for i := range wp {
				wp[i] = float64(p.data[i])
			}
			for s.Step = 1; s.Step <= 5; s.Step++ {
				for i := range wp {
					x := float64(g.data[i])
					if s.Decoupled {
						wp[i] *= 1 - s.LR*s.WeightDecay
					} else {
						x += s.WeightDecay * wp[i]
					}
					wm[i] = s.Beta1*wm[i] + (1-s.Beta1)*x
					wv[i] = s.Beta2*wv[i] + (1-s.Beta2)*x*x
					t := float64(s.Step)
					wp[i] -= s.LR * wm[i] / (1 - math.Pow(s.Beta1, t)) / (math.Sqrt(wv[i]/(1-math.Pow(s.Beta2, t))) + s.Eps)
				}
				AdamStep(p, m, v, g, &s)
			}
			for i := range wp {
				if !(math.Abs(float64(p.data[i])-wp[i]) <= 1e-5) {
					t.Fatalf("element %d of %d is %v, want %v", i, n, p.data[i], wp[i])
				}
			}
		}
	}
}

func TestGateSlices(t *testing.T) {
	x := From([]Elem{-2, -0.1, 0, 3, 40}, 5)
	y := New(5)
	for _, c := range []struct {
		whole func(dst, x *Tensor)
		part  func(dst, x []Elem)
	}{{Sigmoid, SigmoidSlice}, {Tanh, TanhSlice}} {
		c.whole(y, x)
		z := x.Clone()
		c.part(z.data[1:4], z.data[1:4]) // in place
		for i := 1; i < 4; i++ {
			if !near(float64(z.data[i]), float64(y.data[i]), 1e-6) {
				t.Errorf("gate of %v is %v in a slice, %v in a tensor", x.data[i], z.data[i], y.data[i])
			}
		}
		if z.data[0] != x.data[0] || z.data[4] != x.data[4] {
			t.Error("a gate reached beyond its slice")
		}
	}
}
