package overfit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
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
	edits []edit // what was moved or added
}

// edit puts point i at x, y; i beyond the last adds one.
type edit struct {
	i    int
	x, y float64
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
func (c *cloud) put(e edit) {
	e.x, e.y = hold(e.x, 1), hold(e.y, reachY)
	switch {
	case e.i < len(c.x):
		c.x[e.i], c.y[e.i] = e.x, e.y
	case len(c.x) < c.made+maxAdded:
		e.i = len(c.x)
		c.x, c.y = append(c.x, e.x), append(c.y, e.y)
	default:
		return
	}
	for k := range c.edits {
		if c.edits[k].i == e.i {
			c.edits[k] = e
			return
		}
	}
	c.edits = append(c.edits, e)
}

// hold keeps a coordinate in the picture, with few enough digits for a link.
func hold(v, reach float64) float64 {
	if v != v {
		return 0
	}
	return math.Round(min(max(v, -reach), reach)*1000) / 1000
}

// encode writes the edits for a link: "3,0.5,-1;12,0.1,0".
func encode(edits []edit) string {
	parts := make([]string, len(edits))
	for k, e := range edits {
		parts[k] = strconv.Itoa(e.i) + "," + short(e.x) + "," + short(e.y)
	}
	return strings.Join(parts, ";")
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// decode reads what encode wrote.
func decode(s string) ([]edit, error) {
	var out []edit
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '\n' }) {
		f := strings.Split(part, ",")
		if len(f) != 3 {
			return nil, fmt.Errorf("points: %q; it can be index,x,y, several separated by ;", part)
		}
		i, err := strconv.Atoi(strings.TrimSpace(f[0]))
		if err != nil || i < 0 || i > 1000 {
			return nil, fmt.Errorf("points: the index is %q; it can be 0 or more", f[0])
		}
		e := edit{i: i}
		for k, v := range []*float64{&e.x, &e.y} {
			a, err := strconv.ParseFloat(strings.TrimSpace(f[k+1]), 64)
			if err != nil || a-a != 0 {
				return nil, fmt.Errorf("points: %q is no number", f[k+1])
			}
			*v = a
		}
		if len(out) > 200 {
			return nil, fmt.Errorf("points: more than 200")
		}
		out = append(out, e)
	}
	return out, nil
}
