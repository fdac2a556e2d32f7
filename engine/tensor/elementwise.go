package tensor

// Accumulate adds src to dst. It panics with a *ShapeError if the shapes differ.
func Accumulate(dst, src *Tensor) {
	mustSame("accumulate", dst, src)
	for i, v := range src.data {
		dst.data[i] += v
	}
	dst.version++
}
