package paint

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// glyph is a letter's mask in the atlas and where it lies from its origin.
type glyph struct {
	x, y, w, h int16
	dx, dy     int16
}

type glyphKey struct {
	glyph sfnt.GlyphIndex
	size  uint16 // device pixels an em, in eighths
	face  uint8
	sub   uint8
	bold  bool
}

// glyphCache remembers the letters in the atlas.
type glyphCache struct {
	glyphs map[glyphKey]glyph
	last   [1 << 11]struct { // a small table in front of the map
		key glyphKey
		g   glyph
		ok  bool
	}
	lent   map[lentKey]glyph // what the host drew
	buf    sfnt.Buffer
	raster vector.Rasterizer
	mask   image.Alpha
}

func (g *glyphCache) init() { g.glyphs, g.lent = map[glyphKey]glyph{}, map[lentKey]glyph{} }

func (g *glyphCache) clear() {
	clear(g.glyphs)
	clear(g.lent)
	clear(g.last[:])
}

// size rounds an em in device pixels to eighths.
func (g *glyphCache) size(em float64) uint16 { return uint16(clamp(round(em*8), 8, 4000)) }

// subpixels returns in how many steps of a pixel a letter may be set: the
// smaller the pixels seem, the fewer.
func subpixels(size uint16, r rune) float64 {
	switch {
	case size > 40*8:
		return 1
	case size > 22*8 || isWide(r):
		return 2
	}
	return 4
}

// get returns a letter, drawing it into the page when it is new.
func (g *glyphCache) get(p *page, l letter, r rune, size uint16, sub uint8, steps float64) glyph {
	k := glyphKey{l.glyph, size, l.face, sub, l.bold}
	h := (uint32(k.glyph)*2654435761 ^ uint32(size)*40503 ^ uint32(k.face)<<7 ^ uint32(sub)<<3) >> 3 & (1<<11 - 1)
	e := &g.last[h]
	if e.ok && e.key == k {
		return e.g
	}
	v, ok := g.glyphs[k]
	if !ok {
		v, ok = g.draw(p, l, r, size, float64(sub)/steps)
		if !ok {
			return glyph{}
		}
		g.glyphs[k] = v
	}
	e.key, e.g, e.ok = k, v, true
	return v
}

// draw rasterises a letter shifted right by sub pixels.
func (g *glyphCache) draw(p *page, l letter, r rune, size uint16, sub float64) (glyph, bool) {
	fc := typeset().faces[l.face]
	segs, err := fc.font.LoadGlyph(&g.buf, l.glyph, fixed.I(int(fc.units)), nil)
	if err != nil {
		return glyph{}, true
	}
	em := float64(size) / 8
	k := em / fc.units / 64
	fit := fc.fit(em, r)
	bold := 0.0
	if l.bold {
		bold = math.Max(0.5, em*0.035)
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	each(segs, func(q fixed.Point26_6) {
		x, y := float64(q.X)*k+sub, fit.y(float64(q.Y)*k)
		x0, x1 = math.Min(x0, x), math.Max(x1, x)
		y0, y1 = math.Min(y0, y), math.Max(y1, y)
	})
	if x1 < x0 {
		return glyph{}, true // a blank
	}
	left, top := int(math.Floor(x0)), int(math.Floor(y0))
	w, h := int(math.Ceil(x1+bold))-left, int(math.Ceil(y1))-top
	if w <= 0 || h <= 0 {
		return glyph{}, true
	}
	s, ok := p.place(w, h)
	if !ok {
		return glyph{}, false
	}
	g.raster.Reset(w, h)
	g.trace(segs, k, sub-float64(left), -float64(top), &fit)
	if bold > 0 { // the same outline again, a little to the right
		g.trace(segs, k, sub-float64(left)+bold/2, -float64(top), &fit)
		g.trace(segs, k, sub-float64(left)+bold, -float64(top), &fit)
	}
	if cap(g.mask.Pix) < w*h {
		g.mask.Pix = make([]byte, w*h+1024)
	}
	g.mask.Pix = g.mask.Pix[:w*h]
	g.mask.Stride, g.mask.Rect = w, image.Rect(0, 0, w, h)
	g.raster.DrawOp = draw.Src
	g.raster.Draw(&g.mask, g.mask.Rect, image.Opaque, image.Point{})
	p.setMask(s, g.mask.Pix, w)
	return glyph{int16(s.x), int16(s.y), int16(w), int16(h), int16(left), int16(top)}, true
}

func (g *glyphCache) trace(segs sfnt.Segments, k, dx, dy float64, fit *fitting) {
	at := func(q fixed.Point26_6) (float32, float32) {
		return float32(float64(q.X)*k + dx), float32(fit.y(float64(q.Y)*k) + dy)
	}
	z := &g.raster
	open := false
	for i := range segs {
		a := &segs[i].Args
		switch segs[i].Op {
		case sfnt.SegmentOpMoveTo:
			if open {
				z.ClosePath()
			}
			x, y := at(a[0])
			z.MoveTo(x, y)
			open = true
		case sfnt.SegmentOpLineTo:
			x, y := at(a[0])
			z.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(a[0])
			x, y := at(a[1])
			z.QuadTo(bx, by, x, y)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(a[0])
			cx, cy := at(a[1])
			x, y := at(a[2])
			z.CubeTo(bx, by, cx, cy, x, y)
		}
	}
	if open {
		z.ClosePath()
	}
}

func each(segs sfnt.Segments, f func(fixed.Point26_6)) {
	for i := range segs {
		n := 1
		switch segs[i].Op {
		case sfnt.SegmentOpQuadTo:
			n = 2
		case sfnt.SegmentOpCubeTo:
			n = 3
		}
		for _, q := range segs[i].Args[:n] {
			f(q)
		}
	}
}

// fitting bends the heights of small Latin letters so that the baseline, the
// top of x and the top of H lie on whole pixels: the horizontals become sharp.
type fitting struct {
	on            bool
	x, cap        float64 // heights, in pixels
	fx, fcap, eps float64 // the same, fitted; how far round letters overshoot
}

func (f *face) fit(em float64, r rune) fitting {
	if em > 40 || r >= 0x400 && !(r >= 0x2070 && r < 0x2300) {
		return fitting{}
	}
	x, c := f.xHeight*em, f.cap*em
	fx, fc := math.Max(1, round(x)), math.Max(2, round(c))
	if fc <= fx {
		fc = fx + 1
	}
	return fitting{true, x, c, fx, fc, 0.02 * em}
}

// y maps a height (down is positive) to the fitted one.
func (f *fitting) y(down float64) float64 {
	if !f.on {
		return down
	}
	h := -down
	switch {
	case h < -f.eps:
		h += f.eps
	case h < 0:
		h = 0
	case h <= f.x:
		h = h / f.x * f.fx
	case h <= f.x+f.eps:
		h = f.fx
	case h <= f.cap:
		h = f.fx + (h-f.x-f.eps)/(f.cap-f.x-f.eps)*(f.fcap-f.fx)
	case h <= f.cap+f.eps:
		h = f.fcap
	default:
		h += f.fcap - f.cap - f.eps
	}
	return -h
}
