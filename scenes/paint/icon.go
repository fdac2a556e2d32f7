package paint

import (
	"math"
	"strings"
	"sync"

	"gradtheatre/assets"
)

// iconKey names an icon's mask in the atlas.
type iconKey struct {
	name string
	size uint16 // device pixels
}

// outlines holds the path data of every icon by name.
var outlines = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(assets.Icons) {
		name, path, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok {
			m[name] = path
		}
	}
	return m
})

// Icon draws a line icon, centred on x, y, in a box of the given size. An
// unknown name draws an empty box, so that the mistake is seen.
func (c *Canvas) Icon(name string, x, y, size float64, col Color) {
	px := round(size * c.scale)
	if !(px >= 1) || px > 1000 {
		return
	}
	k := iconKey{name, uint16(px)}
	s, ok := c.marks[k]
	if !ok {
		path := outlines()[name]
		if path == "" {
			c.RoundRectStroke(Rect{x - size/2, y - size/2, size, size}, 2, 1, col)
			return
		}
		s, ok = c.glyphs.place(int(px), int(px))
		if !ok {
			return
		}
		c.glyphs.setMask(s, strokeMask(parsePath(path), int(px)), int(px))
		c.marks[k] = s
	}
	left := float32(round((x+c.offset.X)*c.scale - px/2))
	top := float32(round((y+c.offset.Y)*c.scale - px/2))
	w, h := float32(s.w), float32(s.h)
	c.quad(left, top, left+w, top+h, float32(s.x), float32(s.y), float32(s.x)+w, float32(s.y)+h,
		c.tint(col), custom{kindOf(kindGlyph, 0), 1})
}

// strokeMask returns the coverage of lines 2/24 wide with round ends in a
// square of n pixels, from the distance of each pixel to the nearest line.
func strokeMask(lines [][]Point, n int) []byte {
	mask := make([]byte, n*n)
	k := float64(n) / 24
	half := math.Max(k, 0.6) // half of 2/24, never thinner than 1.2 pixels
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			ax, ay, bx, by := l[i-1].X*k, l[i-1].Y*k, l[i].X*k, l[i].Y*k
			x0 := max(0, int(math.Min(ax, bx)-half-1))
			x1 := min(n-1, int(math.Max(ax, bx)+half+1))
			y0 := max(0, int(math.Min(ay, by)-half-1))
			y1 := min(n-1, int(math.Max(ay, by)+half+1))
			dx, dy := bx-ax, by-ay
			d2 := dx*dx + dy*dy
			for y := y0; y <= y1; y++ {
				for x := x0; x <= x1; x++ {
					px, py := float64(x)+0.5-ax, float64(y)+0.5-ay
					t := 0.0
					if d2 > 0 {
						t = clamp((px*dx+py*dy)/d2, 0, 1)
					}
					a := clamp(half+0.5-math.Hypot(px-t*dx, py-t*dy), 0, 1)
					if v := byte(a*255 + 0.5); v > mask[y*n+x] {
						mask[y*n+x] = v
					}
				}
			}
		}
	}
	return mask
}
