// Command gen writes the amd64 kernels: Go assembly for AVX2 with FMA and, for
// the matrix products, for AVX-512. Run it with
//
//	go generate ./engine/tensor/internal/kernel
package main

import . "github.com/mmcloughlin/avo/build"

func main() {
	ConstraintExpr("!f64")
	tail := masks()
	for rows := 1; rows <= 4; rows++ {
		rowsAVX2(rows, tail)
	}
	for rows := 1; rows <= 8; rows++ {
		rowsAVX512(rows)
	}
	for rows := 1; rows <= 3; rows++ {
		dotsAVX2(rows, tail)
	}
	for _, rows := range []int{1, 2, 4} {
		dotsAVX512(rows)
	}
	planes(tail)
	pool(tail)
	avgPool(tail)
	avgPoolGrad(tail)
	loops(tail)
	activations(tail)
	reductions(tail)
	steps(tail)
	peak()
	Generate()
}
