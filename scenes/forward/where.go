package forward

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	m := &s.marks
	switch name {
	case "neuron":
		if r = paint.Around(m.radius, m.nodes[1][0]); s.matrix {
			r = m.rows[0].a
		}
	case "sum":
		r = s.unfold.Rect()
	case "y":
		if r = paint.Around(m.radius, m.nodes[layers][0], m.nodes[layers][1]); s.matrix {
			r = m.rows[layers-1].a
		}
	}
	return r
}
