package gates

import "gradtheatre/engine/weights"

// Network implements stage.Networker: the convolutional network whose gates are on
// view; an expression is none.
func (s *Scene) Network() weights.Model {
	if !s.away {
		return weights.Model{}
	}
	return s.zoom.Network()
}
