package validate

import (
	"bytes"
	"math/rand/v2"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

// The parts of the data.
const (
	partTrain = iota
	partVal
	partTest
	parts
)

// How the birds are dealt.
const (
	dealStratified = "stratified"
	dealRandom     = "random"
	dealFile       = "file_order"
)

// flock is the penguins and what part each belongs to.
type flock struct {
	all   *data.Dataset // bill length and depth, flipper length, body mass
	order []int         // birds as they lie along the bar
	cut   [2]int        // where validation and test begin
}

func newFlock() (*flock, error) {
	d, err := data.Penguins("penguins.csv", bytes.NewReader(assets.PenguinsTable))
	if err != nil {
		return nil, err
	}
	return &flock{all: d}, nil
}

// deal lays the birds out and cuts the bar at two shares.
func (f *flock) deal(how string, cuts [2]float64, seed uint64) {
	n := f.all.Len()
	rng := rand.New(rand.NewPCG(seed, 1))
	f.cut = [2]int{int(cuts[0]*float64(n) + 0.5), int(cuts[1]*float64(n) + 0.5)}
	switch how {
	case dealRandom:
		f.order = data.Permutation(n, rng)
	case dealFile:
		f.order = f.order[:0]
		for i := range n {
			f.order = append(f.order, i)
		}
	default:
		rest, test := data.StratifiedSplit(f.all.Labels, 1-cuts[1], rng)
		labels := make([]int, len(rest))
		for i, bird := range rest {
			labels[i] = f.all.Labels[bird]
		}
		first, second := data.StratifiedSplit(labels, (cuts[1]-cuts[0])/cuts[1], rng)
		f.order = f.order[:0]
		for _, i := range append(first, second...) {
			f.order = append(f.order, rest[i])
		}
		f.order = append(f.order, test...)
		f.cut = [2]int{len(first), len(rest)}
	}
}

// begins is the place along the bar where a part begins.
func (f *flock) begins(p int) int { return [parts]int{0, f.cut[0], f.cut[1]}[p] }

// part are the birds of one part.
func (f *flock) part(p int) []int {
	to := [parts]int{f.cut[0], f.cut[1], len(f.order)}
	return f.order[f.begins(p):to[p]]
}

// The features that a model may get.
const (
	allFeatures   = "all"
	billFeatures  = "bill"
	bodyFeatures  = "body"
	ratioFeatures = "ratio"
)

// features returns the table with the chosen columns: bill length and depth,
// flipper and mass, all four, or bill length ÷ depth alone.
func (f *flock) features(which string) *data.Dataset {
	out := *f.all
	columns := map[string][]int{billFeatures: {0, 1}, bodyFeatures: {2, 3}}[which]
	x, n := f.all.X.Data(), f.all.Len()
	switch {
	case which == ratioFeatures:
		out.X = tensor.New(n, 1)
		for i := range n {
			out.X.Data()[i] = x[4*i] / x[4*i+1]
		}
	case columns != nil:
		out.X = tensor.New(n, len(columns))
		for i := range n {
			for k, c := range columns {
				out.X.Data()[i*len(columns)+k] = x[4*i+c]
			}
		}
	}
	return &out
}
