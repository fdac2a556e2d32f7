package train_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

func TestDivergence(t *testing.T) {
	cfg := config()
	cfg.Model = func(rng *rand.Rand) nn.Module {
		return nn.NewSequential(nn.NewLinear(2, 8, rng), nn.ReLU(), nn.NewLinear(8, 1, rng))
	}
	cfg.Loss = train.MSE
	cfg.Rule = optim.SGD{LR: 1e6}
	cfg.Schedule = nil
	s := start(t, cfg)
	var err error
	var before string
	for range 100 {
		before = state(t, s)
		if err = s.Step(); err != nil {
			break
		}
	}
	var d *train.Diverged
	if !errors.As(err, &d) {
		t.Fatalf("learning rate 1e6: %v", err)
	}
	t.Log(err)
	if d.Step != s.StepCount() || d.Op == "" || d.Why == "" {
		t.Errorf("%+v at step %d", d, s.StepCount())
	}
	if state(t, s) != before {
		t.Error("the state is not that before the step")
	}
	if again := s.Step(); again != err {
		t.Errorf("the next step says %v", again)
	}
	if err := s.SeekNow(0); err != nil {
		t.Fatal(err)
	}
	c := s.Settings()
	c.Rule = optim.SGD{LR: 0.01}
	if err := s.Change(c); err != nil {
		t.Fatal(err)
	}
	steps(t, s, 50)
}

// What broke is named: the first value that is not finite.
func TestDivergenceIsNamed(t *testing.T) {
	cfg := config()
	cfg.Model = func(rng *rand.Rand) nn.Module {
		log := &nn.Func{Kind: "log", F: grad.Log}
		return nn.NewSequential(nn.NewLinear(2, 2, rng), nn.ReLU(), nn.Named("oops", log))
	}
	s := start(t, cfg)
	err := s.Step()
	var d *train.Diverged
	if !errors.As(err, &d) || d.Name != "oops" || d.Op != "log" || d.Step != 0 || !strings.Contains(err.Error(), "logarithm") {
		t.Errorf("%v", err)
	}
	bad := moons()
	bad.X.Data()[7] = tensor.Elem(math.NaN())
	cfg = config()
	cfg.Data = bad
	cfg.BatchSize = 200
	if err = start(t, cfg).Step(); err == nil || !strings.Contains(err.Error(), "x (input)") {
		t.Errorf("NaN in the data: %v", err)
	}
}
