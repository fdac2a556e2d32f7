package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// pool makes the 2×2 maximum: eight windows at a time, in the order 0 1 4 5 2 3
// 6 7 that splitting even from odd columns leaves, put right at the end.
func pool(tail Mem) {
	TEXT("fastMaxPool2x2", NOSPLIT, "func(dst *float32, at *int32, x *float32, w, rows, cols int)")
	Doc("fastMaxPool2x2 writes rows·cols maxima of 2×2 windows of x, w wide, and their places.")
	Pragma("noescape")
	columns := GLOBL("poolColumns", RODATA|NOPTR)
	for i, c := range []uint32{0, 2, 8, 10, 4, 6, 12, 14} {
		DATA(4*i, U32(c))
	}
	dst, at, x, w, rows := param("dst"), param("at"), param("x"), param("w"), param("rows")

	width, one, first := YMM(), YMM(), YMM()
	tmp := XMM()
	VMOVD(w.As32(), tmp)
	VPBROADCASTD(tmp, width)
	VPCMPEQD(one, one, one)
	VPSRLD(U8(31), one, one)
	VMOVDQU(columns, first) // the places of the first eight windows of this row
	SHLQ(U8(2), w)

	Label("row")
	place, cols, px, next := YMM(), param("cols"), GP64(), GP64()
	VMOVDQU(first, place)
	MOVQ(x, px)
	ADDQ(w, x)
	MOVQ(x, next)
	ADDQ(w, x)
	Label("eight")
	CMPQ(cols, U32(8))
	JLT(LabelRef("rest"))
	window(dst, at, px, next, place, width, one, nil, nil, nil)
	sixteen := YMM()
	VPSLLD(U8(4), one, sixteen)
	VPADDD(sixteen, place, place)
	ADDQ(U32(64), px)
	ADDQ(U32(64), next)
	ADDQ(U32(32), dst)
	ADDQ(U32(32), at)
	SUBQ(U32(8), cols)
	JMP(LabelRef("eight"))

	Label("rest")
	TESTQ(cols, cols)
	JE(LabelRef("next"))
	low, high := maskPair(tail, cols)
	window(dst, at, px, next, place, width, one, low, high, maskAVX2(tail, cols))
	LEAQ(Mem{Base: dst, Index: cols, Scale: 4}, dst)
	LEAQ(Mem{Base: at, Index: cols, Scale: 4}, at)
	Label("next")
	VPADDD(width, first, first)
	VPADDD(width, first, first)
	DECQ(rows)
	JNE(LabelRef("row"))
	finish()
}

// window computes eight windows of the rows at px and next.
func window(dst, at, px, next reg.GPVirtual, place, width, one vec, low, high, out reg.Register) {
	split := func(p reg.GPVirtual) (even, odd vec) {
		l, h := YMM(), YMM()
		even, odd = YMM(), YMM()
		avx2.load(Mem{Base: p}, l, low)
		avx2.load(Mem{Base: p, Disp: 32}, h, high)
		VSHUFPS(U8(0x88), h, l, even)
		VSHUFPS(U8(0xdd), h, l, odd)
		return even, odd
	}
	best, b := split(px)
	pos, other, take, number := YMM(), YMM(), YMM(), YMM()
	VMOVDQA(place, pos)
	// A later element wins if it is larger or NaN, but not over a NaN.
	try := func(v vec) {
		VCMPPS(U8(0x16), best, v, take) // not v ≤ best
		VCMPPS(U8(7), best, best, number)
		VPAND(number, take, take)
		VBLENDVPS(take, v, best, best)
		VBLENDVPS(take, other, pos, pos)
	}
	VPADDD(one, place, other)
	try(b)
	c, d := split(next)
	VPADDD(width, place, other)
	try(c)
	VPADDD(one, other, other)
	try(d)
	VPERMPD(U8(0xd8), best, best)
	VPERMQ(U8(0xd8), pos, pos)
	avx2.store(best, Mem{Base: dst}, out)
	avx2.store(pos, Mem{Base: at}, out)
}
