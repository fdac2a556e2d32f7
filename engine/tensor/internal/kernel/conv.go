package kernel

// Conv describes a convolution: x [N, C, H, W], w [O, C/G, KH, KW], y [N, O, OH, OW].
type Conv struct {
	N, C, O, G int
	Window
}

// Scratch is memory that a caller keeps between calls; it grows as needed.
type Scratch struct {
	a, b []Elem
	off  []int32
}

// grow returns s with length n; what was in it is lost.
func grow[T any](s *[]T, n int) []T {
	if cap(*s) < n {
		*s = make([]T, n)
	}
	*s = (*s)[:n]
	return *s
}

// ConvForward writes the convolution of x with w, plus bias unless nil, into y.
func ConvForward(y, x, w, bias []Elem, c *Conv, s *Scratch) {
	switch {
	case c.N*c.O == 0:
	case c.pointwise():
		c.forwardPoints(y, x, w, bias)
	default:
		c.forwardPlanes(y, x, w, bias, s)
	}
}

// ConvGradInput adds the gradient by x to dx.
func ConvGradInput(dx, dy, w []Elem, c *Conv, s *Scratch) {
	switch {
	case c.N*c.C*c.O == 0:
	case c.pointwise():
		c.gradInputPoints(dx, dy, w)
	case c.dense() && c.DH*(c.KH-1) >= c.PH && c.DW*(c.KW-1) >= c.PW:
		c.gradInputPlanes(dx, dy, w, s)
	default:
		c.gradInputPhases(dx, dy, w, s)
	}
}

// ConvGradWeight adds the gradient by w to dw.
func ConvGradWeight(dw, dy, x []Elem, c *Conv, s *Scratch) {
	switch {
	case c.N*c.C*c.O == 0:
	case c.pointwise():
		c.gradWeightPoints(dw, dy, x)
	default:
		c.gradWeightPlanes(dw, dy, x, s)
	}
}

// dense says whether the filters visit every place.
func (c *Conv) dense() bool { return c.SH == 1 && c.SW == 1 }

// forwardPlanes pads each image into planes whose rows lie `row` apart, where
// the right padding of a row is the left padding of the next. Every tap of a
// filter is then a shift of the whole plane, and the convolution is a product
// of w with the shifted planes, read in place. The product has row-OW columns
// too many in each row, which are dropped when it is copied to y. See phases.go
// for other strides.
func (c *Conv) forwardPlanes(y, x, w, bias []Elem, s *Scratch) {
	cg, og, taps := c.C/c.G, c.O/c.G, c.KH*c.KW
	l := c.layout()
	row, plane, wide := l.row, l.plane, l.wide
	pad := grow(&s.a, c.C*plane)
	clear(pad)
	out := grow(&s.b, og*wide)
	off := c.tapOffsets(s, cg, l)
	k := cg * taps
	for n := range c.N {
		for ch := range c.C {
			c.lay(pad[ch*plane:][:plane], x[(n*c.C+ch)*c.H*c.W:][:c.H*c.W], l)
		}
		for g := range c.G {
			GemmRowsBlocked(og, wide, w[g*og*k:], k, 1, pad[g*cg*plane:(g+1)*cg*plane], off, out, wide, false)
			for o := range og {
				dst := y[(n*c.O+g*og+o)*c.OH*c.OW:][:c.OH*c.OW]
				if bias == nil {
					copyRows(dst, c.OW, out[o*wide:], row, c.OH, c.OW)
				} else {
					biasRows(dst, c.OW, out[o*wide:], row, c.OH, c.OW, bias[g*og+o])
				}
			}
		}
	}
}

