package loops

import "math"

// Window is what a convolution or a pooling looks through: rows and columns of
// each setting.
type Window struct {
	Kernel, Stride, Padding [2]int
	Dilation                [2]int // 0: 1
	Ceil                    bool   // sizes are rounded up
}

// Both is a setting of n rows and n columns.
func Both(n int) [2]int { return [2]int{n, n} }

// visit calls f for every place (u, v) of the window at (i, j) that lies inside a
// picture [height, width], where it sees (row, col).
func (s Window) visit(picture []int, i, j int, f func(u, v, row, col int)) {
	for u := range s.Kernel[0] {
		for v := range s.Kernel[1] {
			row := i*s.Stride[0] - s.Padding[0] + u*max(s.Dilation[0], 1)
			col := j*s.Stride[1] - s.Padding[1] + v*max(s.Dilation[1], 1)
			if row >= 0 && row < picture[0] && col >= 0 && col < picture[1] {
				f(u, v, row, col)
			}
		}
	}
}

// steps is how often the window fits along one side of a picture.
func (s Window) steps(side, d int) int {
	room := side + 2*s.Padding[d] - max(s.Dilation[d], 1)*(s.Kernel[d]-1) - 1
	n := room/s.Stride[d] + 1
	if s.Ceil && room%s.Stride[d] > 0 && n*s.Stride[d] < side+s.Padding[d] {
		n++
	}
	return n
}

// slide calls f for every window on x [batch, channels, height, width], and puts
// what it returns into y [batch, out, …].
func (s Window) slide(x Tensor, out int, f func(n, o, i, j int) float64) Tensor {
	y := zeros(x.Shape[0], out, s.steps(x.Shape[2], 0), s.steps(x.Shape[3], 1))
	height, width := y.Shape[2], y.Shape[3]
	for at := range y.Data {
		n, o := at/width/height/out, at/width/height%out
		y.Data[at] = float32(f(n, o, at/width%height, at%width))
	}
	return y
}

// Conv2D slides the kernels w [out, in/groups, height, width] over
// x [batch, in, height, width]; b [out] or none.
//
//	y[n, o, i, j] = b[o] + Σ w[o, c, u, v]·x[n, c, i·stride − padding + u·dilation, j·stride − …]
func Conv2D(x, w, b Tensor, s Window) Tensor {
	out, in, channels := w.Shape[0], w.Shape[1], x.Shape[1]
	s.Kernel = [2]int{w.Shape[2], w.Shape[3]}
	return s.slide(x, out, func(n, o, i, j int) (sum float64) {
		group := o / (out / (channels / in)) // sees channels of its own
		s.visit(x.Shape[2:], i, j, func(u, v, row, col int) {
			for c := range in {
				from := ((n*channels+group*in+c)*x.Shape[2]+row)*x.Shape[3] + col
				weight := ((o*in+c)*s.Kernel[0]+u)*s.Kernel[1] + v
				sum += float64(w.Data[weight]) * float64(x.Data[from])
			}
		})
		if b.Data != nil {
			sum += float64(b.Data[o])
		}
		return sum
	})
}

// ConvTranspose2D is a convolution backwards: each number of
// x [batch, in, height, width] paints the kernel w [in, out/groups, height, width]
// into y, times itself; b [out] or none. y is larger by more than it must be.
func ConvTranspose2D(x, w, b Tensor, s Window, groups int, more [2]int) Tensor {
	in, per := w.Shape[0], w.Shape[1]
	s.Kernel = [2]int{w.Shape[2], w.Shape[3]}
	var side [2]int
	for d := range side {
		side[d] = (x.Shape[2+d]-1)*s.Stride[d] - 2*s.Padding[d] + max(s.Dilation[d], 1)*(s.Kernel[d]-1) + more[d] + 1
	}
	y := zeros(x.Shape[0], per*groups, side[0], side[1])
	sums := make([]float64, len(y.Data))
	height, width := x.Shape[2], x.Shape[3]
	for at, value := range x.Data {
		n, c := at/width/height/in, at/width/height%in
		group := c / (in / groups)
		s.visit(side[:], at/width%height, at%width, func(u, v, row, col int) {
			for k := range per {
				to := ((n*per*groups+group*per+k)*side[0]+row)*side[1] + col
				weight := ((c*per+k)*s.Kernel[0]+u)*s.Kernel[1] + v
				sums[to] += float64(w.Data[weight]) * float64(value)
			}
		})
	}
	for i, sum := range sums {
		if b.Data != nil {
			sum += float64(b.Data[i/(side[0]*side[1])%(per*groups)])
		}
		y.Data[i] = float32(sum)
	}
	return y
}

// MaxPool2D keeps the largest number of each window:
// x [batch, channels, height, width].
func MaxPool2D(x Tensor, s Window) Tensor {
	channels, height, width := x.Shape[1], x.Shape[2], x.Shape[3]
	return s.slide(x, channels, func(n, c, i, j int) float64 {
		most := math.Inf(-1)
		s.visit(x.Shape[2:], i, j, func(_, _, row, col int) {
			most = max(most, float64(x.Data[((n*channels+c)*height+row)*width+col]))
		})
		return most
	})
}

// AvgPool2D is the mean of each window: x [batch, channels, height, width]. The
// padding counts as zeros, or does not count.
func AvgPool2D(x Tensor, s Window, padding bool) Tensor {
	channels, height, width := x.Shape[1], x.Shape[2], x.Shape[3]
	return s.slide(x, channels, func(n, c, i, j int) float64 {
		sum, count := 0.0, 0
		s.visit(x.Shape[2:], i, j, func(_, _, row, col int) {
			sum += float64(x.Data[((n*channels+c)*height+row)*width+col])
			count++
		})
		if padding { // but not what lies beyond it
			rows := min(s.Kernel[0], height+2*s.Padding[0]-i*s.Stride[0])
			cols := min(s.Kernel[1], width+2*s.Padding[1]-j*s.Stride[1])
			count = rows * cols
		}
		return sum / float64(count)
	})
}
