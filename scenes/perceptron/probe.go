package perceptron

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// probe runs the neuron with the weights of one moment over a table of inputs:
// the visitor's points, or the places of the picture. It has a tape of its own.
type probe struct {
	tape       *grad.Tape
	tr         trace.Trace
	x, y       tensor.Tensor
	w, b       *tensor.Tensor
	z          *grad.Var
	zID, outID int
	xID, yID   int // of the inputs, and of the answers wanted: classes where it is soft
	lossID     int
	one, two   *tensor.Tensor
	half       *tensor.Tensor
}

func newProbe() *probe {
	return &probe{tape: grad.NewTape(), w: tensor.New(1, 2), b: tensor.New(1),
		one: single(1), two: single(2), half: single(0.5)}
}

func single(v tensor.Elem) *tensor.Tensor { return tensor.From([]tensor.Elem{v}, 1, 1) }

// run computes z = w·x + b and the answer: +1 where z > 0 and else −1, or, soft,
// σ(z). With answers wanted it also has the mean cross-entropy. A picture wants
// the answer between −1 and 1: 2σ(z) − 1.
func (p *probe) run(at weights, soft, picture, judged bool) {
	put(p.w, at.w1, at.w2)
	put(p.b, at.b)
	t := p.tape
	t.Reset()
	t.NoGrad = true
	x := t.Const("x", &p.x)
	p.z = grad.Linear(x, t.Const("w", p.w), t.Const("b", p.b)).Named("z")
	one, two := t.Const("1", p.one), t.Const("2", p.two)
	var out *grad.Var
	switch {
	case !soft:
		out = side(p.z, one, two)
	case picture:
		out = grad.Sub(grad.Mul(two, grad.Sigmoid(p.z)), one)
	default:
		out = grad.Sigmoid(p.z)
	}
	out.Named("answer")
	p.xID, p.yID, p.zID, p.outID, p.lossID = x.ID(), -1, p.z.ID(), out.ID(), -1
	if judged && p.y.Len() > 0 {
		y := t.Const("y", &p.y)
		half := grad.Mul(grad.Add(y, one), t.Const("½", p.half)).Named("class")
		if p.yID = y.ID(); soft {
			p.yID = half.ID()
		}
		p.lossID = grad.BCEWithLogits(p.z, half).Named("loss").ID()
	}
	t.Record(&p.tr)
}

// side is +1 where z > 0 and else −1, made of constants 1 and 2.
func side(z, one, two *grad.Var) *grad.Var {
	return grad.Sub(one, grad.Mul(two, grad.Step(grad.Neg(z), 0)))
}

func (p *probe) score(i int) float64  { return p.tr.Nodes[p.zID].Value[i] }
func (p *probe) answer(i int) float64 { return p.tr.Nodes[p.outID].Value[i] }
func (p *probe) answers() []float64   { return p.tr.Nodes[p.outID].Value }

// loss is the mean cross-entropy; 0 where it was not asked for.
func (p *probe) loss() float64 {
	if p.lossID < 0 {
		return 0
	}
	return p.tr.Nodes[p.lossID].Value[0]
}

// terms are the summands of z at one point.
func (p *probe) terms(i int) []trace.Term { return grad.Explain(p.z, i) }
