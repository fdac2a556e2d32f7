package playground

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	v := &s.view
	if len(v.boxes) == 0 || len(v.boxes[0]) == 0 || v.net.Empty() {
		return r
	}
	switch name {
	case "neuron":
		r = v.boxes[0][0]
	case "lines":
		to := v.boxes[0][0]
		for i := range v.inputs {
			if q := v.inputs[i].Rect(); !q.Empty() {
				r = r.Union(paint.Rect{X: q.Right(), Y: q.Y, W: to.X - q.Right(), H: q.H})
			}
		}
	case "layers":
		r = v.fewer.Rect().Union(v.more.Rect())
	default:
		r = s.Card.Where(name)
	}
	return r
}
