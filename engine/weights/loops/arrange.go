package loops

// Reshape is the same numbers in another shape, which begins with −1 for the batch.
func Reshape(x Tensor, shape ...int) Tensor {
	shape[0] = len(x.Data) / size(shape[1:])
	return Tensor{shape, x.Data}
}

// Permute puts the dimensions in another order: y's d-th is x's order[d]-th.
func Permute(x Tensor, order ...int) Tensor {
	shape, step := make([]int, len(order)), make([]int, len(order))
	for d, from := range order {
		shape[d], step[d] = x.Shape[from], size(x.Shape[from+1:])
	}
	y := zeros(shape...)
	for i := range y.Data {
		at, rest := 0, i
		for d := len(shape) - 1; d >= 0; d-- {
			at, rest = at+rest%shape[d]*step[d], rest/shape[d]
		}
		y.Data[i] = x.Data[at]
	}
	return y
}

// Concat puts tensors side by side along an axis.
func Concat(axis int, xs ...Tensor) Tensor {
	shape := append([]int{}, xs[0].Shape...)
	for _, x := range xs[1:] {
		shape[axis] += x.Shape[axis]
	}
	y := Tensor{Shape: shape}
	for row := range size(shape[:axis]) {
		for _, x := range xs {
			n := size(x.Shape[axis:])
			y.Data = append(y.Data, x.Data[row*n:(row+1)*n]...)
		}
	}
	return y
}
