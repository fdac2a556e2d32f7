package setup

import (
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

const (
	examples = 120
	thinnest = 0.15
	widest   = 3.0
)

// lowest and highest are how far the cloud's middle may be moved.
var lowest, highest = [2]float64{-1.5, -1}, [2]float64{8, 3.8}

// The ways to prepare the data.
const (
	raw          = "raw"
	centred      = "centred"
	standardised = "standardised"
)

// cloud is the data: two moons, shifted and stretched as the visitor likes, and
// what is made of them before the networks see them.
//
//	centred: x − μ, standardised: (x − μ)/σ, column by column
type cloud struct {
	shape  []tensor.Elem // the moons with mean 0 and deviation 1, [examples·2]
	labels []int
	target *tensor.Tensor // −1 and 1, [examples, 1]
	middle [2]float64
	width  [2]float64
	way    string

	x                        *tensor.Tensor // the raw data, [examples, 2]
	tape                     *grad.Tape
	tr                       trace.Trace
	in, mean, sd, mid, out   *grad.Var
	outMean, outSD, variance *grad.Var
	fed                      *tensor.Tensor // what the networks see, a copy
}

func newCloud(seed uint64) *cloud {
	d := data.Moons(examples, 0.12, rand.New(rand.NewPCG(seed, 1)))
	d = d.Standardised(data.FitScaler(d.X))
	c := &cloud{shape: d.X.Data(), labels: d.Labels, target: tensor.New(examples, 1), x: tensor.New(examples, 2), tape: grad.NewTape(),
		middle: [2]float64{5, 3}, width: [2]float64{1.6, 0.6}, way: raw}
	c.tape.NoGrad = true
	for i, l := range d.Labels {
		c.target.Data()[i] = tensor.Elem(2*l - 1)
	}
	c.run()
	return c
}

// run prepares the data anew.
func (c *cloud) run() {
	for i, z := range c.shape {
		c.x.Data()[i] = tensor.Elem(c.middle[i%2] + c.width[i%2]*float64(z))
	}
	c.x.Touch()
	t := c.tape
	t.Reset()
	c.in = t.Const("x", c.x)
	c.mean = grad.Mean(c.in, 0).Named("μ")
	c.variance = grad.Variance(c.in, 0).Named("σ²")
	c.sd = grad.Sqrt(c.variance).Named("σ")
	c.mid = grad.Sub(c.in, c.mean).Named("x − μ")
	last := grad.Div(c.mid, c.sd).Named("(x − μ)/σ")
	switch c.way {
	case centred:
		c.out = c.mid
	case standardised:
		c.out = last
	default:
		c.out = c.in
	}
	c.outMean = grad.Mean(c.out, 0).Named("mean")
	c.outSD = grad.Sqrt(grad.Variance(c.out, 0)).Named("std")
	t.Record(&c.tr)
	c.fed = c.out.Value.Clone()
}

func (c *cloud) dataset() *data.Dataset { return &data.Dataset{X: c.fed, Labels: c.labels} }

// at is where example i lies, as the networks see it; k is the column.
func (c *cloud) at(i, k int) float64 { return c.tr.Nodes[c.out.ID()].Value[2*i+k] }

func (c *cloud) stat(v *grad.Var, k int) float64 { return c.tr.Nodes[v.ID()].Value[k] }
