package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// Accumulate adds src to dst. It panics with a *ShapeError if the shapes differ.
func Accumulate(dst, src *Tensor) {
	mustSame("accumulate", dst, src)
	kernel.Add(dst.data, src.data)
	dst.version++
}

// AddSlice adds src to dst, for runs of cells inside larger tensors. The slices
// are of one length.
func AddSlice(dst, src []Elem) { kernel.Add(dst, src) }

// MulAddSlice adds a·b, element by element, to dst. The slices are of one length.
func MulAddSlice(dst, a, b []Elem) { kernel.MulAdd(dst, a, b) }
