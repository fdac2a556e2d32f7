package loops

import "slices"

// SumKeep adds along axes, which stay as 1.
func SumKeep(x Tensor, axes ...int) Tensor {
	shape := slices.Clone(x.Shape)
	for _, axis := range axes {
		shape[axis] = 1
	}
	sums := make([]float64, size(shape))
	for i, v := range x.Data {
		sums[place(i, x.Shape, shape)] += float64(v)
	}
	y := zeros(shape...)
	for i, v := range sums {
		y.Data[i] = float32(v)
	}
	return y
}

// Sum adds along axes, which go.
func Sum(x Tensor, axes ...int) Tensor { return without(SumKeep(x, axes...), axes) }

// MeanKeep is the mean along axes, which stay as 1.
func MeanKeep(x Tensor, axes ...int) Tensor {
	y := SumKeep(x, axes...)
	for i := range y.Data {
		y.Data[i] /= float32(len(x.Data) / len(y.Data))
	}
	return y
}

// Mean is the mean along axes, which go.
func Mean(x Tensor, axes ...int) Tensor { return without(MeanKeep(x, axes...), axes) }

// without leaves out axes of size 1.
func without(x Tensor, axes []int) Tensor {
	y := Tensor{Data: x.Data}
	for d, n := range x.Shape {
		if !slices.Contains(axes, d) {
			y.Shape = append(y.Shape, n)
		}
	}
	return y
}
