package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// reductions makes the kernels that return one number.
func reductions(tail Mem) {
	reduce := func(name, signature, doc string, arrays []string, f func(load func(int) vec, acc vec)) {
		TEXT(name, NOSPLIT, "func("+signature+", n int) float32")
		Doc(name + " " + doc)
		Pragma("noescape")
		acc := []vec{YMM(), YMM(), YMM(), YMM()}
		for _, a := range acc {
			VXORPS(a, a, a)
		}
		i := 0
		walk(tail, arrays, 4, func(load func(int) vec, _ func(vec, int), _ reg.Register) {
			f(load, acc[i%4])
			i++
		})
		VADDPS(acc[1], acc[0], acc[0])
		VADDPS(acc[3], acc[2], acc[2])
		VADDPS(acc[2], acc[0], acc[0])
		Store(horizontal(acc[0]), ReturnIndex(0))
		finish()
	}
	reduce("fastSum", "x *float32", "returns Σ x.", []string{"x"}, func(load func(int) vec, acc vec) { VADDPS(load(0), acc, acc) })
	reduce("fastDot", "x, y *float32", "returns Σ x·y.", []string{"x", "y"}, func(load func(int) vec, acc vec) { VFMADD231PS(load(0), load(1), acc) })
	expSum(tail)
	maximum(tail)
}

// horizontal returns the sum of the lanes.
func horizontal(y vec) reg.Register {
	x := XMM()
	VEXTRACTF128(U8(1), y, x)
	VADDPS(y.AsX(), x, x)
	VHADDPS(x, x, x)
	VHADDPS(x, x, x)
	return x
}

func expSum(tail Mem) {
	TEXT("fastExpSum", NOSPLIT, "func(dst, x *float32, shift float32, n int) float32")
	Doc("fastExpSum writes exp(x-shift) into dst and returns the sum.")
	Pragma("noescape")
	shift, acc := broadcast("shift"), YMM()
	VXORPS(acc, acc, acc)
	walk(tail, []string{"dst", "x"}, 1, func(load func(int) vec, store func(vec, int), mask reg.Register) {
		x := load(1)
		VSUBPS(shift, x, x)
		e := exp(x)
		store(e, 0)
		if mask != nil {
			VANDPS(e, mask, e)
		}
		VADDPS(e, acc, acc)
	})
	Store(horizontal(acc), ReturnIndex(0))
	finish()
}

func maximum(tail Mem) {
	TEXT("fastMax", NOSPLIT, "func(x *float32, n int) float32")
	Doc("fastMax returns the largest element, NaN if there is one, -Inf if there is none.")
	Pragma("noescape")
	low := table.c(math.Inf(-1))
	top, nan := YMM(), YMM()
	VMOVUPS(low, top)
	VXORPS(nan, nan, nan)
	walk(tail, []string{"x"}, 1, func(load func(int) vec, _ func(vec, int), mask reg.Register) {
		x := load(0)
		if mask != nil {
			none := YMM()
			VMOVUPS(low, none)
			VBLENDVPS(mask, x, none, x)
		}
		u := YMM()
		VCMPPS(U8(3), x, x, u) // unordered: all ones, itself a NaN
		VORPS(u, nan, nan)
		VMAXPS(top, x, top)
	})
	x, y := XMM(), XMM()
	VEXTRACTF128(U8(1), top, x)
	VMAXPS(top.AsX(), x, x)
	VPERMILPS(U8(0x4e), x, y)
	VMAXPS(y, x, x)
	VPERMILPS(U8(0xb1), x, y)
	VMAXPS(y, x, x)
	any := GP32()
	VMOVMSKPS(nan, any)
	TESTL(any, any)
	JE(LabelRef("number"))
	VADDPS(nan.AsX(), x, x)
	VCMPPS(U8(0xf), x, x, x) // true: all ones
	Label("number")
	Store(x, ReturnIndex(0))
	finish()
}

