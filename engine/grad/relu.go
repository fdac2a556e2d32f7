package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// ReLU returns max(0, x), element by element: x [any] → y [same].
//
//	∂y/∂x = 1 where x > 0, else 0
//
// At x = 0 the derivative is 0, as in PyTorch; NaN goes through.
// Source: Nair and Hinton, “Rectified linear units improve restricted Boltzmann machines”, 2010.
func ReLU(x *Var) *Var {
	y, _ := push[relu](x)
	tensor.ReLU(y.result(x.Shape()...), x.Value)
	return y
}

type relu struct{}

func (*relu) name() string { return "relu" }

func (*relu) repeat(y *Var) bool {
	tensor.ReLU(y.Value, y.in[0].Value)
	return true
}

func (*relu) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.ReLUGrad(x.Grad, x.Value, y.Grad)
	}
}

func (*relu) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, apply("relu", float64(y.Value.Data()[cell]), factor("x", y.in[0], cell)))
}

func (*relu) slopeAt(y *Var, cell int) float64 {
	if y.in[0].Value.Data()[cell] <= 0 {
		return 0
	}
	return 1
}
