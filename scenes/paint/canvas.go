package paint

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

// Canvas records one picture. The zero value is not ready; see [NewCanvas].
//
// A recording starts with Begin, and Render draws it, as often as wanted.
type Canvas struct {
	verts   []ebiten.Vertex
	index   []uint32
	batches []batch

	w, h  float64 // CSS pixels
	scale float64

	offset  Point
	offsets []Point
	alpha   float32
	alphas  []float32
	clip    clipRect
	clips   []clipRect

	glyphs   *page
	pictures *page
	gly      glyphCache
	marks    map[iconKey]slot
	scratch  [80]byte
	points   []Point
	poly     [2][16]ebiten.Vertex

	// OnText, when set, hears of every line of text drawn: what, where (its
	// box in CSS pixels) and how. It is there for tests and for tools.
	OnText func(s string, box Rect, st Style)

	// Lend, when set, draws what no face has, such as a rare character in a
	// name that the visitor typed: a rune with em device pixels an em. An empty
	// mask means that the host has none either. Each letter is asked for once.
	Lend func(r rune, em float64, bold bool) Mask

	gpu renderer
}

// batch is a run of triangles that reads its pictures from one texture.
type batch struct {
	vert, index int     // where it begins
	own         *Bitmap // a picture too large for the atlas, or nil
}

// clipRect is a clip in device pixels.
type clipRect struct{ x0, y0, x1, y1 float32 }

// NewCanvas returns an empty canvas of 1280 by 800 at scale 1.
func NewCanvas() *Canvas {
	c := &Canvas{
		glyphs:   newPage(2048, 512, 4096, 1),
		pictures: newPage(1024, 256, 4096, 4),
		marks:    map[iconKey]slot{},
	}
	c.gly.init()
	c.Begin(1280, 800, 1)
	return c
}

// Begin starts a new picture of w by h CSS pixels, drawn with scale device
// pixels for each. What was recorded before is forgotten.
func (c *Canvas) Begin(w, h, scale float64) {
	if !(scale > 0) || math.IsInf(scale, 0) {
		scale = 1
	}
	c.w, c.h, c.scale = w, h, scale
	c.verts, c.index = c.verts[:0], c.index[:0]
	c.batches = append(c.batches[:0], batch{})
	c.offset, c.offsets = Point{}, c.offsets[:0]
	c.alpha, c.alphas = 1, c.alphas[:0]
	c.clip, c.clips = clipRect{-1e9, -1e9, 1e9, 1e9}, c.clips[:0]
	if c.glyphs.full {
		c.glyphs.clear()
		c.gly.clear()
		clear(c.marks)
	}
	if c.pictures.stale() {
		c.pictures.clear()
	}
}

// Scale returns the device pixels of one CSS pixel.
func (c *Canvas) Scale() float64 { return c.scale }

// Size returns the picture's size in CSS pixels.
func (c *Canvas) Size() (w, h float64) { return c.w, c.h }

// PushClip lets later shapes show only inside r (and inside the clips pushed before).
func (c *Canvas) PushClip(r Rect) {
	c.clips = append(c.clips, c.clip)
	x0, y0, x1, y1 := c.snapRect(r)
	c.clip = clipRect{max(c.clip.x0, x0), max(c.clip.y0, y0), min(c.clip.x1, x1), min(c.clip.y1, y1)}
}

// Clip returns the part of the picture in which shapes show now, in CSS pixels.
func (c *Canvas) Clip() Rect {
	k := c.clip
	x0, y0 := max(float64(k.x0)/c.scale, 0), max(float64(k.y0)/c.scale, 0)
	x1, y1 := min(float64(k.x1)/c.scale, c.w), min(float64(k.y1)/c.scale, c.h)
	return Rect{x0, y0, max(x1-x0, 0), max(y1-y0, 0)}
}

// PopClip takes back the last PushClip.
func (c *Canvas) PopClip() {
	c.clip = c.clips[len(c.clips)-1]
	c.clips = c.clips[:len(c.clips)-1]
}

// PushAlpha makes later shapes fainter by the factor a in 0…1.
func (c *Canvas) PushAlpha(a float64) {
	c.alphas = append(c.alphas, c.alpha)
	c.alpha *= float32(clamp(a, 0, 1))
}

