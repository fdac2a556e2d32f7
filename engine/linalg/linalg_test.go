package linalg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/linalg"
	"gradtheatre/engine/tensor"
)

func rng() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func TestLeastSquares(t *testing.T) {
	d, coef := data.MakeRegression(data.Regression{N: 200, Features: 3, Bias: 5, Noise: 0.1}, rng())
	w, b, err := linalg.LeastSquares(d.X, d.Targets, true)
	if err != nil || math.Abs(b-5) > 0.05 {
		t.Errorf("intercept %v, %v", b, err)
	}
	for k := range coef {
		if math.Abs(w[k]-coef[k]) > 0.05 {
			t.Errorf("weight %d is %v, want %v", k, w[k], coef[k])
		}
	}
	// Two equal columns share the weight.
	x := tensor.From([]tensor.Elem{1, 1, 2, 2, 3, 3}, 3, 2)
	w, _, err = linalg.LeastSquares(x, tensor.From([]tensor.Elem{2, 4, 6}, 3, 1), false)
	if err != nil || math.Abs(w[0]-1) > 1e-6 || math.Abs(w[1]-1) > 1e-6 {
		t.Errorf("weights %v, %v", w, err)
	}
	x.Data()[0] = tensor.Elem(math.NaN())
	if _, _, err = linalg.LeastSquares(x, tensor.New(3, 1), false); err == nil {
		t.Error("NaN accepted")
	}
}

func TestPCA(t *testing.T) {
	// Points along (3, 4)/5 with a little across.
	r := rng()
	x := tensor.New(500, 2)
	for i := range 500 {
		a, b := 10*r.NormFloat64(), 0.5*r.NormFloat64()
		x.Set(tensor.Elem(1+0.6*a-0.8*b), i, 0)
		x.Set(tensor.Elem(2+0.8*a+0.6*b), i, 1)
	}
	p := linalg.FitPCA(x, 1)
	if c := p.Components[0]; math.Abs(c[0]-0.6) > 0.01 || math.Abs(c[1]-0.8) > 0.01 || p.Variances[0]/p.Total < 0.99 {
		t.Errorf("component %v with %v of %v", c, p.Variances[0], p.Total)
	}
	// What one component leaves is the variance along the other; two leave nothing.
	all := linalg.FitPCA(x, 2)
	for k, pca := range []*linalg.PCA{p, all} {
		back, left := pca.Invert(pca.Apply(x)), 0.0
		for i, v := range x.Data() {
			left += math.Pow(float64(v-back.Data()[i]), 2) / 499
		}
		if want := []float64{all.Variances[1], 0}[k]; math.Abs(left-want) > 1e-5 {
			t.Errorf("%d components leave a variance of %v, want %v", k+1, left, want)
		}
	}
	for name, f := range map[string]func(){
		"three components of two columns": func() { linalg.FitPCA(x, 3) },
		"none":                            func() { linalg.FitPCA(x, 0) },
		"one row":                         func() { linalg.FitPCA(tensor.New(1, 2), 1) },
		"other columns":                   func() { p.Apply(tensor.New(2, 3)) },
		"other coordinates":               func() { p.Invert(tensor.New(2, 3)) },
		"NaN":                             func() { x.Data()[7] = tensor.Elem(math.NaN()); linalg.FitPCA(x, 1) },
	} {
		if err := tensor.Catch(f); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestRefusals(t *testing.T) {
	if err := tensor.Catch(func() { linalg.LeastSquares(tensor.New(3, 2), tensor.New(2, 1), true) }); err == nil {
		t.Error("two targets for three examples")
	}
}

// The line through three points that lie on one.
func Example() {
	x := tensor.From([]tensor.Elem{0, 1, 2}, 3, 1)
	y := tensor.From([]tensor.Elem{1, 3, 5}, 3, 1)
	w, b, err := linalg.LeastSquares(x, y, true)
	fmt.Printf("%.3f %.3f %v\n", w[0], b, err)
	// Output:
	// 2.000 1.000 <nil>
}
