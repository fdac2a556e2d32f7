package depth

import "gradtheatre/scenes/plot"

// Curves implements stage.Plotter: the losses of the part on view.
func (s *Scene) Curves() []*plot.Curve {
	if c := s.curves[s.view]; c != nil {
		return []*plot.Curve{c}
	}
	return nil
}
