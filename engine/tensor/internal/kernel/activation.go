package kernel

import "math"

// The smooth activation functions: here the choice between the loops and, below,
// the reference.

// Log writes ln x into dst.
func Log(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		logGo(dst, x)
		return
	}
	fastLog(&dst[0], &x[0], len(dst))
}

// GELU writes x·Φ(x) into dst.
func GELU(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		geluGo(dst, x)
		return
	}
	fastGELU(&dst[0], &x[0], len(dst))
}

// GELUGrad adds dy·(Φ(x) + x·φ(x)) to dx.
func GELUGrad(dx []Elem, x []Elem, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		geluGradGo(dx, x, dy)
		return
	}
	fastGELUGrad(&dx[0], &x[0], &dy[0], len(dx))
}

// GELUTanh writes ½x(1 + tanh u) into dst, where u = √(2/π)(x + 0.044715x³).
func GELUTanh(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		geluTanhGo(dst, x)
		return
	}
	fastGELUTanh(&dst[0], &x[0], len(dst))
}

// GELUTanhGrad adds dy times the derivative of [GELUTanh] to dx.
func GELUTanhGrad(dx []Elem, x []Elem, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		geluTanhGradGo(dx, x, dy)
		return
	}
	fastGELUTanhGrad(&dx[0], &x[0], &dy[0], len(dx))
}

// SiLU writes x·sigmoid(x) into dst.
func SiLU(dst []Elem, x []Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		siluGo(dst, x)
		return
	}
	fastSiLU(&dst[0], &x[0], len(dst))
}

// SiLUGrad adds dy·σ(1 + x(1-σ)) to dx, where σ = sigmoid(x).
func SiLUGrad(dx []Elem, x []Elem, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		siluGradGo(dx, x, dy)
		return
	}
	fastSiLUGrad(&dx[0], &x[0], &dy[0], len(dx))
}

// Softplus writes ln(1 + exp(beta·x))/beta into dst.
func Softplus(dst []Elem, x []Elem, beta Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		softplusGo(dst, x, beta)
		return
	}
	fastSoftplus(&dst[0], &x[0], beta, len(dst))
}

// SoftplusGrad adds dy·sigmoid(beta·x) to dx.
func SoftplusGrad(dx []Elem, x []Elem, dy []Elem, beta Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		softplusGradGo(dx, x, dy, beta)
		return
	}
	fastSoftplusGrad(&dx[0], &x[0], &dy[0], beta, len(dx))
}

// ELU writes x where x > 0, else alpha·(eˣ - 1), into dst.
func ELU(dst []Elem, x []Elem, alpha Elem) {
	x = x[:len(dst)]
	if current == portable || len(dst) == 0 {
		eluGo(dst, x, alpha)
		return
	}
	fastELU(&dst[0], &x[0], alpha, len(dst))
}

// ELUGrad adds dy where x > 0, else dy·alpha·eˣ, to dx.
func ELUGrad(dx []Elem, x []Elem, dy []Elem, alpha Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if current == portable || len(dx) == 0 {
		eluGradGo(dx, x, dy, alpha)
		return
	}
	fastELUGrad(&dx[0], &x[0], &dy[0], alpha, len(dx))
}

func geluGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(float64(v) * normalCDF(float64(v)))
	}
}

func geluGradGo(dx, x, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, e := range x {
		v := float64(e)
		dx[i] += dy[i] * Elem(normalCDF(v)+v*math.Exp(-v*v/2)/math.Sqrt(2*math.Pi))
	}
}

// normalCDF is Φ(x); erfc keeps its tail where 1 + erf would cancel.
func normalCDF(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

func geluTanhGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, e := range x {
		v := float64(e)
		w, _ := geluTanh(v)
		dst[i] = Elem(v * logistic(w))
	}
}

func geluTanhGradGo(dx, x, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, e := range x {
		v := min(max(float64(e), -20), 20) // beyond, the function is 0 or x
		w, slope := geluTanh(v)
		dx[i] += dy[i] * Elem(gated(logistic(w), v*slope))
	}
}

// geluTanh returns 2u of [GELUTanh], with ½(1 + tanh u) = sigmoid(2u), and its derivative.
func geluTanh(x float64) (w, slope float64) {
	const c, k = 0.7978845608028654, 0.044715 // √(2/π)
	return 2 * c * (x + k*x*x*x), 2 * c * (1 + 3*k*x*x)
}

func siluGo(dst, x []Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(float64(v) * logistic(float64(v)))
	}
}

func siluGradGo(dx, x, dy []Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] += dy[i] * Elem(gated(logistic(float64(v)), float64(v)))
	}
}

// gated is s·(1 + w·(1-s)): the derivative of x·σ(u) where w = x·∂u/∂x.
func gated(s, w float64) float64 { return s * (1 + w*(1-s)) }

func softplusGo(dst, x []Elem, beta Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = Elem(max(float64(v), 0) + math.Log1p(math.Exp(-math.Abs(float64(beta)*float64(v))))/float64(beta))
	}
}

func softplusGradGo(dx, x, dy []Elem, beta Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] += dy[i] * Elem(logistic(float64(beta)*float64(v)))
	}
}

func eluGo(dst, x []Elem, alpha Elem) {
	x = x[:len(dst)]
	for i, v := range x {
		if !(v > 0) {
			v = Elem(float64(alpha) * math.Expm1(float64(v)))
		}
		dst[i] = v
	}
}

func eluGradGo(dx, x, dy []Elem, alpha Elem) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		slope := Elem(1)
		if !(v > 0) {
			slope = Elem(float64(alpha) * math.Exp(float64(v)))
		}
		dx[i] += dy[i] * slope
	}
}

// logistic is 1/(1 + e^-x), from the side on which the exponential cannot overflow.
func logistic(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}
