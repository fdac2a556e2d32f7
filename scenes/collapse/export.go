package collapse

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// Network implements stage.Networker: the stack, with the ReLUs that are on.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "stack", Example: tensor.New(1, width),
		Forward: func(x *grad.Var) *grad.Var { return s.net.stack(x.Tape(), x, nil) }}
}
