package plot

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Series is one line of a Curve.
type Series struct {
	Name  i18n.Text
	Color int  // index into the theme's Series colours
	Right bool // measured on the axis at the right
	xs    []float64
	ys    []float64
	// of the finite values, and of those above zero
	low, high, lowAbove float64
}

// Curve shows lines that grow while the engine runs, such as loss and
// accuracy. Thousands of points are thinned to what a pixel column can show:
// its smallest and its largest value.
type Curve struct {
	series []Series
	x      i18n.Text
	axes   [2]axis // left, right
	pts    []paint.Point
	others []beside // other runs, drawn in the same axes
	Legend bool     // names and last values above the plot
	MaxX   float64  // the x axis reaches at least to here
}

// axis is a vertical axis.
type axis struct {
	log      bool
	fixed    bool
	min, max float64
	percent  bool
}

// NewCurve returns an empty plot; x names what runs to the right.
func NewCurve(x i18n.Text, series ...Series) *Curve {
	return &Curve{x: x, series: series, Legend: true}
}

// Log makes the left axis logarithmic; values at or below zero are left out.
func (p *Curve) Log() *Curve { p.axes[0].log = true; return p }

// Range fixes an axis instead of following the values.
func (p *Curve) Range(right bool, min, max float64) *Curve {
	a := &p.axes[0]
	if right {
		a = &p.axes[1]
	}
	a.fixed, a.min, a.max = true, min, max
	return p
}

// Percent shows the right axis in per cent, from 0 to 1.
func (p *Curve) Percent() *Curve {
	p.axes[1].percent = true
	return p.Range(true, 0, 1)
}

// Append adds a point to series i; x must not fall.
func (p *Curve) Append(i int, x, y float64) {
	s := &p.series[i]
	if y-y == 0 {
		if len(s.ys) == 0 || !(s.low <= s.high) {
			s.low, s.high, s.lowAbove = y, y, math.Inf(1)
		}
		s.low, s.high = math.Min(s.low, y), math.Max(s.high, y)
		if y > 0 {
			s.lowAbove = math.Min(s.lowAbove, y)
		}
	} else if len(s.ys) == 0 {
		s.low, s.high, s.lowAbove = math.Inf(1), math.Inf(-1), math.Inf(1)
	}
	s.xs, s.ys = append(s.xs, x), append(s.ys, y)
}

// Reset forgets all points and keeps the memory.
func (p *Curve) Reset() {
	for i := range p.series {
		p.series[i].xs, p.series[i].ys = p.series[i].xs[:0], p.series[i].ys[:0]
	}
}

// Len returns the points of series i.
func (p *Curve) Len(i int) int { return len(p.series[i].ys) }

// Last returns the last value of series i; NaN when there is none.
func (p *Curve) Last(i int) float64 {
	if n := len(p.series[i].ys); n > 0 {
		return p.series[i].ys[n-1]
	}
	return math.NaN()
}

// legendH is the height of the legend above a plot.
const legendH = 24.0

// frame is where the plot lies and what its edges mean.
type frame struct {
	r      paint.Rect
	x0, x1 float64
	lo, hi [2]float64 // of the axes, as drawn (logs where the axis is)
}

// Draw paints axes and lines into r.
func (p *Curve) Draw(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	if p.Legend {
		var top paint.Rect
		top, r = r.CutTop(legendH)
		p.legend(c, lk, top)
	}
	f := p.frame(r)
	c.RoundRect(f.r, theme.RadiusSmall, t.Sunken)
	p.axis(c, t, &f, 0)
	if p.hasRight() {
		p.axis(c, t, &f, 1)
	}
	p.xAxis(c, lk, &f)
	c.PushClip(f.r)
	p.drawOthers(c, t, &f)
	for i := range p.series {
		p.line(c, t, &f, &p.series[i])
	}
	p.nameOthers(c, t, &f)
	c.PopClip()
}

func (p *Curve) hasRight() bool {
	for i := range p.series {
		if p.series[i].Right {
			return true
		}
	}
	return false
}

