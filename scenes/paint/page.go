package paint

import "github.com/hajimehoshi/ebiten/v2"

// page is a texture that fills up with small pictures, row by row. It keeps
// its pixels, and uploads what has changed in one piece.
type page struct {
	w, h, maxH int
	depth      int // bytes of a pixel: 1 for coverage alone, 4 for premultiplied RGBA
	pix        []byte
	rows       []row
	used       int // rows reach down to here
	needed     int // what the picture drawn after the last clear used of them
	generation int // grows when the page is cleared
	full       bool
	cleared    bool // since the last picture

	dirty    bool
	dx0, dy0 int
	dx1, dy1 int
	texture  *ebiten.Image
	upload   []byte
}

// row is a shelf of the page.
type row struct{ y, h, x int }

// slot is a place in a page.
type slot struct{ x, y, w, h int }

func newPage(w, h, maxH, depth int) *page {
	return &page{w: w, h: h, maxH: maxH, depth: depth, pix: make([]byte, depth*w*h)}
}

// clear empties the page; all slots are void.
func (p *page) clear() {
	p.rows, p.used, p.full, p.cleared = p.rows[:0], 0, false, true
	p.generation++
	clear(p.pix)
}

// stale reports, before a new picture, whether the page should be cleared: it
// is full, or is about to grow though most of what it holds seems to be of
// scenes that are gone.
func (p *page) stale() bool {
	if p.cleared {
		p.needed, p.cleared = p.used, false
	}
	return p.full || p.used > max(2*p.needed, p.h*3/4)
}

// place finds room for w by h pixels and a border of one around them. It
// returns false when there is none: then the page is cleared before the next
// picture.
func (p *page) place(w, h int) (slot, bool) {
	bw, bh := w+2, h+2
	if bw > p.w || bh > p.maxH {
		return slot{}, false
	}
	best := -1
	for i := range p.rows {
		r := &p.rows[i]
		if r.h >= bh && r.h <= bh+bh/4+2 && p.w-r.x >= bw && (best < 0 || r.h < p.rows[best].h) {
			best = i
		}
	}
	if best < 0 {
		if p.used+bh > p.h && !p.growTo(p.used+bh) {
			p.full = true
			return slot{}, false
		}
		p.rows = append(p.rows, row{p.used, bh, 0})
		p.used += bh
		best = len(p.rows) - 1
	}
	r := &p.rows[best]
	s := slot{r.x + 1, r.y + 1, w, h}
	r.x += bw
	return s, true
}

// growTo makes the page at least h high, keeping what it holds.
func (p *page) growTo(h int) bool {
	n := p.h
	for n < h {
		n *= 2
	}
	if n > p.maxH {
		return false
	}
	pix := make([]byte, p.depth*p.w*n)
	copy(pix, p.pix)
	p.pix, p.h = pix, n
	return true
}

// touch marks pixels, border included, as changed.
func (p *page) touch(s slot) {
	x0, y0, x1, y1 := s.x-1, s.y-1, s.x+s.w+1, s.y+s.h+1
	if !p.dirty {
		p.dx0, p.dy0, p.dx1, p.dy1, p.dirty = x0, y0, x1, y1, true
		return
	}
	p.dx0, p.dy0 = min(p.dx0, x0), min(p.dy0, y0)
	p.dx1, p.dy1 = max(p.dx1, x1), max(p.dy1, y1)
}

// setMask writes a coverage mask into a slot of a page of depth 1.
func (p *page) setMask(s slot, mask []byte, stride int) {
	for y := 0; y < s.h; y++ {
		copy(p.pix[(s.y+y)*p.w+s.x:][:s.w], mask[y*stride:])
	}
	p.touch(s)
}

// setPixels writes pixels into a slot of a page of depth 4 and repeats the
// outermost ones in the border, so that smoothing does not see the neighbours.
func (p *page) setPixels(s slot, pix []byte) {
	for y := -1; y <= s.h; y++ {
		from := min(max(y, 0), s.h-1) * s.w * 4
		o := 4 * ((s.y+y)*p.w + s.x)
		copy(p.pix[o-4:o], pix[from:from+4])
		copy(p.pix[o:o+4*s.w], pix[from:from+4*s.w])
		copy(p.pix[o+4*s.w:o+4*s.w+4], pix[from+4*s.w-4:from+4*s.w])
	}
	p.touch(s)
}
