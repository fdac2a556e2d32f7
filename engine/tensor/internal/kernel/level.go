package kernel

// level says which kernels run.
type level int

const (
	portable level = iota // the loops in Go
	fast                  // AVX2 with FMA, or wasm SIMD128
	wide                  // AVX-512, or relaxed SIMD
)

// current is chosen once, when the program starts; tests try the lower ones.
var current = detect()
