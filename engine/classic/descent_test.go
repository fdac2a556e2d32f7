package classic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

// TestDescentAsPrinted holds the textbook's program, 1,000 points, 80 % of them
// for training, η = 0.01, against what NumPy makes of it: with the gradient
// summed it overflows, averaged it comes to the closed form.
func TestDescentAsPrinted(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 0))
		d, _ := data.MakeRegression(data.Regression{N: 1000, Features: 1, Noise: 0.1}, rng)
		train, _ := data.Split(1000, 0.2, rng)
		x, y := tensor.New(800, 1), tensor.New(800, 1)
		steep := 0.0
		for i, k := range train {
			v := d.X.Data()[k]
			x.Data()[i], y.Data()[i] = v, d.Targets.Data()[k]
			steep += float64(v) * float64(v)
		}
		finite := classic.Overflow{}
		each := func(epoch int, loss, guess float64) {
			if loss <= math.MaxFloat64 {
				finite.Loss = epoch + 1
			}
			if guess <= math.MaxFloat64 {
				finite.Prediction = epoch + 1
			}
		}
		_, over := classic.Descent{Rate: 0.01, Each: each}.Fit(x, y, 1000)
		if over != finite {
			t.Errorf("seed %d: overflows at %+v, told were finite losses and predictions up to %+v", seed, over, finite)
		}
		if over.Loss < 171 || over.Loss > 193 || over.Prediction < 344 || over.Prediction > 388 {
			t.Errorf("seed %d: overflows at %+v, want 171…193 and 344…388", seed, over)
		}
		if _, over = (classic.Descent{Rate: 1.99 / steep}).Fit(x, y, 1000); over.Loss >= 0 {
			t.Errorf("seed %d: below 2/Σx² it overflows at %+v", seed, over)
		}
		w, over := classic.Descent{Rate: 0.01, Mean: true}.Fit(x, y, 1000)
		closed, _, err := classic.LeastSquares(x, y, false)
		if err != nil || over.Loss >= 0 {
			t.Fatal(err, over)
		}
		// What is left of the way from 0 after 1,000 steps is (1 − η·mean x²)¹⁰⁰⁰.
		left := math.Pow(1-0.01*steep/800, 1000)
		if off := math.Abs(w[0]-closed[0]) / closed[0]; math.Abs(off-left) > 1e-9 || off > 2e-4 {
			t.Errorf("seed %d: averaged it is off by %v, want %v", seed, off, left)
		}
	}
}
