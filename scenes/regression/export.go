package regression

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// Network implements stage.Networker: the line at the position shown.
func (s *Scene) Network() weights.Model {
	w := grad.NewParam("w", tensor.From([]tensor.Elem{tensor.Elem(s.now().w)}, 1, 1))
	x := &s.cloud.train.x
	if x.Len() == 0 {
		x = tensor.New(1, 1)
	}
	return weights.Model{Name: "line", Example: x,
		Forward: func(x *grad.Var) *grad.Var { return grad.Linear(x, x.Tape().Param(w), nil) }}
}
