package setup

import (
	"math"
	"slices"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
)

const bins = 33 // odd: one bar is around 0

// layer is what a hidden layer's numbers look like.
type layer struct {
	z, norm, a            *grad.Var // norm is z where there is no batch norm
	mean, sd, slope       *grad.Var
	reach                 *grad.Var // the largest activation, by size
	edge                  *grad.Var // share of saturated numbers, or of dead neurons
	values, grads         [bins]int
	mostValues, mostGrads int     // the tallest bar, those of 0 aside
	lost                  [2]bool // no value is a number, no gradient is
	distinct              int     // neurons that differ from all before them
}

// probe runs all examples through the network, forwards and backwards, and
// measures every layer; the same tape holds network and measurements.
type probe struct {
	tape   *grad.Tape
	tr     trace.Trace
	layers []layer
	loss   *grad.Var
	logits *grad.Var
	share  *grad.Var // of the examples that it gets right
	grade  train.Grade
	right  float64
	ratio  *grad.Var // the deviation of the last layer by that of the first; nil where that is 0
	factor *grad.Var // by which every layer multiplies it, on average
	labels []int
	in     *tensor.Tensor
	model  *nn.Sequential
	eval   bool

	lo, hi    float64 // of the values' histograms
	gradReach float64
	seen      map[uint64]bool
}

func newProbe() *probe { return &probe{tape: grad.NewTape(), seen: map[uint64]bool{}} }

// forward writes the network on a tape. Batch norm takes the examples' own mean
// and variance as in training, and leaves those that it remembers alone; in
// eval mode it uses them.
func forward(t *grad.Tape, m *nn.Sequential, x *grad.Var, eval bool, see func(name string, v *grad.Var)) *grad.Var {
	t.Training = !eval
	for i := range m.Len() {
		name, layer := m.At(i)
		if b, ok := layer.(*nn.BatchNorm); ok && !eval {
			x = grad.BatchNorm(x, t.Param(b.Weight), t.Param(b.Bias), nil, b.Eps)
		} else {
			x = layer.Forward(x)
		}
		x.Named(name)
		if see != nil {
			see(name, x)
		}
	}
	return x
}

// build is the run that is recorded, without the measurements.
func (p *probe) build(t *grad.Tape) *grad.Var {
	at := -1
	logits := forward(t, p.model, t.Input("x", p.in), p.eval, func(name string, v *grad.Var) {
		switch {
		case t != p.tape:
		case name[0] == 'z':
			at++
			p.layers[at].z, p.layers[at].norm = v, v
		case name[0] == 'b':
			p.layers[at].norm = v
		case name[0] == 'a':
			p.layers[at].a = v
		}
	})
	if t == p.tape {
		p.logits = logits
	}
	return grad.CrossEntropy(logits, p.labels).Named("loss")
}

// run probes the network as it stands.
func (p *probe) run(n *learner, sp *spec, c *cloud, eval bool) (err error) {
	defer tensor.Recover(&err)
	p.model, p.in, p.labels, p.eval = n.model(), c.fed, c.labels, eval
	for len(p.layers) < sp.layers {
		p.layers = append(p.layers, layer{})
	}
	p.layers = p.layers[:sp.layers]
	t := p.tape
	t.Reset()
	for _, q := range p.model.Params() {
		q.ZeroGrad()
	}
	p.loss = p.build(t)
	t.Backward(p.loss)
	p.share = p.grade.Accuracy(p.logits, p.labels)
	for i := range p.layers {
		p.measure(&p.layers[i], digit(i+1), sp.act)
	}
	p.compare()
	t.Record(&p.tr)
	p.right = p.value(p.share)
	p.count(sp)
	return nil
}

// measure writes a layer's mean, deviations and saturation on the tape.
func (p *probe) measure(l *layer, n, act string) {
	t := p.tape
	slopes := t.Const("∂L/∂a"+n, l.a.Grad)
	l.mean = grad.Mean(l.a).Named("mean" + n)
	l.sd = deviation(l.a).Named("std" + n)
	l.slope = deviation(slopes).Named("grad_std" + n)
	size := grad.Abs(l.a)
	l.reach = grad.Amax(size).Named("max" + n)
	switch act {
	case "tanh":
		l.edge = grad.Mean(grad.Step(size, 0.99))
	case "sigmoid":
		l.edge = grad.Mean(grad.Step(grad.Abs(grad.Sub(l.a, t.Scalar("½", 0.5))), 0.49))
	default: // a ReLU that is 0 on every example is dead
		alive := grad.Mean(grad.Step(grad.Amax(l.a, 0), math.SmallestNonzeroFloat32))
		l.edge = grad.Sub(t.Scalar("1", 1), alive)
	}
	l.edge.Named("saturated" + n)
}