// PopAlpha takes back the last PushAlpha.
func (c *Canvas) PopAlpha() {
	c.alpha = c.alphas[len(c.alphas)-1]
	c.alphas = c.alphas[:len(c.alphas)-1]
}

// PushOffset moves later shapes by dx, dy.
func (c *Canvas) PushOffset(dx, dy float64) {
	c.offsets = append(c.offsets, c.offset)
	c.offset.X += dx
	c.offset.Y += dy
}

// PopOffset takes back the last PushOffset.
func (c *Canvas) PopOffset() {
	c.offset = c.offsets[len(c.offsets)-1]
	c.offsets = c.offsets[:len(c.offsets)-1]
}

// Triangles returns how many triangles are recorded; a measure of cost.
func (c *Canvas) Triangles() int { return len(c.index) / 3 }

// dev returns a point in device pixels.
func (c *Canvas) dev(x, y float64) (float32, float32) {
	return float32((x + c.offset.X) * c.scale), float32((y + c.offset.Y) * c.scale)
}

// snapRect returns r in device pixels with its edges on whole pixels, so that
// a box is sharp at every density. A box thinner than a pixel keeps one.
func (c *Canvas) snapRect(r Rect) (x0, y0, x1, y1 float32) {
	fx0 := round((r.X + c.offset.X) * c.scale)
	fy0 := round((r.Y + c.offset.Y) * c.scale)
	fx1 := round((r.X + r.W + c.offset.X) * c.scale)
	fy1 := round((r.Y + r.H + c.offset.Y) * c.scale)
	if fx1 <= fx0 && r.W > 0 {
		fx1 = fx0 + 1
	}
	if fy1 <= fy0 && r.H > 0 {
		fy1 = fy0 + 1
	}
	return float32(fx0), float32(fy0), float32(fx1), float32(fy1)
}

// tint is a premultiplied colour.
type tint struct{ r, g, b, a float32 }

func (c *Canvas) tint(col Color) tint {
	a := float32(col.A) / 255 * c.alpha
	k := a / 255
	return tint{float32(col.R) * k, float32(col.G) * k, float32(col.B) * k, a}
}

// The kinds of shape that the shader knows. A kind travels in Custom0,
// together with a width in 1/64 of a pixel.
const (
	kindGlyph = iota
	kindPicture
	kindBox
	kindStroke
	kindShadow
	kindTriangle
)

func kindOf(kind int, width float32) float32 {
	if width == 0 {
		return float32(kind)
	}
	return float32(kind) + 8*float32(round(float64(width)*64))
}

// round rounds halves up. WebAssembly has an instruction for Floor, none for Round.
func round(v float64) float64 { return math.Floor(v + 0.5) }

// custom is what the shader is told of a shape.
type custom [4]float32

// quad records an upright box x0…x1, y0…y1 in device pixels, across which the
// source runs from s0,t0 to s1,t1. It is trimmed to the clip.
func (c *Canvas) quad(x0, y0, x1, y1, s0, t0, s1, t1 float32, col tint, cu custom) {
	k := &c.clip
	if x0 >= k.x1 || x1 <= k.x0 || y0 >= k.y1 || y1 <= k.y0 || col.a <= 0 {
		return
	}
	if x0 < k.x0 || x1 > k.x1 {
		m := (s1 - s0) / (x1 - x0)
		if x0 < k.x0 {
			s0, x0 = s0+(k.x0-x0)*m, k.x0
		}
		if x1 > k.x1 {
			s1, x1 = s1+(k.x1-x1)*m, k.x1
		}
	}
	if y0 < k.y0 || y1 > k.y1 {
		m := (t1 - t0) / (y1 - y0)
		if y0 < k.y0 {
			t0, y0 = t0+(k.y0-y0)*m, k.y0
		}
		if y1 > k.y1 {
			t1, y1 = t1+(k.y1-y1)*m, k.y1
		}
	}
	c.quadIndex()
	v := c.grow(4)
	set := func(p *ebiten.Vertex, x, y, s, t float32) {
		p.DstX, p.DstY, p.SrcX, p.SrcY = x, y, s, t
		p.ColorR, p.ColorG, p.ColorB, p.ColorA = col.r, col.g, col.b, col.a
		p.Custom0, p.Custom1, p.Custom2, p.Custom3 = cu[0], cu[1], cu[2], cu[3]
	}
	set(&v[0], x0, y0, s0, t0)
	set(&v[1], x1, y0, s1, t0)
	set(&v[2], x1, y1, s1, t1)
	set(&v[3], x0, y1, s0, t1)
}

