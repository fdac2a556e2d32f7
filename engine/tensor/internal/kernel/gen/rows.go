package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
	"github.com/mmcloughlin/avo/x86"
)

// masks lays out eight ones and eight zeros: loaded from (8-n)·4 on, they are a
// mask for the first n of eight lanes.
func masks() Mem {
	m := GLOBL("tailMask", RODATA|NOPTR)
	for i := range 16 {
		DATA(i*4, U32(0xffffffff*(1-i/8)))
	}
	return m
}

// maskAVX2 returns a mask for the first n lanes, n in 0 … 8.
func maskAVX2(tail Mem, n reg.GPVirtual) reg.VecVirtual {
	at, base, mask := GP64(), GP64(), YMM()
	MOVQ(U32(8), at)
	SUBQ(n, at)
	LEAQ(tail, base)
	VMOVUPS(Mem{Base: base, Index: at, Scale: 4}, mask)
	return mask
}

// gemmRows holds the registers of a kernel
//
//	C[i][j] (+)= Σ_p A[i*ars+p*acs] · B[off[p]+j]
//
// for a fixed number of rows i and any number of columns j.
type gemmRows struct {
	rows                   int
	n, k                   reg.GPVirtual
	ars, ars3, acs, b, off reg.GPVirtual
	c                      reg.GPVirtual
}

func param(name string) reg.GPVirtual { return Load(Param(name), GP64()).(reg.GPVirtual) }

func startRows(name string, rows int) *gemmRows {
	TEXT(name, NOSPLIT, "func(n, k int, a *float32, ars, acs int, b *float32, off *int32, c *float32, ldc int, acc bool)")
	Doc(fmt.Sprintf("%s computes %d rows of C (+)= A·B, row p of B lying at b[off[p]:].", name, rows))
	Pragma("noescape")
	g := &gemmRows{rows: rows, n: param("n"), k: param("k"), ars: param("ars"), acs: param("acs"), b: param("b"), off: param("off"), c: param("c")}
	SHLQ(U8(2), g.ars)
	SHLQ(U8(2), g.acs)
	if rows > 3 {
		g.ars3 = triple(g.ars)
	}
	return g
}

func triple(x reg.GPVirtual) reg.GPVirtual {
	y := GP64()
	LEAQ(Mem{Base: x, Index: x, Scale: 2}, y)
	return y
}

// rowsOfC returns the addresses of the vectors of C.
func (g *gemmRows) rowsOfC(v *vector) func(r, i int) Mem {
	ldc, ldc3, pc4 := param("ldc"), reg.GPVirtual(nil), reg.GPVirtual(nil)
	SHLQ(U8(2), ldc)
	if g.rows > 3 {
		ldc3 = triple(ldc)
	}
	if g.rows > 4 {
		pc4 = GP64()
		LEAQ(Mem{Base: g.c, Index: ldc, Scale: 4}, pc4)
	}
	return func(r, i int) Mem { return at(r, g.c, pc4, ldc, ldc3, i*v.bytes) }
}

// at returns the address of row r, given pointers to rows 0 and 4.
func at(r int, p0, p4, step, step3 reg.GPVirtual, disp int) Mem {
	base := p0
	if r >= 4 {
		base, r = p4, r-4
	}
	switch r {
	case 0:
		return Mem{Base: base, Disp: disp}
	case 3:
		return Mem{Base: base, Index: step3, Scale: 1, Disp: disp}
	}
	return Mem{Base: base, Index: step, Scale: uint8(r), Disp: disp}
}

// tile computes one tile of rows by len(masks) vectors and moves on to the next columns.
// A nil mask stands for a full vector.
func (g *gemmRows) tile(label string, v *vector, masks []reg.Register) {
	nv := len(masks)
	acc := make([][]lanes, g.rows)
	for r := range acc {
		for range nv {
			acc[r] = append(acc[r], v.new())
		}
	}
	for r := range acc {
		for _, x := range acc[r] {
			v.zero(x)
		}
	}
	flag := Load(Param("acc"), GP8())
	TESTB(flag, flag)
	JE(LabelRef(label + "_start"))
	c := g.rowsOfC(v)
	for r := range acc {
		for i, x := range acc[r] {
			v.load(c(r, i), x, masks[i])
		}
	}
	Label(label + "_start")
	pa, p, pa4 := param("a"), GP64(), reg.GPVirtual(nil)
	if g.rows > 4 {
		pa4 = GP64()
		LEAQ(Mem{Base: pa, Index: g.ars, Scale: 4}, pa4)
	}
	XORQ(p, p)
	Label(label + "_k")
	shift := GP64()
	MOVLQSX(Mem{Base: g.off, Index: p, Scale: 4}, shift)
	b := make([]lanes, nv)
	for i := range b {
		b[i] = v.new()
		v.load(Mem{Base: g.b, Index: shift, Scale: 4, Disp: i * v.bytes}, b[i], masks[i])
	}
	for r := range acc {
		x := v.new()
		VBROADCASTSS(at(r, pa, pa4, g.ars, g.ars3, 0), x)
		for i := range b {
			VFMADD231PS(b[i], x, acc[r][i])
		}
	}
	ADDQ(g.acs, pa)
	if g.rows > 4 {
		ADDQ(g.acs, pa4)
	}
	INCQ(p)
	CMPQ(p, g.k)
	JLT(LabelRef(label + "_k"))
	c = g.rowsOfC(v)
	for r := range acc {
		for i, x := range acc[r] {
			v.store(x, c(r, i), masks[i])
		}
	}
	ADDQ(U32(nv*v.bytes), g.b)
	ADDQ(U32(nv*v.bytes), g.c)
}

