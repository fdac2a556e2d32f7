package perceptron

import (
	"math"

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
	lossID     int // of the mean cross-entropy
	rightID    int // 1 for every point on its side of the line; −1 where no answers are wanted
	sumID      int // how many they are
	one, two   *tensor.Tensor
	half       *tensor.Tensor

	soft, picture, judged bool // of the last run
}

func newProbe() *probe {
	return &probe{tape: grad.NewTape(), w: tensor.New(1, 2), b: tensor.New(1),
		one: single(1), two: single(2), half: single(0.5)}
}

func single(v tensor.Elem) *tensor.Tensor { return tensor.From([]tensor.Elem{v}, 1, 1) }

// run computes z = w·x + b and the answer: +1 where z > 0 and else −1, or, soft,
// σ(z). A picture wants the answer between −1 and 1: 2σ(z) − 1. Where answers are
// wanted, it also has what they cost, and the gradients of that.
func (p *probe) run(at weights, soft, picture, judged bool) {
	put(p.w, at.w1, at.w2)
	put(p.b, at.b)
	p.soft, p.picture, p.judged = soft, picture, judged && p.y.Len() > 0
	t := p.tape
	t.Reset()
	t.NoGrad = !p.judged
	if loss := p.write(t); loss != nil {
		t.Backward(loss)
	}
	if p.rightID, p.sumID = -1, -1; p.judged {
		p.tally(t)
	}
	t.Record(&p.tr)
}

// tally counts on the tape the points that are right: y·z > 0, or, soft, answered
// 1 where p > ½ and of class 1, or neither.
func (p *probe) tally(t *grad.Tape) {
	out, y := t.Var(p.outID), t.Var(p.yID)
	right := grad.Step(grad.Mul(y, p.z).Named("y·z"), math.SmallestNonzeroFloat32)
	if p.soft {
		half := float64(math.Nextafter32(0.5, 1))
		right = grad.Sub(t.Const("1", p.one), grad.Abs(grad.Sub(grad.Step(out, half).Named("says"), y)))
	}
	p.rightID = right.Named("right").ID()
	p.sumID = grad.Sum(right).Named("all right").ID()
}

// right reports whether a point is on its side of the line.
func (p *probe) right(i int) bool { return p.rightID >= 0 && p.tr.Nodes[p.rightID].Value[i] == 1 }

// rights is how many points are.
func (p *probe) rights() int {
	if p.sumID < 0 {
		return 0
	}
	return int(p.tr.Nodes[p.sumID].Value[0])
}

// write puts the neuron on a tape, and what its answers cost: soft the mean
// cross-entropy, else the perceptron criterion, which the rule goes down:
//
//	L = Σ max(0, −y·z)
func (p *probe) write(t *grad.Tape) (loss *grad.Var) {
	x := t.Input("x", &p.x)
	p.z = grad.Linear(x, t.Input("w", p.w), t.Input("b", p.b)).Named("z")
	one, two := t.Const("1", p.one), t.Const("2", p.two)
	var out *grad.Var
	switch {
	case !p.soft:
		out = side(p.z, one, two)
	case p.picture:
		out = grad.Sub(grad.Mul(two, grad.Sigmoid(p.z)), one)
	default:
		out = grad.Sigmoid(p.z)
	}
	out.Named("answer")
	p.xID, p.yID, p.zID, p.outID, p.lossID = x.ID(), -1, p.z.ID(), out.ID(), -1
	if !p.judged {
		return nil
	}
	y := t.Const("y", &p.y)
	if p.yID = y.ID(); !p.soft {
		return grad.Sum(grad.ReLU(grad.Neg(grad.Mul(y, p.z).Named("y·z"))).Named("max(0, −y·z)")).Named("loss")
	}
	half := grad.Mul(grad.Add(y, one), t.Const("½", p.half)).Named("class")
	loss = grad.BCEWithLogits(p.z, half).Named("loss")
	p.yID, p.lossID = half.ID(), loss.ID()
	return loss
}

// again writes the run once more on another tape.
func (p *probe) again(t *grad.Tape) *grad.Var {
	z := p.z
	defer func() { p.z = z }()
	return p.write(t)
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