// gradInputPlanes is the same with dy as the image and the filters turned by
// half a circle: dx[c] += Σ_{o,u,v} w[o,c,u,v] · dy[o] shifted the other way.
func (c *Conv) gradInputPlanes(dx, dy, w []Elem, s *Scratch) {
	cg, og, taps := c.C/c.G, c.O/c.G, c.KH*c.KW
	qh, qw := c.DH*(c.KH-1)-c.PH, c.DW*(c.KW-1)-c.PW
	row := max(c.OW+qw, c.W)
	plane := (c.OH+2*qh)*row + qw
	wide := (c.H-1)*row + c.W
	k := og * taps
	buf := grow(&s.a, c.O*plane+c.C*k)
	pad, turned := buf[:c.O*plane], buf[c.O*plane:]
	clear(pad)
	for g := range c.G { // turned[ch, o, tap] = w[o, ch, tap]
		for ch := range cg {
			for o := range og {
				copy(turned[((g*cg+ch)*og+o)*taps:][:taps], w[((g*og+o)*cg+ch)*taps:])
			}
		}
	}
	out := grow(&s.b, cg*wide)
	off := c.turnedOffsets(s, og, plane, row)
	for n := range c.N {
		for o := range c.O {
			copyRows(pad[o*plane+qh*row+qw:], row, dy[(n*c.O+o)*c.OH*c.OW:], c.OW, c.OH, c.OW)
		}
		for g := range c.G {
			GemmRowsBlocked(cg, wide, turned[g*cg*k:], k, 1, pad[g*og*plane:(g+1)*og*plane], off, out, wide, false)
			for ch := range cg {
				addRows(dx[(n*c.C+g*cg+ch)*c.H*c.W:], c.W, out[ch*wide:], row, c.H, c.W)
			}
		}
	}
}

// gradWeightPlanes spreads dy to the row length of the padded x, with zeros
// between, so that each element of dw is one dot product of two planes.
func (c *Conv) gradWeightPlanes(dw, dy, x []Elem, s *Scratch) {
	cg, og, taps := c.C/c.G, c.O/c.G, c.KH*c.KW
	l := c.layout()
	row, plane, wide := l.row, l.plane, l.wide
	pad := grow(&s.a, c.C*plane)
	clear(pad)
	spread := grow(&s.b, c.O*wide)
	clear(spread)
	off := c.tapOffsets(s, cg, l)
	k := cg * taps
	for n := range c.N {
		for ch := range c.C {
			c.lay(pad[ch*plane:][:plane], x[(n*c.C+ch)*c.H*c.W:][:c.H*c.W], l)
		}
		for o := range c.O {
			copyRows(spread[o*wide:], row, dy[(n*c.O+o)*c.OH*c.OW:], c.OW, c.OH, c.OW)
		}
		for g := range c.G {
			GemmDots(og, wide, spread[g*og*wide:], wide, pad[g*cg*plane:(g+1)*cg*plane], off, dw[g*og*k:], k, true)
		}
	}
}

// layout says how the planes lie that a channel is laid out in.
type layout struct{ row, phase, plane, wide int }

func (c *Conv) layout() layout {
	if !c.dense() {
		return c.phaseLayout()
	}
	row := max(c.W+c.PW, c.OW)
	plane := (c.H+2*c.PH)*row + c.PW
	return layout{row, plane, plane, (c.OH-1)*row + c.OW}
}

// lay lays out one channel; where nothing is written there must be zeros.
func (c *Conv) lay(dst, x []Elem, l layout) {
	if c.dense() {
		copyRows(dst[c.PH*l.row+c.PW:], l.row, x, c.W, c.H, c.W)
	} else {
		c.layPhases(dst, x, l)
	}
}

// tapOffsets lists where the plane of each channel starts for each tap.
func (c *Conv) tapOffsets(s *Scratch, channels int, l layout) []int32 {
	off := grow(&s.off, channels*c.KH*c.KW)
	_, nx := c.phases()
	i := 0
	for ch := range channels {
		for u := range c.KH {
			for v := range c.KW {
				y, x := u*c.DH, v*c.DW
				off[i] = int32(ch*l.plane + (y%c.SH*nx+x%c.SW)*l.phase + y/c.SH*l.row + x/c.SW)
				i++
			}
		}
	}
	return off
}

// turnedOffsets is the same for filters of stride 1 turned by half a circle.
func (c *Conv) turnedOffsets(s *Scratch, channels, plane, row int) []int32 {
	off := grow(&s.off, channels*c.KH*c.KW)
	i := 0
	for ch := range channels {
		for u := range c.KH {
			for v := range c.KW {
				off[i] = int32(ch*plane + (c.KH-1-u)*c.DH*row + (c.KW-1-v)*c.DW)
				i++
			}
		}
	}
	return off
}

// GemmRowsBlocked is [GemmRows] for any k: long tables go in blocks that keep
// the rows of B in the cache.
func GemmRowsBlocked(m, n int, a []Elem, ars, acs int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	if len(off) == 0 {
		GemmRows(m, n, a, ars, acs, b, off, c, ldc, acc)
	}
	for p := 0; p < len(off); p += kBlock {
		e := min(p+kBlock, len(off))
		GemmRows(m, n, a[p*acs:], ars, acs, b, off[p:e], c, ldc, acc || p > 0)
	}
}
