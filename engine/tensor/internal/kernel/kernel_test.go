package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
)

// levels lists the sets of kernels that this program has. A page links one
// binary, SIMD128 or relaxed, beside the portable loops.
func levels() []level {
	if best := detect(); runtime.GOOS == "js" && best == wide {
		return []level{portable, wide}
	}
	return []level{portable, fast, wide}[:detect()+1]
}

// atLevels runs f once for each of them.
func atLevels(t *testing.T, f func(t *testing.T)) {
	defer func() { current = detect() }()
	for _, l := range levels() {
		current = l
		t.Run(Name(), f)
	}
}

// portably runs f with the portable kernels.
func portably(f func()) {
	l := current
	current = portable
	f()
	current = l
}

// arena hands out slices that start anywhere and lie between NaNs, so that a
// kernel that reads too far shows.
type arena struct {
	rng  *rand.Rand
	bufs [][]Elem
	lens []int
	lead []int
}

const slack = 40

func newArena(seed uint64) *arena { return &arena{rng: rand.New(rand.NewPCG(seed, 1))} }

func (a *arena) slice(n int) []Elem {
	lead := 1 + a.rng.IntN(17)
	b := make([]Elem, lead+n+slack)
	for i := range b {
		b[i] = Elem(math.NaN())
	}
	a.bufs, a.lens, a.lead = append(a.bufs, b), append(a.lens, n), append(a.lead, lead)
	s := b[lead : lead+n : lead+n]
	for i := range s {
		s[i] = Elem(a.rng.NormFloat64())
	}
	return s
}

// check fails if a kernel wrote outside a slice.
func (a *arena) check(t *testing.T, what string) {
	t.Helper()
	for i, b := range a.bufs {
		for j, v := range b {
			if (j < a.lead[i] || j >= a.lead[i]+a.lens[i]) && v == v {
				t.Fatalf("%s: wrote at %d, outside of %d elements", what, j-a.lead[i], a.lens[i])
			}
		}
	}
	a.bufs, a.lens, a.lead = a.bufs[:0], a.lens[:0], a.lead[:0]
}

func same(t *testing.T, what string, got, want []Elem, tol float64) {
	t.Helper()
	for i := range want {
		g, w := float64(got[i]), float64(want[i])
		if math.IsNaN(w) && math.IsNaN(g) || g == w {
			continue
		}
		if !(math.Abs(g-w) <= tol*(1+math.Abs(w))) {
			t.Fatalf("%s: element %d of %d is %v, the portable kernel gives %v", what, i, len(want), g, w)
		}
	}
}

func twin(a *arena, s []Elem) []Elem {
	c := a.slice(len(s))
	copy(c, s)
	return c
}

func TestGemmRowsAndDots(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(1)
		for range 600 {
			m, n, k := a.rng.IntN(20), a.rng.IntN(75), a.rng.IntN(40)
			if a.rng.IntN(10) == 0 {
				n, k = a.rng.IntN(300), a.rng.IntN(260)
				if a.rng.IntN(6) == 0 {
					n, k = 900+a.rng.IntN(1200), a.rng.IntN(9)
				}
			}
			acc := a.rng.IntN(2) == 0
			ldc := n + a.rng.IntN(5)
			c := a.slice(max(0, (m-1)*ldc+n))
			want := twin(a, c)
			what := fmt.Sprint("rows ", m, n, k, acc)
			b := a.slice(n + 3*k)
			off := make([]int32, k)
			for i := range off {
				off[i] = int32(a.rng.IntN(3*k + 1))
			}
			ars, acs := k+a.rng.IntN(3), 1
			if a.rng.IntN(2) == 0 {
				ars, acs = 1, m+a.rng.IntN(3)
			}
			x := a.slice(max(0, (m-1)*ars) + max(0, (k-1)*acs) + 1)
			GemmRows(m, n, x, ars, acs, b, off, c, ldc, acc)
			portably(func() { GemmRows(m, n, x, ars, acs, b, off, want, ldc, acc) })
			same(t, what, c, want, 2e-5)
			a.check(t, what)

			m, n, k = a.rng.IntN(14), a.rng.IntN(20), min(n, 300)
			what = fmt.Sprint("dots ", m, n, k, acc)
			lda := k + a.rng.IntN(3)
			x, b = a.slice(max(0, (m-1)*lda+k)), a.slice(k+3*n)
			off = make([]int32, n)
			for i := range off {
				off[i] = int32(a.rng.IntN(3*n + 1))
			}
			ldc = n + a.rng.IntN(5)
			c = a.slice(max(0, (m-1)*ldc+n))
			want = twin(a, c)
			GemmDots(m, k, x, lda, b, off, c, ldc, acc)
			portably(func() { GemmDots(m, k, x, lda, b, off, want, ldc, acc) })
			same(t, what, c, want, 2e-5)
			a.check(t, what)
		}
	})
}

