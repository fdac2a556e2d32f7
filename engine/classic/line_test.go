package classic_test

import (
	"math"
	"testing"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/linalg"
	"gradtheatre/engine/tensor"
)

func TestFitLineAgreesWithTheDecomposition(t *testing.T) {
	for _, intercept := range []bool{false, true} {
		d, _ := data.MakeRegression(data.Regression{N: 1000, Features: 1, Bias: 3, Noise: 0.5}, rng())
		want, wantB, err := linalg.LeastSquares(d.X, d.Targets, intercept)
		if err != nil {
			t.Fatal(err)
		}
		tape := grad.NewTape()
		x := new(tensor.Tensor).Alias(d.X, 1000)
		y := new(tensor.Tensor).Alias(d.Targets, 1000)
		w, b := classic.FitLine(tape.Const("x", x), tape.Const("y", y), intercept)
		if math.Abs(w.Item()-want[0]) > 1e-5*math.Abs(want[0]) {
			t.Errorf("intercept %v: w is %v, want %v", intercept, w.Item(), want[0])
		}
		if intercept && math.Abs(b.Item()-wantB) > 1e-5*math.Abs(wantB) {
			t.Errorf("b is %v, want %v", b.Item(), wantB)
		}
	}
}

func TestLeastSquaresAgreesWithTheDecomposition(t *testing.T) {
	for features := 1; features <= 5; features++ {
		for _, intercept := range []bool{false, true} {
			d, _ := data.MakeRegression(data.Regression{N: 60, Features: features, Bias: -2, Noise: 1}, rng())
			want, wantB, err := linalg.LeastSquares(d.X, d.Targets, intercept)
			if err != nil {
				t.Fatal(err)
			}
			w, b, err := classic.LeastSquares(d.X, d.Targets, intercept)
			if err != nil || math.Abs(b-wantB) > 1e-9 {
				t.Errorf("%d features: b is %v, want %v, %v", features, b, wantB, err)
			}
			for k := range w {
				if math.Abs(w[k]-want[k]) > 1e-9*(1+math.Abs(want[k])) {
					t.Errorf("%d features: w[%d] is %v, want %v", features, k, w[k], want[k])
				}
			}
		}
	}
}
