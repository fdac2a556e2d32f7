package collapse

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/weights"
)

// Network implements stage.Networker: the stack, with the ReLUs that are on.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "stack", Example: &s.net.x,
		Forward: func(x *grad.Var) *grad.Var { return s.net.stack(x.Tape(), x, nil) }}
}
