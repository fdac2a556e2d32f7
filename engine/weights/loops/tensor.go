package loops

// Tensor is numbers in a box of the given shape, the last dimension fastest.
type Tensor struct {
	Shape []int
	Data  []float32
}

// zeros returns a tensor of zeros.
func zeros(shape ...int) Tensor {
	return Tensor{shape, make([]float32, size(shape))}
}

// size is how many numbers a shape holds.
func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// place is where the i-th number of a tensor of shape whole is found in one of
// shape part, which is repeated along the dimensions that it has not, or has as 1.
func place(i int, whole, part []int) int {
	at, step := 0, 1
	for d := 1; d <= len(part); d++ {
		n, p := whole[len(whole)-d], part[len(part)-d]
		at += i % n % p * step
		i, step = i/n, step*p
	}
	return at
}
