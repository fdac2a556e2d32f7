// Package kernel holds the inner loops of package tensor: plain functions over
// slices that check their lengths once and then run as fast as the processor
// allows.
//
// Every function has a portable version in Go (its name ends in Go), which is
// the reference: the faster ones are tested against it. The faster ones take
// pointers, are named fast…, and are amd64 assembly (AVX2 with FMA; AVX-512 for
// the matrix products), made by the generator in gen, where the processor has
// it. All matrix products and convolutions come down to two loops, [GemmRows]
// and [GemmDots].
package kernel

//go:generate sh -c "cd gen && go run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg kernel"
