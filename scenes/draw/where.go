package draw

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	switch name {
	case "batch": // where it stands while a step is taken apart
		return s.geo.pad
	case "source": // what the unfolded number came from
		if s.open && !s.inStep() && len(s.wires) > 0 {
			return s.wires[0].from
		}
	case "layers":
		for _, q := range s.geo.column[1 : layerCount-1] { // between the image and the bars
			r = r.Union(q)
		}
	default:
		return s.lesson.step.Card.Where(name)
	}
	return r
}
