package plot

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Heatmap shows values as a picture, one pixel each.
type Heatmap struct {
	w, h   int
	values []float64
	scale  Scale
	bitmap *paint.Bitmap
	table  table
	stale  bool
	nan    bool
	Smooth bool // blend the pixels into each other
}

// NewHeatmap returns a heat map of w by h values, all zero.
func NewHeatmap(w, h int) *Heatmap {
	w, h = max(w, 1), max(h, 1)
	return &Heatmap{w: w, h: h, values: make([]float64, w*h), scale: Diverging(1), bitmap: paint.NewBitmap(w, h), stale: true}
}

// Size returns the columns and rows.
func (m *Heatmap) Size() (w, h int) { return m.w, m.h }

// Set copies the values, row by row; missing ones are zero. Setting the same
// values again costs only the comparison.
func (m *Heatmap) Set(values []float64, s Scale) {
	if s != m.scale {
		m.scale, m.stale = s, true
	}
	n := min(len(values), len(m.values))
	for i, v := range values[:n] {
		if o := m.values[i]; o != v && (o == o || v == v) {
			copy(m.values[i:n], values[i:n])
			m.stale = true
			break
		}
	}
	for i := n; i < len(m.values); i++ {
		if m.values[i] != 0 {
			m.values[i], m.stale = 0, true
		}
	}
}

// Value returns one value.
func (m *Heatmap) Value(x, y int) float64 { return m.values[y*m.w+x] }

// Fit returns the largest box inside r with square pixels, in the middle.
func (m *Heatmap) Fit(r paint.Rect) paint.Rect {
	k := math.Min(r.W/float64(m.w), r.H/float64(m.h))
	return r.Middle(float64(m.w)*k, float64(m.h)*k)
}

// At returns the column and row under a point when the map is drawn in r.
func (m *Heatmap) At(r paint.Rect, x, y float64) (col, row int, ok bool) {
	if !r.Contains(x, y) {
		return 0, 0, false
	}
	return min(int((x-r.X)/r.W*float64(m.w)), m.w-1), min(int((y-r.Y)/r.H*float64(m.h)), m.h-1), true
}

// Cell returns the box of one pixel when the map is drawn in r.
func (m *Heatmap) Cell(r paint.Rect, col, row int) paint.Rect {
	w, h := r.W/float64(m.w), r.H/float64(m.h)
	return paint.Rect{X: r.X + float64(col)*w, Y: r.Y + float64(row)*h, W: w, H: h}
}

// Draw paints the map into r, coloured anew when values or theme have changed.
func (m *Heatmap) Draw(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	if r.Empty() {
		return
	}
	if m.stale || m.table.of != t {
		m.color(t)
	}
	c.Bitmap(m.bitmap, r, m.Smooth)
	if m.nan {
		m.hatch(c, t, r)
	}
}

func (m *Heatmap) color(t *theme.Theme) {
	m.table.make(m.scale.Grey, t)
	none := t.Zero
	m.nan = m.table.fill(m.bitmap.Pix(), m.values, m.scale, [4]byte{none.R, none.G, none.B, 255})
	m.bitmap.Changed()
	m.stale = false
}

// hatch marks what is not a number: cell by cell where cells are large, as
// rows of slanted strokes where they are small.
func (m *Heatmap) hatch(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	for y := range m.h {
		for x := 0; x < m.w; x++ {
			if v := m.values[y*m.w+x]; v == v {
				continue
			}
			e := m.Cell(r, x, y)
			for x+1 < m.w && m.values[y*m.w+x+1] != m.values[y*m.w+x+1] {
				x++
				e.W += r.W / float64(m.w)
			}
			if e.H >= 5 {
				Hatch(c, t, e)
			} else if y%3 == 0 {
				c.Line(e.X, e.Bottom(), e.Right(), e.Y, 1, t.Faint)
			}
		}
	}
}

// Frame draws a quiet edge around a figure; strong when it is under the pointer
// or chosen.
func Frame(c *paint.Canvas, t *theme.Theme, r paint.Rect, chosen bool) {
	if chosen {
		c.RoundRectStroke(r.Inset(-2), 2, 2, t.Accent)
		return
	}
	c.RoundRectStroke(r.Inset(-1), 1, 1, t.Border)
}
