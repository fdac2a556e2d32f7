package activation

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/plot"
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
	f          *function
	xID, yID   int
	meanID     int
	steepest   float64 // the largest f′
	steepTape  *grad.Tape
	steepTrace trace.Trace
	steepID    int
	file       *plot.Curve // both, for a file
}

func newCurve() *curve {
	c := &curve{tape: grad.NewTape(), steepTape: grad.NewTape(), x: tensor.New(curveCells), file: newFile()}
	for i := range c.x.Data() {
		c.x.Data()[i] = tensor.Elem(reach * (2*float64(i)/(curveCells-1) - 1))
	}
	return c
}

func (c *curve) run(f *function) {
	c.f = f
	c.tape.Reset()
	c.tape.Backward(c.write(c.tape))
	c.tape.Record(&c.tr)
	c.steepTape.Reset()
	top := grad.Amax(c.steepTape.Const("f′", c.tape.Var(c.xID).Grad)).Named("max f′")
	c.steepTape.Record(&c.steepTrace)
	c.steepID = top.ID()
	c.steepest = c.steepTrace.Nodes[c.steepID].Value[0]
	c.fill()
}

// write puts f over the whole graph on a tape; the gradient of the sum of all
// its values is f′.
func (c *curve) write(t *grad.Tape) *grad.Var {
	x := t.Input("x", c.x)
	y := c.f.of(x).Named("f")
	c.xID, c.yID, c.meanID = x.ID(), y.ID(), grad.Mean(y).Named("mean").ID()
	return grad.Sum(y)
}

func (c *curve) at(i int) float64    { return c.tr.Nodes[c.xID].Value[i] }
func (c *curve) value(i int) float64 { return c.tr.Nodes[c.yID].Value[i] }
func (c *curve) slope(i int) float64 { return c.tr.Nodes[c.xID].Grad[i] }
func (c *curve) mean() float64       { return c.tr.Nodes[c.meanID].Value[0] }

// spot is f and f′ at the moving point.
type spot struct {
	tape     *grad.Tape
	tr       trace.Trace
	f        *function
	x        float64
	xID, yID int
	// σ(1 − σ) or 1 − tanh², written out on a tape, where there is such a form.
	first, second, product int
}

func (p *spot) run(f *function, at float64) {
	if p.tape == nil {
		p.tape = grad.NewTape()
	}
	p.f, p.x = f, at
	p.tape.Reset()
	y := p.write(p.tape)
	p.tape.Backward(y)
	p.yID, p.product = y.ID(), -1
	if one := p.tape.Scalar("1", 1); f.id == "sigmoid" {
		rest := grad.Sub(one, y)
		p.first, p.second, p.product = y.ID(), rest.ID(), grad.Mul(y, rest).ID()
	} else if f.id == "tanh" {
		square := grad.Square(y)
		p.first, p.second, p.product = one.ID(), square.ID(), grad.Sub(one, square).ID()
	}
	p.tape.Record(&p.tr)
}

// write puts f at the point on a tape.
func (p *spot) write(t *grad.Tape) *grad.Var {
	x := t.Scalar("x", p.x)
	p.xID = x.ID()
	return p.f.of(x).Named("f")
}

func (p *spot) node(id int) float64 { return p.tr.Nodes[id].Value[0] }
func (p *spot) value() float64      { return p.node(p.yID) }
func (p *spot) slope() float64      { return p.tr.Nodes[p.xID].Grad[0] }

// chain is f(w·f(w· … f(w·x))) on a tape, with the gradient of its end.
type chain struct {
	tape    *grad.Tape
	tr      trace.Trace
	f       *function
	n       int
	x       float64
	weight  float64
	a, z, w [mostLayers + 1]int // IDs; a[0] is x
	slopes  [mostLayers + 1]float64

	// f′ of every layer, on a tape of its own: z [n], and the gradient of Σ f(z).
	local      *grad.Tape
	localTrace trace.Trace
	sums       tensor.Tensor

	// The same product taken apart, on a tape of its own: slopes and weights.
	apart      *grad.Tape
	apartTrace trace.Trace
	allSlopes  float64
	allWeights float64
	factors    [mostLayers]int // the slopes, from the last layer to the first
	slopesID   int
	weightsID  int
	allID      int
}

// run computes n layers from x and the gradient back. A weight is a number of
// its own in every layer, though all have one value.
func (c *chain) run(f *function, n int, x, w float64) {
	if c.tape == nil {
		c.tape, c.local, c.apart = grad.NewTape(), grad.NewTape(), grad.NewTape()
	}
	c.f, c.n, c.x, c.weight = f, n, x, w
	c.tape.Reset()
	c.tape.Backward(c.write(c.tape))
	c.tape.Record(&c.tr)
	c.sums.Resize(n)
	for i := 1; i <= n; i++ {
		c.sums.Data()[i-1] = tensor.Elem(c.sum(i))
	}
	c.sums.Touch()
	c.local.Reset()
	c.local.Backward(c.writeLocal(c.local))
	c.local.Record(&c.localTrace)
	copy(c.slopes[1:], c.localTrace.Nodes[localZ].Grad)
	c.takeApart(w)
}

// write puts the chain on a tape.
func (c *chain) write(t *grad.Tape) *grad.Var {
	a := t.Scalar("x", c.x)
	c.a[0] = a.ID()
	for i := 1; i <= c.n; i++ {
		k := strconv.Itoa(i)
		weight := t.Scalar("w"+k, c.weight)
		z := grad.Mul(weight, a).Named("z" + k)
		a = c.f.of(z).Named("a" + k)
		c.a[i], c.z[i], c.w[i] = a.ID(), z.ID(), weight.ID()
	}
	return a
}

// localZ is the place of z among the slopes' values.
const localZ = 0

// writeLocal puts every layer's f(z) on a tape, each by itself.
func (c *chain) writeLocal(t *grad.Tape) *grad.Var {
	return grad.Sum(c.f.of(t.Input("z", &c.sums)).Named("a"))
}

// takeApart multiplies the slopes, and apart from them the weights.
func (c *chain) takeApart(w float64) {
	t := c.apart
	t.Reset()
	t.NoGrad = true
	slopes, weights := t.Scalar("1", 1), t.Scalar("1", 1)
	for i := c.n; i >= 1; i-- {
		slope := t.Scalar("f′", c.slopes[i])
		c.factors[c.n-i] = slope.ID()
		slopes = grad.Mul(slopes, slope)
		weights = grad.Mul(weights, t.Scalar("w", w))
	}
	slopes.Named("Π f′")
	weights.Named("Π w")
	all := grad.Mul(slopes, weights)
	c.slopesID, c.weightsID, c.allID = slopes.ID(), weights.ID(), all.ID()
	t.Record(&c.apartTrace)
	value := func(v *grad.Var) float64 { return c.apartTrace.Nodes[v.ID()].Value[0] }
	c.allSlopes, c.allWeights = value(slopes), value(weights)
}

func (c *chain) active(i int) float64 { return c.tr.Nodes[c.a[i]].Value[0] }
func (c *chain) sum(i int) float64    { return c.tr.Nodes[c.z[i]].Value[0] }

// left is ∂aₙ/∂aᵢ: what is left of the gradient at layer i; i = 0 is x.
func (c *chain) left(i int) float64 { return c.tr.Nodes[c.a[i]].Grad[0] }

// weightGrad is ∂aₙ/∂wᵢ.
func (c *chain) weightGrad(i int) float64 { return c.tr.Nodes[c.w[i]].Grad[0] }
