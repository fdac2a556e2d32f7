package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Exp returns e^x: x [any] → y [same]. ∂y/∂x = y.
func Exp(x *Var) *Var {
	y, _ := push[expOp](x)
	tensor.Exp(y.result(x.Shape()...), x.Value)
	return y
}

type expOp struct{}

func (*expOp) name() string { return "exp" }

func (*expOp) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.ExpGrad(x.Grad, y.Value, y.Grad)
	}
}

func (*expOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, apply("exp", float64(y.Value.Data()[cell]), factor("x", y.in[0], cell)))
}

func (*expOp) slopeAt(y *Var, cell int) float64 {
	return float64(y.Value.Data()[cell])
}
