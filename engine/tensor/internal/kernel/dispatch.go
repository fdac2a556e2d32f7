package kernel

// The functions of this file check lengths and choose between the portable loop
// and the fast one. All slices of a call must be at least as long as the first.

// Add adds x to dst.
func Add(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		addGo(dst, x)
		return
	}
	fastAdd(&dst[0], &x[0], len(dst))
}

// Axpy adds alpha·x to dst.
func Axpy(dst []Elem, alpha Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		axpyGo(dst, alpha, x)
		return
	}
	fastAxpy(&dst[0], &x[0], alpha, len(dst))
}

// Scale multiplies dst by alpha.
func Scale(dst []Elem, alpha Elem) {
	if current == portable || len(dst) == 0 {
		scaleGo(dst, alpha)
		return
	}
	fastScale(&dst[0], alpha, len(dst))
}

// AddScalar writes x+s into dst.
func AddScalar(dst []Elem, x []Elem, s Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		addScalarGo(dst, x, s)
		return
	}
	fastAddScalar(&dst[0], &x[0], s, len(dst))
}

// Sum returns Σ x.
func Sum(x []Elem) Elem {
	if current == portable || len(x) == 0 {
		return sumGo(x)
	}
	return fastSum(&x[0], len(x))
}

// Dot returns Σ x·y.
func Dot(x []Elem, y []Elem) Elem {
	y = y[:len(x)]
	if current == portable || len(x) == 0 {
		return dotGo(x, y)
	}
	return fastDot(&x[0], &y[0], len(x))
}

// Max returns the largest element, NaN if there is one, -Inf if x is empty.
func Max(x []Elem) Elem {
	if current == portable || len(x) == 0 {
		return maxGo(x)
	}
	return fastMax(&x[0], len(x))
}

// ReLU writes max(0, x) into dst; NaN stays.
func ReLU(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		reluGo(dst, x)
		return
	}
	fastReLU(&dst[0], &x[0], len(dst))
}

// ReLUGrad adds dy to dx except where x ≤ 0.
func ReLUGrad(dx []Elem, x []Elem, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		reluGradGo(dx, x, dy)
		return
	}
	fastReLUGrad(&dx[0], &x[0], &dy[0], len(dx))
}

// LeakyReLU writes x where x > 0, else slope·x, into dst.
func LeakyReLU(dst []Elem, x []Elem, slope Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		leakyReLUGo(dst, x, slope)
		return
	}
	fastLeakyReLU(&dst[0], &x[0], slope, len(dst))
}

// LeakyReLUGrad adds dy where x > 0, else slope·dy, to dx.
func LeakyReLUGrad(dx []Elem, x []Elem, dy []Elem, slope Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		leakyReLUGradGo(dx, x, dy, slope)
		return
	}
	fastLeakyReLUGrad(&dx[0], &x[0], &dy[0], slope, len(dx))
}

// Exp writes eˣ into dst.
func Exp(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		expGo(dst, x)
		return
	}
	fastExp(&dst[0], &x[0], len(dst))
}

// Sigmoid writes 1/(1+e⁻ˣ) into dst.
func Sigmoid(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		sigmoidGo(dst, x)
		return
	}
	fastSigmoid(&dst[0], &x[0], len(dst))
}

// Tanh writes tanh x into dst.
func Tanh(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		tanhGo(dst, x)
		return
	}
	fastTanh(&dst[0], &x[0], len(dst))
}

// ExpSum writes exp(x-shift) into dst and returns the sum.
func ExpSum(dst []Elem, x []Elem, shift Elem) Elem {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		return expSumGo(dst, x, shift)
	}
	return fastExpSum(&dst[0], &x[0], shift, len(dst))
}

// MulAdd adds x·y, element by element, to dst.
func MulAdd(dst []Elem, x []Elem, y []Elem) {
	x, y = x[:len(dst)], y[:len(dst)]
	if current == portable || len(dst) == 0 {
		mulAddGo(dst, x, y)
		return
	}
	fastMulAdd(&dst[0], &x[0], &y[0], len(dst))
}

// DivAdd adds x/y, element by element, to dst.
func DivAdd(dst []Elem, x []Elem, y []Elem) {
	x, y = x[:len(dst)], y[:len(dst)]
	if current == portable || len(dst) == 0 {
		divAddGo(dst, x, y)
		return
	}
	fastDivAdd(&dst[0], &x[0], &y[0], len(dst))
}

