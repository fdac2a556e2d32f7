package train_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// TestGrade holds the share that unfolds against the one that is counted, where
// scores are often equal too.
func TestGrade(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 0))
	var g train.Grade
	tape := grad.NewTape()
	for round := range 300 {
		n, classes := 1+rng.IntN(40), 1+rng.IntN(6)
		y := tensor.New(n, classes)
		for i := range y.Data() {
			switch round % 3 {
			case 0:
				y.Data()[i] = tensor.Elem(rng.NormFloat64())
			case 1:
				y.Data()[i] = tensor.Elem(rng.IntN(3) - 1) // draws
			}
		}
		labels := make([]int, n)
		for i := range labels {
			labels[i] = rng.IntN(max(classes, 2))
		}
		tape.Reset()
		got := g.Accuracy(tape.Const("y", y), labels).Item()
		if want := train.Accuracy(y, labels); math.Abs(got-want) > 1e-6 { // the rounding of a mean; an answer counts 1/n
			t.Fatalf("round %d, %d classes: %v, counted %v", round, classes, got, want)
		}
	}
	y, labels := tensor.New(40, 6), make([]int, 40)
	if allocs := testing.AllocsPerRun(20, func() {
		tape.Reset()
		g.Accuracy(tape.Const("y", y), labels)
	}); allocs > 0 {
		t.Errorf("%v allocations", allocs)
	}
}
