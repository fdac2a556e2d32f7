package forward

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// Trace is the record of the last run; with Explain and Cells it lets the
// inspector unfold every number of the scene.
func (s *Scene) Trace() *trace.Trace { return &s.net.tr }

// Explain returns the terms that made a number of the run.
func (s *Scene) Explain(ref trace.Ref) []trace.Term { return inspect.Explain(s.net.tape, ref) }

// Cells are the numbers on the network, layer by layer.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	put := func(node, cell int, r paint.Rect) {
		if !r.Empty() {
			dst = append(dst, inspect.Cell{Ref: trace.Ref{Node: node, Cell: cell}, Rect: r})
		}
	}
	m := &s.marks
	for l := range layers {
		for j := range width {
			if !s.known(l, j) {
				continue
			}
			if s.matrix {
				row := &m.rows[l]
				put(s.net.z[l].ID(), j, row.at(row.z, j, 0))
				put(s.net.a[l].ID(), j, row.at(row.a, j, 0))
				continue
			}
			p := m.nodes[l+1][j]
			upper := paint.Rect{X: p.X - m.radius, Y: p.Y - m.radius, W: 2 * m.radius, H: 2 * m.radius}
			if m.radius >= 32 {
				var lower paint.Rect
				upper, lower = upper.CutTop(m.radius + 4)
				put(s.net.z[l].ID(), j, lower.InsetXY(8, 2))
			}
			put(s.net.a[l].ID(), j, upper.InsetXY(4, 2))
		}
	}
	for j := range width {
		put(s.net.in.ID(), j, s.params[j].Rect())
	}
	for l := range layers {
		w, b := s.net.z[l].Inputs()[1].ID(), s.net.z[l].Inputs()[2].ID()
		for j := range width {
			for i := range width {
				put(w, j*width+i, s.params[weight(l, j, i)].Rect())
			}
			put(b, j, s.params[bias(l, j)].Rect())
		}
	}
	return dst
}

// NumberAt finds the sum of the neuron that the card speaks of, where the card is.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	who := s.focus()
	if who == nobody || !s.unfold.rect.Contains(x, y) || !s.known(who.layer, who.at) {
		return c, false
	}
	return inspect.Cell{Ref: trace.Ref{Node: s.net.z[who.layer].ID(), Cell: who.at}, Rect: s.unfold.rect}, true
}