// lanes is a vector register, chosen here or by avo.
type lanes interface {
	reg.Vec
	Op
}

// vector says how to handle the vectors of one instruction set.
type vector struct {
	bytes, lanes int
	new          func() lanes
}

var (
	avx2   = &vector{bytes: 32, lanes: 8, new: func() lanes { return YMM() }}
	avx512 = &vector{bytes: 64, lanes: 16, new: func() lanes { return ZMM() }}
)

func (v *vector) zero(x lanes) {
	if v != avx512 {
		VXORPS(x, x, x)
		return
	}
	zero, err := x86.VPXORD(x, x, x)
	if err != nil {
		panic(err)
	}
	zero.Inputs = nil // what x held does not matter, and needs no register before this
	Instruction(zero)
}

func (v *vector) load(m Mem, x lanes, mask reg.Register) {
	switch {
	case mask == nil:
		VMOVUPS(m, x)
	case v == avx512:
		VMOVUPS_Z(m, mask, x)
	default:
		VMASKMOVPS(m, mask, x)
	}
}

func (v *vector) store(x lanes, m Mem, mask reg.Register) {
	switch {
	case mask == nil:
		VMOVUPS(x, m)
	case v == avx512:
		VMOVUPS(x, mask, m)
	default:
		VMASKMOVPS(x, mask, m)
	}
}

// wide makes tiles of so many full vectors while the columns last.
func (g *gemmRows) wide(v *vector, vectors int) {
	label := fmt.Sprintf("wide%d", vectors)
	Label(label)
	CMPQ(g.n, U32(vectors*v.lanes))
	JLT(LabelRef(label + "_end"))
	g.tile(label, v, make([]reg.Register, vectors))
	SUBQ(U32(vectors*v.lanes), g.n)
	JMP(LabelRef(label))
	Label(label + "_end")
}

// rowsAVX2 makes tiles of 24 columns, then at most one of 16 and one of up to
// 8. A single row needs wider tiles to keep both multipliers busy.
func rowsAVX2(rows int, tail Mem) {
	g := startRows(fmt.Sprintf("rows%dAVX2", rows), rows)
	if rows == 1 {
		g.wide(avx2, 6)
	}
	g.wide(avx2, 3)

	CMPQ(g.n, U32(8))
	JLE(LabelRef("one"))
	n := GP64()
	eight := GP64()
	MOVQ(g.n, n)
	SUBQ(U32(8), n)
	MOVQ(U32(8), eight)
	CMPQ(n, eight)
	CMOVQGT(eight, n)
	g.tile("t2", avx2, []reg.Register{nil, maskAVX2(tail, n)})
	SUBQ(U32(16), g.n)

	Label("one")
	CMPQ(g.n, U32(0))
	JLE(LabelRef("done"))
	m := GP64()
	MOVQ(g.n, m)
	g.tile("t1", avx2, []reg.Register{maskAVX2(tail, m)})
	Label("done")
	VZEROUPPER()
	RET()
}

// maskAVX512 sets k to the first n lanes, n in 0 … 16.
func maskAVX512(n reg.Register, k reg.Register) {
	one, shift := GP64(), GP64()
	MOVQ(U32(1), one)
	MOVQ(n, shift)
	SHLXQ(shift, one, one)
	DECQ(one)
	KMOVW(one.As32(), k)
}

// rowsAVX512 makes tiles of 32 columns (of 64 for one or two rows), and one of
// up to 16 at the end.
func rowsAVX512(rows int) {
	g := startRows(fmt.Sprintf("rows%dAVX512", rows), rows)
	if rows <= 2 {
		g.wide(avx512, 4)
	}
	g.wide(avx512, 2)

	CMPQ(g.n, U32(16))
	JLE(LabelRef("one"))
	n := GP64()
	MOVQ(g.n, n)
	SUBQ(U32(16), n)
	maskAVX512(n, reg.K1)
	g.tile("t2", avx512, []reg.Register{nil, reg.K1})
	JMP(LabelRef("done"))

	Label("one")
	CMPQ(g.n, U32(0))
	JLE(LabelRef("done"))
	maskAVX512(g.n, reg.K1)
	g.tile("t1", avx512, []reg.Register{reg.K1})
	Label("done")
	VZEROUPPER()
	RET()
}
