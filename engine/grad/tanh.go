package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Tanh returns the hyperbolic tangent, element by element: x [any] → y [same].
//
//	∂y/∂x = 1 − y²
func Tanh(x *Var) *Var {
	y, _ := push[tanh](x)
	tensor.Tanh(y.result(x.Shape()...), x.Value)
	return y
}

type tanh struct{}

func (*tanh) name() string { return "tanh" }

func (*tanh) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.TanhGrad(x.Grad, y.Value, y.Grad)
	}
}

func (*tanh) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, apply("tanh", float64(y.Value.Data()[cell]), factor("x", y.in[0], cell)))
}

func (*tanh) slopeAt(y *Var, cell int) float64 {
	t := float64(y.Value.Data()[cell])
	return 1 - t*t
}
