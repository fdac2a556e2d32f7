package grad

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// LeakyReLU returns x where x > 0, else slope·x: x [any] → y [same].
//
//	∂y/∂x = 1 where x > 0, else slope (at 0 too, as in PyTorch)
//
// Source: Maas, Hannun and Ng, “Rectifier nonlinearities improve neural network acoustic models”, 2013.
func LeakyReLU(x *Var, slope float64) *Var {
	y, p := push[leakyReLU](x)
	p.slope = slope
	tensor.LeakyReLU(y.result(x.Shape()...), x.Value, elem(slope))
	return y
}

type leakyReLU struct{ slope float64 }

func (*leakyReLU) name() string { return "leaky_relu" }

func (p *leakyReLU) repeat(y *Var) bool {
	tensor.LeakyReLU(y.Value, y.in[0].Value, elem(p.slope))
	return true
}

func (p *leakyReLU) backward(y *Var) {
	if x := y.in[0]; x.wants() {
		tensor.LeakyReLUGrad(x.Grad, x.Value, y.Grad, elem(p.slope))
	}
}

func (p *leakyReLU) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, product(constant("slope", p.slopeAt(y, cell)), factor("x", y.in[0], cell)))
}

func (p *leakyReLU) slopeAt(y *Var, cell int) float64 {
	if y.in[0].Value.Data()[cell] > 0 {
		return 1
	}
	return p.slope
}

func (p *leakyReLU) attrs(dst []trace.Attr) []trace.Attr {
	return append(dst, trace.Attr{Name: "slope", Value: p.slope})
}
