package kernel

// The functions of this file are for any stride: they lay the patches of one
// image out as the columns of a matrix [C/G·KH·KW, OH·OW] (im2col) for one
// group at a time, which keeps that matrix in the second-level cache.

func (c *Conv) forwardColumns(y, x, w, bias []Elem, s *Scratch) {
	cg, og := c.C/c.G, c.O/c.G
	k, p := cg*c.KH*c.KW, c.OH*c.OW
	for n := range c.N {
		for g := range c.G {
			dst := y[(n*c.O+g*og)*p:][:og*p]
			Gemm(og, p, k, w[g*og*k:], false, c.columns(x[(n*c.C+g*cg)*c.H*c.W:][:cg*c.H*c.W], s), false, dst, false)
			for o := 0; bias != nil && o < og; o++ {
				AddScalar(dst[o*p:][:p], dst[o*p:][:p], bias[g*og+o])
			}
		}
	}
}

func (c *Conv) gradInputColumns(dx, dy, w []Elem, s *Scratch) {
	cg, og := c.C/c.G, c.O/c.G
	k, p := cg*c.KH*c.KW, c.OH*c.OW
	for n := range c.N {
		for g := range c.G {
			img := dx[(n*c.C+g*cg)*c.H*c.W:][:cg*c.H*c.W]
			d := dy[(n*c.O+g*og)*p:][:og*p]
			if c.pointwise() {
				Gemm(k, p, og, w[g*og*k:], true, d, false, img, true)
				continue
			}
			col := grow(&s.a, k*p)
			Gemm(k, p, og, w[g*og*k:], true, d, false, col, false)
			c.eachTap(cg, func(ch, u, v, tap int) { c.gather(img[ch*c.H*c.W:], col[tap*p:][:p], u, v) })
		}
	}
}

func (c *Conv) gradWeightColumns(dw, dy, x []Elem, s *Scratch) {
	cg, og := c.C/c.G, c.O/c.G
	k, p := cg*c.KH*c.KW, c.OH*c.OW
	for n := range c.N {
		for g := range c.G {
			col := c.columns(x[(n*c.C+g*cg)*c.H*c.W:][:cg*c.H*c.W], s)
			Gemm(og, k, p, dy[(n*c.O+g*og)*p:], false, col, true, dw[g*og*k:], true)
		}
	}
}

// columns lays out one group of one image.
func (c *Conv) columns(img []Elem, s *Scratch) []Elem {
	if c.pointwise() {
		return img
	}
	p := c.OH * c.OW
	cg := c.C / c.G
	col := grow(&s.a, cg*c.KH*c.KW*p)
	c.eachTap(cg, func(ch, u, v, tap int) { c.spread(col[tap*p:][:p], img[ch*c.H*c.W:], u, v) })
	return col
}

func (c *Conv) eachTap(channels int, f func(ch, u, v, tap int)) {
	for i := range channels * c.KH * c.KW {
		f(i/(c.KH*c.KW), i/c.KW%c.KH, i%c.KW, i)
	}
}

// inside returns the outputs [first, end) whose tap at shift reads inside [0, n).
func inside(shift, stride, n, out int) (first, end int) {
	if shift < 0 {
		first = (-shift + stride - 1) / stride
	}
	end = 0
	if n > shift {
		end = (n - shift + stride - 1) / stride
	}
	return min(first, out), max(min(end, out), min(first, out))
}

// spread writes the elements of plane that tap (u, v) sees into col.
func (c *Conv) spread(col, plane []Elem, u, v int) {
	sy, sx := u*c.DH-c.PH, v*c.DW-c.PW
	y0, y1 := inside(sy, c.SH, c.H, c.OH)
	x0, x1 := inside(sx, c.SW, c.W, c.OW)
	clear(col[:y0*c.OW])
	clear(col[y1*c.OW:])
	for oy := y0; oy < y1; oy++ {
		row, src := col[oy*c.OW:][:c.OW], plane[(oy*c.SH+sy)*c.W:][:c.W]
		clear(row[:x0])
		clear(row[x1:])
		for ox, ix := x0, x0*c.SW+sx; ox < x1; ox, ix = ox+1, ix+c.SW {
			row[ox] = src[ix]
		}
	}
}

// gather adds the elements of col to those of plane that tap (u, v) saw.
func (c *Conv) gather(plane, col []Elem, u, v int) {
	sy, sx := u*c.DH-c.PH, v*c.DW-c.PW
	y0, y1 := inside(sy, c.SH, c.H, c.OH)
	x0, x1 := inside(sx, c.SW, c.W, c.OW)
	for oy := y0; oy < y1; oy++ {
		row, dst := col[oy*c.OW:][:c.OW], plane[(oy*c.SH+sy)*c.W:][:c.W]
		for ox, ix := x0, x0*c.SW+sx; ox < x1; ox, ix = ox+1, ix+c.SW {
			dst[ix] += row[ox]
		}
	}
}
