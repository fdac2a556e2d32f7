//go:build !js || !simd || f64

package kernel

// oneCall says whether a [Chain] of small layers is one call.
const oneCall = false

type entry struct{}

// The functions below are never called.

func (*entry) fill(*link)   {}
func fastChain([]entry)     {}
func fastChainGrad([]entry) {}
