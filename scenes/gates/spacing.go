package gates

import (
	"math"

	"gradtheatre/scenes/paint"
)

// across gives every column its place from left to right and returns the width.
func (l *layout) across(width float64) float64 {
	g, m := l.g, &l.g.m
	need := make([]float64, len(l.columns)) // width of a column
	gap := make([]float64, len(l.columns))  // room to its right
	for i := range g.boxes {
		b := &g.boxes[i]
		need[b.column] = max(need[b.column], m.width(b))
		room := m.curve
		if m.sideChip(b) {
			room += m.chipW + 8
		}
		if len(b.out) > 0 {
			gap[b.column] = max(gap[b.column], room)
		}
	}
	for i := range g.wires {
		if w := &g.wires[i]; len(g.boxes[w.from].out) > 1 {
			c := g.boxes[w.to].column - 1
			base := m.curve
			if !m.stacked || c == 0 {
				base += m.chipW + 8
			}
			gap[c] = max(gap[c], base+m.chipW-4)
		}
	}
	total := 0.0
	for c := range need {
		total += need[c] + gap[c]
	}
	// Spare room goes to the gaps, up to where wires grow too long.
	spare := 0.0
	if n := float64(len(gap) - 1); n > 0 {
		spare = min(max(0, width-total)/n, m.curve*2.2)
	}
	x := 0.0
	for c, ps := range l.columns {
		for _, p := range ps {
			if b := l.places[p].box; b >= 0 {
				w := m.width(&g.boxes[b])
				g.boxes[b].rect = paint.Rect{X: x + (need[c]-w)/2, W: w, H: m.boxH}
			}
		}
		x += need[c]
		if c < len(gap)-1 {
			x += gap[c] + spare
		}
	}
	g.size.X = x
	return x
}

// width is the room that a box takes.
func (m *metrics) width(b *box) float64 {
	w := m.gateW
	if b.kind.Leaf() {
		w = m.varW
	}
	if n := float64(len([]rune(b.symbol))); n > 3 {
		w = max(w, n*m.symbol*0.62+16)
	}
	return w
}

// sideChip says whether the box's chips stand on its wire.
func (m *metrics) sideChip(b *box) bool { return b.node != result && (!m.stacked || b.kind.Leaf()) }

// half is half of the height that a place needs.
func (l *layout) half(p *place, row float64) float64 {
	m := &l.g.m
	switch {
	case p.box < 0:
		return row * 0.22
	case m.stacked && !l.g.boxes[p.box].kind.Leaf():
		return max(row/2, m.boxH/2+m.chipH+8)
	}
	return row / 2
}

// down gives every place its height, near its neighbours and apart from those
// above and below, and returns the height of the whole.
func (l *layout) down(height float64) float64 {
	m := &l.g.m
	row := m.row
	if n := l.tallest(row); n > 0 && n < height {
		row *= max(1, min(1.5, height/n))
	}
	for i := range l.places {
		l.places[i].half = l.half(&l.places[i], row)
	}
	for _, c := range l.columns {
		y := 0.0
		for _, p := range c {
			l.places[p].y = y + l.places[p].half
			y += 2 * l.places[p].half
		}
		for _, p := range c {
			l.places[p].y -= y / 2
		}
	}
	y := make([]float64, len(l.places))
	for i := range l.places {
		y[i] = l.places[i].y
	}
	for sweep := range 24 {
		for k := range l.columns {
			c := l.columns[k]
			if sweep%2 == 1 {
				c = l.columns[len(l.columns)-1-k]
			}
			l.settle(c, y)
		}
	}
	// At last every gate goes to the middle of its operands, and a long wire
	// keeps its height until it must turn: chains run straight.
	for _, c := range l.columns[1:] {
		l.settleBy(c, y, false)
	}
	top, bottom := math.Inf(1), math.Inf(-1)
	for i := range l.places {
		p := &l.places[i]
		top, bottom = min(top, p.y-p.half), max(bottom, p.y+p.half)
	}
	for i := range l.places {
		p := &l.places[i]
		p.y -= top
		if p.box >= 0 {
			l.g.boxes[p.box].rect.Y = p.y - m.boxH/2
		}
	}
	l.g.size.Y = bottom - top
	return l.g.size.Y
}

func (l *layout) tallest(row float64) float64 {
	most := 0.0
	for _, c := range l.columns {
		h := 0.0
		for _, p := range c {
			h += 2 * l.half(&l.places[p], row)
		}
		most = max(most, h)
	}
	return most
}

// settle moves the places of a column to the middle of their neighbours, as
// near as their distances allow: the least squares by pooling those that touch.
func (l *layout) settle(column []int, y []float64) {
	l.settleBy(column, y, true)
}

// settleBy is settle by the neighbours on the left, or on both sides.
func (l *layout) settleBy(column []int, y []float64, both bool) {
	type pool struct{ sum, n float64 }
	offset := 0.0
	offsets := make([]float64, len(column))
	pools, count := make([]pool, 0, len(column)), make([]int, 0, len(column))
	for i, p := range column {
		q := &l.places[p]
		if i > 0 {
			offset += l.places[column[i-1]].half + q.half
		}
		offsets[i] = offset
		want := mean(q.left, y, q.y)
		if n, m := float64(len(q.left)), float64(len(q.right)); both && n+m > 0 {
			want = (n*mean(q.left, y, 0) + m*mean(q.right, y, 0)) / (n + m)
		}
		pools = append(pools, pool{sum: want - offset, n: 1})
		count = append(count, 1)
		for k := len(pools) - 1; k > 0 && pools[k-1].sum/pools[k-1].n > pools[k].sum/pools[k].n; k-- {
			pools[k-1].sum += pools[k].sum
			pools[k-1].n += pools[k].n
			count[k-1] += count[k]
			pools, count = pools[:k], count[:k]
		}
	}
	i := 0
	for k, pl := range pools {
		for range count[k] {
			l.places[column[i]].y = pl.sum/pl.n + offsets[i]
			y[column[i]] = l.places[column[i]].y
			i++
		}
	}
}
