package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

var shapesName = i18n.T("起跑前：一条线是一个权重", "Before the start: each line is a weight")

// shape is how one network of the race is built: its units, layer by layer.
type shape struct {
	units [8][]paint.Point // of which there are layers
	count int
	words paint.Point
	room  float64 // for the words
}

// placeShapes sets out both networks in the place of their curves.
func (s *Scene) placeShapes() {
	_, left := s.inside(s.raceCurve.Rect()).CutTop(2)
	left, right := left.CutLeft(left.W / 2)
	for i, r := range [2]paint.Rect{left, right} {
		h := &s.marks.shapes[i]
		h.room = r.W - 8
		h.words = paint.Point{X: r.X + r.W/2, Y: r.Bottom() - 8}
		_, r = r.CutBottom(20)
		n := s.race.lanes.all[i]
		sizes := mlp{in: s.race.task.in, out: s.race.task.out, layers: n.layers, width: n.width}.sizes()
		h.count = min(len(sizes), len(h.units))
		most := 1
		for _, size := range sizes {
			most = max(most, size)
		}
		pitch := min(r.H/float64(most), 11)
		gap := min(r.W*0.8/float64(len(sizes)-1), 110)
		x := r.X + (r.W-gap*float64(len(sizes)-1))/2
		for l := range h.count {
			h.units[l] = h.units[l][:0]
			for u := range sizes[l] {
				y := r.Y + r.H/2 + (float64(u)-float64(sizes[l]-1)/2)*pitch
				h.units[l] = append(h.units[l], paint.Point{X: x + gap*float64(l), Y: y})
			}
		}
	}
}

// drawShapes paints both networks before their race: as many weights, shared out
// over layers or all in one.
func (s *Scene) drawShapes(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	for i := range s.marks.shapes {
		h := &s.marks.shapes[i]
		line := paint.WithAlpha(t.Series[i], 0.3)
		for l := 1; l < h.count; l++ {
			for _, a := range h.units[l-1] {
				for _, b := range h.units[l] {
					c.Line(a.X, a.Y, b.X, b.Y, 0.75, line)
				}
			}
		}
		for l := range h.count {
			radius := 3.5
			if n := len(h.units[l]); n > 1 {
				radius = min(radius, 0.42*(h.units[l][1].Y-h.units[l][0].Y))
			}
			for _, p := range h.units[l] {
				c.Circle(p.X, p.Y, radius, t.Series[i])
			}
		}
		words := s.texts.built[i]
		if paint.Measure(words, t.Tiny()) > h.room {
			words = s.texts.shape[i]
		}
		c.Text(words, h.words.X, h.words.Y, t.Tiny(), paint.Center)
	}
}
