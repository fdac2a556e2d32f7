package kernel

import (
	"math"
	"unsafe"
)

// Window describes a window that slides over one plane: input H×W, output
// OH×OW, kernel KH×KW, stride SH×SW, padding PH×PW, dilation DH×DW.
type Window struct {
	H, W, OH, OW, KH, KW, SH, SW, PH, PW, DH, DW int
}

// MaxPool writes the maximum of every window of x into dst and its place into argmax.
func MaxPool(dst []Elem, argmax []int32, x []Elem, g *Window) {
	if g.halves() && g.DH == 1 && g.DW == 1 {
		maxPool2x2(dst, argmax, x, g)
		return
	}
	for oy := range g.OH {
		y0, y1 := span(oy*g.SH-g.PH, g.KH, g.DH, g.H)
		for ox := range g.OW {
			x0, x1 := span(ox*g.SW-g.PW, g.KW, g.DW, g.W)
			best, at := Elem(math.Inf(-1)), min(y0, g.H-1)*g.W+min(x0, g.W-1) // a window of holes has a place, too
		window:
			for iy := y0; iy < y1; iy += g.DH {
				for ix := x0; ix < x1; ix += g.DW {
					v := x[iy*g.W+ix]
					if v > best || v != v {
						best, at = v, iy*g.W+ix
						if v != v {
							break window
						}
					}
				}
			}
			dst[oy*g.OW+ox], argmax[oy*g.OW+ox] = best, int32(at)
		}
	}
}

// halves says whether the window is the usual one: 2×2, stride 2, whole.
func (g *Window) halves() bool {
	return g.KH == 2 && g.KW == 2 && g.SH == 2 && g.SW == 2 && g.PH == 0 && g.PW == 0 && 2*g.OH <= g.H && 2*g.OW <= g.W
}

// whole says whether the only window is all of the plane.
func (g *Window) whole() bool {
	return g.OH == 1 && g.OW == 1 && g.KH == g.H && g.KW == g.W && g.PH == 0 && g.PW == 0
}

// span returns the part of the taps start, start+step, … (k of them) that lies
// in [0, n): the first tap inside, and the end.
func span(start, k, step, n int) (first, end int) {
	end = min(start+(k-1)*step+1, n)
	if start < 0 {
		start += (-start + step - 1) / step * step
	}
	return start, end
}

func maxPool2x2(dst []Elem, argmax []int32, x []Elem, g *Window) {
	if g.OH*g.OW == 0 {
		return
	}
	_, _, _ = dst[g.OH*g.OW-1], argmax[g.OH*g.OW-1], x[2*g.OH*g.W-1]
	if current == portable {
		maxPool2x2Go(dst, argmax, x, g.W, g.OH, g.OW)
	} else {
		fastMaxPool2x2(&dst[0], &argmax[0], &x[0], g.W, g.OH, g.OW)
	}
}

// maxPool2x2Go has no branch that depends on the data: it packs what orders an
// element and its place in the window into one number and takes the largest.
func maxPool2x2Go(dst []Elem, argmax []int32, x []Elem, w, rows, cols int) {
	for oy := range rows {
		r0, r1 := x[2*oy*w:][:2*cols], x[(2*oy+1)*w:][:2*cols]
		d, at := dst[oy*cols:][:cols], argmax[oy*cols:][:cols]
		for i := range d {
			v := [4]Elem{r0[2*i], r0[2*i+1], r1[2*i], r1[2*i+1]}
			k := 0
			if s := v[0] + v[1] + v[2] + v[3]; s == s && unsafe.Sizeof(s) == 4 {
				k = 3 - int(max(order(v[0])|3, order(v[1])|2, order(v[2])|1, order(v[3]))&3)
			} else {
				k = first(&v)
			}
			d[i], at[i] = v[k], int32((2*oy+k>>1)*w+2*i+k&1)
		}
	}
}

// order maps a number to an integer of the same order, with two bits to spare.
func order(v Elem) uint64 {
	b := math.Float32bits(float32(v + 0)) // -0 and 0 are equal
	return uint64(b^(uint32(int32(b)>>31)|1<<31)) << 2
}

