package plot

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Matrix shows values as cells with their numbers in them.
type Matrix struct {
	Rect       paint.Rect
	Rows, Cols int
	Values     []float64 // row-major; not copied
	Scale      Scale
	Decimals   int  // of the digits
	Signed     bool // + before what is positive
	Bare       bool // no digits
	Hover      int  // the cell under the pointer, or −1
	Chosen     int  // the cell that is explained, or −1
	Lit        int  // only the first Lit cells are shown in full; −1: all
}

// NewMatrix returns a matrix of values with two decimals.
func NewMatrix(rows, cols int, values []float64, s Scale) *Matrix {
	return &Matrix{Rows: rows, Cols: cols, Values: values, Scale: s, Decimals: 2, Hover: -1, Chosen: -1, Lit: -1}
}

// gap is the room between two cells.
func (m *Matrix) gap() float64 {
	if m.cell() < 14 {
		return 1
	}
	return 2
}

func (m *Matrix) cell() float64 {
	if m.Rows <= 0 || m.Cols <= 0 {
		return 0
	}
	return math.Min(m.Rect.W/float64(m.Cols), m.Rect.H/float64(m.Rows))
}

// Cell returns the box of cell i.
func (m *Matrix) Cell(i int) paint.Rect {
	w, h := m.Rect.W/float64(m.Cols), m.Rect.H/float64(m.Rows)
	g := m.gap()
	return paint.Rect{X: m.Rect.X + float64(i%m.Cols)*w, Y: m.Rect.Y + float64(i/m.Cols)*h, W: w - g, H: h - g}
}

// At returns the cell under a point, or −1.
func (m *Matrix) At(x, y float64) int {
	if m.Rows <= 0 || m.Cols <= 0 || !m.Rect.Contains(x, y) {
		return -1
	}
	col := int((x - m.Rect.X) / m.Rect.W * float64(m.Cols))
	row := int((y - m.Rect.Y) / m.Rect.H * float64(m.Rows))
	return min(row, m.Rows-1)*m.Cols + min(col, m.Cols-1)
}

// digits returns the size of the digits that fit a cell; 0: none do.
func (m *Matrix) digits() float64 {
	if m.Bare {
		return 0
	}
	s := (m.Rect.W/float64(max(m.Cols, 1)) - m.gap() - 4) / (float64(m.chars()) * 0.6)
	s = math.Min(math.Floor(s*2)/2, m.Rect.H/float64(max(m.Rows, 1))-6)
	if s < theme.SizeCell {
		return 0
	}
	return math.Min(s, theme.SizeTiny)
}

// chars returns how many characters the longest number has.
func (m *Matrix) chars() int {
	largest, sign := 0.0, m.Signed
	for _, v := range m.Values {
		sign = sign || v < 0
		largest = math.Max(largest, math.Abs(v))
	}
	n := 1
	for largest >= 9.9999 && n < 9 {
		largest /= 10
		n++
	}
	if m.Decimals > 0 {
		n += 1 + m.Decimals
	}
	if sign {
		n++
	}
	return n
}

// Draw paints cells and digits. Digits too narrow for their cell are left
// away: hovering shows them large.
func (m *Matrix) Draw(c *paint.Canvas, t *theme.Theme) {
	size := m.digits()
	radius := math.Min(3, m.cell()/6)
	st := paint.Style{Font: paint.Mono, Size: size}
	var buf [32]byte
	for i := 0; i < m.Rows*m.Cols; i++ {
		r := m.Cell(i)
		if i >= len(m.Values) || m.Lit >= 0 && i >= m.Lit {
			c.RoundRect(r, radius, paint.WithAlpha(t.Zero, 0.35))
			continue
		}
		v := m.Values[i]
		if v != v {
			Hatch(c, t, r)
		} else {
			col := m.Scale.Color(t, v)
			c.RoundRect(r, radius, col)
			st.Color = t.On(col)
		}
		if i == m.Hover || i == m.Chosen {
			col := t.Accent
			if i == m.Chosen {
				col = t.Text
			}
			c.RoundRectStroke(r.Inset(-2), radius+2, 2, col)
		}
		if size == 0 {
			continue
		}
		if v != v {
			st.Color = t.Text
		}
		b := buf[:0]
		if m.Signed {
			b = AppendSigned(b, v, m.Decimals)
		} else {
			b = paint.AppendNumber(b, v, m.Decimals)
		}
		x, y := r.Center()
		c.TextBytes(b, x, y, st, paint.Center)
	}
}
