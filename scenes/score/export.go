package score

import (
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/plot"
)

// Curves implements stage.Plotter: the test accuracy of the classifier of digits.
func (s *Scene) Curves() []*plot.Curve { return []*plot.Curve{s.rows.curve} }

// Network implements stage.Networker: the classifier of digits.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "linear_digits", Forward: s.digits.linear.Forward, Example: s.digits.x}
}
