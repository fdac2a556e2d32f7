package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Sigmoid returns 1/(1 + e^−x), element by element: x [any] → y [same].
//
//	∂y/∂x = y(1 − y)
//
// It saturates to 0 and 1 without overflow.
// Source: the logistic function of Verhulst, 1838; as the squashing function of a neuron, Rumelhart, Hinton and Williams, 1986.
func Sigmoid(x *Var) *Var {
	y, _ := push[sigmoidOp](x)
	tensor.Sigmoid(y.result(x.Shape()...), x.Value)
	return y
}

type sigmoidOp struct{}

func (*sigmoidOp) name() string { return "sigmoid" }

func (*sigmoidOp) repeat(y *Var) bool {
	tensor.Sigmoid(y.Value, y.in[0].Value)
	return true
}

func (*sigmoidOp) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.SigmoidGrad(x.Grad, y.Value, y.Grad)
	}
}

func (*sigmoidOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, apply("sigmoid", float64(y.Value.Data()[cell]), factor("x", y.in[0], cell)))
}

func (*sigmoidOp) slopeAt(y *Var, cell int) float64 {
	s := float64(y.Value.Data()[cell])
	return s * (1 - s)
}
