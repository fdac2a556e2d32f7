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

// TestTable holds the counts that unfold against those that are counted, where
// scores are often equal too.
func TestTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 0))
	var table train.Table
	tape := grad.NewTape()
	for round := range 200 {
		n, classes := 1+rng.IntN(40), 1+rng.IntN(6)
		y := tensor.New(n, classes)
		for i := range y.Data() {
			if y.Data()[i] = tensor.Elem(rng.NormFloat64()); round%2 == 1 {
				y.Data()[i] = tensor.Elem(rng.IntN(3) - 1) // draws
			}
		}
		classes = max(classes, 2)
		labels := make([]int, n)
		for i := range labels {
			labels[i] = rng.IntN(classes)
		}
		want := train.NewConfusion(classes)
		want.Add(labels, train.Classes(nil, y))
		tape.Reset()
		got := table.Count(tape.Const("y", y), labels, classes)
		for k, row := range want.Counts {
			for j, count := range row {
				if v := float64(got.Value.At(k, j)); v != float64(count) {
					t.Fatalf("round %d: %d taken for %d %v times, counted %d", round, k, j, v, count)
				}
			}
		}
	}
}
