package paint

import (
	"math"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// Align says which part of a text lies at x.
type Align uint8

const (
	Left   Align = iota // where it begins
	Center              // its middle
	Right               // where it ends
)

// middle is how far, in em, the baseline lies below the middle of a line: half
// the height of a capital, a digit or (nearly) a Chinese character.
const middle = 0.365

// Measure returns the width of one line of text in CSS pixels. It needs no display.
func Measure(s string, st Style) float64 {
	t := typeset()
	w := float32(0)
	prev := rune(0)
	for i, r := range s {
		if r < 128 {
			w += t.ascii[st.Font][r].advance
		} else {
			w += t.lookup(r, st.Font, shared(r) && beside(s, i, prev)).advance
		}
		prev = r
	}
	return float64(w) * st.Size
}

// beside reports whether the rune at s[i] stands next to Chinese text.
func beside(s string, i int, prev rune) bool {
	if isWide(prev) {
		return true
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	next, _ := utf8.DecodeRuneInString(s[i+n:])
	return isWide(next) || shared(prev) && isWide(firstWide(s))
}

// firstWide returns the first Chinese rune of s, or 0.
func firstWide(s string) rune {
	for _, r := range s {
		if isWide(r) {
			return r
		}
	}
	return 0
}

// Text draws one line; y is the middle of its capitals and digits.
func (c *Canvas) Text(s string, x, y float64, st Style, a Align) {
	if s == "" || !(st.Size > 0) || st.Color.A == 0 {
		return
	}
	var w float64
	if a != Left || c.OnText != nil {
		w = Measure(s, st)
	}
	switch a {
	case Center:
		x -= w / 2
	case Right:
		x -= w
	}
	if c.OnText != nil {
		c.OnText(s, Rect{x + c.offset.X, y - st.Size/2 + c.offset.Y, w, st.Size}, st)
	}
	c.run(s, x, y, st)
}

// run sets one line whose left end is at x.
func (c *Canvas) run(s string, x, y float64, st Style) {
	t := typeset()
	px := (x + c.offset.X) * c.scale
	base := float32(round((y+c.offset.Y)*c.scale + middle*st.Size*c.scale))
	em := st.Size * c.scale
	if k := &c.clip; base-float32(1.3*em) > k.y1 || base+float32(0.5*em) < k.y0 {
		return
	}
	col := c.tint(st.Color)
	cu := custom{kindOf(kindGlyph, 0), contrast(st.Color, em)}
	size := c.gly.size(em)
	prev := rune(0)
	for i, r := range s {
		var l letter
		if r < 128 {
			l = t.ascii[st.Font][r]
		} else {
			l = t.lookup(r, st.Font, shared(r) && beside(s, i, prev))
		}
		switch {
		case r <= ' ':
		case l.glyph == 0 && c.borrow(r, st.Font, size, px, base, col, cu):
		case l.glyph == 0:
			c.missing(px, base, em, float64(l.advance), st.Color)
		default:
			c.letter(l, r, size, px, base, col, cu)
		}
		px += float64(l.advance) * em
		prev = r
	}
}

// missing draws the empty box of a rune that no face has.
func (c *Canvas) missing(px float64, base float32, em, advance float64, col Color) {
	x, w := float32(round(px+0.08*em)), float32(round((advance-0.16)*em))
	y, h := base-float32(round(0.75*em)), float32(round(0.8*em))
	if w >= 1 && h >= 1 {
		c.box(x, y, x+w, y+h, 0, kindStroke, max(1, float32(round(em/16))), 0, WithAlpha(col, 0.6))
	}
}

// letter draws one glyph with its origin at px, base in device pixels.
func (c *Canvas) letter(l letter, r rune, size uint16, px float64, base float32, col tint, cu custom) {
	steps := subpixels(size, r)
	q := math.Floor(px*steps + 0.5)
	whole := math.Floor(q / steps)
	g := c.gly.get(c.glyphs, l, r, size, uint8(q-whole*steps), steps)
	if g.w == 0 {
		return
	}
	x, y := float32(whole)+float32(g.dx), base+float32(g.dy)
	s, t := float32(g.x), float32(g.y)
	w, h := float32(g.w), float32(g.h)
	c.quad(x, y, x+w, y+h, s, t, s+w, t+h, col, cu)
}

// contrast returns the power to which a mask is raised: dark letters on light
// ground need a little more weight than light letters on dark ground, as the
// eye and the browsers' own type have it.
func contrast(col Color, em float64) float32 {
	lum := (0.299*float64(col.R) + 0.587*float64(col.G) + 0.114*float64(col.B)) / 255
	k := 0.78 + 0.15*lum
	if em > 24 { // large type needs no help
		k += (1 - k) * math.Min(1, (em-24)/24)
	}
	return float32(k)
}

// Number draws v with a fixed number of decimals, in digits of one width. A
// negative number has a real minus sign; NaN and ∞ are shown as such.
func (c *Canvas) Number(v float64, decimals int, x, y float64, st Style, a Align) {
	if st.Font != MonoBold {
		st.Font = Mono
	}
	c.TextBytes(AppendNumber(c.scratch[:0], v, decimals), x, y, st, a)
}

// TextBytes is Text for bytes that the caller made without allocating.
func (c *Canvas) TextBytes(b []byte, x, y float64, st Style, a Align) {
	if c.OnText != nil || len(b) > len(c.scratch) {
		c.Text(string(b), x, y, st, a) // whoever listens may keep it
		return
	}
	n := copy(c.scratch[:], b) // a copy, so that the caller's bytes may live on its stack
	c.Text(unsafe.String(&c.scratch[0], n), x, y, st, a)
}

// AppendNumber appends v with a fixed number of decimals and a real minus sign.
func AppendNumber(dst []byte, v float64, decimals int) []byte {
	switch {
	case math.IsNaN(v):
		return append(dst, "NaN"...)
	case math.IsInf(v, 1):
		return append(dst, "∞"...)
	case math.IsInf(v, -1):
		return append(dst, "−∞"...)
	}
	if v < 0 || v == 0 && math.Signbit(v) {
		v = -v
		n := len(dst)
		dst = append(dst, "−"...)
		m := len(dst)
		dst = appendFixed(dst, v, decimals)
		for _, d := range dst[m:] {
			if d >= '1' && d <= '9' || d == 'e' {
				return dst
			}
		}
		return append(dst[:n], dst[m:]...) // −0.00 reads as 0.00
	}
	return appendFixed(dst, v, decimals)
}

// appendFixed appends v ≥ 0; very large numbers get an exponent.
func appendFixed(dst []byte, v float64, decimals int) []byte {
	if v >= 1e9 {
		return strconv.AppendFloat(dst, v, 'e', min(max(decimals, 0), 3), 64)
	}
	return strconv.AppendFloat(dst, v, 'f', min(max(decimals, 0), 12), 64)
}
