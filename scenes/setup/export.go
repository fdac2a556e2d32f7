package setup

import "gradtheatre/engine/weights"

// Network implements stage.Networker: the network as it stands, for the data as
// they are prepared.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "classifier", Forward: s.learner.model().Forward, Example: s.cloud.fed}
}
