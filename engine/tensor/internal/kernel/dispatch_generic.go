package kernel

func gemmRows(m, n, k int, a []Elem, ars, acs int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	gemmRowsGo(m, n, k, a, ars, acs, b, off, c, ldc, acc)
}

func gemmDots(m, n, k int, a []Elem, lda int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	gemmDotsGo(m, n, k, a, lda, b, off, c, ldc, acc)
}

// Add adds x to dst.
func Add(dst, x []Elem) { addGo(dst, x) }

// Axpy adds alpha·x to dst.
func Axpy(dst []Elem, alpha Elem, x []Elem) { axpyGo(dst, alpha, x) }

// Scale multiplies dst by alpha.
func Scale(dst []Elem, alpha Elem) { scaleGo(dst, alpha) }

// AddScalar writes x+s into dst.
func AddScalar(dst, x []Elem, s Elem) { addScalarGo(dst, x, s) }

// Sum returns Σ x.
func Sum(x []Elem) Elem { return sumGo(x) }

// Dot returns Σ x·y.
func Dot(x, y []Elem) Elem { return dotGo(x, y) }

// Max returns the largest element, NaN if there is one, -Inf if x is empty.
func Max(x []Elem) Elem { return maxGo(x) }

// ReLU writes max(0, x) into dst.
func ReLU(dst, x []Elem) { reluGo(dst, x) }

// ReLUGrad adds dy to dx except where x ≤ 0.
func ReLUGrad(dx, x, dy []Elem) { reluGradGo(dx, x, dy) }

// LeakyReLU writes x where x > 0, else slope·x, into dst.
func LeakyReLU(dst, x []Elem, slope Elem) { leakyReLUGo(dst, x, slope) }

// LeakyReLUGrad adds dy where x > 0, else slope·dy, to dx.
func LeakyReLUGrad(dx, x, dy []Elem, slope Elem) { leakyReLUGradGo(dx, x, dy, slope) }

// Exp writes eˣ into dst.
func Exp(dst, x []Elem) { expGo(dst, x) }

// Log writes ln x into dst.
func Log(dst, x []Elem) { logGo(dst, x) }

// Sigmoid writes 1/(1+e⁻ˣ) into dst.
func Sigmoid(dst, x []Elem) { sigmoidGo(dst, x) }

// Tanh writes tanh x into dst.
func Tanh(dst, x []Elem) { tanhGo(dst, x) }

// ExpSum writes exp(x-shift) into dst and returns the sum.
func ExpSum(dst, x []Elem, shift Elem) Elem { return expSumGo(dst, x, shift) }

// MulAdd adds x·y, element by element, to dst.
func MulAdd(dst, x, y []Elem) { mulAddGo(dst, x, y) }

// DivAdd adds x/y, element by element, to dst.
func DivAdd(dst, x, y []Elem) { divAddGo(dst, x, y) }

// SigmoidGrad adds dy·y·(1-y) to dx.
func SigmoidGrad(dx, y, dy []Elem) { sigmoidGradGo(dx, y, dy) }

// TanhGrad adds dy·(1-y²) to dx.
func TanhGrad(dx, y, dy []Elem) { tanhGradGo(dx, y, dy) }

// SoftmaxGrad adds y·(dy-dot) to dx.
func SoftmaxGrad(dx, y, dy []Elem, dot Elem) { softmaxGradGo(dx, y, dy, dot) }

// SGDStep updates p and, unless it is nil, the velocity v.
func SGDStep(p, v, g []Elem, s *SGD) { sgdGo(p, v, g, s) }

// AdamStep updates p and the moments m and v.
func AdamStep(p, m, v, g []Elem, s *Adam) { adamGo(p, m, v, g, s) }
