package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// avgPool makes the means of 2×2 windows, eight at a time.
func avgPool(tail Mem) {
	TEXT("fastAvgPool2x2", NOSPLIT, "func(dst, x *float32, w, rows, cols int)")
	Doc("fastAvgPool2x2 writes rows·cols means of 2×2 windows of x, w wide.")
	Pragma("noescape")
	quarter := YMM()
	VMOVUPS(table.c(0.25), quarter)
	eightWindows(tail, "dst", "x", func(dst, x, next Mem, low, high, out reg.Register) {
		split := func(m Mem) (even, odd vec) {
			l, h := YMM(), YMM()
			even, odd = YMM(), YMM()
			avx2.load(m, l, low)
			avx2.load(m.Offset(32), h, high)
			VSHUFPS(U8(0x88), h, l, even)
			VSHUFPS(U8(0xdd), h, l, odd)
			return even, odd
		}
		sum, b := split(x)
		VADDPS(b, sum, sum)
		c, d := split(next)
		VADDPS(c, sum, sum)
		VADDPS(d, sum, sum)
		VMULPS(quarter, sum, sum)
		VPERMPD(U8(0xd8), sum, sum)
		avx2.store(sum, dst, out)
	})
}

func avgPoolGrad(tail Mem) {
	TEXT("fastAvgPool2x2Grad", NOSPLIT, "func(dx, dy *float32, w, rows, cols int)")
	Doc("fastAvgPool2x2Grad adds a quarter of each of rows·cols elements of dy to its 2×2 window of dx, w wide.")
	Pragma("noescape")
	quarter := YMM()
	VMOVUPS(table.c(0.25), quarter)
	eightWindows(tail, "dy", "dx", func(dy, x, next Mem, low, high, in reg.Register) {
		v, a, b, l, h := YMM(), YMM(), YMM(), YMM(), YMM()
		avx2.load(dy, v, in)
		VMULPS(quarter, v, v)
		VUNPCKLPS(v, v, a) // 0 0 1 1 4 4 5 5
		VUNPCKHPS(v, v, b) // 2 2 3 3 6 6 7 7
		VPERM2F128(U8(0x20), b, a, l)
		VPERM2F128(U8(0x31), b, a, h)
		add := func(m Mem, x vec, mask reg.Register) {
			y := YMM()
			avx2.load(m, y, mask)
			VADDPS(x, y, y)
			avx2.store(y, m, mask)
		}
		for _, m := range []Mem{x, next} {
			add(m, l, low)
			add(m.Offset(32), h, high)
		}
	})
}

// eightWindows runs body for eight 2×2 windows at a time of the plane that the
// parameter `large` names, and of as many as are left at the end of a row: for
// the elements of `small` and those below them in two rows of `large`, with
// masks, nil for whole vectors.
func eightWindows(tail Mem, small, large string, body func(small, x, next Mem, low, high, all reg.Register)) {
	s, x, w, rows := param(small), param(large), param("w"), param("rows")
	SHLQ(U8(2), w)
	Label("row")
	cols, px, next := param("cols"), GP64(), GP64()
	MOVQ(x, px)
	ADDQ(w, x)
	MOVQ(x, next)
	ADDQ(w, x)
	Label("eight")
	CMPQ(cols, U32(8))
	JLT(LabelRef("rest"))
	body(Mem{Base: s}, Mem{Base: px}, Mem{Base: next}, nil, nil, nil)
	ADDQ(U32(64), px)
	ADDQ(U32(64), next)
	ADDQ(U32(32), s)
	SUBQ(U32(8), cols)
	JMP(LabelRef("eight"))

	Label("rest")
	TESTQ(cols, cols)
	JE(LabelRef("next"))
	low, high := maskPair(tail, cols)
	body(Mem{Base: s}, Mem{Base: px}, Mem{Base: next}, low, high, maskAVX2(tail, cols))
	LEAQ(Mem{Base: s, Index: cols, Scale: 4}, s)
	Label("next")
	DECQ(rows)
	JNE(LabelRef("row"))
	finish()
}

// maskPair returns masks for the first 2·n of sixteen lanes, n in 0 … 8.
func maskPair(tail Mem, n reg.GPVirtual) (low, high reg.Register) {
	l, h, eight, zero := GP64(), GP64(), GP64(), GP64()
	MOVQ(U32(8), eight)
	XORQ(zero, zero)
	LEAQ(Mem{Base: n, Index: n, Scale: 1}, l)
	MOVQ(l, h)
	CMPQ(l, eight)
	CMOVQGT(eight, l)
	SUBQ(eight, h)
	CMOVQLT(zero, h)
	return maskAVX2(tail, l), maskAVX2(tail, h)
}
