package draw

import (
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Other people's handwriting
//
// The 1,000 test digits were written by hands that the network has never seen,
// but they are images already centred and scaled. Here each of them is traced
// back into the strokes of a pen, and these are drawn on the pad anew: shifted,
// larger and smaller, slanted, turned, with a thin or a thick brush.

// grid is an image of ink and paper, with a border of paper.
type grid struct {
	n   int
	ink []bool
}

func (g *grid) at(x, y int) bool { return x >= 0 && y >= 0 && x < g.n && y < g.n && g.ink[y*g.n+x] }

// around are the eight neighbours of a pixel, clockwise from the one above.
var around = [8][2]int{{0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}}

// fine is how much finer than its pixels an image is traced.
const fine = 3

// inked reads an image between its pixels: ink where it is darker than half.
func inked(pixels []byte) *grid {
	const side = data.DigitSize
	g := &grid{n: side * fine, ink: make([]bool, side*side*fine*fine)}
	read := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= side || y >= side {
			return 0
		}
		return float64(pixels[y*side+x]) / 255
	}
	for j := range g.n {
		for i := range g.n {
			x, y := (float64(i)+0.5)/fine-0.5, (float64(j)+0.5)/fine-0.5
			fx, fy := math.Floor(x), math.Floor(y)
			ax, ay := x-fx, y-fy
			u, v := int(fx), int(fy)
			ink := (read(u, v)*(1-ax)+read(u+1, v)*ax)*(1-ay) + (read(u, v+1)*(1-ax)+read(u+1, v+1)*ax)*ay
			g.ink[j*g.n+i] = ink > 0.4
		}
	}
	return g
}

// thin wears the ink away from its edges until lines of one pixel are left.
// Source: Zhang and Suen, “A fast parallel algorithm for thinning digital patterns”, 1984.
func (g *grid) thin() {
	for changed := true; changed; {
		changed = false
		for pass := range 2 {
			var off []int
			for y := range g.n {
				for x := range g.n {
					if g.at(x, y) && g.edge(x, y, pass) {
						off = append(off, y*g.n+x)
					}
				}
			}
			for _, i := range off {
				g.ink[i], changed = false, true
			}
		}
	}
}

