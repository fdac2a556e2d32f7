package setup

import "gradtheatre/scenes/plot"

// Curves implements stage.Plotter: what the network learns with each start.
func (s *Scene) Curves() []*plot.Curve { return []*plot.Curve{s.curve} }
