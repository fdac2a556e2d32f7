package activation

import "gradtheatre/scenes/paint"

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) paint.Rect {
	if name == "point" {
		return paint.Around(16, s.graph.at)
	}
	return paint.Rect{}
}