// compare writes how the deviation grows or shrinks from the first layer to the last.
//
//	ratio = σ_n / σ₁, factor = ratio^(1/(n−1))
func (p *probe) compare() {
	p.ratio, p.factor = nil, nil
	n := len(p.layers)
	first, last := p.layers[0].sd, p.layers[n-1].sd
	if first.Item() == 0 {
		return
	}
	p.ratio = grad.Div(last, first).Named("ratio")
	p.factor = grad.PowConst(p.ratio, 1/float64(n-1)).Named("factor")
}

// change is the ratio as it was recorded; NaN where there is none.
func (p *probe) change() float64 {
	if p.ratio == nil {
		return math.NaN()
	}
	return p.value(p.ratio)
}

// deviation is the standard deviation of x; one whose square would be lost
// among the small numbers, or overflow, is measured at scale and scaled back.
func deviation(x *grad.Var) *grad.Var {
	sd := grad.Sqrt(grad.Variance(x))
	if v := sd.Item(); v > 1e-12 && v < 1e12 {
		return sd
	}
	most := grad.Amax(grad.Abs(x))
	if m := most.Item(); m == 0 || m-m != 0 {
		return most
	}
	return grad.Mul(most, grad.Sqrt(grad.Variance(grad.Div(x, most))))
}

func (p *probe) value(v *grad.Var) float64 { return p.tr.Nodes[v.ID()].Value[0] }

// values are a layer's recorded activations, and the gradients there.
func (p *probe) values(l int) (a, slopes []float64) {
	n := &p.tr.Nodes[p.layers[l].a.ID()]
	return n.Value, n.Grad
}

// count sorts the recorded numbers into bars, all layers over one range.
func (p *probe) count(sp *spec) {
	p.lo, p.hi, p.gradReach = -1, 1, 0
	for i := range p.layers {
		if sp.act == "relu" {
			p.hi = max(p.hi, p.value(p.layers[i].mean)+4*p.value(p.layers[i].sd))
		}
		p.gradReach = max(p.gradReach, 4*p.value(p.layers[i].slope))
	}
	if p.hi-p.hi != 0 { // a layer overflowed: the others' numbers are still there
		p.hi = math.MaxFloat32
	}
	switch {
	case sp.act == "relu":
		p.lo = -p.hi / 8
	case sp.act == "sigmoid":
		p.lo = 0
	}
	if !(p.gradReach > 0) || p.gradReach-p.gradReach != 0 {
		p.gradReach = 1
	}
	for i := range p.layers {
		l := &p.layers[i]
		a, slopes := p.values(i)
		train.Histogram(l.values[:], a, p.lo, p.hi)
		train.Histogram(l.grads[:], slopes, -p.gradReach, p.gradReach)
		l.mostValues, l.mostGrads = tallest(l.values[:]), tallest(l.grads[:])
		l.lost = [2]bool{slices.Max(l.values[:]) == 0, slices.Max(l.grads[:]) == 0}
		l.distinct = p.differ(a)
	}
}

// tallest is the height that the bars are drawn to: the largest, unless it
// stands alone, as the zeros of a ReLU do; then it is cut off.
func tallest(h []int) int {
	first, second := 1, 0
	for _, n := range h {
		if n > first {
			first, second = n, first
		} else {
			second = max(second, n)
		}
	}
	if second > 0 && first > 3*second {
		return 3 * second
	}
	return first
}

// differ counts the neurons whose answers to all examples are their own.
func (p *probe) differ(a []float64) int {
	clear(p.seen)
	for j := range units {
		h := uint64(14695981039346656037)
		for i := j; i < len(a); i += units {
			h = (h ^ math.Float64bits(a[i]+0)) * 1099511628211 // −0 is 0
		}
		p.seen[h] = true
	}
	return len(p.seen)
}
