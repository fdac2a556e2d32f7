package gates

import (
	"math"

	"gradtheatre/scenes/paint"
)

// lead draws the wires' ways through the points between their ends.
func (l *layout) lead() {
	g := l.g
	lefts := make([]float64, len(l.columns))
	rights := make([]float64, len(l.columns))
	for c, ps := range l.columns {
		lefts[c] = math.Inf(1)
		for _, p := range ps {
			if b := l.places[p].box; b >= 0 {
				r := g.boxes[b].rect
				lefts[c], rights[c] = min(lefts[c], r.X), max(rights[c], r.Right())
			}
		}
	}
	for i := range g.wires {
		_, g.wires[i].comes = g.boxes[g.wires[i].from].rect.Center()
		if n := len(l.route[i]); n > 0 {
			g.wires[i].comes = l.places[l.route[i][n-1]].y
		}
	}
	for i := range g.wires {
		w := &g.wires[i]
		a, b := g.boxes[w.from].rect, g.boxes[w.to].rect
		_, ay := a.Center()
		w.way = append(w.way[:0], paint.Point{X: a.Right(), Y: ay})
		if g.m.sideChip(&g.boxes[w.from]) {
			w.way = append(w.way, paint.Point{X: rights[g.boxes[w.from].column] + g.m.chipW + 8, Y: ay})
		}
		for _, p := range l.route[i] {
			c := l.places[p].column
			w.way = append(w.way, paint.Point{X: lefts[c] - 4, Y: l.places[p].y}, paint.Point{X: rights[c] + 4, Y: l.places[p].y})
		}
		end := paint.Point{X: b.X, Y: g.port(i)}
		if len(g.boxes[w.from].out) > 1 {
			w.way = append(w.way, paint.Point{X: b.X - g.m.chipW + 4, Y: end.Y})
		}
		w.way = append(w.way, end)
	}
}

// port is the height at which a wire enters its box: two operands keep apart,
// the upper wire above.
func (g *graph) port(i int) float64 {
	b := &g.boxes[g.wires[i].to]
	_, y := b.rect.Center()
	if len(b.in) != 2 {
		return y
	}
	mid := func(w int) float64 { return g.wires[w].comes }
	other := b.in[0] + b.in[1] - i
	d := b.rect.H * 0.2
	upper := mid(i) < mid(other) || mid(i) == mid(other) && i < other
	if upper {
		return y - d
	}
	return y + d
}
