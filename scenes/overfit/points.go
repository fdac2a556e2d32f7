package overfit

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/edits"
)

const (
	reachY   = 2.2 // how far the picture reaches up and down
	unseen   = 100 // points that the fit never sees
	maxAdded = 20
	bend     = math.Pi
)

// wave is where the points come from, before the noise.
func wave(x float64) float64 { return math.Sin(bend * x) }

// table is a set of points as the engine takes it: x and y [n].
type table struct{ x, y []float64 }

// golden is the ratio whose multiples, without their whole parts, spread evenly.
const golden = math.Phi

// sample draws n points of the wave with noise, spread evenly. The first n of a
// longer sample are the same, and so is every x whatever the noise.
func sample(n int, noise float64, rng *rand.Rand) table {
	var t table
	from := rng.Float64()
	for i := range n {
		_, part := math.Modf(from + golden*float64(i))
		x := 2*part - 1
		t.x, t.y = append(t.x, x), append(t.y, wave(x)+noise*rng.NormFloat64())
	}
	return t
}

// target returns y as a tensor [n, 1].
func (t *table) target() *tensor.Tensor {
	y := tensor.New(len(t.y), 1)
	for i, v := range t.y {
		y.Data()[i] = tensor.Elem(v)
	}
	return y
}

// cloud is what the visitor's curve is fitted to.
type cloud struct {
	table
	made  int
	edits edits.List // what was moved or added
}

// make draws the points anew; what was moved stays moved.
func (c *cloud) make(n int, noise float64, seed uint64) {
	c.table, c.made = sample(n, noise, rand.New(rand.NewPCG(seed, 1))), n
	kept := c.edits
	c.edits = nil
	for _, e := range kept {
		c.put(e)
	}
}

// put moves a point, or adds one, and remembers it.
func (c *cloud) put(e edits.Edit) {
	e.X, e.Y = hold(e.X, 1), hold(e.Y, reachY)
	switch {
	case e.I < len(c.x):
		c.x[e.I], c.y[e.I] = e.X, e.Y
	case len(c.x) < c.made+maxAdded:
		e.I = len(c.x)
		c.x, c.y = append(c.x, e.X), append(c.y, e.Y)
	default:
		return
	}
	c.edits.Note(e)
}

// hold keeps a coordinate in the picture, with few enough digits for a link.
func hold(v, reach float64) float64 {
	if v != v {
		return 0
	}
	return math.Round(min(max(v, -reach), reach)*1000) / 1000
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
