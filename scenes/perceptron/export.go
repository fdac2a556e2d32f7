package perceptron

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	saved "gradtheatre/engine/weights"
)

// Network implements stage.Networker: the neuron with the weights on view, and the
// step or, soft, σ that answers.
func (s *Scene) Network() saved.Model {
	p, soft := s.eval, s.soft
	w, b, x := grad.NewParam("w", p.w), grad.NewParam("b", p.b), &p.x
	if x.Len() == 0 { // without points
		x = tensor.New(1, 2)
	}
	return saved.Model{Name: "perceptron", Example: x, Forward: func(x *grad.Var) *grad.Var {
		t := x.Tape()
		z := grad.Linear(x, t.Param(w), t.Param(b)).Named("z")
		if soft {
			return grad.Sigmoid(z).Named("p")
		}
		return side(z, t.Const("one", p.one), t.Const("two", p.two)).Named("answer")
	}}
}
