package perceptron

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	m := &s.plane.spots
	switch name {
	case "arrow":
		r = paint.Around(m.reach, m.origin, m.tip)
	case "wrong":
		for i, q := range m.points {
			if i < len(m.wrong) && m.wrong[i] {
				r = r.Union(paint.Around(m.reach, q))
			}
		}
	}
	return r
}
