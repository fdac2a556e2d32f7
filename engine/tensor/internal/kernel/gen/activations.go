package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// activations makes the smooth activation functions, their gradients and the logarithm.
func activations(tail Mem) {
	value := func(name, doc string, f func(x vec) vec) {
		loop(tail, name, doc, []string{"dst", "x"}, 1, func(load ld) vec { return f(load(1)) })
	}
	gradient := func(name, doc string, f func(x vec) vec) {
		loop(tail, name, doc, []string{"dst", "x", "dy"}, 1, func(load ld) vec {
			slope := f(load(1))
			d := load(0)
			VFMADD231PS(load(2), slope, d)
			return d
		})
	}
	value("fastLog", "writes ln x into dst.", logarithm)
	value("fastGELU", "writes x·Φ(x) into dst.", func(x vec) vec {
		phi, _ := normal(x)
		VMULPS(x, phi, phi)
		return phi
	})
	gradient("fastGELUGrad", "adds dy·(Φ(x) + x·φ(x)) to dst.", func(x vec) vec {
		phi, e := normal(x)
		VMULPS(table.c(1/math.Sqrt(2*math.Pi)), e, e)
		VFMADD231PS(x, e, phi)
		return phi
	})
	value("fastGELUTanh", "writes ½x(1 + tanh √(2/π)(x + 0.044715x³)) into dst.", func(x vec) vec {
		w, _ := geluTanh(x)
		s := logistic(w)
		VMULPS(x, s, s)
		return s
	})
	gradient("fastGELUTanhGrad", "adds its derivative times dy to dst.", func(x vec) vec {
		lo, hi := YMM(), YMM()
		VMOVUPS(table.c(-20), lo) // beyond, the function is 0 or x
		VMOVUPS(table.c(20), hi)
		VMAXPS(x, lo, x) // of a NaN and a number, the first operand
		VMINPS(x, hi, x)
		w, slope := geluTanh(x)
		VMULPS(x, slope, slope)
		return gated(logistic(w), slope)
	})
	value("fastSiLU", "writes x·sigmoid(x) into dst.", func(x vec) vec {
		s := logistic(x)
		VMULPS(x, s, s)
		return s
	})
	gradient("fastSiLUGrad", "adds dy·(σ + x·σ(1 - σ)) to dst.", func(x vec) vec { return gated(logistic(x), x) })
	softplus(tail)
	elu(tail)
}

// logistic returns 1/(1+e⁻ˣ).
func logistic(x vec) vec {
	n, one := YMM(), YMM()
	VXORPS(n, n, n)
	VSUBPS(x, n, n)
	e := exp(n)
	VMOVUPS(table.c(1), one)
	VADDPS(one, e, e)
	VDIVPS(e, one, e)
	return e
}

// gated returns s·(1 + w·(1 - s)), the derivative of x·σ(u) where w = x·u′.
func gated(s, w vec) vec {
	one, t := YMM(), YMM()
	VMOVUPS(table.c(1), one)
	VSUBPS(s, one, t)
	VFMADD213PS(one, w, t)
	VMULPS(s, t, t)
	return t
}

// geluTanh returns 2u, with ½(1 + tanh u) = σ(2u), and its derivative.
func geluTanh(x vec) (w, slope vec) {
	const c, k = 0.7978845608028654, 0.044715
	z := YMM()
	w, slope = YMM(), YMM()
	VMULPS(x, x, z)
	VMOVUPS(table.c(2*c*k), w)
	VFMADD213PS(table.c(2*c), z, w)
	VMULPS(x, w, w)
	VMOVUPS(table.c(6*c*k), slope)
	VFMADD213PS(table.c(2*c), z, slope)
	return w, slope
}

// polynomial evaluates coefficients, highest first, at x.
func polynomial(x vec, coefficients []float64) vec {
	y := YMM()
	VMOVUPS(table.c(coefficients[0]), y)
	for _, c := range coefficients[1:] {
		VFMADD213PS(table.c(c), x, y)
	}
	return y
}

// erfcPoly is erfc(z)·exp(z²)/t with t = 1/(1+z/2), as a polynomial of t - ½,
// to 1e-8; a minimax fit.
var erfcPoly = []float64{0.04235259362, -0.0190946892, -0.07621388839, 0.05530805042, 0.09779288358, -0.1038209872,
	-0.1720214939, 0.1457751902, 0.558942861, 0.687160609, 0.5107913569}

// normal returns Φ(x), whose lower tail keeps its digits, and exp(-x²/2).
func normal(x vec) (phi, e vec) {
	t, one, u, square, upper := YMM(), YMM(), YMM(), YMM(), YMM()
	VMOVUPS(table.c(1), one)
	VANDPS(table.c(float64(math.Float32frombits(0x7fffffff))), x, t)
	VFMADD132PS(table.c(0.5/math.Sqrt2), one, t)
	VDIVPS(t, one, t)
	VADDPS(table.c(-0.5), t, u)
	phi = polynomial(u, erfcPoly)
	VMULPS(t, phi, phi)
	VMULPS(x, x, square)
	VMULPS(table.c(-0.5), square, square)
	e = exp(square)
	VMULPS(table.c(0.5), phi, phi)
	VMULPS(e, phi, phi)
	VMOVUPS(table.c(1), upper)
	VSUBPS(phi, upper, upper)
	VBLENDVPS(x, phi, upper, phi) // by the sign of x
	return phi, e
}

