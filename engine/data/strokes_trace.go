package data

import "math"

// TraceStrokes follows the lines of a small grey image, 0 paper … 255 ink, row
// by row, and returns them as strokes of a pen: each from an end or a crossing
// to the next, places 0…1 across the longer side. It gives images of
// handwriting back to [Drawing], to be drawn anew by other hands.
func TraceStrokes(pixels []byte, w, h int) []Stroke {
	g := inked(pixels, w, h)
	g.thin()
	strokes := g.strokes()
	for i := range strokes {
		strokes[i] = smooth(strokes[i])
	}
	return strokes
}

const (
	traceFine = 3   // how much finer than its pixels an image is traced
	traceInk  = 0.4 // how dark ink is
	// traceEdge is a border of paper, so that every pixel of ink has neighbours.
	traceEdge = 1
)

// lines is an image of ink and paper, finer than the grey one it was made from.
type lines struct {
	w, h  int
	ink   []bool
	scale float64 // pad units a pixel
	steps [8]int  // to the eight neighbours, clockwise from the one above
}

// inked reads an image between its pixels.
func inked(pixels []byte, w, h int) *lines {
	g := &lines{w: w*traceFine + 2*traceEdge, h: h*traceFine + 2*traceEdge, scale: 1 / float64(max(w, h)*traceFine)}
	g.ink = make([]bool, g.w*g.h)
	g.steps = [8]int{-g.w, 1 - g.w, 1, 1 + g.w, g.w, g.w - 1, -1, -1 - g.w}
	read := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= w || y >= h {
			return 0
		}
		return float64(pixels[y*w+x]) / 255
	}
	for j := traceEdge; j < g.h-traceEdge; j++ {
		for i := traceEdge; i < g.w-traceEdge; i++ {
			x, y := (float64(i-traceEdge)+0.5)/traceFine-0.5, (float64(j-traceEdge)+0.5)/traceFine-0.5
			fx, fy := math.Floor(x), math.Floor(y)
			ax, ay := x-fx, y-fy
			u, v := int(fx), int(fy)
			ink := (read(u, v)*(1-ax)+read(u+1, v)*ax)*(1-ay) + (read(u, v+1)*(1-ax)+read(u+1, v+1)*ax)*ay
			g.ink[j*g.w+i] = ink > traceInk
		}
	}
	return g
}

// thin wears the ink away from its edges until lines of one pixel are left.
// Source: Zhang and Suen, “A fast parallel algorithm for thinning digital patterns”, 1984.
func (g *lines) thin() {
	var left, off []int
	for i, on := range g.ink {
		if on {
			left = append(left, i)
		}
	}
	for changed := true; changed; {
		changed = false
		for pass := range 2 {
			off = off[:0]
			kept := left[:0]
			for _, i := range left {
				if g.edge(i, pass) {
					off = append(off, i)
				} else {
					kept = append(kept, i)
				}
			}
			for _, i := range off {
				g.ink[i], changed = false, true
			}
			left = kept
		}
	}
}

// edge reports whether a pixel of ink can go in this pass: at the edge, not an
// end and not a bridge.
func (g *lines) edge(i, pass int) bool {
	var p [8]bool
	count, turns := 0, 0
	for k, d := range g.steps {
		if p[k] = g.ink[i+d]; p[k] {
			count++
		}
	}
	for k := range p {
		if !p[k] && p[(k+1)%8] {
			turns++
		}
	}
	if count < 2 || count > 6 || turns != 1 {
		return false
	}
	if pass == 0 {
		return !(p[0] && p[2] && p[4]) && !(p[2] && p[4] && p[6])
	}
	return !(p[0] && p[2] && p[6]) && !(p[0] && p[4] && p[6])
}

// strokes follow the lines of a thinned image.
func (g *lines) strokes() (out []Stroke) {
	gone := map[[2]int]bool{}
	follow := func(from, to int) {
		s := Stroke{g.point(from)}
		for to >= 0 {
			gone[[2]int{from, to}], gone[[2]int{to, from}] = true, true
			s = append(s, g.point(to))
			next := -1
			if g.degree(to) == 2 {
				g.each(to, func(k int) {
					if !gone[[2]int{to, k}] {
						next = k
					}
				})
			}
			from, to = to, next
		}
		out = append(out, s)
	}
	for loops := range 2 { // closed lines have neither end nor crossing
		for i, on := range g.ink {
			if !on {
				continue
			}
			degree := g.degree(i)
			if loops == 0 && degree == 2 {
				continue
			}
			g.each(i, func(k int) {
				if !gone[[2]int{i, k}] {
					follow(i, k)
				}
			})
			if loops == 0 && degree == 0 {
				out = append(out, Stroke{g.point(i)})
			}
		}
	}
	return out
}

func (g *lines) point(i int) StrokePoint {
	return StrokePoint{(float64(i%g.w-traceEdge) + 0.5) * g.scale, (float64(i/g.w-traceEdge) + 0.5) * g.scale}
}

// degree is how many ways a line goes on from a pixel.
func (g *lines) degree(i int) (n int) {
	g.each(i, func(int) { n++ })
	return n
}

// each calls f for the pixels that a pixel's line goes on to: those beside it, and
// those at its corners that no pixel beside both joins.
func (g *lines) each(i int, f func(k int)) {
	for k, d := range g.steps {
		if !g.ink[i+d] || k%2 == 1 && (g.ink[i+g.steps[k-1]] || g.ink[i+g.steps[(k+1)%8]]) {
			continue
		}
		f(i + d)
	}
}

// smooth takes the steps of the pixels out of a line.
func smooth(s Stroke) Stroke {
	for range 3 {
		t := append(Stroke{}, s...)
		for i := 1; i+1 < len(s); i++ {
			t[i] = StrokePoint{(s[i-1].X + 2*s[i].X + s[i+1].X) / 4, (s[i-1].Y + 2*s[i].Y + s[i+1].Y) / 4}
		}
		s = t
	}
	return s
}