// SigmoidGrad adds dy·y·(1-y) to dx.
func SigmoidGrad(dx []Elem, y []Elem, dy []Elem) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		sigmoidGradGo(dx, y, dy)
		return
	}
	fastSigmoidGrad(&dx[0], &y[0], &dy[0], len(dx))
}

// TanhGrad adds dy·(1-y²) to dx.
func TanhGrad(dx []Elem, y []Elem, dy []Elem) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		tanhGradGo(dx, y, dy)
		return
	}
	fastTanhGrad(&dx[0], &y[0], &dy[0], len(dx))
}

// SoftmaxGrad adds y·(dy-dot) to dx.
func SoftmaxGrad(dx []Elem, y []Elem, dy []Elem, dot Elem) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		softmaxGradGo(dx, y, dy, dot)
		return
	}
	fastSoftmaxGrad(&dx[0], &y[0], &dy[0], dot, len(dx))
}

// SGDStep updates p and, unless it is nil, the velocity v.
func SGDStep(p, v, g []Elem, s *SGD) {
	g = g[:len(p)]
	switch {
	case current == portable || len(p) == 0:
		sgdGo(p, v, g, s)
	case v == nil:
		fastSGD(&p[0], &g[0], s.LR, s.WeightDecay, len(p))
	case s.Nesterov:
		v = v[:len(p)]
		fastNesterov(&p[0], &v[0], &g[0], s.LR, s.Momentum, s.Keep, s.WeightDecay, len(p))
	default:
		v = v[:len(p)]
		fastMomentum(&p[0], &v[0], &g[0], s.LR, s.Momentum, s.Keep, s.WeightDecay, len(p))
	}
}

// AdamStep updates p and the moments m and v.
func AdamStep(p, m, v, g []Elem, s *Adam) {
	m, v, g = m[:len(p)], v[:len(p)], g[:len(p)]
	if current == portable || len(p) == 0 {
		adamGo(p, m, v, g, s)
		return
	}
	fastAdam(&p[0], &m[0], &v[0], &g[0], 1-s.Beta1, s.Beta2, s.Eps, s.Step, s.RootBias2, s.L2, s.Shrink, len(p))
}

func gemmRows(m, n, k int, a []Elem, ars, acs int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	if current == portable {
		gemmRowsGo(m, n, k, a, ars, acs, b, off, c, ldc, acc)
		return
	}
	fastRows(m, n, k, &a[0], ars, acs, &b[0], &off[0], &c[0], ldc, acc)
}

func gemmDots(m, n, k int, a []Elem, lda int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	if current == portable {
		gemmDotsGo(m, n, k, a, lda, b, off, c, ldc, acc)
		return
	}
	fastDots(m, n, k, &a[0], lda, &b[0], &off[0], &c[0], ldc, acc)
}

// copyRows copies rows of cols elements that lie lds apart to places ldd apart.
func copyRows(dst []Elem, ldd int, src []Elem, lds, rows, cols int) {
	if checkRows(dst, ldd, src, lds, rows, cols) {
		fastCopyRows(&dst[0], ldd, &src[0], lds, rows, cols, 0)
		return
	}
	for i := range rows {
		copy(dst[i*ldd:][:cols], src[i*lds:][:cols])
	}
}

// addRows adds rows of cols elements.
func addRows(dst []Elem, ldd int, src []Elem, lds, rows, cols int) {
	if checkRows(dst, ldd, src, lds, rows, cols) {
		fastAddRows(&dst[0], ldd, &src[0], lds, rows, cols, 0)
		return
	}
	for i := range rows {
		addGo(dst[i*ldd:][:cols], src[i*lds:][:cols])
	}
}

// biasRows copies rows of cols elements and adds bias.
func biasRows(dst []Elem, ldd int, src []Elem, lds, rows, cols int, bias Elem) {
	if checkRows(dst, ldd, src, lds, rows, cols) {
		fastBiasRows(&dst[0], ldd, &src[0], lds, rows, cols, bias)
		return
	}
	for i := range rows {
		addScalarGo(dst[i*ldd:][:cols], src[i*lds:][:cols], bias)
	}
}

// checkRows says whether a fast kernel may run, and panics if a slice is too short.
func checkRows(dst []Elem, ldd int, src []Elem, lds, rows, cols int) bool {
	if current == portable || rows == 0 || cols == 0 {
		return false
	}
	_, _ = dst[(rows-1)*ldd+cols-1], src[(rows-1)*lds+cols-1]
	return true
}
