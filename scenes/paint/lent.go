package paint

// Mask is the coverage of one letter, W by H bytes, row by row. Its corner lies
// DX to the right of the letter's origin and DY below its baseline, in device
// pixels.
type Mask struct {
	W, H, DX, DY int
	Pix          []byte
}

// lentKey names a letter that the host drew.
type lentKey struct {
	r    rune
	size uint16
	bold bool
}

// borrow draws a rune that no face has as the host does; it reports whether
// the host has it.
func (c *Canvas) borrow(r rune, f Font, size uint16, px float64, base float32, col tint, cu custom) bool {
	if c.Lend == nil {
		return false
	}
	k := lentKey{r, size, f == SansBold || f == MonoBold}
	g, ok := c.gly.lent[k]
	if !ok {
		m := c.Lend(r, float64(size)/8, k.bold)
		if m.W > 0 && m.H > 0 && len(m.Pix) >= m.W*m.H {
			s, room := c.glyphs.place(m.W, m.H)
			if !room {
				return true // the next picture has an empty page
			}
			c.glyphs.setMask(s, m.Pix, m.W)
			g = glyph{int16(s.x), int16(s.y), int16(m.W), int16(m.H), int16(m.DX), int16(m.DY)}
		}
		c.gly.lent[k] = g
	}
	if g.w == 0 {
		return false
	}
	x, y := float32(round(px))+float32(g.dx), base+float32(g.dy)
	s, t, w, h := float32(g.x), float32(g.y), float32(g.w), float32(g.h)
	c.quad(x, y, x+w, y+h, s, t, s+w, t+h, col, cu)
	return true
}
