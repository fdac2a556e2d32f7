package kernel

import "math"

// Window describes a window that slides over one plane: input H×W, output
// OH×OW, kernel KH×KW, stride SH×SW, padding PH×PW, dilation DH×DW.
type Window struct {
	H, W, OH, OW, KH, KW, SH, SW, PH, PW, DH, DW int
}

// MaxPool writes the maximum of every window of x into dst and its place into argmax.
func MaxPool(dst []Elem, argmax []int32, x []Elem, g *Window) {
	if g.KH == 2 && g.KW == 2 && g.SH == 2 && g.SW == 2 && g.PH == 0 && g.PW == 0 && g.DH == 1 && g.DW == 1 &&
		2*g.OH <= g.H && 2*g.OW <= g.W {
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
	for oy := range g.OH {
		r0, r1 := x[2*oy*g.W:][:2*g.OW], x[(2*oy+1)*g.W:][:2*g.OW]
		d, at := dst[oy*g.OW:][:g.OW], argmax[oy*g.OW:][:g.OW]
		base := int32(2 * oy * g.W)
		for i := range d {
			a, b, c, e := r0[2*i], r0[2*i+1], r1[2*i], r1[2*i+1]
			best, pos := a, int32(2*i)
			if !(b <= best) && best == best {
				best, pos = b, int32(2*i+1)
			}
			if !(c <= best) && best == best {
				best, pos = c, int32(2*i+g.W)
			}
			if !(e <= best) && best == best {
				best, pos = e, int32(2*i+1+g.W)
			}
			d[i], at[i] = best, base+pos
		}
	}
}

// AvgPool writes the mean of every window of x into dst.
func AvgPool(dst, x []Elem, g *Window, includePad bool) {
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
