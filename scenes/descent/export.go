package descent

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// Network implements stage.Networker: the small network, with the two weights
// where the ball is; nothing on the other surfaces.
func (s *Scene) Network() weights.Model {
	if s.preset.id != netID || s.training {
		return weights.Model{}
	}
	m := s.race.run[s.opt].now(s.at)
	if m == nil {
		return weights.Model{}
	}
	var w, b [2]*grad.Param
	for l := range w {
		w[l] = grad.NewParam([2]string{"W1", "W2"}[l], s.net.w[l].Value.Clone())
		b[l] = grad.NewParam([2]string{"b1", "b2"}[l], s.net.b[l].Value.Clone())
	}
	for a, weight := range s.net.pick {
		l, at := layerOf(weight)
		w[l].Value.Data()[at] = tensor.Elem(m.at[a])
	}
	return weights.Model{Name: "iris", Example: s.net.d.X, Forward: func(x *grad.Var) *grad.Var {
		t := x.Tape()
		h := grad.Tanh(grad.Linear(x, t.Param(w[0]), t.Param(b[0])))
		return grad.Linear(h, t.Param(w[1]), t.Param(b[1]))
	}}
}
