package regression

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/edits"
)

// cloud is what the line is fitted to: pairs of x and y, of which a fifth, drawn
// at random, is kept for the test.
type cloud struct {
	x, y  []float64
	test  []bool
	edits edits.List // what the visitor has moved or added

	train, held table
	made        int // how many came from the generator
	reach       [2]float64
}

// table is a part of the cloud as the engine takes it: x [n, 1], y [n, 1].
type table struct {
	x, y  tensor.Tensor
	index []int // of its rows in the cloud
}

const (
	testShare = 0.2
	splitSeed = 42
	maxAdded  = 40
)

// make draws n points from the seed: the textbook's make_regression with one
// feature. The same seed gives the same slope whatever the noise.
func (c *cloud) make(n int, noise float64, seed uint64) {
	d, _ := data.MakeRegression(data.Regression{N: n, Features: 1, Noise: noise}, rand.New(rand.NewPCG(seed, 0)))
	c.x, c.y, c.test, c.made = c.x[:0], c.y[:0], make([]bool, n), n
	for i := range n {
		c.x = append(c.x, float64(d.X.Data()[i]))
		c.y = append(c.y, float64(d.Targets.Data()[i]))
	}
	_, second := data.Split(n, testShare, rand.New(rand.NewPCG(splitSeed, 0)))
	for _, i := range second {
		c.test[i] = true
	}
	c.reach = [2]float64{span(c.x), span(c.y)}
	kept := c.edits
	c.edits = nil
	for _, e := range kept {
		c.put(e)
	}
	c.share()
}

// span is how far the picture reaches to either side.
func span(v []float64) float64 {
	far := 0.0
	for _, a := range v {
		far = max(far, math.Abs(a))
	}
	return max(far*1.12, 1e-3)
}

// put moves a point, or adds one, and remembers it.
func (c *cloud) put(e edits.Edit) {
	e.X, e.Y = hold(e.X, c.reach[0]), hold(e.Y, c.reach[1])
	switch {
	case e.I < len(c.x):
		c.x[e.I], c.y[e.I] = e.X, e.Y
	case len(c.x) < c.made+maxAdded:
		e.I = len(c.x)
		c.x, c.y, c.test = append(c.x, e.X), append(c.y, e.Y), append(c.test, false)
	default:
		return
	}
	c.edits.Note(e)
}

// hold keeps a coordinate in the picture, on a grid fine enough for a link.
func hold(v, reach float64) float64 {
	if v != v {
		return 0
	}
	step := math.Pow(10, math.Floor(math.Log10(reach))-2)
	v = math.Round(min(max(v, -reach), reach)/step) * step
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	return v
}

// share deals the points to training and test.
func (c *cloud) share() {
	for _, t := range []*table{&c.train, &c.held} {
		t.index = t.index[:0]
	}
	for i, test := range c.test {
		t := &c.train
		if test {
			t = &c.held
		}
		t.index = append(t.index, i)
	}
	c.train.fill(c)
	c.held.fill(c)
}

func (t *table) fill(c *cloud) {
	t.x.Resize(len(t.index), 1)
	t.y.Resize(len(t.index), 1)
	for r, i := range t.index {
		t.x.Data()[r], t.y.Data()[r] = tensor.Elem(c.x[i]), tensor.Elem(c.y[i])
	}
	t.x.Touch()
	t.y.Touch()
}
