package score

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/plot"
)

// Curves implements stage.Plotter: the test accuracy of the classifier of digits.
func (s *Scene) Curves() []*plot.Curve { return []*plot.Curve{s.rows.curve} }

// Network implements stage.Networker: the classifier on view, of four pixels or of
// digits.
func (s *Scene) Network() weights.Model {
	if s.view == viewDigits {
		return weights.Model{Name: "linear_digits", Forward: s.digits.linear.Forward, Example: s.digits.x}
	}
	w, b := grad.NewParam("W", s.pixels.w), grad.NewParam("b", s.pixels.b)
	return weights.Model{Name: "linear_pixels", Example: s.pixels.x, Forward: func(x *grad.Var) *grad.Var {
		return grad.Linear(x, x.Tape().Param(w), x.Tape().Param(b)).Named("scores")
	}}
}
