package main

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

const size = data.DigitSize

// bender makes a new image of the same digit: thicker or thinner lines, then
// shift, rotation, scale, shear and a smooth warp. Its memory is used again.
type bender struct {
	rng   *rand.Rand
	thick [size * size]tensor.Elem
	waves [4]wave // two along each axis
}

// wave is one of the slow waves that stand for the unevenness of a hand. Its
// phase is a sum of a part of the column and a part of the row, so that
// sin(α + β) takes no sine for each pixel.
type wave struct{ sinX, cosX, sinY, cosY [size]float64 }

// set makes the wave a·sin(fx·x + fy·y + phase) over pixels counted from c.
func (w *wave) set(a, fx, fy, phase, c float64) {
	for i := range size {
		sin, cos := math.Sincos(fx*(float64(i)-c) + phase)
		w.sinX[i], w.cosX[i] = a*sin, a*cos
		w.sinY[i], w.cosY[i] = math.Sincos(fy * (float64(i) - c))
	}
}

func (w *wave) at(x, y int) float64 { return w.sinX[x]*w.cosY[y] + w.cosX[x]*w.sinY[y] }

// bend writes a bent copy of src, pixels 0 … 1, into dst.
func (b *bender) bend(dst, src []tensor.Elem) {
	b.restroke(src)
	between := func(limit float64) float64 { return limit * (2*b.rng.Float64() - 1) }
	sin, cos := math.Sincos(between(0.26) * b.rng.Float64())
	sx, sy := 1+between(0.14), 1+between(0.14)
	shear := between(0.22)
	dx, dy := between(1.6), between(1.6)
	const c = float64(size-1) / 2
	for i := range b.waves {
		b.waves[i].set(0.75*b.rng.NormFloat64(), between(0.3), between(0.3), between(math.Pi), c)
	}
	for y := range size {
		for x := range size {
			u, v := (float64(x)-c-dx)/sx, (float64(y)-c-dy)/sy
			u += shear * v
			u, v = cos*u-sin*v, sin*u+cos*v
			u += b.waves[0].at(x, y) + b.waves[1].at(x, y)
			v += b.waves[2].at(x, y) + b.waves[3].at(x, y)
			dst[y*size+x] = b.read(u+c, v+c)
		}
	}
}

// restroke mixes each pixel with the brightest or darkest of its neighbours.
func (b *bender) restroke(src []tensor.Elem) {
	mix := tensor.Elem(1.2*b.rng.Float64() - 0.5)
	for y := range size {
		for x := range size {
			v := src[y*size+x]
			far := v
			for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				n := tensor.Elem(0)
				if i, j := x+d[0], y+d[1]; i >= 0 && j >= 0 && i < size && j < size {
					n = src[j*size+i]
				}
				if mix > 0 {
					far = max(far, n)
				} else {
					far = min(far, n)
				}
			}
			b.thick[y*size+x] = v + max(mix, -mix)*(far-v)
		}
	}
}

// read returns the image between pixels, 0 outside.
func (b *bender) read(x, y float64) tensor.Elem {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j := int(fx), int(fy)
	if i < 0 || j < 0 || i >= size-1 || j >= size-1 {
		return 0
	}
	ax, ay := tensor.Elem(x-fx), tensor.Elem(y-fy)
	p := b.thick[j*size+i:]
	return (p[0]*(1-ax)+p[1]*ax)*(1-ay) + (p[size]*(1-ax)+p[size+1]*ax)*ay
}