// first returns the place of the first NaN or else of the first maximum.
func first(v *[4]Elem) int {
	k := 0
	for i := 1; i < 4 && v[k] == v[k]; i++ {
		if !(v[i] <= v[k]) {
			k = i
		}
	}
	return k
}

// AvgPool writes the mean of every window of x into dst.
func AvgPool(dst, x []Elem, g *Window, includePad bool) {
	switch {
	case g.halves():
		avgPool2x2(dst, x, g)
		return
	case g.whole():
		dst[0] = Sum(x[:g.H*g.W]) / Elem(g.H*g.W)
		return
	}
	for oy := range g.OH {
		y0, y1, ny := g.clip(oy*g.SH-g.PH, g.KH, g.H, g.PH, includePad)
		for ox := range g.OW {
			x0, x1, nx := g.clip(ox*g.SW-g.PW, g.KW, g.W, g.PW, includePad)
			var s Elem
			for iy := y0; iy < y1; iy++ {
				for _, v := range x[iy*g.W+x0 : iy*g.W+x1] {
					s += v
				}
			}
			dst[oy*g.OW+ox] = s / Elem(ny*nx)
		}
	}
}

// AvgPoolGrad adds every element of dy, divided by the size of its window, to the window's elements of dx.
func AvgPoolGrad(dx, dy []Elem, g *Window, includePad bool) {
	switch {
	case g.halves():
		avgPool2x2Grad(dx, dy, g)
		return
	case g.whole():
		dx = dx[:g.H*g.W]
		AddScalar(dx, dx, dy[0]/Elem(len(dx)))
		return
	}
	for oy := range g.OH {
		y0, y1, ny := g.clip(oy*g.SH-g.PH, g.KH, g.H, g.PH, includePad)
		for ox := range g.OW {
			x0, x1, nx := g.clip(ox*g.SW-g.PW, g.KW, g.W, g.PW, includePad)
			v := dy[oy*g.OW+ox] / Elem(ny*nx)
			for iy := y0; iy < y1; iy++ {
				row := dx[iy*g.W+x0 : iy*g.W+x1]
				for i := range row {
					row[i] += v
				}
			}
		}
	}
}

func avgPool2x2(dst, x []Elem, g *Window) {
	if g.OH*g.OW == 0 {
		return
	}
	_, _ = dst[g.OH*g.OW-1], x[2*g.OH*g.W-1]
	if current == portable {
		avgPool2x2Go(dst, x, g.W, g.OH, g.OW)
	} else {
		fastAvgPool2x2(&dst[0], &x[0], g.W, g.OH, g.OW)
	}
}

func avgPool2x2Grad(dx, dy []Elem, g *Window) {
	if g.OH*g.OW == 0 {
		return
	}
	_, _ = dx[2*g.OH*g.W-1], dy[g.OH*g.OW-1]
	if current == portable {
		avgPool2x2GradGo(dx, dy, g.W, g.OH, g.OW)
	} else {
		fastAvgPool2x2Grad(&dx[0], &dy[0], g.W, g.OH, g.OW)
	}
}

func avgPool2x2Go(dst, x []Elem, w, rows, cols int) {
	for oy := range rows {
		r0, r1 := x[2*oy*w:][:2*cols], x[(2*oy+1)*w:][:2*cols]
		for i := range dst[oy*cols:][:cols] {
			dst[oy*cols+i] = (r0[2*i] + r0[2*i+1] + r1[2*i] + r1[2*i+1]) / 4
		}
	}
}

func avgPool2x2GradGo(dx, dy []Elem, w, rows, cols int) {
	for oy := range rows {
		r0, r1 := dx[2*oy*w:][:2*cols], dx[(2*oy+1)*w:][:2*cols]
		for i, v := range dy[oy*cols:][:cols] {
			v /= 4
			r0[2*i] += v
			r0[2*i+1] += v
			r1[2*i] += v
			r1[2*i+1] += v
		}
	}
}

// clip cuts the window [start, start+k) to the input [0, n) and says by how
// many elements to divide along this direction.
func (g *Window) clip(start, k, n, pad int, includePad bool) (first, end, count int) {
	end = min(start+k, n+pad)
	count = end - start
	first, end = max(start, 0), min(end, n)
	if !includePad {
		count = end - first
	}
	return first, end, count
}