func TestGemm(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(8)
		for i := range 400 {
			m, n, k := a.rng.IntN(30), a.rng.IntN(40), a.rng.IntN(40)
			switch i % 8 {
			case 0:
				m = 45 + a.rng.IntN(20) // enough rows for panels
			case 1:
				k = 200 + a.rng.IntN(400) // several blocks
			case 2:
				n = 250 + a.rng.IntN(20)
			}
			transA, transB, acc := a.rng.IntN(2) == 0, a.rng.IntN(2) == 0, a.rng.IntN(2) == 0
			x, y, c := a.slice(m*k), a.slice(k*n), a.slice(m*n)
			want := twin(a, c)
			Gemm(m, n, k, x, transA, y, transB, c, acc)
			for i := range m {
				for j := range n {
					sum := 0.0
					for p := range k {
						ai, bi := i*k+p, p*n+j
						if transA {
							ai = p*m + i
						}
						if transB {
							bi = j*k + p
						}
						sum += float64(x[ai]) * float64(y[bi])
					}
					if acc {
						sum += float64(want[i*n+j])
					}
					want[i*n+j] = Elem(sum)
				}
			}
			what := fmt.Sprint("product ", m, n, k, transA, transB, acc)
			same(t, what, c, want, 2e-5*math.Sqrt(1+float64(k)/40))
			a.check(t, what)
		}
	})
}

// special values that a clamp, a mask or a trick with bits may break.
var special = []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 88, 89, -87, -88, -104, 1e30, -1e30, 1e-30, 1e-42, 0.625, -0.625, 0.62, 9, -9, 17}

func TestLoops(t *testing.T) {
	type call func(d, x, y []Elem)
	loops := []struct {
		name string
		tol  float64
		f    call
	}{
		{"add", 0, func(d, x, y []Elem) { Add(d, x) }},
		{"axpy", 1e-6, func(d, x, y []Elem) { Axpy(d, 1.7, x) }},
		{"scale", 0, func(d, x, y []Elem) { Scale(d, -1.3) }},
		{"add scalar", 0, func(d, x, y []Elem) { AddScalar(d, x, 0.3) }},
		{"relu", 0, func(d, x, y []Elem) { ReLU(d, x) }},
		{"relu gradient", 0, ReLUGrad},
		{"leaky relu", 0, func(d, x, y []Elem) { LeakyReLU(d, x, 0.1) }},
		{"leaky relu gradient", 1e-6, func(d, x, y []Elem) { LeakyReLUGrad(d, x, y, 0.1) }},
		{"exp", 3e-7, func(d, x, y []Elem) { Exp(d, x) }},
		{"sigmoid", 3e-7, func(d, x, y []Elem) { Sigmoid(d, x) }},
		{"tanh", 3e-7, func(d, x, y []Elem) { Tanh(d, x) }},
		{"log", 4e-7, func(d, x, y []Elem) { Log(d, x) }},
		{"gelu", 1e-6, func(d, x, y []Elem) { GELU(d, x) }},
		{"gelu gradient", 1e-6, GELUGrad},
		{"gelu tanh", 1e-6, func(d, x, y []Elem) { GELUTanh(d, x) }},
		{"gelu tanh gradient", 1e-6, GELUTanhGrad},
		{"silu", 1e-6, func(d, x, y []Elem) { SiLU(d, x) }},
		{"silu gradient", 1e-6, SiLUGrad},
		{"softplus", 1e-6, func(d, x, y []Elem) { Softplus(d, x, 1.5) }},
		{"softplus gradient", 1e-6, func(d, x, y []Elem) { SoftplusGrad(d, x, y, 1.5) }},
		{"elu", 1e-6, func(d, x, y []Elem) { ELU(d, x, 1.5) }},
		{"elu gradient", 1e-6, func(d, x, y []Elem) { ELUGrad(d, x, y, 1.5) }},
		{"mul add", 1e-6, MulAdd},
		{"div add", 1e-6, DivAdd},
		{"sigmoid gradient", 1e-6, SigmoidGrad},
		{"tanh gradient", 1e-6, TanhGrad},
		{"softmax gradient", 1e-6, func(d, x, y []Elem) { SoftmaxGrad(d, x, y, 0.2) }},
		{"exp sum", 1e-6, func(d, x, y []Elem) {
			if s := ExpSum(d, x, 0.5); len(d) > 0 {
				d[0] = s
			}
		}},
		{"sgd", 1e-6, func(d, x, y []Elem) { SGDStep(d, nil, x, &SGD{LR: 0.1, WeightDecay: 0.2}) }},
	}
	atLevels(t, func(t *testing.T) {
		a := newArena(2)
		for _, l := range loops {
			for n := range 140 {
				d, x, y := a.slice(n), a.slice(n), a.slice(n)
				if n > 100 && l.name != "exp sum" {
					for i, v := range special {
						x[a.rng.IntN(n)] = Elem(v)
						if i != n%len(special) || l.name == "silu gradient" && math.Abs(v) == 1e30 {
							continue // the slope of x·σ(x) is 0 near −1.278: 1e30 times it is 1e30 times a rounding
						}
						y[a.rng.IntN(n)] = Elem(v)
					}
				}
				want := twin(a, d)
				what := fmt.Sprint(l.name, " ", n)
				l.f(d, x, y)
				portably(func() { l.f(want, x, y) })
				same(t, what, d, want, l.tol)
				a.check(t, what)
			}
		}
	})
}

