package loops

// Linear is a dense layer: x [batch, in], w [out, in], b [out] or none.
//
//	y[n, o] = Σ w[o, i]·x[n, i] + b[o]
func Linear(x, w, b Tensor) Tensor {
	out, in := w.Shape[0], w.Shape[1]
	shape := append([]int{}, x.Shape...)
	shape[len(shape)-1] = out
	y := zeros(shape...)
	for n := range len(x.Data) / in {
		for o := range out {
			sum := 0.0
			for i := range in {
				sum += float64(w.Data[o*in+i]) * float64(x.Data[n*in+i])
			}
			if b.Data != nil {
				sum += float64(b.Data[o])
			}
			y.Data[n*out+o] = float32(sum)
		}
	}
	return y
}

// MatMul multiplies matrices: a [… m, k], b [… k, n] → y [… m, n]. What stands
// before the last two dimensions repeats where it is missing or 1. A vector is a
// row on the left and a column on the right.
func MatMul(a, b Tensor) Tensor {
	left, right := a.Shape, b.Shape
	if len(left) == 1 {
		left = []int{1, left[0]}
	}
	if len(right) == 1 {
		right = []int{right[0], 1}
	}
	la, lb := len(left)-2, len(right)-2
	m, k, n := left[la], left[la+1], right[lb+1]
	batch := pairwise(zeros(left[:la]...), zeros(right[:lb]...), func(a, b float64) float64 { return 0 }).Shape

	shape := append([]int{}, batch...)
	if len(a.Shape) > 1 {
		shape = append(shape, m)
	}
	if len(b.Shape) > 1 {
		shape = append(shape, n)
	}
	y := zeros(shape...)
	for i := range y.Data {
		row, col := i/n%m, i%n
		fromA := place(i/n/m, batch, left[:la])*m*k + row*k
		fromB := place(i/n/m, batch, right[:lb])*k*n + col
		sum := 0.0
		for j := range k {
			sum += float64(a.Data[fromA+j]) * float64(b.Data[fromB+j*n])
		}
		y.Data[i] = float32(sum)
	}
	return y
}
