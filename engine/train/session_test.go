package train_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

func moons() *data.Dataset { return data.Moons(200, 0.1, rand.New(rand.NewPCG(5, 6))) }

// config is a run with everything that could break determinism: dropout, batch
// norm, momentum, a schedule, batches that do not divide the data.
func config() train.Config {
	return train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.NewLinear(2, 16, rng), nn.NewBatchNorm(16), nn.ReLU(), nn.NewDropout(0.2, 0), nn.NewLinear(16, 2, rng))
		},
		Loss:          train.CrossEntropy,
		Seed:          11,
		Settings:      train.Settings{Data: moons(), BatchSize: 30, Rule: optim.SGD{LR: 0.1, Momentum: 0.9}, Schedule: optim.Exponential{Gamma: 0.9}},
		SnapshotEvery: 8,
	}
}

func start(t *testing.T, cfg train.Config) *train.Session {
	t.Helper()
	s, err := train.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func steps(t *testing.T, s *train.Session, n int) {
	t.Helper()
	for range n {
		if err := s.Step(); err != nil {
			t.Fatal(err)
		}
	}
}

// state is everything that the next steps depend on.
func state(t *testing.T, s *train.Session) string {
	t.Helper()
	b, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestLearns(t *testing.T) {
	s := start(t, config())
	steps(t, s, 300)
	e, err := s.Evaluate(moons(), 2)
	if err != nil || e.Accuracy < 0.95 || e.N != 200 || e.Confusion.Accuracy() != e.Accuracy {
		t.Errorf("accuracy %v of %d, error %v", e.Accuracy, e.N, err)
	}
	if l := s.History().Loss; l[299] > l[0]/2 {
		t.Errorf("loss went from %v to %v", l[0], l[299])
	}
}

func TestTimeDoesNotChangeTheRun(t *testing.T) {
	a, b := start(t, config()), start(t, config())
	steps(t, a, 50)
	for b.StepCount() < 50 {
		e := b.NewEvaluation(moons(), 2) // looking does not disturb
		if _, err := e.Advance(0); err != nil {
			t.Fatal(err)
		}
		if _, err := b.AdvanceTo(50, time.Duration(b.StepCount())*10*time.Microsecond); err != nil {
			t.Fatal(err)
		}
	}
	if state(t, a) != state(t, b) {
		t.Error("the same steps in other slices of time led elsewhere")
	}
	if n, err := a.Advance(0); n != 1 || err != nil {
		t.Errorf("no time: %d steps, %v", n, err)
	}
}

func TestSeekAndFork(t *testing.T) {
	s := start(t, config())
	want := map[int]string{}
	for range 100 {
		want[s.StepCount()] = state(t, s)
		if s.StepCount() == 40 {
			c := s.Settings()
			c.Rule = optim.SGD{LR: 0.02, Momentum: 0.5}
			c.L2 = 1e-3
			if err := s.Change(c); err != nil {
				t.Fatal(err)
			}
		}
		steps(t, s, 1)
	}
	end := state(t, s)
	for _, k := range []int{99, 3, 40, 41, 0, 77, 16, 17} {
		if err := s.SeekNow(k); err != nil {
			t.Fatal(err)
		}
		if state(t, s) != want[k] {
			t.Errorf("step %d is not what it was", k)
		}
		if s.History().Len() != 100 {
			t.Errorf("history of %d steps after seeking to %d", s.History().Len(), k)
		}
	}
	// From step 17 on the recorded change of step 40 happens again.
	steps(t, s, 83)
	if state(t, s) != end {
		t.Error("playing on from step 17 ends elsewhere")
	}
	if err := s.SeekNow(30); err != nil {
		t.Fatal(err)
	}
	f, err := s.Fork()
	if err != nil {
		t.Fatal(err)
	}
	if state(t, f) != want[30] {
		t.Error("the fork begins elsewhere")
	}
	c := f.Settings()
	c.Rule = optim.SGD{LR: 0.5, Momentum: 0.9}
	if err := f.Change(c); err != nil {
		t.Fatal(err)
	}
	steps(t, f, 70)
	if state(t, f) == end {
		t.Error("another learning rate, the same end")
	}
	if err := s.SeekNow(100); err != nil || state(t, s) != end {
		t.Errorf("the fork touched the original: %v", err)
	}
	if err := f.SeekNow(12); err != nil || state(t, f) != want[12] {
		t.Errorf("the fork lost the common past: %v", err)
	}
	for _, k := range []int{-1, 101} {
		if err := s.Seek(k); err == nil {
			t.Errorf("sought to step %d of 100", k)
		}
	}
}

func TestSeekInSlices(t *testing.T) {
	s := start(t, config())
	steps(t, s, 50)
	if err := s.Seek(23); err != nil || !s.Seeking() || s.StepCount() != 16 {
		t.Fatalf("at step %d, seeking %v, %v", s.StepCount(), s.Seeking(), err)
	}
	if n, err := s.Advance(time.Hour); n != 7 || err != nil || s.Seeking() || s.StepCount() != 23 {
		t.Errorf("%d steps to step %d, %v", n, s.StepCount(), err)
	}
}

func TestSnapshotsAreThinned(t *testing.T) {
	cfg := config()
	cfg.SnapshotEvery, cfg.MaxSnapshots = 1, 4
	s := start(t, cfg)
	want := map[int]string{}
	for range 60 {
		want[s.StepCount()] = state(t, s)
		steps(t, s, 1)
	}
	for _, k := range []int{59, 1, 31} {
		if err := s.SeekNow(k); err != nil || state(t, s) != want[k] {
			t.Errorf("step %d: %v", k, err)
		}
	}
}

func TestWarmStepAllocatesNothing(t *testing.T) {
	cfg := config()
	cfg.SnapshotEvery = 1 << 20
	cfg.L1, cfg.L2, cfg.ClipNorm = 1e-4, 1e-4, 1
	s := start(t, cfg)
	steps(t, s, 20) // two epochs: all sizes of batch have been seen
	if n := testing.AllocsPerRun(100, func() {
		if err := s.Step(); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a step", n)
	}
	e := s.NewEvaluation(moons(), 2)
	e.Advance(time.Hour)
	if n := testing.AllocsPerRun(10, func() {
		e.Restart()
		e.Advance(time.Hour)
	}); n != 0 {
		t.Errorf("%v allocations an evaluation", n)
	}
}

func TestErrors(t *testing.T) {
	for name, change := range map[string]func(*train.Config){
		"no data":    func(c *train.Config) { c.Data = nil },
		"no rule":    func(c *train.Config) { c.Rule = nil },
		"no model":   func(c *train.Config) { c.Model = nil },
		"NaN rate":   func(c *train.Config) { c.Rule = optim.SGD{LR: math.NaN()} },
		"batch":      func(c *train.Config) { c.BatchSize = -1 },
		"clip":       func(c *train.Config) { c.ClipNorm = math.NaN() },
		"weights":    func(c *train.Config) { c.Weights = []float64{1} },
		"schedule":   func(c *train.Config) { c.Schedule = optim.Cosine{} },
		"no params":  func(c *train.Config) { c.Model = func(*rand.Rand) nn.Module { return nn.ReLU() } },
		"bad sizes":  func(c *train.Config) { c.Model = func(r *rand.Rand) nn.Module { return nn.NewLinear(0, 1, r) } },
		"no targets": func(c *train.Config) { c.Loss = train.MSE; d := moons(); d.Targets = nil; c.Data = d },
		"features":   func(c *train.Config) { c.Model = func(r *rand.Rand) nn.Module { return nn.NewLinear(3, 2, r) } },
		"mse shapes": func(c *train.Config) { c.Loss = train.MSE },
	} {
		cfg := config()
		change(&cfg)
		s, err := train.New(cfg)
		if err == nil {
			err = s.Step()
		}
		var v *tensor.ValueError
		var sh *tensor.ShapeError
		if !errors.As(err, &v) && !errors.As(err, &sh) {
			t.Errorf("%s: %v, want a typed error", name, err)
		}
	}
	s := start(t, config())
	if _, err := s.Evaluate(&data.Dataset{X: tensor.New(1, 2), Labels: []int{1}}, 2); err != nil {
		t.Error(err)
	}
	if _, err := s.Evaluate(&data.Dataset{X: tensor.New(1, 2), Labels: []int{5}}, 2); err == nil {
		t.Error("label 5 of 2 classes evaluated")
	}
	for _, w := range [][]tensor.Elem{nil, make([]tensor.Elem, 3)} {
		if err := s.SetWeights(w); err == nil {
			t.Errorf("%d weights were taken", len(w))
		}
	}
	steps(t, s, 1)
}

func TestInspect(t *testing.T) {
	s := start(t, config())
	steps(t, s, 2)
	var in train.Inspection
	s.Inspect(&in)
	names := map[string]train.Stats{}
	for _, a := range in.Activations {
		names[a.Name] = a
		sum := 0
		for _, n := range a.Hist {
			sum += n
		}
		if sum != a.N {
			t.Errorf("%s: histogram of %d, %d numbers", a.Name, sum, a.N)
		}
	}
	if r := names["relu1"]; r.Min != 0 || r.Zeros < 0.2 || r.Zeros > 0.8 || r.N != 30*16 {
		t.Errorf("relu1: %+v", r)
	}
	if b := names["bn1"]; math.Abs(b.Mean) > 0.1 || math.Abs(b.SD-1) > 0.1 {
		t.Errorf("bn1: %+v", b)
	}
	if len(in.Params) != 6 || in.Params[0].Weight.Name != "fc1.weight" || !(in.Params[0].UpdateRatio > 0) {
		t.Errorf("%d parameters: %+v", len(in.Params), in.Params)
	}
	if len(in.Gradients) == 0 {
		t.Error("no gradients")
	}
}

func TestMetrics(t *testing.T) {
	y := tensor.From([]tensor.Elem{1, 2, 0, 3, 0, 0, 0, 0, 1}, 3, 3)
	if got := train.Argmax(nil, y); !slices.Equal(got, []int{1, 0, 2}) {
		t.Errorf("argmax %v", got)
	}
	if a := train.Accuracy(y, []int{1, 1, 2}); a != 2.0/3 {
		t.Errorf("accuracy %v", a)
	}
	c := train.NewConfusion(3)
	c.Add([]int{0, 0, 1, 2}, []int{0, 1, 1, 1})
	if c.Accuracy() != 0.5 || c.Recall(0) != 0.5 || c.Precision(1) != 1.0/3 {
		t.Errorf("confusion %v", c)
	}
	if err := tensor.Catch(func() { c.Add([]int{3}, []int{0}) }); err == nil {
		t.Error("class 3 of 3 counted")
	}
	g := train.ByGroup([]int{0, 1, 1, 0}, []int{0, 1, 0, 1}, []int{0, 0, 1, 1}, 3)
	if g[0].Error() != 0 || g[1].Error() != 1 || !math.IsNaN(g[2].Error()) {
		t.Errorf("by group %v", g)
	}
	if p := train.Perplexity(math.Log(7)); math.Abs(p-7) > 1e-12 {
		t.Errorf("perplexity %v", p)
	}
}

// A sweep of the learning rate, one step each, ends where the run breaks.
func TestRangeTest(t *testing.T) {
	cfg := config()
	cfg.Model = func(rng *rand.Rand) nn.Module { return nn.NewMLP([]int{2, 16, 1}, "relu", rng) }
	cfg.Loss = train.MSE
	cfg.Schedule, cfg.PerStep = optim.RangeTest{From: 1e-5, To: 1e4, Steps: 200}, true
	cfg.Rule = optim.SGD{LR: 1}
	s := start(t, cfg)
	var err error
	for err == nil && s.StepCount() < 200 {
		err = s.Step()
	}
	var d *train.Diverged
	h := s.History()
	if !errors.As(err, &d) || h.LR[0] != 1e-5 || h.LR[h.Len()-1] < 0.1 {
		t.Errorf("%v after %d steps, last rate %v", err, h.Len(), h.LR[h.Len()-1])
	}
}
