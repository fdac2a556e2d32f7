// Package loops computes what a network computes with nothing but loops over
// numbers: no gradients, no fast kernels, no import outside the standard
// library. It is what the engine's exports to Go are made of: weights.WriteGo
// copies the functions that a network needs from the source of this package, so
// that what is exported runs by itself wherever there is a Go toolchain, and can
// be read from the first line to the last.
//
// The functions bear the names of those in engine/grad and agree with them up to
// the rounding of float32; sums are taken in float64. They trust their inputs:
// the shapes were checked when the network was recorded.
package loops