// planes makes the copies of rows between planes of different row lengths.
func planes(tail Mem) {
	for _, c := range []struct{ name, doc string }{
		{"fastCopyRows", "copies rows of cols elements."},
		{"fastBiasRows", "copies rows of cols elements and adds s."},
		{"fastAddRows", "adds rows of cols elements."},
	} {
		TEXT(c.name, NOSPLIT, "func(dst *float32, ldd int, src *float32, lds, rows, cols int, s float32)")
		Doc(c.name + " " + c.doc)
		Pragma("noescape")
		dst, src, ldd, lds, rows, cols := param("dst"), param("src"), param("ldd"), param("lds"), param("rows"), param("cols")
		SHLQ(U8(2), ldd)
		SHLQ(U8(2), lds)
		var s vec
		if c.name == "fastBiasRows" {
			s = broadcast("s")
		}
		rest := GP64()
		MOVQ(cols, rest)
		ANDQ(U8(7), rest)
		mask := maskAVX2(tail, rest)
		ANDQ(I8(-8), cols)
		move := func(at reg.GPVirtual, m reg.Register) {
			x := YMM()
			avx2.load(Mem{Base: src, Index: at, Scale: 4}, x, m)
			to := Mem{Base: dst, Index: at, Scale: 4}
			switch c.name {
			case "fastBiasRows":
				VADDPS(s, x, x)
			case "fastAddRows":
				d := YMM()
				avx2.load(to, d, m)
				VADDPS(d, x, x)
			}
			avx2.store(x, to, m)
		}
		Label("row")
		at := GP64()
		XORQ(at, at)
		Label("vector")
		CMPQ(at, cols)
		JGE(LabelRef("rest"))
		move(at, nil)
		ADDQ(U8(8), at)
		JMP(LabelRef("vector"))
		Label("rest")
		TESTQ(rest, rest)
		JE(LabelRef("next"))
		if c.name != "fastAddRows" { // doing a few elements twice is faster than a mask
			CMPQ(cols, U32(8))
			JLT(LabelRef("few"))
			LEAQ(Mem{Base: at, Index: rest, Scale: 1, Disp: -8}, at)
			move(at, nil)
			JMP(LabelRef("next"))
			Label("few")
		}
		move(at, mask)
		Label("next")
		ADDQ(ldd, dst)
		ADDQ(lds, src)
		DECQ(rows)
		JNE(LabelRef("row"))
		finish()
	}
}

// steps makes the updates of SGD and Adam.
func steps(tail Mem) {
	start("fastSGD", "p, grad *float32, lr, decay float32", "is p -= lr·(grad + decay·p).")
	lr, decay := broadcast("lr"), broadcast("decay")
	walk(tail, []string{"p", "grad"}, 2, func(load func(int) vec, store func(vec, int), _ reg.Register) {
		p, g := load(0), load(1)
		VFMADD231PS(p, decay, g)
		VFNMADD231PS(g, lr, p)
		store(p, 0)
	})
	finish()
	for _, nesterov := range []bool{false, true} {
		name, doc := "fastMomentum", "is v = mu·v + keep·(grad + decay·p); p -= lr·v."
		if nesterov {
			name, doc = "fastNesterov", "is x = grad + decay·p; v = mu·v + keep·x; p -= lr·(x + mu·v)."
		}
		start(name, "p, v, grad *float32, lr, mu, keep, decay float32", doc)
		lr, mu, keep, decay := broadcast("lr"), broadcast("mu"), broadcast("keep"), broadcast("decay")
		walk(tail, []string{"p", "v", "grad"}, 2, func(load func(int) vec, store func(vec, int), _ reg.Register) {
			p, v, g := load(0), load(1), load(2)
			VFMADD231PS(p, decay, g)
			VMULPS(mu, v, v)
			VFMADD231PS(keep, g, v)
			store(v, 1)
			if nesterov {
				VFMADD231PS(mu, v, g)
				v = g
			}
			VFNMADD231PS(v, lr, p)
			store(p, 0)
		})
		finish()
	}
	adam(tail)
}

func adam(tail Mem) {
	start("fastAdam", "p, m, v, grad *float32, beta1, beta2, eps, step, root, l2, shrink float32",
		"is grad += l2·p; m += (1-β1)·(grad-m); v = β2·v + (1-β2)·grad²; p = shrink·p - step·m/(root·√v + ε), where beta1 is 1-β1.")
	b1, b2, eps, step, root, l2, shrink := broadcast("beta1"), broadcast("beta2"), broadcast("eps"), broadcast("step"), broadcast("root"), broadcast("l2"), broadcast("shrink")
	rest := YMM()
	VMOVUPS(table.c(1), rest)
	VSUBPS(b2, rest, rest)
	walk(tail, []string{"p", "m", "v", "grad"}, 1, func(load func(int) vec, store func(vec, int), _ reg.Register) {
		p, g := load(0), load(3)
		VFMADD231PS(p, l2, g)
		VMULPS(shrink, p, p)
		m, d := load(1), YMM()
		VSUBPS(m, g, d)
		VFMADD231PS(d, b1, m)
		store(m, 1)
		v := load(2)
		VMULPS(b2, v, v)
		VMULPS(g, g, g)
		VFMADD231PS(g, rest, v)
		store(v, 2)
		VSQRTPS(v, v)
		VFMADD213PS(eps, root, v)
		VDIVPS(v, m, m)
		VFNMADD231PS(m, step, p)
		store(p, 0)
	})
	finish()
}