// TestDigitsKept holds the kernels to a relative error, where their values are small.
func TestDigitsKept(t *testing.T) {
	var x []Elem
	for v := 1e-6; v < 12; v *= 1.3 {
		x = append(x, Elem(v), Elem(-v))
	}
	atLevels(t, func(t *testing.T) {
		for _, l := range []struct {
			name string
			tol  float64
			f    func(dst []Elem)
		}{
			{"gelu", 2e-5, func(d []Elem) { GELU(d, x) }}, // exp(-x²/2) has an error of x²/2 roundings
			{"gelu tanh", 2e-5, func(d []Elem) { GELUTanh(d, x) }},
			{"silu", 1e-6, func(d []Elem) { SiLU(d, x) }},
			{"softplus", 3e-6, func(d []Elem) { Softplus(d, x, 2) }},
			{"elu", 1e-6, func(d []Elem) { ELU(d, x, 2) }},
		} {
			got, want := make([]Elem, len(x)), make([]Elem, len(x))
			l.f(got)
			portably(func() { l.f(want) })
			for i, w := range want {
				if e := math.Abs(float64(got[i] - w)); e > l.tol*math.Abs(float64(w)) {
					t.Errorf("%s(%g) = %g, want %g", l.name, x[i], got[i], w)
				}
			}
		}
	})
}

func TestSteps(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(3)
		for n := range 70 {
			for _, s := range []SGD{{LR: 0.1, Momentum: 0.9, Keep: 1}, {LR: 0.1, Momentum: 0.9, Keep: 0.5, WeightDecay: 0.1}, {LR: 0.1, Momentum: 0.9, Keep: 1, WeightDecay: 0.1, Nesterov: true}} {
				p, v, g := a.slice(n), a.slice(n), a.slice(n)
				wp, wv := twin(a, p), twin(a, v)
				SGDStep(p, v, g, &s)
				portably(func() { SGDStep(wp, wv, g, &s) })
				same(t, "sgd parameter", p, wp, 1e-6)
				same(t, "sgd velocity", v, wv, 1e-6)
				a.check(t, "sgd")
			}
			for _, s := range []Adam{{Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, Step: 0.1, RootBias2: 3, Shrink: 1}, {Beta1: 0.8, Beta2: 0.9, Eps: 1e-2, Step: 0.1, RootBias2: 2, L2: 0.1, Shrink: 0.9}} {
				p, m, v, g := a.slice(n), a.slice(n), a.slice(n), a.slice(n)
				for i := range v {
					v[i] *= v[i]
				}
				wp, wm, wv := twin(a, p), twin(a, m), twin(a, v)
				AdamStep(p, m, v, g, &s)
				portably(func() { AdamStep(wp, wm, wv, g, &s) })
				same(t, "adam parameter", p, wp, 1e-5)
				same(t, "adam first moment", m, wm, 1e-6)
				same(t, "adam second moment", v, wv, 1e-6)
				a.check(t, "adam")
			}
		}
	})
}

func TestReductions(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(4)
		for n := range 200 {
			x, y := a.slice(n), a.slice(n)
			if n > 150 {
				x[a.rng.IntN(n)] = Elem(special[2+n%3]) // an infinity or NaN, anywhere
			}
			got := []Elem{Sum(x), Dot(x, y), Max(x)}
			var want []Elem
			portably(func() { want = []Elem{Sum(x), Dot(x, y), Max(x)} })
			same(t, fmt.Sprint("sum, dot and max of ", n), got, want, 1e-5)
		}
	})
}

func TestRowCopies(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(5)
		for range 300 {
			rows, cols := a.rng.IntN(6), a.rng.IntN(40)
			ldd, lds := cols+a.rng.IntN(4), cols+a.rng.IntN(4)
			d, s := a.slice(max(0, (rows-1)*ldd+cols)), a.slice(max(0, (rows-1)*lds+cols))
			want := twin(a, d)
			run := func(d []Elem) {
				copyRows(d, ldd, s, lds, rows, cols)
				addRows(d, ldd, s, lds, rows, cols)
				addRows(d, ldd, s, lds, rows, cols/2)
				biasRows(d, ldd, s, lds, rows, cols/3, 0.5)
			}
			run(d)
			portably(func() { run(want) })
			same(t, "rows", d, want, 1e-6)
			a.check(t, "rows")
		}
	})
}

func TestBiasRows(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(7)
		for range 300 {
			rows, cols := a.rng.IntN(12), a.rng.IntN(40)
			row, all := a.slice(cols), a.slice(rows*cols)
			wantRow, wantAll := twin(a, row), twin(a, all)
			AddRow(all, row, rows)
			SumRows(row, all, rows)
			portably(func() {
				AddRow(wantAll, wantRow, rows)
				SumRows(wantRow, wantAll, rows)
			})
			same(t, "a row added to each", all, wantAll, 1e-6)
			same(t, "rows added up", row, wantRow, 1e-5)
			a.check(t, "bias")
		}
	})
}
