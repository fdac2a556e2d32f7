package plot

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// beside is the same plot of another run.
type beside struct {
	name string
	of   *Curve
}

// dashes tell runs apart that share a colour: dash and gap.
var dashes = [...][2]float64{{8, 4}, {2.5, 3}, {12, 3}}

// Dash is how the lines of the k-th run beside this one are dashed.
func Dash(k int) (dash, gap float64) {
	d := dashes[k%len(dashes)]
	return d[0], d[1]
}

// Alone takes away the runs beside this one.
func (p *Curve) Alone() { p.others = p.others[:0] }

// Beside draws the lines of another run, dashed, in the axes of this one; its
// plot has the same series.
func (p *Curve) Beside(name string, other *Curve) {
	p.others = append(p.others, beside{name, other})
}

// each calls f for the series of this run and of those beside it.
func (p *Curve) each(f func(s *Series)) {
	for i := range p.series {
		f(&p.series[i])
	}
	for _, o := range p.others {
		for i := range o.of.series {
			f(&o.of.series[i])
		}
	}
}

// drawOthers paints the runs beside this one.
func (p *Curve) drawOthers(c *paint.Canvas, t *theme.Theme, f *frame) {
	for k, o := range p.others {
		dash, gap := Dash(k)
		for i := range o.of.series {
			s := &o.of.series[i]
			col := t.Series[s.Color%len(t.Series)]
			p.thin(c, f, s)
			c.DashPolyline(p.pts, 1.75, dash, gap, 0, paint.WithAlpha(col, 0.85))
		}
	}
}

// nameOthers writes over all lines the name of each run beside this one, where its
// first line ends.
func (p *Curve) nameOthers(c *paint.Canvas, t *theme.Theme, f *frame) {
	for _, o := range p.others {
		for i := range o.of.series[:min(1, len(o.of.series))] {
			s := &o.of.series[i]
			if end, ok := p.last(f, s); ok {
				tag(c, t, f.r, o.name, end, t.Series[s.Color%len(t.Series)])
			}
		}
	}
}

// DrawBeside paints a line of the k-th run beside this one, dashed, into a box,
// with its name where it ends; an empty name leaves that out.
func DrawBeside(c *paint.Canvas, t *theme.Theme, box paint.Rect, k int, name string, pts []paint.Point, col paint.Color) {
	if len(pts) == 0 {
		return
	}
	dash, gap := Dash(k)
	c.DashPolyline(pts, 1.75, dash, gap, 0, paint.WithAlpha(col, 0.85))
	if name != "" {
		tag(c, t, box, name, pts[len(pts)-1], col)
	}
}

// Other is what another run found, in the plot of this one.
type Other struct {
	Name  string
	Lines []*Band
}

// drawOthers paints the middle of the lines of other runs, each with its name where
// its last line ends.
func (p *Bands) drawOthers(c *paint.Canvas, t *theme.Theme) {
	for k, o := range p.Others {
		for i, b := range o.Lines {
			p.mid = p.mid[:0]
			for j, x := range b.X {
				p.mid = append(p.mid, p.At(x, b.Mid[j]))
			}
			name := ""
			if i == len(o.Lines)-1 {
				name = o.Name
			}
			DrawBeside(c, t, p.box, k, name, p.mid, t.Series[b.Color])
		}
	}
}

// tag writes the name of a run at the end of its line.
func tag(c *paint.Canvas, t *theme.Theme, r paint.Rect, name string, at paint.Point, col paint.Color) {
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: t.Text}
	name = paint.Elide(name, 64, st)
	w := paint.Measure(name, st) + 10
	box := paint.Rect{X: min(max(at.X-w-4, r.X+2), r.Right()-w-2), Y: min(max(at.Y-20, r.Y+2), r.Bottom()-19), W: w, H: 17}
	c.RoundRect(box, 4, t.Panel)
	c.RoundRectStroke(box, 4, 1, col)
	x, y := box.Center()
	c.Text(name, x, y, st, paint.Center)
}

// Line is one line of a plot as numbers: what stands along the axes, and the points.
type Line struct {
	Name i18n.Text
	X, Y []float64
}

// Lines are the lines of the plot, which share their memory with it.
func (p *Curve) Lines() []Line {
	out := make([]Line, len(p.series))
	for i := range p.series {
		s := &p.series[i]
		out[i] = Line{s.Name, s.xs, s.ys}
	}
	return out
}

// XName names what runs to the right.
func (p *Curve) XName() i18n.Text { return p.x }
