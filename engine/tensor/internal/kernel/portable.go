package kernel

import "math"

// The loops of this file are the reference: every other version of a kernel is
// tested against them.

func addGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] += v
	}
}

func axpyGo(dst []Elem, alpha Elem, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] += alpha * v
	}
}

func scaleGo(dst []Elem, alpha Elem) {
	for i := range dst {
		dst[i] *= alpha
	}
}

func addScalarGo(dst, x []Elem, s Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = v + s
	}
}

// sumGo keeps eight partial sums, which is both faster and more exact than one.
func sumGo(x []Elem) Elem {
	var s [8]Elem
	for ; len(x) >= 8; x = x[8:] {
		s[0] += x[0]
		s[1] += x[1]
		s[2] += x[2]
		s[3] += x[3]
		s[4] += x[4]
		s[5] += x[5]
		s[6] += x[6]
		s[7] += x[7]
	}
	for i, v := range x {
		s[i&7] += v
	}
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

func dotGo(x, y []Elem) Elem {
	y = y[:len(x)]
	var s0, s1, s2, s3 Elem
	for ; len(x) >= 4 && len(y) >= 4; x, y = x[4:], y[4:] {
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
	}
	for i, v := range x {
		s0 += v * y[i]
	}
	return (s0 + s2) + (s1 + s3)
}

// maxGo returns the largest element, NaN if there is one, -Inf if x is empty.
func maxGo(x []Elem) Elem {
	m := Elem(math.Inf(-1))
	for _, v := range x {
		if v > m || v != v {
			m = v
			if v != v {
				break
			}
		}
	}
	return m
}

func reluGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

func reluGradGo(dx, x, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		if !(v <= 0) {
			dx[i] += dy[i]
		}
	}
}

func leakyReLUGo(dst, x []Elem, slope Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		if !(v > 0) {
			v *= slope
		}
		dst[i] = v
	}
}

func leakyReLUGradGo(dx, x, dy []Elem, slope Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		g := dy[i]
		if !(v > 0) {
			g *= slope
		}
		dx[i] += g
	}
}

func expGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(math.Exp(float64(v)))
	}
}

func logGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(math.Log(float64(v)))
	}
}

func sigmoidGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(1 / (1 + math.Exp(-float64(v))))
	}
}

func tanhGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(math.Tanh(float64(v)))
	}
}

// expSumGo writes exp(x-shift) into dst and returns the sum.
func expSumGo(dst, x []Elem, shift Elem) Elem {
	x = x[:len(dst)]
	s := 0.0
	for i, v := range x {
		e := math.Exp(float64(v - shift))
		dst[i] = Elem(e)
		s += e
	}
	return Elem(s)
}

func mulAddGo(dst, x, y []Elem) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i, v := range x {
		dst[i] += v * y[i]
	}
}

func divAddGo(dst, x, y []Elem) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i, v := range x {
		dst[i] += v / y[i]
	}
}

func sigmoidGradGo(dx, y, dy []Elem) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	for i, v := range y {
		dx[i] += dy[i] * ((1 - v) * v)
	}
}

// tanhGradGo adds dy·(1-y²) to dx; the product keeps the digits that 1-y² loses near ±1.
func tanhGradGo(dx, y, dy []Elem) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	for i, v := range y {
		dx[i] += dy[i] * ((1 - v) * (1 + v))
	}
}

// softmaxGradGo adds y·(dy - dot) to dx.
func softmaxGradGo(dx, y, dy []Elem, dot Elem) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	for i, v := range y {
		dx[i] += v * (dy[i] - dot)
	}
}

// SGD holds the numbers of one SGD step: see tensor.SGDStep.
type SGD struct {
	LR, Momentum, Keep, WeightDecay Elem // Keep is 1 - dampening
	Nesterov                        bool
}

func sgdGo(p, v, g []Elem, s *SGD) {
	g = g[:len(p)]
	if v == nil {
		for i, x := range g {
			p[i] -= s.LR * (x + s.WeightDecay*p[i])
		}
		return
	}
	v = v[:len(p)]
	for i, x := range g {
		x += s.WeightDecay * p[i]
		u := s.Momentum*v[i] + s.Keep*x
		v[i] = u
		if s.Nesterov {
			u = x + s.Momentum*u
		}
		p[i] -= s.LR * u
	}
}

// Adam holds the numbers of one Adam step: see tensor.AdamStep.
type Adam struct {
	Beta1, Beta2, Eps, Step, RootBias2 Elem // Step = lr/(1-β1ᵗ), RootBias2 = 1/√(1-β2ᵗ)
	L2, Shrink                         Elem // gradient += L2·p; p *= Shrink first
}

func adamGo(p, m, v, g []Elem, s *Adam) {
	m, v, g = m[:len(p)], v[:len(p)], g[:len(p)]
	b1, b2 := 1-s.Beta1, 1-s.Beta2
	for i, x := range g {
		q := p[i]
		x += s.L2 * q
		q *= s.Shrink
		u := m[i] + b1*(x-m[i])
		w := s.Beta2*v[i] + b2*(x*x)
		m[i], v[i] = u, w
		p[i] = q - s.Step*(u/(Elem(math.Sqrt(float64(w)))*s.RootBias2+s.Eps))
	}
}
