package tensor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// naivePool lists the inputs that each output of a pooling sees.
func naivePool(p PoolParams, h, w, oh, ow int, f func(out int, in []int, area int)) {
	for i := range oh {
		for j := range ow {
			var in []int
			area := 0
			for u := range p.Kernel[0] {
				for v := range p.Kernel[1] {
					y, x := i*p.Stride[0]+u*p.Dilation[0]-p.Padding[0], j*p.Stride[1]+v*p.Dilation[1]-p.Padding[1]
					if y < h+p.Padding[0] && x < w+p.Padding[1] {
						area++
					}
					if y >= 0 && x >= 0 && y < h && x < w {
						in = append(in, y*w+x)
					}
				}
			}
			f(i*ow+j, in, area)
		}
	}
}

func TestPool2D(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for n := 0; n < 200; n++ {
		p := SquarePool(2)
		if n > 5 {
			for i := range 2 {
				p.Kernel[i], p.Stride[i], p.Dilation[i] = 1+rng.IntN(4), 1+rng.IntN(3), 1+rng.IntN(2)
				p.Padding[i] = rng.IntN(p.Kernel[i]/2 + 1)
			}
			p.CeilMode, p.CountIncludePad = rng.IntN(2) == 0, rng.IntN(2) == 0
		}
		x := random(rng, rng.IntN(3), 1+rng.IntN(3), 1+rng.IntN(10), 1+rng.IntN(10))
		for i := range x.data {
			x.data[i] = Elem(math.Round(float64(x.data[i]) * 2)) // ties
		}
		out, err := p.Check("maxpool2d", x.shape)
		if err != nil {
			continue
		}
		t.Run(fmt.Sprint(x.shape, p), func(t *testing.T) { checkPool(t, rng, p, x, out) })
	}
}

func checkPool(t *testing.T, rng *rand.Rand, p PoolParams, x *Tensor, out [4]int) {
	y, dy, at := New(out[:]...), random(rng, out[:]...), make([]int32, out[0]*out[1]*out[2]*out[3])
	dx := random(rng, x.shape...)
	wantY, wantDX := y.Clone(), dx.Clone()
	avgY, avgDX := y.Clone(), dx.Clone()
	dx2 := dx.Clone()
	in, plane := x.shape[2]*x.shape[3], out[2]*out[3]
	for i := range out[0] * out[1] {
		naivePool(p, x.shape[2], x.shape[3], out[2], out[3], func(o int, seen []int, area int) {
			best, pos := math.Inf(-1), -1
			sum := 0.0
			for _, j := range seen {
				if v := float64(x.data[i*in+j]); v > best {
					best, pos = v, j
				}
				sum += float64(x.data[i*in+j])
			}
			o += i * plane
			wantY.data[o] = Elem(best)
			if pos >= 0 {
				wantDX.data[i*in+pos] += dy.data[o]
			}
			if !p.CountIncludePad {
				area = len(seen)
			}
			avgY.data[o] = Elem(sum / float64(area))
			for _, j := range seen {
				avgDX.data[i*in+j] += dy.data[o] / Elem(area)
			}
		})
	}
	if p.Dilation == [2]int{1, 1} {
		MaxPool2D(y, at, x, p)
		mustClose(t, "max", y, wantY)
		MaxPool2DGrad(dx, dy, at)
		mustClose(t, "gradient of max", dx, wantDX)
		AvgPool2D(y, x, p)
		mustClose(t, "average", y, avgY)
		AvgPool2DGrad(dx2, dy, p)
		mustClose(t, "gradient of average", dx2, avgDX)
		return
	}
	MaxPool2D(y, at, x, p)
	for i, v := range y.data { // a window may see nothing but padding between its holes
		if v != wantY.data[i] {
			t.Fatalf("max %d is %v, want %v", i, v, wantY.data[i])
		}
	}
	MaxPool2DGrad(dx, dy, at)
}

func TestMaxPoolNaN(t *testing.T) {
	nan := Elem(math.NaN())
	inf := Elem(math.Inf(-1))
	x := From([]Elem{1, nan, nan, 5, 3, 4, 7, nan, inf, inf, 2, 2, inf, inf, 2, 2}, 1, 1, 4, 4)
	for _, p := range []PoolParams{SquarePool(2), {Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}, Dilation: [2]int{1, 1}, CeilMode: true, Padding: [2]int{1, 1}}} {
		out, err := p.Check("maxpool2d", x.shape)
		if err != nil {
			t.Fatal(err)
		}
		y, at := New(out[:]...), make([]int32, out[2]*out[3])
		MaxPool2D(y, at, x, p)
		for i, a := range at {
			if v := x.data[a]; v != y.data[i] && (v == v || y.data[i] == y.data[i]) {
				t.Errorf("argmax %d points at %v, the maximum is %v", a, v, y.data[i])
			}
		}
		if p.Padding[0] == 0 {
			if y.data[0] == y.data[0] || at[0] != 1 || at[1] != 2 || at[2] != 8 || at[3] != 10 {
				t.Errorf("NaN and ties: %v at %v", y.data, at)
			}
		}
	}
}

func TestPoolErrors(t *testing.T) {
	for _, c := range []struct {
		p PoolParams
		x []int
	}{
		{PoolParams{Kernel: [2]int{2, 2}, Dilation: [2]int{1, 1}}, []int{1, 1, 4, 4}},
		{PoolParams{Kernel: [2]int{2, 2}, Stride: [2]int{1, 1}, Dilation: [2]int{1, 1}, Padding: [2]int{-1, 0}}, []int{1, 1, 4, 4}},
		{PoolParams{Kernel: [2]int{2, 2}, Stride: [2]int{1, 1}, Dilation: [2]int{1, 1}, Padding: [2]int{2, 0}}, []int{1, 1, 4, 4}},
		{SquarePool(2), []int{4, 4}},
		{SquarePool(0), []int{1, 1, 4, 4}},
		{SquarePool(5), []int{1, 1, 4, 4}},
		{SquarePool(2), []int{1, 1, 0, 4}},
	} {
		if _, err := c.p.Check("maxpool2d", c.x); err == nil {
			t.Errorf("%+v accepts %v", c.p, c.x)
		}
	}
	if out, err := SquarePool(2).Check("maxpool2d", []int{0, 1, 4, 4}); err != nil || out != [4]int{0, 1, 2, 2} {
		t.Errorf("empty batch: %v, %v", out, err)
	}
}
