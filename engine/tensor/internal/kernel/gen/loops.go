package main

import (
	"fmt"
	"math"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

type (
	vec = reg.VecVirtual
	ld  = func(int) vec
)

// constants holds numbers repeated over eight lanes, each laid out once.
type constants struct {
	mem  Mem
	have map[float32]int
}

var table = &constants{have: map[float32]int{}}

// c returns the address of eight copies of x.
func (t *constants) c(x float64) Mem {
	f := float32(x)
	i, ok := t.have[f]
	if !ok {
		i = len(t.have)
		t.have[f] = i
		GLOBL(fmt.Sprintf("lanes%d", i), RODATA|NOPTR)
		for j := range 8 {
			DATA(j*4, U32(math.Float32bits(f)))
		}
	}
	return NewDataAddr(NewStaticSymbol(fmt.Sprintf("lanes%d", i)), 0)
}

// broadcast loads a parameter into all lanes.
func broadcast(name string) vec {
	x, y := XMM(), YMM()
	Load(Param(name), x)
	VBROADCASTSS(x, y)
	return y
}

// walk runs body over n elements of the arrays that the parameters name: four
// vectors at a time, then one, then a masked rest. body gets a loader and a
// storer for its arrays and the mask, nil for whole vectors.
func walk(tail Mem, arrays []string, unroll int, body func(load func(i int) vec, store func(x vec, i int), mask reg.Register)) {
	ptr := make([]reg.GPVirtual, len(arrays))
	for i, a := range arrays {
		ptr[i] = param(a)
	}
	n := param("n")
	round := func(mask reg.Register, disp int) {
		body(func(i int) vec {
			x := YMM()
			avx2.load(Mem{Base: ptr[i], Disp: disp}, x, mask)
			return x
		}, func(x vec, i int) { avx2.store(x, Mem{Base: ptr[i], Disp: disp}, mask) }, mask)
	}
	for _, u := range []int{unroll, 1} {
		name := fmt.Sprintf("by%d", u)
		Label(name)
		CMPQ(n, U32(8*u))
		JLT(LabelRef(name + "_end"))
		for i := range u {
			round(nil, 32*i)
		}
		for i := range ptr {
			ADDQ(U32(32*u), ptr[i])
		}
		SUBQ(U32(8*u), n)
		JMP(LabelRef(name))
		Label(name + "_end")
		if unroll == 1 {
			break
		}
	}
	CMPQ(n, U32(0))
	JLE(LabelRef("done"))
	round(maskAVX2(tail, n), 0)
	Label("done")
}

func start(name, signature, doc string) {
	TEXT(name, NOSPLIT, "func("+signature+", n int)")
	Doc(name + " " + doc)
	Pragma("noescape")
}

func finish() {
	VZEROUPPER()
	RET()
}

// loops makes the element-wise kernels.
func loops(tail Mem) {
	sums(tail)
	rectifiers(tail)
	slopes(tail)
	dx := []string{"dst", "x"}
	loop(tail, "fastExp", "writes eˣ into dst.", dx, 2, func(load ld) vec { return exp(load(1)) })
	loop(tail, "fastSigmoid", "writes 1/(1+e⁻ˣ) into dst.", dx, 1, func(load ld) vec { return logistic(load(1)) })
	loop(tail, "fastTanh", "writes tanh x into dst.", dx, 1, func(load ld) vec { return tanh(load(1)) })
}

// loop makes a kernel that stores f of its arrays in the first of them.
func loop(tail Mem, name, doc string, arrays []string, unroll int, f func(load ld) vec) {
	start(name, strings.Join(arrays, ", ")+" *float32", doc)
	walk(tail, arrays, unroll, func(load func(int) vec, store func(vec, int), _ reg.Register) { store(f(load), 0) })
	finish()
}

// scaled makes a loop whose f also gets the parameter s in all lanes.
func scaled(tail Mem, name, doc string, arrays []string, unroll int, f func(s vec, load ld) vec) {
	start(name, strings.Join(arrays, ", ")+" *float32, s float32", doc)
	s := broadcast("s")
	walk(tail, arrays, unroll, func(load func(int) vec, store func(vec, int), _ reg.Register) { store(f(s, load), 0) })
	finish()
}

// sums makes the loops of sums and multiples.
func sums(tail Mem) {
	dx := []string{"dst", "x"}
	loop(tail, "fastAdd", "adds x to dst.", dx, 4, func(load ld) vec {
		d, x := load(0), load(1)
		VADDPS(x, d, d)
		return d
	})
	scaled(tail, "fastAxpy", "adds s·x to dst.", dx, 4, func(s vec, load ld) vec {
		d, x := load(0), load(1)
		VFMADD231PS(s, x, d)
		return d
	})
	scaled(tail, "fastScale", "multiplies dst by s.", dx[:1], 4, func(s vec, load ld) vec {
		d := load(0)
		VMULPS(s, d, d)
		return d
	})
	scaled(tail, "fastAddScalar", "writes x+s into dst.", dx, 4, func(s vec, load ld) vec {
		x := load(1)
		VADDPS(s, x, x)
		return x
	})
}

// rectifiers makes ReLU and LeakyReLU, and their gradients.
func rectifiers(tail Mem) {
	dx, dxdy := []string{"dst", "x"}, []string{"dst", "x", "dy"}
	scaled(tail, "fastLeakyReLU", "writes x where x > 0, else s·x, into dst.", dx, 4, func(s vec, load ld) vec {
		x := load(1)
		return leaky(x, x, s)
	})
	scaled(tail, "fastLeakyReLUGrad", "adds dy where x > 0, else s·dy, to dst.", dxdy, 2, func(s vec, load ld) vec {
		d := load(0)
		g := leaky(load(1), load(2), s)
		VADDPS(g, d, d)
		return d
	})
	loop(tail, "fastReLU", "writes max(0, x) into dst; NaN stays.", dx, 4, func(load ld) vec {
		x, z := load(1), YMM()
		VXORPS(z, z, z)
		VMAXPS(x, z, x) // of a NaN and a number, the first operand
		return x
	})
	loop(tail, "fastReLUGrad", "adds dy to dst except where x ≤ 0.", dxdy, 4, func(load ld) vec {
		d, x, z := load(0), load(1), YMM()
		VXORPS(z, z, z)
		VCMPPS(U8(0x16), z, x, x) // not x ≤ 0, quiet
		VANDPS(load(2), x, x)
		VADDPS(x, d, d)
		return d
	})
}

// slopes makes the loops that add a slope times what comes from above.
func slopes(tail Mem) {
	three := []string{"dst", "x", "y"}
	loop(tail, "fastMulAdd", "adds x·y to dst.", three, 4, func(load ld) vec {
		d := load(0)
		VFMADD231PS(load(1), load(2), d)
		return d
	})
	loop(tail, "fastDivAdd", "adds x/y to dst.", three, 1, func(load ld) vec {
		d, x := load(0), load(1)
		VDIVPS(load(2), x, x) // 0/0 in the lanes that the mask drops
		VADDPS(x, d, d)
		return d
	})
	loop(tail, "fastSigmoidGrad", "adds y·x·(1-x) to dst.", three, 2, func(load ld) vec {
		d, x, t := load(0), load(1), YMM()
		VMOVUPS(table.c(1), t)
		VSUBPS(x, t, t)
		VMULPS(x, t, t)
		VFMADD231PS(load(2), t, d)
		return d
	})
	loop(tail, "fastTanhGrad", "adds y·(1-x)·(1+x) to dst.", three, 2, func(load ld) vec {
		d, x, t := load(0), load(1), YMM()
		VMOVUPS(table.c(1), t)
		VSUBPS(x, t, t)
		VADDPS(table.c(1), x, x)
		VMULPS(x, t, t)
		VFMADD231PS(load(2), t, d)
		return d
	})
	scaled(tail, "fastSoftmaxGrad", "adds x·(y-s) to dst.", three, 2, func(s vec, load ld) vec {
		d, y := load(0), load(2)
		VSUBPS(s, y, y)
		VFMADD231PS(load(1), y, d)
		return d
	})
}

// leaky returns v where x > 0, else s·v.
func leaky(x, v, s vec) vec {
	z, m, y := YMM(), YMM(), YMM()
	VXORPS(z, z, z)
	VCMPPS(U8(0x1e), z, x, m) // x > 0, quiet
	VMULPS(s, v, y)
	VBLENDVPS(m, v, y, y)
	return y
}

// exp returns eˣ to about one unit in the last place: x = n·ln 2 + r with
// |r| ≤ ½ ln 2, eʳ by a polynomial of degree 7 (Cephes expf, S. Moshier), and
// 2ⁿ in two factors so that overflow and underflow come out right.
func exp(x vec) vec {
	hi, n, r, y := YMM(), YMM(), YMM(), YMM()
	VMOVUPS(table.c(89), hi)
	VMINPS(x, hi, x) // of a NaN and a number, the first operand
	lo := YMM()
	VMOVUPS(table.c(-104), lo)
	VMAXPS(x, lo, r)
	VMULPS(table.c(math.Log2E), r, n)
	VROUNDPS(U8(8), n, n)
	VFNMADD231PS(table.c(0.693359375), n, r)
	VFNMADD231PS(table.c(-2.12194440e-4), n, r)
	VMOVUPS(table.c(1.9875691500e-4), y)
	for _, c := range []float64{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1, 1} {
		VFMADD213PS(table.c(c), r, y)
	}
	half, one := YMM(), YMM()
	VCVTPS2DQ(n, n)
	VPSRAD(U8(1), n, half)
	VPSUBD(half, n, n)
	VMOVUPS(table.c(1), one) // the bits of 1 are the bias of the exponent
	VPSLLD(U8(23), half, half)
	VPADDD(one, half, half)
	VPSLLD(U8(23), n, n)
	VPADDD(one, n, n)
	VMULPS(half, y, y)
	VMULPS(n, y, y)
	return y
}

// tanh is an odd polynomial for |x| < 0.625 and 1 - 2/(e²ˣ+1) beyond (Cephes tanhf).
func tanh(x vec) vec {
	a, z, p := YMM(), YMM(), YMM()
	VANDPS(table.c(float64(math.Float32frombits(0x7fffffff))), x, a)
	VMULPS(x, x, z)
	VMOVUPS(table.c(-5.70498872745e-3), p)
	for _, c := range []float64{2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1} {
		VFMADD213PS(table.c(c), z, p)
	}
	VMULPS(z, p, p)
	VFMADD213PS(x, x, p)
	big, twice, one := YMM(), YMM(), YMM()
	VADDPS(a, a, twice)
	e := exp(twice)
	VMOVUPS(table.c(1), one)
	VADDPS(one, e, e)
	VMOVUPS(table.c(-2), big)
	VDIVPS(e, big, big)
	VADDPS(one, big, big)
	sign, small := YMM(), YMM()
	VANDPS(table.c(math.Copysign(0, -1)), x, sign)
	VORPS(sign, big, big)
	VMOVUPS(table.c(0.625), small)
	VCMPPS(U8(0x11), small, a, small) // a < 0.625, quiet
	VBLENDVPS(small, p, big, big)
	return big
}
