package home

import (
	"math"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// picture is the small picture of a scene: what a recorded run found, fitted
// into a box whose sides are 1, y upwards.
type picture struct {
	heat   *heat
	wires  []wire
	curves []curve
	bars   []float64 // −1 … 1
	dots   []dot
}

// heat is a grid of values, the first row at the top: signed ones in −1 … 1,
// others as ink on paper in 0 … 1. NaN is left out.
type heat struct {
	w, h   int
	v      []float64
	ink    bool
	smooth bool
	sharp  bool // its cells are squares

	bitmap *paint.Bitmap
	dark   bool
}

type curve struct {
	pts  []paint.Point
	tone int
}

type dot struct {
	at   paint.Point
	sign int // +1 positive, −1 negative, 0 plain
	big  bool
}

type wire struct {
	a, b paint.Point
	v    float64 // −1 … 1
}

// colour makes the picture's pixels for a theme.
func (p *picture) colour(t *theme.Theme) {
	h := p.heat
	if h == nil || h.bitmap != nil && h.dark == t.Dark {
		return
	}
	if h.bitmap == nil {
		h.bitmap = paint.NewBitmap(h.w, h.h)
	}
	h.dark = t.Dark
	for i, v := range h.v {
		col := paint.Color{}
		switch {
		case math.IsNaN(v):
		case h.ink:
			col = t.Grey(v)
		default:
			col = t.Diverging(v)
		}
		h.bitmap.Set(i%h.w, i/h.w, col)
	}
	h.bitmap.Changed()
}

// draw paints the picture; its ground is painted already.
func (p *picture) draw(c *paint.Canvas, r paint.Rect, t *theme.Theme, pts []paint.Point) []paint.Point {
	c.PushClip(r)
	if h := p.heat; h != nil && h.bitmap != nil {
		in := r
		if h.sharp {
			side := min((r.W-8)/float64(h.w), (r.H-8)/float64(h.h))
			in = r.Middle(side*float64(h.w), side*float64(h.h))
		}
		c.Bitmap(h.bitmap, in, h.smooth)
	}
	in := r.InsetXY(5, 5)
	at := func(q paint.Point) (x, y float64) { return in.X + q.X*in.W, in.Bottom() - q.Y*in.H }
	for i, v := range p.bars {
		w := in.W / float64(len(p.bars))
		bar := paint.Rect{X: in.X + w*(float64(i)+0.15), Y: in.Bottom() - max(v, 0.03)*in.H, W: w * 0.7, H: max(v, 0.03) * in.H}
		c.RoundRect(bar, 1.5, t.Series[i%2])
	}
	for _, w := range p.wires {
		ax, ay := at(w.a)
		bx, by := at(w.b)
		col := t.Positive
		if w.v < 0 {
			col = t.Negative
		}
		c.Line(ax, ay, bx, by, 0.6+2*math.Abs(w.v), col)
	}
	for _, cv := range p.curves {
		pts = pts[:0]
		for _, q := range cv.pts {
			x, y := at(q)
			pts = append(pts, paint.Point{X: x, Y: y})
		}
		c.Polyline(pts, 1.8, t.Series[cv.tone])
	}
	for _, d := range p.dots {
		x, y := at(d.at)
		p.dot(c, d, x, y, t)
	}
	c.PopClip()
	return pts
}

func (p *picture) dot(c *paint.Canvas, d dot, x, y float64, t *theme.Theme) {
	radius, col := 2.0, t.Series[0]
	switch {
	case d.sign > 0:
		col = t.Positive
	case d.sign < 0:
		col = t.Negative
	}
	if d.big {
		radius = 4.5
	}
	c.Circle(x, y, radius+1, t.Panel)
	c.Circle(x, y, radius, col)
}

// values are those of one node of a record.
func values(tr *trace.Trace, node int) []float64 { return tr.Nodes[node].Value }

// spread returns the least and the greatest of the finite values.
func spread(lists ...[]float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, l := range lists {
		for _, v := range l {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	if !(hi > lo) {
		return lo - 1, lo + 1
	}
	return lo, hi
}

// line fits y over x into the box with the given bounds.
func line(x, y []float64, x0, x1, y0, y1 float64) []paint.Point {
	out := make([]paint.Point, len(x))
	for i := range x {
		out[i] = paint.Point{X: (x[i] - x0) / (x1 - x0), Y: (y[i] - y0) / (y1 - y0)}
	}
	return out
}

// largest is the greatest magnitude, 1 where there is none.
func largest(v []float64) float64 {
	m := 0.0
	for _, x := range v {
		if !math.IsNaN(x) {
			m = max(m, math.Abs(x))
		}
	}
	if m == 0 {
		return 1
	}
	return m
}

// signed returns the values over their greatest magnitude.
func signed(v []float64) []float64 {
	m, out := largest(v), make([]float64, len(v))
	for i, x := range v {
		out[i] = x / m
	}
	return out
}