// quadIndex records the two triangles of the next four vertices.
func (c *Canvas) quadIndex() {
	n := uint32(len(c.verts) - c.batches[len(c.batches)-1].vert)
	c.index = append(c.index, n, n+1, n+2, n, n+2, n+3)
}

// grow returns n new vertices to be filled.
func (c *Canvas) grow(n int) []ebiten.Vertex {
	k := len(c.verts)
	if k+n > cap(c.verts) {
		bigger := make([]ebiten.Vertex, k, 2*cap(c.verts)+1024)
		copy(bigger, c.verts)
		c.verts = bigger
	}
	c.verts = c.verts[:k+n]
	return c.verts[k : k+n : k+n]
}

// open returns n vertices for the corners of a convex polygon, which close
// then records.
func (c *Canvas) open(n int) []ebiten.Vertex { return c.grow(n) }

// close records the polygon whose corners open returned, trimmed to the clip.
func (c *Canvas) close(in []ebiten.Vertex) {
	k := &c.clip
	x0, y0, x1, y1 := in[0].DstX, in[0].DstY, in[0].DstX, in[0].DstY
	for i := 1; i < len(in); i++ {
		x, y := in[i].DstX, in[i].DstY
		x0, x1 = min(x0, x), max(x1, x)
		y0, y1 = min(y0, y), max(y1, y)
	}
	first := len(c.verts) - len(in)
	if !(x0 < k.x1 && x1 > k.x0 && y0 < k.y1 && y1 > k.y0) || in[0].ColorA <= 0 {
		c.verts = c.verts[:first]
		return
	}
	n := len(in)
	if x0 < k.x0 || x1 > k.x1 || y0 < k.y0 || y1 > k.y1 {
		out := c.trim(append(c.poly[1][:0], in...))
		c.verts = c.verts[:first]
		if n = len(out); n < 3 {
			return
		}
		copy(c.grow(n), out)
	}
	v := uint32(first - c.batches[len(c.batches)-1].vert)
	if n == 4 {
		c.index = append(c.index, v, v+1, v+2, v, v+2, v+3)
		return
	}
	for i := 2; i < n; i++ {
		c.index = append(c.index, v, v+uint32(i)-1, v+uint32(i))
	}
}

// trim cuts a convex polygon at the four sides of the clip (Sutherland and Hodgman).
func (c *Canvas) trim(in []ebiten.Vertex) []ebiten.Vertex {
	for side := 0; side < 4; side++ {
		out := c.poly[side&1][:0]
		for i := range in {
			a, b := &in[i], &in[(i+1)%len(in)]
			da, db := c.inside(a, side), c.inside(b, side)
			if da >= 0 {
				out = append(out, *a)
			}
			if (da >= 0) != (db >= 0) {
				out = append(out, lerpVertex(a, b, da/(da-db)))
			}
		}
		if in = out; len(in) < 3 {
			return nil
		}
	}
	return in
}

// inside returns how far a vertex lies inside one side of the clip.
func (c *Canvas) inside(v *ebiten.Vertex, side int) float32 {
	switch side {
	case 0:
		return v.DstX - c.clip.x0
	case 1:
		return c.clip.x1 - v.DstX
	case 2:
		return v.DstY - c.clip.y0
	}
	return c.clip.y1 - v.DstY
}

func lerpVertex(a, b *ebiten.Vertex, t float32) ebiten.Vertex {
	l := func(x, y float32) float32 { return x + (y-x)*t }
	return ebiten.Vertex{
		DstX: l(a.DstX, b.DstX), DstY: l(a.DstY, b.DstY), SrcX: l(a.SrcX, b.SrcX), SrcY: l(a.SrcY, b.SrcY),
		ColorR: l(a.ColorR, b.ColorR), ColorG: l(a.ColorG, b.ColorG), ColorB: l(a.ColorB, b.ColorB), ColorA: l(a.ColorA, b.ColorA),
		Custom0: l(a.Custom0, b.Custom0), Custom1: l(a.Custom1, b.Custom1), Custom2: l(a.Custom2, b.Custom2), Custom3: l(a.Custom3, b.Custom3),
	}
}
