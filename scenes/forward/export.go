package forward

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/weights"
)

// Network implements stage.Networker.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "forward", Example: s.net.x,
		Forward: func(x *grad.Var) *grad.Var { return s.net.forward(x, func(int, *grad.Var, *grad.Var) {}) }}
}