// logarithm is Cephes logf (S. Moshier): a mantissa around 1, its logarithm by
// a polynomial, and the exponent times ln 2 in two parts.
func logarithm(x vec) vec {
	tiny, scaled, less := YMM(), YMM(), YMM()
	VMOVUPS(table.c(0x1p-126), tiny)
	VCMPPS(U8(0x11), tiny, x, tiny) // denormal, 0 or negative
	VMULPS(table.c(0x1p23), x, scaled)
	VBLENDVPS(tiny, scaled, x, scaled)
	VANDPS(table.c(23), tiny, less)
	e, m := YMM(), YMM()
	VPSRLD(U8(23), scaled, e)
	VCVTDQ2PS(e, e)
	VSUBPS(table.c(126), e, e)
	VSUBPS(less, e, e)
	VANDPS(table.c(float64(math.Float32frombits(0x007fffff))), scaled, m)
	VORPS(table.c(0.5), m, m)
	low, one := YMM(), YMM()
	VMOVUPS(table.c(math.Sqrt2/2), low)
	VCMPPS(U8(0x11), low, m, low)
	VANDPS(table.c(1), low, one)
	VSUBPS(one, e, e)
	VANDPS(m, low, low)
	VADDPS(low, m, m)
	VSUBPS(table.c(1), m, m)
	y := polynomial(m, []float64{7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
		-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1})
	z := YMM()
	VMULPS(m, m, z)
	VMULPS(m, y, y)
	VMULPS(z, y, y)
	VFMADD231PS(table.c(-2.12194440e-4), e, y)
	VFMADD231PS(table.c(-0.5), z, y)
	VADDPS(m, y, y)
	VFMADD231PS(table.c(0.693359375), e, y)
	// The edges: ln 0 = -Inf, ln Inf = Inf, below 0 and of NaN it is NaN.
	zero, edge, inf := YMM(), YMM(), YMM()
	VXORPS(zero, zero, zero)
	VCMPPS(U8(0), zero, x, edge)
	VMOVUPS(table.c(math.Inf(-1)), inf)
	VBLENDVPS(edge, inf, y, y)
	VMOVUPS(table.c(math.Inf(1)), inf)
	VCMPPS(U8(0), inf, x, edge)
	VBLENDVPS(edge, inf, y, y)
	VCMPPS(U8(0x19), zero, x, edge) // not x ≥ 0, quiet
	VORPS(edge, y, y)
	return y
}

// softplus is max(x, 0) + ln(1+e)/s with e = exp(-|s·x|), where ln(1+e) =
// 2·artanh(e/(2+e)) keeps the digits of a small e.
func softplus(tail Mem) {
	scaled(tail, "fastSoftplus", "writes ln(1 + exp(s·x))/s into dst.", []string{"dst", "x"}, 1, func(s vec, load ld) vec {
		x := load(1)
		a, r, z := YMM(), YMM(), YMM()
		VMULPS(s, x, a)
		VORPS(table.c(math.Copysign(0, -1)), a, a)
		e := exp(a)
		VADDPS(table.c(2), e, r)
		VDIVPS(r, e, r)
		VMULPS(r, r, z)
		y := polynomial(z, []float64{0.28178326, 0.2796060474, 0.4002491014, 0.6666631469, 2.000000008})
		VMULPS(r, y, y)
		VDIVPS(s, y, y)
		VXORPS(z, z, z)
		VMAXPS(x, z, x) // of a NaN and a number, the first operand
		VADDPS(x, y, y)
		return y
	})
	scaled(tail, "fastSoftplusGrad", "adds dy·sigmoid(s·x) to dst.", []string{"dst", "x", "dy"}, 1, func(s vec, load ld) vec {
		x := load(1)
		VMULPS(s, x, x)
		slope := logistic(x)
		d := load(0)
		VFMADD231PS(load(2), slope, d)
		return d
	})
}

// elu is s·(eˣ - 1) for x ≤ 0, where eˣ - 1 = 2t/(1-t) with t = tanh x/2 keeps
// the digits of a small x.
func elu(tail Mem) {
	scaled(tail, "fastELU", "writes x where x > 0, else s·(eˣ - 1), into dst.", []string{"dst", "x"}, 1, func(s vec, load ld) vec {
		x := load(1)
		half, below := YMM(), YMM()
		VMULPS(table.c(0.5), x, half)
		t := tanh(half)
		VMOVUPS(table.c(1), below)
		VSUBPS(t, below, below)
		VADDPS(t, t, t)
		VDIVPS(below, t, t)
		VMULPS(s, t, t)
		positive := YMM()
		VXORPS(positive, positive, positive)
		VCMPPS(U8(0x1e), positive, x, positive) // x > 0, quiet
		VBLENDVPS(positive, x, t, t)
		return t
	})
	scaled(tail, "fastELUGrad", "adds dy where x > 0, else dy·s·eˣ, to dst.", []string{"dst", "x", "dy"}, 1, func(s vec, load ld) vec {
		x := load(1)
		positive, one := YMM(), YMM()
		VXORPS(positive, positive, positive)
		VCMPPS(U8(0x1e), positive, x, positive)
		e := exp(x)
		VMULPS(s, e, e)
		VMOVUPS(table.c(1), one)
		VBLENDVPS(positive, one, e, e)
		d := load(0)
		VFMADD231PS(load(2), e, d)
		return d
	})
}
