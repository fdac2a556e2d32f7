package forward

import (
	"gradtheatre/engine/grad"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// show hands the run to the inspector.
func (s *Scene) show() {
	s.Show(inspect.Run{Tape: s.net.tape, Record: &s.net.tr, Build: s.net.again})
}

// again writes the network once more, up to the output that is differentiated.
func (n *net) again(t *grad.Tape) *grad.Var { return n.write(t).y }

// Root is the output that gradients are of.
func (s *Scene) Root(int) string { return "y_" + string(rune('1'+s.net.of)) }

// Cells are the numbers on the network, layer by layer.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	put := func(node, cell int, r paint.Rect) { dst = s.Put(dst, r, 0, node, cell) }
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
				if l+1 < layers { // where it goes into the next layer
					next := &m.rows[l+1]
					put(s.net.a[l].ID(), j, next.at(next.x, j, 0))
				}
				continue
			}
			p := m.nodes[l+1][j]
			upper := paint.Rect{X: p.X - m.radius, Y: p.Y - m.radius, W: 2 * m.radius, H: 2 * m.radius}
			if m.radius >= 32 { // both stand in it, each in a box of its own
				wide := m.radius * 0.84
				upper = paint.Rect{X: p.X - wide - 4, Y: p.Y - 20, W: 2*wide + 8, H: 25}
				put(s.net.z[l].ID(), j, paint.Rect{X: p.X - wide + 4, Y: p.Y + 6, W: 2*wide - 8, H: 17})
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

// NumberAt finds the numbers of the card: what σ makes of the neuron's sum, and
// the sum wherever else it is pressed.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	who, card := s.focus(), s.unfold.Rect()
	if who == nobody || !card.Contains(x, y) {
		return c, false
	}
	if r := s.resultBox(); r.Contains(x, y) {
		return inspect.Cell{Ref: s.Ref(0, s.net.a[who.layer].ID(), who.at), Rect: r}, true
	}
	return inspect.Cell{Ref: s.Ref(0, s.net.z[who.layer].ID(), who.at), Rect: card}, true
}
