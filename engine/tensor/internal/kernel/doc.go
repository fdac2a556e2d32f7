// Package kernel holds the inner loops of package tensor: plain functions over
// slices that check their lengths once and then run as fast as the processor
// allows.
//
// Every function has a portable version in Go (its name ends in Go), which is
// the reference: the others are tested against it on random shapes, tails,
// unaligned starts, zero sizes, infinities and NaN. The others take pointers and
// are named fast…; [Name] says which run:
//
//	go        portable: other processors, -tags f64, a browser without SIMD
//	avx2      amd64 assembly with FMA, made by the generator in gen
//	avx512    the same with AVX-512 for the matrix products
//	simd128   WebAssembly, simd/kernels.c, in a program built with -tags simd
//	relaxed   the same with fused multiply-add (relaxed SIMD)
//
// # Two loops
//
// All matrix products and convolutions come down to [GemmRows], whose rows of B
// lie contiguous, each at an offset of its own, and [GemmDots], dot products of
// contiguous rows. A dense product has equally spaced offsets; op(A) is a choice
// of strides; a transposed B makes rows into dots, so natively nothing is packed.
//
// A convolution of stride 1 pads each image once, into planes whose rows share
// their padding, and lists the offset at which each tap of a filter reads the
// planes: the filters times those shifted planes is the convolution, read in
// place. The gradient by the input is the same with the filters turned round;
// the gradient by the filters is a dot product of planes for each weight. With
// stride s the image is split into s·s phases first, planes of every s-th
// element of every s-th row, in which the taps are shifts again. The planes are
// multiplied through with the zeros around them, so an infinity at the edge of an
// image or in a filter may turn a few more elements of a gradient into NaN than
// in PyTorch; it never hides one.
//
// In the browser, where a vector has four lanes, dense products take columns of
// B eight at a time through a panel that stays in the first-level cache; there
// tiles have 6 rows by 8 columns, which is what 15 registers hold. With 8 and 16
// lanes the same tiles are so wide that rows of B need no panel.
//
// # What it gives
//
// Measured with the commands below on 2 cores with AVX-512 that other work kept
// busy, so read them as ratios: products of 256×256 run 10–14 times (avx2) and
// 16–27 times (avx512) as fast as the portable loops; a training step of LeNet,
// batch 32, one thread, 7–13 and 9–18 times (best of six: 8,600 and 15,000
// images/s against 930). In Chromium on the same machine: products of 64×64 run
// 6 times (simd128) and 8 times (relaxed) as fast as the portable loops in the
// same browser, of 256×256 7 and 10 times, a step of LeNet 10–15 times (relaxed;
// 5,800 images/s). Of the register-only loop relaxed SIMD reaches 85–100 % on
// products and on LeNet's convolutions as they are called, products of 8×784×25
// about 77 %: with k = 25 a tile of C is loaded and stored for few products.
// Products of 16×196×200 reach 86–90 % wherever B lies, on a multiple of 4 bytes
// or of 64, read in place or through a panel, while nothing else runs, and
// 51–66 % beside other work: their B, 157 KB, comes from the second-level cache,
// which others use too, and the register-only loop does not feel that.
//
//	go test -run xx -bench 'Gemm|Conv|LeNet|Loops' -count 6 ./engine/tensor/internal/kernel >new.txt; benchstat -col /kernel new.txt
//	go test ./wasm/e2e -run TestKernels -v -kernelbench 'Gemm|Conv|LeNet|Loops'
//
// # Tests under Node and in a browser
//
//	GOOS=js GOARCH=wasm go test -tags simd -exec "node $PWD/engine/tensor/internal/kernel/simd/exec.js" ./engine/...
//	go test ./wasm/e2e -run TestKernels
package kernel

//go:generate sh -c "cd gen && go run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg kernel"
//go:generate simd/build.sh
