package paint

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"
)

// Bitmap is a picture of w by h pixels that drawing code fills, such as a heat
// map. It reaches the graphics card once for each change.
type Bitmap struct {
	w, h int
	pix  []byte
	// version grows with each Changed; at is what the atlas or the texture holds
	version, at int
	slot        slot
	generation  int
	owner       *page
	texture     *ebiten.Image
}

// own is the side above which a bitmap has a texture of its own.
const own = 256

// NewBitmap returns a transparent bitmap.
func NewBitmap(w, h int) *Bitmap {
	w, h = max(w, 1), max(h, 1)
	return &Bitmap{w: w, h: h, pix: make([]byte, 4*w*h), version: 1}
}

// Size returns the size in pixels.
func (b *Bitmap) Size() (w, h int) { return b.w, b.h }

// Pix returns the pixels: premultiplied RGBA, row by row. Call Changed after writing.
func (b *Bitmap) Pix() []byte { return b.pix }

// Set sets one pixel. Call Changed when all are set.
func (b *Bitmap) Set(x, y int, col Color) {
	if uint(x) >= uint(b.w) || uint(y) >= uint(b.h) {
		return
	}
	p := b.pix[4*(y*b.w+x):]
	a := uint32(col.A)
	if a == 255 {
		p[0], p[1], p[2], p[3] = col.R, col.G, col.B, 255
		return
	}
	p[0] = uint8((uint32(col.R)*a + 127) / 255)
	p[1] = uint8((uint32(col.G)*a + 127) / 255)
	p[2] = uint8((uint32(col.B)*a + 127) / 255)
	p[3] = col.A
}

// Changed says that the pixels are new.
func (b *Bitmap) Changed() { b.version++ }

// Bitmap draws a picture into dst: each pixel a sharp cell, or smoothly blended.
func (c *Canvas) Bitmap(b *Bitmap, dst Rect, smooth bool) {
	if b == nil || dst.Empty() {
		return
	}
	x0, y0, x1, y1 := c.snapRect(dst)
	if x0 >= c.clip.x1 || x1 <= c.clip.x0 || y0 >= c.clip.y1 || y1 <= c.clip.y0 {
		return
	}
	// how many device pixels one of its pixels takes: the shader blends over
	// one device pixel at the border of two cells, or over a whole cell
	sharp := float32(1)
	if !smooth {
		sharp = max(1, min((x1-x0)/float32(b.w), (y1-y0)/float32(b.h)))
	}
	t := tint{c.alpha, c.alpha, c.alpha, c.alpha}
	cu := custom{kindOf(kindPicture, 0), sharp}
	if b.w > own || b.h > own {
		c.batch(b)
		c.quad(x0, y0, x1, y1, 0, 0, float32(b.w), float32(b.h), t, cu)
		c.batch(nil)
		return
	}
	p := c.pictures
	if b.owner != p || b.generation != p.generation {
		s, ok := p.place(b.w, b.h)
		if !ok {
			return // the page is cleared before the next picture
		}
		b.owner, b.generation, b.slot, b.at = p, p.generation, s, 0
	}
	if b.at != b.version {
		p.setPixels(b.slot, b.pix)
		b.at = b.version
	}
	s := b.slot
	c.quad(x0, y0, x1, y1, float32(s.x), float32(s.y), float32(s.x+s.w), float32(s.y+s.h), t, cu)
}

// batch begins a run of triangles whose pictures come from b, or from the atlas.
func (c *Canvas) batch(b *Bitmap) {
	last := &c.batches[len(c.batches)-1]
	if last.own == b {
		return
	}
	if last.index == len(c.index) { // nothing in it yet
		last.own = b
		return
	}
	c.batches = append(c.batches, batch{len(c.verts), len(c.index), b})
}

// image returns the texture of a large bitmap, brought up to date.
func (b *Bitmap) image() *ebiten.Image {
	if b.texture == nil {
		b.texture = ebiten.NewImageWithOptions(image.Rect(0, 0, b.w, b.h), &ebiten.NewImageOptions{Unmanaged: true})
		b.at = 0
	}
	if b.at != b.version {
		b.texture.WritePixels(b.pix)
		b.at = b.version
	}
	return b.texture
}

// Close gives the graphics card's memory back. A closed bitmap may be drawn again.
func (b *Bitmap) Close() {
	if b.texture != nil {
		b.texture.Deallocate()
		b.texture = nil
	}
}
