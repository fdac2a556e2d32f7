package kernel

// A convolution of stride s reads each s-th element of a row of the padded image
// for one tap, and for the next tap those one further. So the padded image is
// split into s·s phases, planes of every s-th element of every s-th row; then a
// tap is a shift of one phase, as with stride 1, and the same products do it.

// phases returns how many phases the taps read, down and across.
func (c *Conv) phases() (ny, nx int) {
	return min(c.SH, c.DH*(c.KH-1)+1), min(c.SW, c.DW*(c.KW-1)+1)
}

// reach returns by how far a tap shifts its phase at most.
func (c *Conv) reach() (qy, qx int) { return c.DH * (c.KH - 1) / c.SH, c.DW * (c.KW - 1) / c.SW }

func (c *Conv) phaseLayout() layout {
	ny, nx := c.phases()
	qy, qx := c.reach()
	row := c.OW + qx
	phase := (c.OH + qy) * row
	return layout{row, phase, ny * nx * phase, (c.OH-1)*row + c.OW}
}

// layPhases writes one channel x [H, W] into its phases.
func (c *Conv) layPhases(dst, x []Elem, l layout) {
	ny, nx := c.phases()
	for py := range ny {
		y0, y1 := inside(py-c.PH, c.SH, c.H, l.phase/l.row)
		for y := y0; y < y1; y++ {
			src := x[(y*c.SH+py-c.PH)*c.W:][:c.W]
			for px := range nx {
				x0, x1 := inside(px-c.PW, c.SW, c.W, l.row)
				to := dst[(py*nx+px)*l.phase+y*l.row:][x0:x1]
				for i, ix := 0, x0*c.SW+px-c.PW; i < len(to); i, ix = i+1, ix+c.SW {
					to[i] = src[ix]
				}
			}
		}
	}
}

// inside returns the outputs [first, end) of out whose tap at shift reads inside [0, n).
func inside(shift, stride, n, out int) (first, end int) {
	if shift < 0 {
		first = min((-shift+stride-1)/stride, out)
	}
	if n > shift {
		end = min((n-shift+stride-1)/stride, out)
	}
	return first, max(first, end)
}

// gradInputPhases computes the gradient of each phase of the padded image, a
// convolution of stride 1 of dy with the taps that read the phase, turned round,
// and adds what lies inside the image to dx.
func (c *Conv) gradInputPhases(dx, dy, w []Elem, s *Scratch) {
	cg, og, taps := c.C/c.G, c.O/c.G, c.KH*c.KW
	ny, nx := c.phases()
	qy, qx := c.reach()
	row := c.OW + qx // the padding at the right is that at the left of the next row
	plane := (c.OH+2*qy)*row + qx
	wide := (c.OH + qy) * row
	buf := grow(&s.a, c.O*plane+c.C*og*taps)
	pad, turned := buf[:c.O*plane], buf[c.O*plane:]
	clear(pad)
	off := c.phaseTaps(turned, w, plane, row, s)
	out := grow(&s.b, cg*wide)
	for n := range c.N {
		for o := range c.O {
			copyRows(pad[o*plane+qy*row+qx:], row, dy[(n*c.O+o)*c.OH*c.OW:], c.OW, c.OH, c.OW)
		}
		done := 0 // taps of earlier phases
		for phase := range ny * nx {
			py, px := phase/nx, phase%nx
			k := og * along(c.KH, c.DH, c.SH, py) * along(c.KW, c.DW, c.SW, px)
			for g := range c.G {
				if k == 0 {
					break
				}
				a := turned[done*c.C+g*cg*k:][:cg*k]
				GemmRowsBlocked(cg, wide, a, k, 1, pad[g*og*plane:(g+1)*og*plane], off[done:done+k], out, wide, false)
				for ch := range cg {
					c.addPhase(dx[(n*c.C+g*cg+ch)*c.H*c.W:][:c.H*c.W], out[ch*wide:][:wide], row, py, px)
				}
			}
			done += k
		}
	}
}

// along returns how many of k taps read the phase.
func along(k, dilation, stride, phase int) (n int) {
	for u := range k {
		if u*dilation%stride == phase {
			n++
		}
	}
	return n
}

// phaseTaps sorts the filters by phase: for each one, a matrix [C, O/G·taps of
// the phase], and it lists where the planes of dy start for its columns.
func (c *Conv) phaseTaps(turned, w []Elem, plane, row int, s *Scratch) []int32 {
	cg, og, taps := c.C/c.G, c.O/c.G, c.KH*c.KW
	ny, nx := c.phases()
	qy, qx := c.reach()
	buf := grow(&s.off, og*taps+taps)
	off, order := buf[:0:og*taps], buf[og*taps:][:0]
	for phase := range ny * nx {
		of := len(order) // the taps of this phase
		for tap := range taps {
			if y, x := tap/c.KW*c.DH, tap%c.KW*c.DW; y%c.SH == phase/nx && x%c.SW == phase%nx {
				order = append(order, int32(tap))
			}
		}
		for o := range og {
			for _, tap := range order[of:] {
				y, x := int(tap)/c.KW*c.DH, int(tap)%c.KW*c.DW
				off = append(off, int32(o*plane+(qy-y/c.SH)*row+qx-x/c.SW))
			}
		}
		for ch := range c.C {
			for o := range og {
				filter := w[((ch/cg*og+o)*cg+ch%cg)*taps:][:taps]
				for i, tap := range order[of:] {
					turned[i] = filter[tap]
				}
				turned = turned[len(order)-of:]
			}
		}
	}
	return off
}

// addPhase adds a phase to the elements of one channel that it was split from.
func (c *Conv) addPhase(dx, phase []Elem, row, py, px int) {
	y0, y1 := inside(py-c.PH, c.SH, c.H, len(phase)/row)
	x0, x1 := inside(px-c.PW, c.SW, c.W, row)
	for y := y0; y < y1; y++ {
		to, from := dx[(y*c.SH+py-c.PH)*c.W:][:c.W], phase[y*row:][x0:x1]
		ix := x0*c.SW + px - c.PW
		for _, v := range from {
			to[ix] += v
			ix += c.SW
		}
	}
}
