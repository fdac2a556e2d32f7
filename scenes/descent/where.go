package descent

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	m := &s.marks
	if s.pad.Rect().Empty() {
		return r
	}
	switch name {
	case "balls":
		for k := range m.path {
			if p := &m.path[k]; p.alive && p.seen {
				r = r.Union(paint.Around(14, p.ball))
			}
		}
	case "map":
		r = m.plane
	}
	return r
}
