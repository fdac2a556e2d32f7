package plot

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Scale says which value takes which colour.
type Scale struct {
	Grey     bool    // ink on paper from Min to Max; else orange, grey, blue from −Max to Max
	Min, Max float64 // Min counts only with Grey
}

// Diverging is a scale from −max to max.
func Diverging(max float64) Scale { return Scale{Max: max} }

// Greys is a scale from min to max.
func Greys(min, max float64) Scale { return Scale{Grey: true, Min: min, Max: max} }

// DivergingFor is a scale that reaches just as far as the values do.
func DivergingFor(values []float64) Scale { return Scale{Max: MaxAbs(values)} }

// MaxAbs returns the largest size among the finite values; 0 when there is none.
func MaxAbs(values []float64) float64 {
	m := 0.0
	for _, v := range values {
		if a := math.Abs(v); a > m && !math.IsInf(a, 0) {
			m = a
		}
	}
	return m
}

// at returns where v lies: −1…1 on a diverging scale, 0…1 on a grey one.
func (s Scale) at(v float64) float64 {
	lo, span := 0.0, s.Max
	if s.Grey {
		lo, span = s.Min, s.Max-s.Min
	}
	if span <= 0 {
		return 0
	}
	return (v - lo) / span
}

// Color returns the colour of v.
func (s Scale) Color(t *theme.Theme, v float64) paint.Color {
	if s.Grey {
		return t.Grey(s.at(v))
	}
	return t.Diverging(s.at(v))
}

// table holds the colours of a scale as pixels, so that a value costs one look-up.
type table struct {
	pixels [257][4]byte
	grey   bool
	of     *theme.Theme // nil before the first
}

func (tb *table) make(grey bool, t *theme.Theme) {
	if tb.grey == grey && tb.of == t {
		return
	}
	for i := range tb.pixels {
		col := t.Diverging(float64(i)/128 - 1)
		if grey {
			col = t.Grey(float64(i) / 256)
		}
		tb.pixels[i] = [4]byte{col.R, col.G, col.B, 255}
	}
	tb.grey, tb.of = grey, t
}

// fill writes the pixels of values and reports whether some are not numbers;
// those get the pixel none.
func (tb *table) fill(pix []byte, values []float64, s Scale, none [4]byte) (nan bool) {
	lo, span := -s.Max, 2*s.Max
	if s.Grey {
		lo, span = s.Min, s.Max-s.Min
	}
	k := 0.0
	if span > 0 {
		k = 256 / span
	} else if !s.Grey {
		lo, k = -1, 0 // everything is in the middle
	}
	mid := 0.5
	if k == 0 && !s.Grey {
		mid = 128.5
	}
	pix = pix[:4*len(values)]
	for i, v := range values {
		p := (*[4]byte)(pix[4*i:])
		f := (v-lo)*k + mid
		switch {
		case f >= 0 && f < 257:
			*p = tb.pixels[int(f)]
		case f < 0:
			*p = tb.pixels[0]
		case f >= 257:
			*p = tb.pixels[256]
		default:
			*p, nan = none, true
		}
	}
	return nan
}

// Hatch fills a box with the slanted lines that stand for "not a number".
func Hatch(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	c.PushClip(r)
	c.Fill(r, paint.Mix(t.Zero, t.Panel, 0.5))
	step := math.Max(4, math.Min(8, r.H/3))
	for x := r.X - r.H; x < r.Right(); x += step {
		c.Line(x, r.Bottom(), x+r.H, r.Y, 1, t.Faint)
	}
	c.PopClip()
}

// NotANumber fills a box with the hatch and says why.
func NotANumber(c *paint.Canvas, t *theme.Theme, r paint.Rect, reason string) {
	Hatch(c, t, r)
	st := t.Tiny()
	w := math.Min(paint.Measure(reason, st)+16, r.W-8)
	x, y := r.Center()
	h := paint.WrapHeight(reason, w-12, st, 17)
	box := paint.Rect{X: x - w/2, Y: y - h/2 - 4, W: w, H: h + 8}
	c.RoundRect(box, theme.RadiusSmall, t.Panel)
	c.RoundRectStroke(box, theme.RadiusSmall, 1, t.Border)
	c.TextWrap(reason, box.InsetXY(6, 4), st, 17)
}

// ColorBar draws the legend of a scale: a strip with its ends named.
func ColorBar(c *paint.Canvas, t *theme.Theme, r paint.Rect, s Scale) {
	const n = 33
	strip, below := r.CutTop(8)
	for i := range n {
		x0 := strip.X + strip.W*float64(i)/n
		x1 := strip.X + strip.W*float64(i+1)/n
		v := float64(i)/(n-1)*2 - 1
		col := t.Diverging(v)
		if s.Grey {
			col = t.Grey((v + 1) / 2)
		}
		c.Fill(paint.Rect{X: x0, Y: strip.Y, W: x1 - x0, H: strip.H}, col)
	}
	st := t.Tick()
	y := below.Y + 9
	var buf [32]byte
	lo := -s.Max
	if s.Grey {
		lo = s.Min
	} else {
		c.Text("0", r.X+r.W/2, y, st, paint.Center)
	}
	c.TextBytes(Append(buf[:0], lo), r.X, y, st, paint.Left)
	b := buf[:0]
	if s.Max > 0 && !s.Grey {
		b = append(b, '+')
	}
	c.TextBytes(Append(b, s.Max), r.Right(), y, st, paint.Right)
}
