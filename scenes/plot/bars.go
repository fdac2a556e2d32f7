package plot

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Bars shows shares in 0…1, one below the other, such as probabilities.
type Bars struct {
	Rect   paint.Rect
	Labels []string
	Values []float64 // not copied
	Chosen int       // the one that stands out, such as the largest; −1: none
	Hover  int       // the one under the pointer; −1: none
}

// NewBars returns bars for the labels.
func NewBars(labels ...string) *Bars { return &Bars{Labels: labels, Chosen: -1, Hover: -1} }

// Row returns the box of one bar's line.
func (b *Bars) Row(i int) paint.Rect {
	h := b.Rect.H / float64(max(len(b.Labels), 1))
	return paint.Rect{X: b.Rect.X, Y: b.Rect.Y + float64(i)*h, W: b.Rect.W, H: h}
}

// At returns the line under a point, or −1.
func (b *Bars) At(x, y float64) int {
	if !b.Rect.Contains(x, y) || len(b.Labels) == 0 {
		return -1
	}
	return min(int((y-b.Rect.Y)/b.Rect.H*float64(len(b.Labels))), len(b.Labels)-1)
}

// Draw paints labels, bars and per cents.
func (b *Bars) Draw(c *paint.Canvas, t *theme.Theme) {
	label := 0.0
	for _, s := range b.Labels {
		label = math.Max(label, paint.Measure(s, t.NumberBold()))
	}
	label += 12
	const number = 56.0
	var buf [32]byte
	for i, s := range b.Labels {
		row := b.Row(i)
		_, y := row.Center()
		h := math.Min(16, row.H-6)
		on := i == b.Chosen
		name, num := t.Number().With(t.Muted), t.Number().With(t.Muted)
		if on {
			name, num = t.NumberBold(), t.NumberBold()
		}
		if i == b.Hover {
			c.RoundRect(row.InsetXY(-4, 1), theme.RadiusSmall, t.Hover)
		}
		c.Text(s, row.X+label-12, y, name, paint.Right)
		bar := paint.Rect{X: row.X + label, Y: y - h/2, W: row.W - label - number, H: h}
		c.RoundRect(bar, 3, t.Track)
		v := 0.0
		if i < len(b.Values) {
			v = b.Values[i]
		}
		if v != v {
			Hatch(c, t, bar)
			c.Text("NaN", row.Right(), y, num, paint.Right)
			continue
		}
		if fill := bar.W * math.Min(math.Max(v, 0), 1); fill >= 0.5 {
			col := paint.Mix(t.Accent, t.Track, 0.35)
			if on {
				col = t.Accent
			}
			c.RoundRect(paint.Rect{X: bar.X, Y: bar.Y, W: math.Max(fill, 2), H: h}, math.Min(3, fill/2), col)
		}
		c.TextBytes(AppendPercent(buf[:0], v), row.Right(), y, num, paint.Right)
	}
}
