package plot

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// Path is a line of a plot as it lies on screen, to be read point by point.
type Path struct {
	Name    i18n.Text
	Color   int // index into the theme's Series colours
	X, Y    []float64
	Percent bool                         // Y is a share
	Place   func(i int) paint.Point      // of the i-th point
	Apart   bool                         // no line joins the points
	Label   func(l i18n.Lang) paint.Rect // where the present value stands beside the plot; nil: nowhere
}

// Paths are the lines of this run in the plot drawn into r.
func (p *Curve) Paths(r paint.Rect) []Path {
	if p.Legend {
		_, r = r.CutTop(legendH)
	}
	f := p.frame(r)
	out := make([]Path, len(p.series))
	for i := range p.series {
		s := &p.series[i]
		a := s.axis()
		out[i] = Path{Name: s.Name, Color: s.Color, X: s.xs, Y: s.ys, Percent: s.Right && p.axes[1].percent, Place: func(j int) paint.Point { return p.place(&f, s, a, j) }}
	}
	return out
}

// place is where the j-th point of a series lies.
func (p *Curve) place(f *frame, s *Series, a, j int) paint.Point {
	return paint.Point{X: f.r.X + (s.xs[j]-f.x0)*f.r.W/(f.x1-f.x0), Y: f.r.Bottom() - (p.axes[a].at(s.ys[j])-f.lo[a])*f.r.H/(f.hi[a]-f.lo[a])}
}

// Paths are the middles of this run's bands where Place put the plot.
func (p *Bands) Paths() []Path {
	var out []Path
	for _, b := range p.Lines {
		if !b.Faint {
			out = append(out, p.Path(b))
		}
	}
	return out
}

// Path is the middle of a band where Place put the plot.
func (p *Bands) Path(b *Band) Path {
	return Path{Name: b.Name, Color: b.Color, X: b.X, Y: b.Mid, Place: func(j int) paint.Point { return p.within(p.At(b.X[j], b.Mid[j])) }}
}

// within is a place, or the nearest on the edge of the plot where it is cut off there.
func (p *Bands) within(at paint.Point) paint.Point {
	return paint.Point{X: at.X, Y: min(max(at.Y, p.box.Y), p.box.Bottom())}
}

// Near returns the point to which a place belongs: of the nearest line, at most
// reach away, the nearer end of the piece beside it.
func Near(paths []Path, x, y, reach float64) (line, i int, ok bool) {
	best := reach
	for k := range paths {
		p := &paths[k]
		n := min(len(p.X), len(p.Y))
		for j := range n {
			a := p.Place(j)
			b := a
			if j+1 < n && !p.Apart {
				if c := p.Place(j + 1); c.Y-c.Y == 0 {
					b = c
				}
			}
			d, end := toPiece(a, b, x, y)
			if d < best || !ok && d == best {
				best, line, i, ok = d, k, j+end, true
			}
		}
	}
	return line, i, ok
}

// toPiece is how far a place is from the piece from a to b, and which end is
// nearer: 0 or 1. What is not finite is out of reach.
func toPiece(a, b paint.Point, x, y float64) (d float64, end int) {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(max(((x-a.X)*dx+(y-a.Y)*dy)/l, 0), 1)
	}
	if d = math.Hypot(x-a.X-t*dx, y-a.Y-t*dy); d != d {
		return math.Inf(1), 0
	}
	if t > 0.5 {
		end = 1
	}
	return d, end
}

// Value is how the i-th value reads.
func (p *Path) Value(i int) string {
	if p.Percent {
		return string(AppendPercent(nil, p.Y[i]))
	}
	return Format(p.Y[i])
}