// edge reports whether a pixel can go in this pass: at the edge, not an end and
// not a bridge.
func (g *grid) edge(x, y, pass int) bool {
	var p [8]bool
	count, turns := 0, 0
	for k, d := range around {
		if p[k] = g.at(x+d[0], y+d[1]); p[k] {
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

// strokes follow the lines of a thinned image, each from an end or a crossing to
// the next; x and y are 0…1 across the image.
func (g *grid) strokes() (out []data.Stroke) {
	type link [2]int
	gone := map[link]bool{}
	degree := func(i int) (n int) {
		g.each(i, func(int) { n++ })
		return n
	}
	point := func(i int) data.StrokePoint {
		return data.StrokePoint{X: (float64(i%g.n) + 0.5) / float64(g.n), Y: (float64(i/g.n) + 0.5) / float64(g.n)}
	}
	follow := func(from, to int) {
		s := data.Stroke{point(from)}
		for {
			gone[link{from, to}], gone[link{to, from}] = true, true
			s = append(s, point(to))
			next := -1
			if degree(to) == 2 {
				g.each(to, func(k int) {
					if !gone[link{to, k}] {
						next = k
					}
				})
			}
			if next < 0 {
				break
			}
			from, to = to, next
		}
		out = append(out, s)
	}
	for loops := range 2 { // closed lines have neither end nor crossing
		for i, on := range g.ink {
			if !on || loops == 0 && degree(i) == 2 {
				continue
			}
			g.each(i, func(k int) {
				if !gone[link{i, k}] {
					follow(i, k)
				}
			})
			if loops == 0 && degree(i) == 0 {
				out = append(out, data.Stroke{point(i)})
			}
		}
	}
	return out
}

// each calls f for the pixels that a pixel's line goes on to: those beside it, and
// those at its corners that no pixel beside both joins.
func (g *grid) each(i int, f func(k int)) {
	x, y := i%g.n, i/g.n
	for k, d := range around {
		if !g.at(x+d[0], y+d[1]) {
			continue
		}
		if k%2 == 1 && (g.at(x+d[0], y) || g.at(x, y+d[1])) {
			continue
		}
		f((y+d[1])*g.n + x + d[0])
	}
}

// smooth takes the steps of the pixels out of a line.
func smooth(s data.Stroke) data.Stroke {
	for range 3 {
		t := append(data.Stroke{}, s...)
		for i := 1; i+1 < len(s); i++ {
			t[i] = data.StrokePoint{X: (s[i-1].X + 2*s[i].X + s[i+1].X) / 4, Y: (s[i-1].Y + 2*s[i].Y + s[i+1].Y) / 4}
		}
		s = t
	}
	return s
}

// hand is how somebody writes.
type hand struct {
	name        string
	brush       float64 // width in pad units
	size        float64 // against the pad
	dx, dy      float64 // on the pad
	slant, turn float64 // x by y, degrees
	wide        float64 // across against down
}

var hands = []hand{
	{"as written", 0.075, 1, 0, 0, 0, 0, 1},
	{"thin", 0.045, 1, 0, 0, 0, 0, 1},
	{"thick", 0.12, 1, 0, 0, 0, 0, 1},
	{"small", 0.075, 0.6, 0, 0, 0, 0, 1},
	{"tiny, thin", 0.045, 0.35, 0, 0, 0, 0, 1},
	{"tiny, thick", 0.12, 0.35, 0, 0, 0, 0, 1},
	{"large, thin", 0.045, 1.3, 0, 0, 0, 0, 1},
	{"large, thick", 0.12, 1.3, 0, 0, 0, 0, 1},
	{"in a corner", 0.075, 0.6, -0.25, 0.22, 0, 0, 1},
	{"leaning right", 0.075, 1, 0, 0, -0.3, 0, 1},
	{"leaning left", 0.075, 1, 0, 0, 0.3, 0, 1},
	{"turned left", 0.075, 1, 0, 0, 0, -15, 1},
	{"turned right", 0.075, 1, 0, 0, 0, 15, 1},
	{"narrow", 0.075, 1, 0, 0, 0, 0, 0.7},
	{"wide", 0.075, 1, 0, 0, 0, 0, 1.4},
	{"small, thick, leaning", 0.12, 0.6, 0.2, -0.15, -0.25, 0, 1},
	{"large, thin, turned", 0.045, 1.2, 0, 0, 0.15, 10, 1},
}

// write draws strokes as the hand does.
func (h *hand) write(strokes []data.Stroke) (out []data.Stroke) {
	sin, cos := math.Sincos(h.turn * math.Pi / 180)
	for _, s := range strokes {
		line := make(data.Stroke, len(s))
		for i, p := range s {
			x, y := (p.X-0.5)*h.size*h.wide, (p.Y-0.5)*h.size
			x += h.slant * y
			line[i] = data.OnGrid(data.StrokePoint{X: 0.5 + h.dx + cos*x - sin*y, Y: 0.5 + h.dy + sin*x + cos*y})
		}
		out = append(out, line)
	}
	return out
}

// TestOtherHands has the shipped network read the test digits in all these hands,
// through what turns strokes on the pad into its image.
func TestOtherHands(t *testing.T) {
	const at = "../../assets/data/digits/ocvdigits-test1k-"
	set, err := data.LoadImageFiles(at+"images.idx3.gz", at+"labels.idx1.gz", data.DigitClasses)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := open(t, 780, 590)
	traced := make([][]data.Stroke, set.N)
	for i := range traced {
		g := inked(set.Pixels(i))
		g.thin()
		for _, l := range g.strokes() {
			traced[i] = append(traced[i], smooth(l))
		}
	}
	tape, all := grad.NewTape(), tensor.New(set.N, 1, data.DigitSize, data.DigitSize)
	tape.NoGrad = true
	const pixels = data.DigitSize * data.DigitSize
	read := func() (right int) {
		for from := 0; from < set.N; from += 100 {
			x := tensor.New(100, 1, data.DigitSize, data.DigitSize)
			copy(x.Data(), all.Data()[from*pixels:])
			tape.Reset()
			logits := s.shipped.Forward(tape.Const("x", x)).Value.Data()
			for i := range 100 {
				row := logits[i*10 : i*10+10]
				if slices.Index(row, slices.Max(row)) == set.Labels[from+i] {
					right++
				}
			}
		}
		return right
	}
	for i := range set.N {
		for k, v := range set.Pixels(i) {
			all.Data()[i*pixels+k] = tensor.Elem(v) / 255
		}
	}
	if right := read(); right < 990 {
		t.Errorf("of the images as they are %d of %d are right, want 990", right, set.N)
	}
	for _, h := range hands {
		var pad data.Drawing
		for i := range traced {
			pad.Render(h.write(traced[i]), h.brush)
			for k, v := range pad.Image {
				all.Data()[i*pixels+k] = tensor.Elem(v)
			}
		}
		right := read()
		t.Logf("%-22s %d of %d", h.name, right, set.N)
		if float64(right) < 0.95*float64(set.N) {
			t.Errorf("%s: %d of %d right, want 95 %%", h.name, right, set.N)
		}
	}
}
