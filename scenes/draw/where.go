package draw

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	if name == "layers" {
		for _, q := range s.geo.column[1 : layerCount-1] { // between the image and the bars
			r = r.Union(q)
		}
	}
	return r
}
