package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// Accumulate adds src to dst. It panics with a *ShapeError if the shapes differ.
func Accumulate(dst, src *Tensor) {
	mustSame("accumulate", dst, src)
	kernel.Add(dst.data, src.data)
	dst.version++
}
