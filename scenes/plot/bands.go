package plot

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Band is one line of a [Bands]: what several runs found at each x, in the
// middle and from the lowest to the highest.
type Band struct {
	Name        i18n.Text
	Color       int // index into the theme's Series colours
	X, Mid      []float64
	Low, High   []float64 // as long as Mid, or empty: no band
	Faint, Dots bool      // of an earlier run; a dot at each x
}

// Reset forgets all points and keeps the memory.
func (b *Band) Reset() {
	b.X, b.Mid, b.Low, b.High = b.X[:0], b.Mid[:0], b.Low[:0], b.High[:0]
}

// Put adds what several runs, one at least, found at x: the median, the lowest
// and the highest. It sorts runs.
func (b *Band) Put(x float64, runs ...float64) {
	for i := range runs {
		for k := i; k > 0 && runs[k] < runs[k-1]; k-- {
			runs[k], runs[k-1] = runs[k-1], runs[k]
		}
	}
	n := len(runs)
	b.X, b.Mid = append(b.X, x), append(b.Mid, (runs[(n-1)/2]+runs[n/2])/2)
	b.Low, b.High = append(b.Low, runs[0]), append(b.High, runs[n-1])
}

// Bands is a plot of bands over a fixed stretch of x. Its fields are set in
// Update; Draw only reads them.
type Bands struct {
	Lines      []*Band
	X0, X1     float64
	Y0, Y1     float64 // what the edges stand for; values beyond are cut off
	LogX, LogY bool
	Ticks      []float64 // of x
	Level      float64   // a dashed level with LevelName; none where NaN
	LevelName  i18n.Text
	Mark       float64 // a position of x that is chosen; none where NaN
	Others     []Other // other runs, dashed
	box        paint.Rect
	mid        []paint.Point
	low, high  []paint.Point
}

// NewBands returns an empty plot without a level and without a mark.
func NewBands(lines ...*Band) *Bands {
	return &Bands{Lines: lines, X1: 1, Y1: 1, Level: math.NaN(), Mark: math.NaN()}
}

// Place leaves room for the numbers at the edges of r.
func (p *Bands) Place(r paint.Rect) {
	p.box = paint.Rect{X: r.X + 40, Y: r.Y + 4, W: max(r.W-48, 1), H: max(r.H-26, 1)}
}

// Box is where the lines are.
func (p *Bands) Box() paint.Rect { return p.box }

// XAt is the x that a place on screen stands for.
func (p *Bands) XAt(px float64) float64 {
	f := min(max((px-p.box.X)/p.box.W, 0), 1)
	if p.LogX {
		return p.X0 * math.Pow(p.X1/p.X0, f)
	}
	return p.X0 + (p.X1-p.X0)*f
}

// At is where x and y stand on screen.
func (p *Bands) At(x, y float64) paint.Point {
	return paint.Point{X: p.box.X + share(x, p.X0, p.X1, p.LogX)*p.box.W, Y: p.box.Bottom() - share(y, p.Y0, p.Y1, p.LogY)*p.box.H}
}

// share is how far v lies from lo to hi.
func share(v, lo, hi float64, log bool) float64 {
	if log {
		v, lo, hi = math.Log(max(v, 1e-30)), math.Log(lo), math.Log(hi)
	}
	return min(max((v-lo)/(hi-lo), -0.5), 1.5)
}

// Draw paints axes, bands and lines where Place said.
func (p *Bands) Draw(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	c.RoundRect(p.box, theme.RadiusSmall, t.Sunken)
	p.axes(c, lk)
	c.PushClip(p.box)
	defer c.PopClip()
	if p.Mark == p.Mark {
		x := p.At(p.Mark, p.Y0).X
		c.Line(x, p.box.Y, x, p.box.Bottom(), 2, paint.WithAlpha(t.Accent, 0.55))
	}
	if p.Level == p.Level {
		y := p.At(p.X0, p.Level).Y
		c.DashLine(p.box.X, y, p.box.Right(), y, 1.5, 6, 4, 0, t.Good)
	}
	for _, b := range p.Lines {
		p.band(c, t, b)
	}
	for _, b := range p.Lines {
		p.line(c, t, b)
	}
	p.drawOthers(c, t)
	p.levelName(c, lk)
}

// levelName paints the level's name so that lines behind it do not hide it.
func (p *Bands) levelName(c *paint.Canvas, lk *ui.Look) {
	if p.Level != p.Level {
		return
	}
	t := lk.Theme
	name, st := p.LevelName.In(lk.Lang), t.Tiny().With(t.Good)
	y := p.At(p.X0, p.Level).Y + 10
	c.RoundRect(paint.Rect{X: p.box.X + 3, Y: y - 8, W: paint.Measure(name, st) + 6, H: 16}, 4, paint.WithAlpha(t.Sunken, 0.85))
	c.Text(name, p.box.X+6, y, st, paint.Left)
}

func (p *Bands) band(c *paint.Canvas, t *theme.Theme, b *Band) {
	if len(b.Low) == 0 {
		return
	}
	p.low, p.high = p.low[:0], p.high[:0]
	for i, x := range b.X {
		p.low, p.high = append(p.low, p.At(x, b.Low[i])), append(p.high, p.At(x, b.High[i]))
	}
	c.Ribbon(p.high, p.low, paint.WithAlpha(t.Series[b.Color], 0.2))
}

func (p *Bands) line(c *paint.Canvas, t *theme.Theme, b *Band) {
	p.mid = p.mid[:0]
	for i, x := range b.X {
		p.mid = append(p.mid, p.At(x, b.Mid[i]))
	}
	col, width := t.Series[b.Color], 2.0
	if b.Faint {
		c.DashPolyline(p.mid, 1.5, 5, 4, 0, paint.WithAlpha(col, 0.75))
		return
	}
	c.Polyline(p.mid, width, col)
	for _, q := range p.mid {
		if b.Dots {
			c.Circle(q.X, q.Y, 3, col)
		}
	}
}

// axes paints the grid and the numbers at the edges.
func (p *Bands) axes(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	st := t.Tick()
	var buf [32]byte
	if p.LogY {
		for e := math.Ceil(math.Log10(p.Y0) - 1e-9); e <= math.Log10(p.Y1)+1e-9; e++ {
			v := math.Pow(10, e)
			y := p.At(p.X0, v).Y
			c.Line(p.box.X, y, p.box.Right(), y, 1, t.Border)
			c.TextBytes(Append(buf[:0], v), p.box.X-6, y, st, paint.Right)
		}
	} else {
		step := tick(p.Y1 - p.Y0)
		for k := math.Ceil(p.Y0/step - 1e-9); k*step <= p.Y1+step*1e-9; k++ {
			y := p.At(p.X0, k*step).Y
			c.Line(p.box.X, y, p.box.Right(), y, 1, t.Border)
			c.TextBytes(Append(buf[:0], math.Round(k)*step), p.box.X-6, y, st, paint.Right)
		}
	}
	y := p.box.Bottom() + 12
	for _, v := range p.Ticks {
		c.TextBytes(Append(buf[:0], v), p.At(v, p.Y0).X, y, st, paint.Center)
	}
}

// Lines are the middles of some bands as a curve, for its file: one series each.
func Lines(x i18n.Text, bands ...*Band) *Curve {
	series := make([]Series, len(bands))
	for i, b := range bands {
		series[i] = Series{Name: b.Name, Color: b.Color}
	}
	c := NewCurve(x, series...)
	for i, b := range bands {
		for k, at := range b.X {
			c.Append(i, at, b.Mid[k])
		}
	}
	return c
}
