package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// peak makes loops of multiply-adds that only touch registers: what no product
// can beat.
func peak() {
	for _, c := range []struct {
		v    *vector
		name string
	}{{avx2, "peakAVX2"}, {avx512, "peakAVX512"}} {
		TEXT(c.name, NOSPLIT, "func(n int) float32")
		Doc(fmt.Sprintf("%s does n rounds of 12 independent multiply-adds of %d lanes.", c.name, c.v.lanes))
		n := param("n")
		acc := make([]lanes, 12)
		for i := range acc {
			acc[i] = c.v.new()
			c.v.zero(acc[i])
		}
		a, b := c.v.new(), c.v.new()
		x := XMM()
		VMOVUPS(table.c(0.5), x.AsY())
		VBROADCASTSS(x, a)
		VBROADCASTSS(x, b)
		Label("round")
		for i := range acc {
			VFMADD231PS(a, b, acc[i])
		}
		DECQ(n)
		JG(LabelRef("round"))
		Store(acc[0].(reg.Vec).AsX(), ReturnIndex(0))
		finish()
	}
}