// frame finds the ranges and leaves room for the axes' numbers.
func (p *Curve) frame(r paint.Rect) frame {
	f := frame{x1: p.MaxX}
	for a := range f.lo {
		f.lo[a], f.hi[a] = math.Inf(1), math.Inf(-1)
	}
	p.each(func(s *Series) {
		a := s.axis()
		n := len(s.ys)
		if n == 0 {
			return
		}
		f.x1 = math.Max(f.x1, s.xs[n-1])
		low := s.low
		if p.axes[a].log {
			low = s.lowAbove
		}
		if low, high := p.axes[a].at(low), p.axes[a].at(s.high); low <= high {
			f.lo[a], f.hi[a] = math.Min(f.lo[a], low), math.Max(f.hi[a], high)
		}
	})
	for a := range f.lo {
		x := &p.axes[a]
		switch {
		case x.fixed:
			f.lo[a], f.hi[a] = x.at(x.min), x.at(x.max)
		case f.lo[a] > f.hi[a]:
			f.lo[a], f.hi[a] = 0, 1
		case x.log:
			f.lo[a], f.hi[a] = math.Floor(f.lo[a]), math.Ceil(f.hi[a])
		default:
			f.lo[a] = math.Min(f.lo[a], 0)
			step := tick(f.hi[a] - f.lo[a])
			f.lo[a], f.hi[a] = math.Floor(f.lo[a]/step)*step, math.Ceil(f.hi[a]/step)*step
		}
		if f.hi[a] <= f.lo[a] {
			f.hi[a] = f.lo[a] + 1
		}
	}
	if f.x1 <= f.x0 {
		f.x1 = f.x0 + 1
	}
	left, right := 36.0, 0.0
	if p.hasRight() {
		right = 40
	}
	f.r = paint.Rect{X: r.X + left, Y: r.Y + 4, W: r.W - left - right, H: r.H - 24}
	return f
}

func (s *Series) axis() int {
	if s.Right {
		return 1
	}
	return 0
}

func (a *axis) at(y float64) float64 {
	if a.log {
		if y <= 0 {
			return math.NaN()
		}
		return math.Log10(y)
	}
	return y
}

// tick returns a step of 1, 2 or 5 times a power of ten for about four ticks.
func tick(span float64) float64 {
	if !(span > 0) || math.IsInf(span, 0) {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(span/4)))
	for _, k := range []float64{1, 2, 5} {
		if span/(k*p) <= 5 {
			return k * p
		}
	}
	return 10 * p
}

// axis paints the numbers of a vertical axis, and the grid of the left one.
func (p *Curve) axis(c *paint.Canvas, t *theme.Theme, f *frame, a int) {
	st := t.Tick()
	step := tick(f.hi[a] - f.lo[a])
	if p.axes[a].log {
		step = math.Max(1, math.Ceil((f.hi[a]-f.lo[a])/4))
	}
	for span := f.hi[a] - f.lo[a]; step < span && f.r.H*step/span < st.Size; {
		step *= 2 // in a low plot the numbers stand apart, too
	}
	var buf [32]byte
	for k := math.Ceil(f.lo[a]/step - 1e-9); k*step <= f.hi[a]+step*1e-9; k++ {
		v := k * step
		y := f.r.Bottom() - (v-f.lo[a])/(f.hi[a]-f.lo[a])*f.r.H
		if a == 0 {
			c.Line(f.r.X, y, f.r.Right(), y, 1, t.Border)
		}
		b := buf[:0]
		switch {
		case p.axes[a].log && v == 5: // 100000 is wider than the room beside the axis
			b = appendPower(b, math.Pow(10, v), 2)
		case p.axes[a].log:
			b = Append(b, math.Pow(10, v))
		case p.axes[a].percent:
			b = append(paint.AppendNumber(b, v*100, 0), '%')
		default:
			b = Append(b, math.Round(v/step)*step)
		}
		if a == 0 {
			c.TextBytes(b, f.r.X-6, y, st, paint.Right)
		} else {
			c.TextBytes(b, f.r.Right()+6, y, st, paint.Left)
		}
	}
}

