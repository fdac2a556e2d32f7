package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gemmDots holds the registers of a kernel
//
//	C[i][j] (+)= Σ_p A[i*lda+p] · B[off[j]+p]
//
// for a fixed number of rows i and any number of columns j.
type gemmDots struct {
	rows                 int
	v                    *vector
	tail                 Mem
	n, lda, lda3, off, c reg.GPVirtual
}

// VHADDPS reaches the first sixteen registers only.
var (
	lowY  = [4]lanes{reg.Y0, reg.Y1, reg.Y2, reg.Y3}
	highZ = [16]lanes{reg.Z16, reg.Z17, reg.Z18, reg.Z19, reg.Z20, reg.Z21, reg.Z22, reg.Z23,
		reg.Z24, reg.Z25, reg.Z26, reg.Z27, reg.Z28, reg.Z29, reg.Z30, reg.Z31}
)

func dotsAVX2(rows int, tail Mem) { dots(fmt.Sprintf("dots%dAVX2", rows), rows, avx2, tail) }
func dotsAVX512(rows int)         { dots(fmt.Sprintf("dots%dAVX512", rows), rows, avx512, Mem{}) }

func dots(name string, rows int, v *vector, tail Mem) {
	TEXT(name, NOSPLIT, "func(n, k int, a *float32, lda int, b *float32, off *int32, c *float32, ldc int, acc bool)")
	Doc(fmt.Sprintf("%s computes %d rows of C (+)= A·Bᵀ, row j of B lying at b[off[j]:].", name, rows))
	Pragma("noescape")
	g := &gemmDots{rows: rows, v: v, tail: tail, n: param("n"), lda: param("lda"), off: param("off"), c: param("c")}
	SHLQ(U8(2), g.lda)
	if rows > 3 {
		g.lda3 = triple(g.lda)
	}
	Label("four")
	CMPQ(g.n, U32(4))
	JLT(LabelRef("one"))
	g.tile("d4", 4)
	SUBQ(U32(4), g.n)
	JMP(LabelRef("four"))
	Label("one")
	CMPQ(g.n, U32(0))
	JLE(LabelRef("done"))
	g.tile("d1", 1)
	DECQ(g.n)
	JMP(LabelRef("one"))
	Label("done")
	VZEROUPPER()
	RET()
}

// tile computes rows by cols dot products and moves on to the next columns.
func (g *gemmDots) tile(label string, cols int) {
	v := g.v
	acc := make([][]lanes, g.rows)
	for r := range acc {
		for range cols {
			x := v.new()
			if v == avx512 { // the low registers are for finish
				x = highZ[4*r+len(acc[r])]
			}
			v.zero(x)
			acc[r] = append(acc[r], x)
		}
	}
	b := param("b")
	pb := make([]reg.GPVirtual, cols)
	for j := range pb {
		pb[j] = GP64()
		MOVLQSX(Mem{Base: g.off, Disp: 4 * j}, pb[j])
		LEAQ(Mem{Base: b, Index: pb[j], Scale: 4}, pb[j])
	}
	pa, left := param("a"), param("k")
	step := func(mask reg.Register) {
		as := make([]lanes, g.rows)
		for r := range as {
			as[r] = v.new()
			v.load(at(r, pa, nil, g.lda, g.lda3, 0), as[r], mask)
		}
		for j := range pb {
			if mask == nil && g.rows == 1 {
				VFMADD231PS(Mem{Base: pb[j]}, as[0], acc[0][j])
				continue
			}
			var b lanes = v.new()
			v.load(Mem{Base: pb[j]}, b, mask)
			for r := range as {
				VFMADD231PS(b, as[r], acc[r][j])
			}
		}
	}
	Label(label + "_k")
	CMPQ(left, U32(v.lanes))
	JLT(LabelRef(label + "_tail"))
	step(nil)
	ADDQ(U32(v.bytes), pa)
	for j := range pb {
		ADDQ(U32(v.bytes), pb[j])
	}
	SUBQ(U32(v.lanes), left)
	JMP(LabelRef(label + "_k"))

	Label(label + "_tail")
	CMPQ(left, U32(0))
	JLE(LabelRef(label + "_sum"))
	if v == avx512 {
		maskAVX512(left, reg.K1)
		step(reg.K1)
	} else if g.rows*cols < 12 {
		step(maskAVX2(g.tail, left))
	} else {
		g.stepTail(acc, pa, pb, maskAVX2(g.tail, left))
	}
	Label(label + "_sum")
	g.finish(label, acc)
	ADDQ(U32(4*cols), g.off)
	ADDQ(U32(4*cols), g.c)
}

// stepTail is the masked step of the largest AVX2 tile: with twelve sums and a
// mask there are registers for one vector of A and one of B.
func (g *gemmDots) stepTail(acc [][]lanes, pa reg.GPVirtual, pb []reg.GPVirtual, mask reg.Register) {
	for r := range acc {
		a := g.v.new()
		g.v.load(at(r, pa, nil, g.lda, g.lda3, 0), a, mask)
		for j := range pb {
			b := g.v.new()
			g.v.load(Mem{Base: pb[j]}, b, mask)
			VFMADD231PS(b, a, acc[r][j])
		}
	}
}

// finish sums up the lanes and writes one row after the other.
func (g *gemmDots) finish(label string, acc [][]lanes) {
	flag := Load(Param("acc"), GP8())
	c, ldc := GP64(), param("ldc")
	SHLQ(U8(2), ldc)
	MOVQ(g.c, c)
	for r := range acc {
		ys := make([]lanes, len(acc[r]))
		for j, x := range acc[r] {
			ys[j] = x
			if g.v == avx512 {
				ys[j] = lowY[j]
				VEXTRACTF64X4(U8(1), x, ys[j])
				VADDPS(x.AsY(), ys[j], ys[j])
			}
		}
		y := ys[0]
		if len(ys) == 4 {
			VHADDPS(ys[1], ys[0], ys[0])
			VHADDPS(ys[3], ys[2], ys[2])
			VHADDPS(ys[2], ys[0], ys[0])
		}
		var x lanes = XMM()
		if g.v == avx512 {
			x = reg.X4
		}
		VEXTRACTF128(U8(1), y, x)
		VADDPS(y.AsX(), x, x)
		skip := fmt.Sprintf("%s_put%d", label, r)
		if len(ys) == 4 {
			TESTB(flag, flag)
			JE(LabelRef(skip))
			VADDPS(Mem{Base: c}, x, x)
			Label(skip)
			VMOVUPS(x, Mem{Base: c})
		} else {
			VHADDPS(x, x, x)
			VHADDPS(x, x, x)
			TESTB(flag, flag)
			JE(LabelRef(skip))
			VADDSS(Mem{Base: c}, x, x)
			Label(skip)
			VMOVSS(x, Mem{Base: c})
		}
		if r+1 < len(acc) {
			ADDQ(ldc, c)
		}
	}
}
