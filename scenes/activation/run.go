package activation

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

const (
	reach      = 6.0 // the graph shows −6 … 6
	curveCells = 241
	mostLayers = 30
)

// curve is f and f′ over the whole graph, from one tape: f forward, f′ the
// gradient of the sum of all its values.
type curve struct {
	tape       *grad.Tape
	tr         trace.Trace
	x          *tensor.Tensor
	xID, yID   int
	meanID     int
	steepest   float64 // the largest f′
	steepTape  *grad.Tape
	steepTrace trace.Trace
}

func newCurve() *curve {
	c := &curve{tape: grad.NewTape(), steepTape: grad.NewTape(), x: tensor.New(curveCells)}
	for i := range c.x.Data() {
		c.x.Data()[i] = tensor.Elem(reach * (2*float64(i)/(curveCells-1) - 1))
	}
	return c
}

func (c *curve) run(f *function) {
	c.tape.Reset()
	x := c.tape.Input("x", c.x)
	y := f.of(x).Named("f")
	mean := grad.Mean(y).Named("mean")
	c.tape.Backward(grad.Sum(y))
	c.tape.Record(&c.tr)
	c.xID, c.yID, c.meanID = x.ID(), y.ID(), mean.ID()
	c.steepTape.Reset()
	top := grad.Amax(c.steepTape.Const("f′", x.Grad)).Named("max f′")
	c.steepTape.Record(&c.steepTrace)
	c.steepest = c.steepTrace.Nodes[top.ID()].Value[0]
}

func (c *curve) at(i int) float64    { return c.tr.Nodes[c.xID].Value[i] }
func (c *curve) value(i int) float64 { return c.tr.Nodes[c.yID].Value[i] }
func (c *curve) slope(i int) float64 { return c.tr.Nodes[c.xID].Grad[i] }
func (c *curve) mean() float64       { return c.tr.Nodes[c.meanID].Value[0] }

// spot is f and f′ at the moving point.
type spot struct {
	tape     *grad.Tape
	tr       trace.Trace
	xID, yID int
	// σ(1 − σ) or 1 − tanh², written out on a tape, where there is such a form.
	first, second, product int
}

func (p *spot) run(f *function, at float64) {
	if p.tape == nil {
		p.tape = grad.NewTape()
	}
	p.tape.Reset()
	x := p.tape.Scalar("x", at)
	y := f.of(x).Named("f")
	p.tape.Backward(y)
	p.xID, p.yID, p.product = x.ID(), y.ID(), -1
	if one := p.tape.Scalar("1", 1); f.id == "sigmoid" {
		rest := grad.Sub(one, y)
		p.first, p.second, p.product = y.ID(), rest.ID(), grad.Mul(y, rest).ID()
	} else if f.id == "tanh" {
		square := grad.Square(y)
		p.first, p.second, p.product = one.ID(), square.ID(), grad.Sub(one, square).ID()
	}
	p.tape.Record(&p.tr)
}

func (p *spot) node(id int) float64 { return p.tr.Nodes[id].Value[0] }
func (p *spot) value() float64      { return p.node(p.yID) }
func (p *spot) slope() float64      { return p.tr.Nodes[p.xID].Grad[0] }

// chain is f(w·f(w· … f(w·x))) on a tape, with the gradient of its end.
type chain struct {
	tape    *grad.Tape
	tr      trace.Trace
	n       int
	a, z, w [mostLayers + 1]int // IDs; a[0] is x
	slopes  [mostLayers + 1]float64

	// The same product taken apart, on a tape of its own: slopes and weights.
	apart       *grad.Tape
	apartTrace  trace.Trace
	allSlopes   float64
	allWeights  float64
	allTogether float64
}

// run computes n layers from x and the gradient back. A weight is a number of
// its own in every layer, though all have one value.
func (c *chain) run(f *function, n int, x, w float64) {
	if c.tape == nil {
		c.tape, c.apart = grad.NewTape(), grad.NewTape()
	}
	t := c.tape
	t.Reset()
	c.n = n
	a := t.Scalar("x", x)
	c.a[0] = a.ID()
	for i := 1; i <= n; i++ {
		weight := t.Scalar("w", w)
		z := grad.Mul(weight, a)
		a = f.of(z)
		c.a[i], c.z[i], c.w[i] = a.ID(), z.ID(), weight.ID()
	}
	t.Backward(a)
	t.Record(&c.tr)
	for i := 1; i <= n; i++ {
		c.slopes[i] = slope(t.Var(c.z[i]))
	}
	c.takeApart(w)
}

// slope is ∂a/∂z of a layer, the factor that the engine names beside the
// gradient that comes from above.
func slope(z *grad.Var) float64 {
	for _, t := range grad.ExplainGrad(z, 0) {
		return t.Factors[0].Value
	}
	return 0
}

// takeApart multiplies the slopes, and apart from them the weights.
func (c *chain) takeApart(w float64) {
	t := c.apart
	t.Reset()
	t.NoGrad = true
	slopes, weights := t.Scalar("1", 1), t.Scalar("1", 1)
	for i := c.n; i >= 1; i-- {
		slopes = grad.Mul(slopes, t.Scalar("f′", c.slopes[i]))
		weights = grad.Mul(weights, t.Scalar("w", w))
	}
	all := grad.Mul(slopes, weights)
	t.Record(&c.apartTrace)
	value := func(v *grad.Var) float64 { return c.apartTrace.Nodes[v.ID()].Value[0] }
	c.allSlopes, c.allWeights, c.allTogether = value(slopes), value(weights), value(all)
}

func (c *chain) active(i int) float64 { return c.tr.Nodes[c.a[i]].Value[0] }
func (c *chain) sum(i int) float64    { return c.tr.Nodes[c.z[i]].Value[0] }

// left is ∂aₙ/∂aᵢ: what is left of the gradient at layer i; i = 0 is x.
func (c *chain) left(i int) float64 { return c.tr.Nodes[c.a[i]].Grad[0] }

// weightGrad is ∂aₙ/∂wᵢ.
func (c *chain) weightGrad(i int) float64 { return c.tr.Nodes[c.w[i]].Grad[0] }
