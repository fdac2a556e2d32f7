package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Log returns the natural logarithm ln x: x [any] → y [same]. ∂y/∂x = 1/x.
// ln 0 is −Inf and the logarithm of a negative number is NaN.
func Log(x *Var) *Var {
	y, _ := push[logOp](x)
	tensor.Log(y.result(x.Shape()...), x.Value)
	return y
}

type logOp struct{}

func (*logOp) name() string { return "log" }

func (*logOp) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.LogGrad(x.Grad, x.Value, y.Grad)
	}
}

func (*logOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, apply("log", float64(y.Value.Data()[cell]), factor("x", y.in[0], cell)))
}

func (*logOp) slopeAt(y *Var, cell int) float64 {
	return 1 / float64(y.in[0].Value.Data()[cell])
}
