package data

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// Regression describes the problem that [MakeRegression] draws.
type Regression struct {
	N           int     // examples
	Features    int     // columns of X
	Informative int     // how many of them the target depends on; 0 is all
	Bias        float64 // added to every target
	Noise       float64 // standard deviation of what is added to the targets
}

// MakeRegression draws a linear problem, X from N(0, 1), and returns it with
// the coefficients that made it: Targets = X·coef + bias + noise·N(0, 1).
// The coefficients of informative features are 100·U(0, 1), the others 0.
// It panics with a *tensor.ValueError for sizes or noise that make no sense.
// Source: scikit-learn 1.2, make_regression.
func MakeRegression(r Regression, rng *rand.Rand) (d *Dataset, coef []float64) {
	checkToy("make_regression", r.N, r.Noise)
	if r.Features < 1 || r.Informative < 0 || r.Informative > r.Features {
		panic(&tensor.ValueError{Op: "make_regression", Name: "features", Value: strconv.Itoa(r.Informative) + " informative of " + strconv.Itoa(r.Features), Want: "1 or more, of which 0 … all informative"})
	}
	informative := r.Informative
	if informative == 0 {
		informative = r.Features
	}
	coef = make([]float64, r.Features)
	for _, k := range Permutation(r.Features, rng)[:informative] {
		coef[k] = 100 * rng.Float64()
	}
	d = &Dataset{X: tensor.New(r.N, r.Features), Targets: tensor.New(r.N, 1)}
	for i := range r.N {
		y := r.Bias
		for k := range r.Features {
			x := rng.NormFloat64()
			d.X.Data()[i*r.Features+k] = tensor.Elem(x)
			y += x * coef[k]
		}
		d.Targets.Data()[i] = tensor.Elem(y + r.Noise*rng.NormFloat64())
	}
	return d, coef
}

// Blobs draws n points around each of the given centres [classes][features]
// with the given standard deviation: X [n·classes, features], Labels by centre.
// It panics with a *tensor.ValueError without a centre and with a
// *tensor.ShapeError if the centres have different numbers of coordinates.
func Blobs(n int, centres [][]float64, sd float64, rng *rand.Rand) *Dataset {
	checkToy("blobs", n, sd)
	if len(centres) == 0 || len(centres[0]) == 0 {
		panic(&tensor.ValueError{Op: "blobs", Name: "centres", Value: "none", Want: "at least one centre with at least one coordinate"})
	}
	features := len(centres[0])
	d := &Dataset{X: tensor.New(n*len(centres), features)}
	for i := range d.Len() {
		class := i % len(centres)
		d.Labels = append(d.Labels, class)
		if len(centres[class]) != features {
			panic(&tensor.ShapeError{Op: "blobs", A: []int{features}, B: []int{len(centres[class])}, Why: "centres with the same number of coordinates"})
		}
		for k, c := range centres[class] {
			d.X.Data()[i*features+k] = tensor.Elem(c + sd*rng.NormFloat64())
		}
	}
	return d
}
