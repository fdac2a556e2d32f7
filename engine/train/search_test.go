package train_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

func TestEarlyStopping(t *testing.T) {
	e := train.EarlyStopping{Patience: 2, MinDelta: 0.01}
	for i, c := range []struct {
		loss float64
		stop bool
	}{{1, false}, {0.5, false}, {0.495, false}, {math.NaN(), false}, {0.6, true}} {
		if stop := e.Look(i, c.loss); stop != c.stop {
			t.Errorf("look %d: stop %v", i, stop)
		}
	}
	if e.BestStep != 1 || e.Best != 0.5 {
		t.Errorf("best %v at %d", e.Best, e.BestStep)
	}
}

func TestGridAndRandom(t *testing.T) {
	g := train.Grid(train.Axis{Values: []float64{1, 2}}, train.Axis{Values: []float64{3, 4, 5}})
	if len(g) != 6 || !slices.Equal(g[1], train.Point{1, 4}) || !slices.Equal(g[3], train.Point{2, 3}) {
		t.Errorf("grid %v", g)
	}
	r := train.Random(400, rand.New(rand.NewPCG(1, 1)), train.Axis{Min: 1e-4, Max: 1, Log: true}, train.Axis{Min: 2, Max: 9, Whole: true})
	below := 0
	for _, p := range r {
		if p[0] < 1e-4 || p[0] > 1 || p[1] < 2 || p[1] > 9 || p[1] != math.Round(p[1]) {
			t.Errorf("drawn %v", p)
		}
		if p[0] < 1e-2 {
			below++
		}
	}
	if below < 160 || below > 240 {
		t.Errorf("%d of 400 below the middle magnitude", below)
	}
	for name, f := range map[string]func(){
		"no values": func() { train.Grid(train.Axis{}) },
		"log of 0":  func() { train.Random(1, nil, train.Axis{Max: 1, Log: true}) },
		"backwards": func() { train.Random(1, nil, train.Axis{Min: 2, Max: 1}) },
		"NaN":       func() { train.Random(1, nil, train.Axis{Min: math.NaN(), Max: 1}) },
	} {
		if err := tensor.Catch(f); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestArchitectures(t *testing.T) {
	for _, sizes := range train.Architectures(2, 1, 2, []int{2, 4}, 20) {
		n := nn.CountParams(nn.NewMLP(sizes, "tanh", nil))
		if n != train.Params(sizes) || n > 20 || len(sizes) < 3 || len(sizes) > 4 {
			t.Errorf("%v with %d parameters", sizes, n)
		}
	}
	if n := len(train.Architectures(2, 1, 2, []int{2, 4}, 1000)); n != 2+4 {
		t.Errorf("%d architectures of 6", n)
	}
}

// A search over learning rate and width, by validation loss; a rate that
// diverges is a failed trial and not the end of the search.
func TestSearch(t *testing.T) {
	moons := moons()
	a, b := data.StratifiedSplit(moons.Labels, 0.3, rand.New(rand.NewPCG(1, 1)))
	learn, validate := moons.Subset(a), moons.Subset(b)
	s := &train.Search{
		Points: train.Grid(train.Axis{Name: "rate", Values: []float64{1e30, 1e-6, 0.1}}, train.Axis{Name: "width", Values: []float64{2, 8}}),
		Try: func(p train.Point) (float64, error) {
			run, err := train.New(train.Config{
				Model:    func(rng *rand.Rand) nn.Module { return nn.NewMLP([]int{2, int(p[1]), 2}, "relu", rng) },
				Loss:     train.CrossEntropy,
				Settings: train.Settings{Data: learn, Rule: optim.SGD{LR: p[0], Momentum: 0.9}},
			})
			for err == nil && run.StepCount() < 100 {
				err = run.Step()
			}
			if err != nil {
				return 0, err
			}
			e, err := run.Evaluate(validate, 2)
			return e.Loss, err
		},
	}
	for s.Next() {
	}
	best, ok := s.Best()
	if !ok || best.Point[0] != 0.1 || len(s.Trials) != 6 {
		t.Errorf("best %v of %v", best, s.Trials)
	}
	if s.Trials[0].Err == nil || !math.IsInf(s.Trials[0].Loss, 1) {
		t.Errorf("rate 1e30: %v", s.Trials[0])
	}
}
