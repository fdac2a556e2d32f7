package tensor

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func random(rng *rand.Rand, shape ...int) *Tensor {
	t := New(shape...)
	for i := range t.data {
		t.data[i] = Elem(rng.NormFloat64())
	}
	return t
}

// close reports the first element that differs by more than rounding explains.
func mustClose(t *testing.T, what string, got, want *Tensor) {
	t.Helper()
	if !SameShape(got.shape, want.shape) {
		t.Fatalf("%s: shape %v, want %v", what, got.shape, want.shape)
	}
	scale := 1.0
	for _, v := range want.data {
		scale = max(scale, math.Abs(float64(v)))
	}
	for i := range want.data {
		if d := math.Abs(float64(got.data[i] - want.data[i])); !(d <= 2e-5*scale) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got.data[i], want.data[i])
		}
	}
}

// naiveConv runs through every product of a convolution.
func naiveConv(p ConvParams, x, w, y *Tensor, f func(n, o, c, wi, xi, yi int)) {
	cg, og := x.Dim(1)/p.Groups, w.Dim(0)/p.Groups
	for n := range x.Dim(0) {
		for o := range w.Dim(0) {
			for i := range y.Dim(2) {
				for j := range y.Dim(3) {
					for c := range cg {
						for u := range w.Dim(2) {
							for v := range w.Dim(3) {
								iy, ix := i*p.Stride[0]+u*p.Dilation[0]-p.Padding[0], j*p.Stride[1]+v*p.Dilation[1]-p.Padding[1]
								if iy < 0 || ix < 0 || iy >= x.Dim(2) || ix >= x.Dim(3) {
									continue
								}
								ch := o/og*cg + c
								f(n, o, ch, w.Offset(o, c, u, v), x.Offset(n, ch, iy, ix), y.Offset(n, o, i, j))
							}
						}
					}
				}
			}
		}
	}
}

type convCase struct {
	x, w [4]int
	p    ConvParams
}

func convCases(rng *rand.Rand, n int) []convCase {
	cases := []convCase{
		{[4]int{2, 1, 28, 28}, [4]int{8, 1, 5, 5}, SquareConv(1, 2)},
		{[4]int{2, 8, 14, 14}, [4]int{16, 8, 5, 5}, SquareConv(1, 2)},
		{[4]int{1, 3, 9, 9}, [4]int{5, 3, 1, 1}, SquareConv(1, 0)},
		{[4]int{1, 3, 9, 9}, [4]int{5, 3, 1, 1}, SquareConv(2, 0)},
		{[4]int{1, 2, 5, 5}, [4]int{3, 2, 1, 1}, SquareConv(1, 3)},
		{[4]int{0, 2, 5, 5}, [4]int{3, 2, 3, 3}, SquareConv(1, 1)},
		{[4]int{1, 40, 6, 6}, [4]int{9, 40, 3, 3}, SquareConv(1, 1)},
	}
	for len(cases) < n {
		p := ConvParams{Groups: 1 + rng.IntN(3)}
		for i := range 2 {
			p.Stride[i], p.Padding[i], p.Dilation[i] = 1+rng.IntN(3)*rng.IntN(2), rng.IntN(4), 1+rng.IntN(2)
		}
		cg, og := 1+rng.IntN(3), 1+rng.IntN(4)
		c := convCase{[4]int{1 + rng.IntN(3), cg * p.Groups, 1 + rng.IntN(12), 1 + rng.IntN(40)}, [4]int{og * p.Groups, cg, 1 + rng.IntN(4), 1 + rng.IntN(4)}, p}
		if _, err := p.Check(c.x[:], c.w[:], nil); err == nil {
			cases = append(cases, c)
		}
	}
	return cases
}

