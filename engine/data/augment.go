package data

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/tensor"
)

// Augment says how far images may be bent at most. Each is drawn evenly from
// −limit … +limit for every image.
type Augment struct {
	Shift  float64 // pixels, along each axis
	Rotate float64 // degrees
	Scale  float64 // fraction: 0.1 is 90 % … 110 %, along each axis
	Shear  float64 // fraction of the height that the top moves sideways
	Stroke float64 // 0 … 1: how far lines get thinner or thicker, 1 is by one pixel on each side
}

// Digits is a moderate augmentation for 28×28 handwriting.
var Digits = Augment{Shift: 2, Rotate: 12, Scale: 0.12, Shear: 0.15, Stroke: 0.5}

// Apply writes a bent copy of src into dst, both [channels, h, w] in 0 … 1. The
// image is turned, scaled and sheared about its centre and read between pixels
// by bilinear interpolation; what comes from outside is 0. dst must not be src.
func (a *Augment) Apply(dst, src []tensor.Elem, channels, h, w int, rng *rand.Rand) {
	u := func(limit float64) float64 { return limit * (2*rng.Float64() - 1) }
	dx, dy := u(a.Shift), u(a.Shift)
	sin, cos := math.Sincos(u(a.Rotate) * math.Pi / 180)
	sx, sy := 1+u(a.Scale), 1+u(a.Scale)
	shear, stroke := u(a.Shear), u(a.Stroke)

	// A pixel p of dst shows the point R·Shear·S⁻¹ (p − centre − shift) + centre of src.
	cx, cy := float64(w-1)/2, float64(h-1)/2
	for c := range channels {
		in, out := src[c*h*w:(c+1)*h*w], dst[c*h*w:(c+1)*h*w]
		for y := range h {
			for x := range w {
				px, py := (float64(x)-cx-dx)/sx, (float64(y)-cy-dy)/sy
				px += shear * py
				out[y*w+x] = tensor.Elem(thickened(in, h, w, cos*px-sin*py+cx, sin*px+cos*py+cy, stroke))
			}
		}
	}
}

// thickened reads the image at a point and mixes in the brightest (stroke > 0)
// or darkest (stroke < 0) of the points a pixel away.
func thickened(in []tensor.Elem, h, w int, x, y, stroke float64) float64 {
	v := bilinear(in, h, w, x, y)
	if stroke == 0 {
		return v
	}
	far := v
	for _, d := range [...][2]float64{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
		n := bilinear(in, h, w, x+d[0], y+d[1])
		if stroke > 0 {
			far = max(far, n)
		} else {
			far = min(far, n)
		}
	}
	return v + math.Abs(stroke)*(far-v)
}

func bilinear(in []tensor.Elem, h, w int, x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	x0, y0 := int(fx), int(fy)
	if x0 < -1 || y0 < -1 || x0 >= w || y0 >= h {
		return 0
	}
	at := func(y, x int) float64 {
		if x < 0 || y < 0 || x >= w || y >= h {
			return 0
		}
		return float64(in[y*w+x])
	}
	ax, ay := x-fx, y-fy
	top := at(y0, x0)*(1-ax) + at(y0, x0+1)*ax
	bottom := at(y0+1, x0)*(1-ax) + at(y0+1, x0+1)*ax
	return top*(1-ay) + bottom*ay
}
