package tensor

// Accumulate adds src to dst. It panics with a *ShapeError if the shapes differ.
func Accumulate(dst, src *Tensor) {
	mustSame("accumulate", dst, src)
	for i, v := range src.data {
		dst.data[i] += v
	}
	dst.version++
}

// ReLU writes max(0, x) into dst; NaN stays NaN.
func ReLU(dst, x *Tensor) {
	mustSame("relu", dst, x)
	for i, v := range x.data {
		if v < 0 {
			v = 0
		}
		dst.data[i] = v
	}
	dst.version++
}

// ReLUGrad adds dy where x > 0 to dx.
func ReLUGrad(dx, x, dy *Tensor) {
	for i, v := range x.data {
		if v > 0 {
			dx.data[i] += dy.data[i]
		}
	}
	dx.version++
}