func TestConv2D(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var ws Workspace
	for _, c := range convCases(rng, 150) {
		t.Run(fmt.Sprint(c.x, c.w, c.p), func(t *testing.T) {
			x, w, b := random(rng, c.x[:]...), random(rng, c.w[:]...), random(rng, c.w[0])
			out, err := c.p.Check(x.shape, w.shape, b.shape)
			if err != nil {
				t.Fatal(err)
			}
			y, want := New(out[:]...), New(out[:]...)
			dy := random(rng, out[:]...)
			dx, dw, db := random(rng, c.x[:]...), random(rng, c.w[:]...), random(rng, c.w[0])
			wantDX, wantDW, wantDB := dx.Clone(), dw.Clone(), db.Clone()
			per := out[2] * out[3]
			for i := range want.data {
				want.data[i] = b.data[i/per%out[1]]
				wantDB.data[i/per%out[1]] += dy.data[i]
			}
			naiveConv(c.p, x, w, y, func(n, o, ch, wi, xi, yi int) {
				want.data[yi] += w.data[wi] * x.data[xi]
				wantDX.data[xi] += w.data[wi] * dy.data[yi]
				wantDW.data[wi] += x.data[xi] * dy.data[yi]
			})
			Fill(y, Elem(math.NaN())) // what was there must not matter
			Conv2D(y, x, w, b, c.p, &ws)
			mustClose(t, "forward", y, want)
			Conv2DGradInput(dx, dy, w, c.p, &ws)
			mustClose(t, "gradient by x", dx, wantDX)
			Conv2DGradWeight(dw, dy, x, c.p, &ws)
			mustClose(t, "gradient by w", dw, wantDW)
			Conv2DGradBias(db, dy)
			mustClose(t, "gradient by bias", db, wantDB)
			if n := testing.AllocsPerRun(2, func() {
				Conv2D(y, x, w, nil, c.p, &ws)
				Conv2DGradInput(dx, dy, w, c.p, &ws)
				Conv2DGradWeight(dw, dy, x, c.p, &ws)
			}); n != 0 {
				t.Errorf("%v allocations in a warm convolution", n)
			}
		})
	}
}

func TestConvErrors(t *testing.T) {
	x, w := []int{1, 3, 4, 4}, []int{2, 3, 2, 2}
	for _, c := range []struct {
		p          ConvParams
		x, w, bias []int
		mention    []string
	}{
		{SquareConv(0, 0), x, w, nil, []string{"conv2d", "stride"}},
		{SquareConv(-1, 0), x, w, nil, []string{"stride", "-1"}},
		{SquareConv(1, -1), x, w, nil, []string{"padding", "-1"}},
		{ConvParams{Stride: [2]int{1, 1}, Groups: 1}, x, w, nil, []string{"dilation", "0"}},
		{ConvParams{Stride: [2]int{1, 1}, Dilation: [2]int{1, 1}}, x, w, nil, []string{"groups", "0"}},
		{ConvParams{Stride: [2]int{1, 1}, Dilation: [2]int{1, 1}, Groups: 2}, x, w, nil, []string{"groups 2", "3 input"}},
		{SquareConv(1, 0), x, []int{2, 1, 2, 2}, nil, []string{"3", "1"}},
		{SquareConv(1, 0), x, w, []int{3}, []string{"bias", "2", "3"}},
		{SquareConv(1, 0), x, []int{2, 3, 2}, nil, []string{"[2,3,2]"}},
		{SquareConv(1, 0), []int{1, 3, 4}, w, nil, []string{"[1,3,4]"}},
		{SquareConv(1, 0), []int{1, 3, 2, 2}, []int{1, 3, 3, 3}, nil, []string{"[2,2]", "3"}},
		{SquareConv(1, 0), []int{1, 3, 0, 4}, w, nil, []string{"[0,4]"}},
	} {
		_, err := c.p.Check(c.x, c.w, c.bias)
		var se *ShapeError
		var ve *ValueError
		if !errors.As(err, &se) && !errors.As(err, &ve) {
			t.Errorf("%v %v %v: error %v is not typed", c.p, c.x, c.w, err)
			continue
		}
		for _, m := range c.mention {
			if !strings.Contains(err.Error(), m) {
				t.Errorf("%q does not mention %q", err, m)
			}
		}
	}
	if err := Catch(func() { Conv2D(New(1), New(x...), New(w...), nil, SquareConv(1, 0), new(Workspace)) }); err == nil {
		t.Error("a destination of the wrong shape was accepted")
	}
}
