package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Tanh returns the hyperbolic tangent, element by element: x [any] → y [same].
//
//	∂y/∂x = 1 − y²
func Tanh(x *Var) *Var {
	y, _ := push[tanhOp](x)
	tensor.Tanh(y.result(x.Shape()...), x.Value)
	return y
}

type tanhOp struct{}

func (*tanhOp) name() string { return "tanh" }

func (*tanhOp) repeat(y *Var) bool {
	tensor.Tanh(y.Value, y.in[0].Value)
	return true
}

func (*tanhOp) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.TanhGrad(x.Grad, y.Value, y.Grad)
	}
}

func (*tanhOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, apply("tanh", float64(y.Value.Data()[cell]), factor("x", y.in[0], cell)))
}

func (*tanhOp) slopeAt(y *Var, cell int) float64 {
	t := float64(y.Value.Data()[cell])
	return 1 - t*t
}