func (p *Curve) xAxis(c *paint.Canvas, lk *ui.Look, f *frame) {
	t := lk.Theme
	st := t.Tick()
	var buf [32]byte
	y := f.r.Bottom() + 12
	c.Text("0", f.r.X, y, st, paint.Left)
	c.TextBytes(Append(buf[:0], f.x1), f.r.Right(), y, st, paint.Right)
	st.Font = paint.Sans
	c.Text(p.x.In(lk.Lang), f.r.X+f.r.W/2, y, st, paint.Center)
}

// line paints one series, with a dot at its end.
func (p *Curve) line(c *paint.Canvas, t *theme.Theme, f *frame, s *Series) {
	col := t.Series[s.Color%len(t.Series)]
	q, ok := p.thin(c, f, s)
	c.Polyline(p.pts, 1.75, col)
	if ok {
		c.Circle(q.X, q.Y, 3, col)
	}
}

// thin fills p.pts with a series: per pixel column the smallest and the largest
// value in the order in which they came. What is not finite leaves a gap. It
// returns the last point, ok where there is one in the plot.
func (p *Curve) thin(c *paint.Canvas, f *frame, s *Series) (last paint.Point, ok bool) {
	a := s.axis()
	p.pts = p.pts[:0]
	n := len(s.ys)
	scale, off := f.r.W/(f.x1-f.x0)*c.Scale(), f.r.X*c.Scale()
	for j := 0; j < n; {
		lo, hi, e := j, j, j+1
		end := math.Floor((s.xs[j]-f.x0)*scale+off) + 1 // of the pixel column
		for ; e < n && (s.xs[e]-f.x0)*scale+off < end; e++ {
			y := s.ys[e]
			if y-y != 0 {
				break
			}
			if y < s.ys[lo] {
				lo = e
			}
			if y > s.ys[hi] {
				hi = e
			}
		}
		p.pts = append(p.pts, p.place(f, s, a, min(lo, hi)))
		if lo != hi {
			p.pts = append(p.pts, p.place(f, s, a, max(lo, hi)))
		}
		j = e
	}
	return p.last(f, s)
}

// last is the last point of a series, ok where there is one in the plot.
func (p *Curve) last(f *frame, s *Series) (at paint.Point, ok bool) {
	n := len(s.ys)
	if n == 0 {
		return at, false
	}
	at = p.place(f, s, s.axis(), n-1)
	return at, at.Y-at.Y == 0
}

// legend paints the names with their last values.
func (p *Curve) legend(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	x := r.X
	_, y := r.Center()
	y -= 2
	var buf [32]byte
	for i := range p.series {
		s := &p.series[i]
		col := t.Series[s.Color%len(t.Series)]
		c.RoundRect(paint.Rect{X: x, Y: y - 1.5, W: 12, H: 3}, 1.5, col)
		c.Text(s.Name.In(lk.Lang), x+18, y, t.Tiny(), paint.Left)
		number, next := s.entry(lk.Lang, x)
		if n := len(s.ys); n > 0 {
			num := paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny, Color: t.Text}
			b := buf[:0]
			if s.Right && p.axes[1].percent {
				b = AppendPercent(b, s.ys[n-1])
			} else {
				b = appendLast(b, s.ys[n-1])
			}
			c.TextBytes(b, number, y, num, paint.Left)
		}
		x = next
	}
}

// entry is where in the legend the last value of a line begins whose entry begins
// at x, and where the next entry does.
func (s *Series) entry(l i18n.Lang, x float64) (number, next float64) {
	number = x + 24 + paint.Measure(s.Name.In(l), paint.Style{Font: paint.Sans, Size: theme.SizeTiny})
	if next = number + 10; len(s.ys) > 0 {
		next += 46
	}
	return number, next
}

// LastAt is where the last value of series i stands in the plot drawn into r;
// nowhere without a legend or without a value.
func (p *Curve) LastAt(l i18n.Lang, r paint.Rect, i int) (at paint.Rect) {
	if !p.Legend || i >= len(p.series) || len(p.series[i].ys) == 0 {
		return at
	}
	x := r.X
	for k := range i {
		_, x = p.series[k].entry(l, x)
	}
	x, _ = p.series[i].entry(l, x)
	return paint.Rect{X: x - 2, Y: r.Y, W: 52, H: 22}
}
