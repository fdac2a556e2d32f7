// Package kernel holds the inner loops of package tensor: plain functions over
// slices that check their lengths once and then run as fast as the processor
// allows.
//
// Every function has a portable version in Go (its name ends in Go), which is
// the reference: the faster ones are tested against it. All matrix products
// and convolutions come down to two loops, [GemmRows] and [GemmDots].
package kernel
