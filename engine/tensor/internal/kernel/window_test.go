package kernel

import (
	"fmt"
	"math"
	"testing"
)

func TestMaxPool2x2(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(6)
		for i := range 400 {
			h, w := 2+a.rng.IntN(9), 2+a.rng.IntN(50)
			g := Window{H: h, W: w, OH: h / 2, OW: w / 2, KH: 2, KW: 2, SH: 2, SW: 2, DH: 1, DW: 1}
			x, y := a.slice(h*w), a.slice(g.OH*g.OW)
			for j := range x {
				x[j] = Elem(math.Round(float64(2 * x[j])))
				if i%4 == 0 && a.rng.IntN(9) == 0 {
					x[j] = Elem(special[a.rng.IntN(len(special))])
				}
			}
			want := twin(a, y)
			at, wantAt := make([]int32, len(y)), make([]int32, len(y))
			MaxPool(y, at, x, &g)
			portably(func() { MaxPool(want, wantAt, x, &g) })
			same(t, "max pool", y, want, 0)
			for j := range at {
				if at[j] != wantAt[j] {
					t.Fatalf("%v: place %d is %d, the portable kernel gives %d of %v", g, j, at[j], wantAt[j], x)
				}
			}
			a.check(t, "max pool")
		}
	})
}

func TestAvgPool(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(9)
		for i := range 400 {
			g := Window{H: 1 + a.rng.IntN(9), W: 1 + a.rng.IntN(50), KH: 2, KW: 2, SH: 2, SW: 2, DH: 1, DW: 1}
			switch i % 4 {
			case 0:
				g.KH, g.KW = g.H, g.W
			case 1:
				g.KH, g.KW, g.SH, g.SW = 1+a.rng.IntN(3), 1+a.rng.IntN(3), 1+a.rng.IntN(3), 1+a.rng.IntN(3)
				g.PH, g.PW = a.rng.IntN(g.KH/2+1), a.rng.IntN(g.KW/2+1)
			}
			if g.KH > g.H+2*g.PH || g.KW > g.W+2*g.PW {
				continue
			}
			g.OH, g.OW = (g.H+2*g.PH-g.KH)/g.SH+1, (g.W+2*g.PW-g.KW)/g.SW+1
			x, y := a.slice(g.H*g.W), a.slice(g.OH*g.OW)
			if i%5 == 0 {
				x[a.rng.IntN(len(x))] = Elem(special[a.rng.IntN(len(special))])
			}
			dx, pad := twin(a, x), a.rng.IntN(2) == 0
			want, wantDX := make([]Elem, len(y)), twin(a, dx)
			AvgPool(y, x, &g, pad)
			AvgPoolGrad(dx, y, &g, pad)
			for o := range want { // by the definition
				sum, n := 0.0, 0
				var inside []int
				for k := range g.KH * g.KW {
					iy, ix := o/g.OW*g.SH-g.PH+k/g.KW, o%g.OW*g.SW-g.PW+k%g.KW
					if iy >= 0 && iy < g.H && ix >= 0 && ix < g.W {
						sum += float64(x[iy*g.W+ix])
						inside = append(inside, iy*g.W+ix)
					} else if iy >= g.H+g.PH || ix >= g.W+g.PW || !pad {
						continue
					}
					n++
				}
				want[o] = Elem(sum / float64(n))
				for _, at := range inside {
					wantDX[at] += y[o] / Elem(n)
				}
			}
			what := fmt.Sprintf("mean of %+v", g)
			same(t, what, y, want, 2e-6)
			same(t, "gradient of the "+what, dx, wantDX, 2e-6)
			a.check(t, what)
		}
	})
}

func TestConv(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(7)
		var s Scratch
		for range 300 {
			g := 1 + a.rng.IntN(3)
			cg, og := 1+a.rng.IntN(4), 1+a.rng.IntN(9)
			c := Conv{N: 1 + a.rng.IntN(2), C: g * cg, O: g * og, G: g, Window: Window{
				H: 1 + a.rng.IntN(9), W: 1 + a.rng.IntN(40), KH: 1 + a.rng.IntN(5), KW: 1 + a.rng.IntN(5),
				SH: 1 + a.rng.IntN(4), SW: 1 + a.rng.IntN(4), PH: a.rng.IntN(4), PW: a.rng.IntN(4), DH: 1 + a.rng.IntN(3), DW: 1 + a.rng.IntN(3)}}
			if a.rng.IntN(2) == 0 {
				c.SH, c.SW = 1, 1
			}
			c.OH, c.OW = (c.H+2*c.PH-c.DH*(c.KH-1)-1)/c.SH+1, (c.W+2*c.PW-c.DW*(c.KW-1)-1)/c.SW+1
			if c.H+2*c.PH <= c.DH*(c.KH-1) || c.W+2*c.PW <= c.DW*(c.KW-1) {
				continue
			}
			x, w, bias := a.slice(c.N*c.C*c.H*c.W), a.slice(c.O*cg*c.KH*c.KW), a.slice(c.O)
			y, dx, dw := a.slice(c.N*c.O*c.OH*c.OW), twin(a, x), twin(a, w)
			wantY, wantDX, wantDW := twin(a, y), twin(a, x), twin(a, w)
			dy := twin(a, y)
			ConvForward(y, x, w, bias, &c, &s)
			ConvGradInput(dx, dy, w, &c, &s)
			ConvGradWeight(dw, dy, x, &c, &s)
			convolve(&c, x, w, bias, wantY, dy, wantDX, wantDW)
			what := fmt.Sprintf("%+v", c)
			same(t, "output of "+what, y, wantY, 4e-5)
			same(t, "gradient by input of "+what, dx, wantDX, 4e-5)
			same(t, "gradient by weight of "+what, dw, wantDW, 4e-5)
			a.check(t, what)
		}
	})
}

// convolve is the definition: y = bias + Σ w·x, dx += Σ w·dy, dw += Σ x·dy.
func convolve(c *Conv, x, w, bias, y, dy, dx, dw []Elem) {
	cg, og := c.C/c.G, c.O/c.G
	gx, gw := make([]float64, len(dx)), make([]float64, len(dw))
	for at := range y {
		n, o, oy, ox := at/(c.O*c.OH*c.OW), at/(c.OH*c.OW)%c.O, at/c.OW%c.OH, at%c.OW
		sum := float64(bias[o])
		for tap := range cg * c.KH * c.KW {
			ch := o/og*cg + tap/(c.KH*c.KW)
			iy, ix := oy*c.SH-c.PH+tap/c.KW%c.KH*c.DH, ox*c.SW-c.PW+tap%c.KW*c.DW
			if iy < 0 || iy >= c.H || ix < 0 || ix >= c.W {
				continue
			}
			xi, wi := ((n*c.C+ch)*c.H+iy)*c.W+ix, o*cg*c.KH*c.KW+tap
			sum += float64(w[wi]) * float64(x[xi])
			gx[xi] += float64(w[wi]) * float64(dy[at])
			gw[wi] += float64(x[xi]) * float64(dy[at])
		}
		y[at] = Elem(sum)
	}
	for i, v := range gx {
		dx[i] += Elem(v)
	}
	for i, v := range gw {
		dw[i] += Elem(v)
	}
}
