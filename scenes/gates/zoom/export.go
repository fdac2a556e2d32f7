package zoom

import "gradtheatre/engine/weights"

// Network is what reads the digit, up to its scores.
func (s *Zoom) Network() weights.Model {
	if s.run == nil {
		return weights.Model{}
	}
	return weights.Model{Name: "digits", Forward: s.run.model.Forward, Example: s.run.x}
}
