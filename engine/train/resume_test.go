package train_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// eventful is a run with all that can happen to one: other settings, another
// rule, weights set by hand, a way back that leaves recorded steps ahead.
func eventful(t *testing.T) (s *train.Session, settings func(label string) (train.Settings, error)) {
	t.Helper()
	cfg := config()
	cfg.SnapshotEvery = 8
	cfg.Label = "sgd"
	s = start(t, cfg)
	known := map[string]train.Settings{"sgd": s.Settings()}
	change := func(label string, f func(c *train.Settings)) {
		t.Helper()
		c := s.Settings()
		f(&c)
		c.Label = label
		known[label] = c
		if err := s.Change(c); err != nil {
			t.Fatal(err)
		}
	}
	steps(t, s, 20)
	change("slower", func(c *train.Settings) { c.Rule = optim.SGD{LR: 0.01, Momentum: 0.5}; c.BatchSize = 7 })
	steps(t, s, 15)
	change("adam", func(c *train.Settings) { c.Rule = optim.DefaultAdam(0.01) })
	steps(t, s, 13)
	var w []tensor.Elem
	for _, p := range s.Model().Params() {
		w = append(w, p.Value.Data()...)
	}
	for _, b := range nn.Buffers(s.Model()) {
		w = append(w, b.Value.Data()...)
	}
	w[0] += 0.5
	if err := s.SetWeights(w); err != nil {
		t.Fatal(err)
	}
	steps(t, s, 40)
	if err := s.SeekNow(60); err != nil {
		t.Fatal(err)
	}
	return s, func(label string) (train.Settings, error) {
		c, ok := known[label]
		if !ok {
			return c, fmt.Errorf("no settings %q", label)
		}
		return c, nil
	}
}

func TestResume(t *testing.T) {
	a, settings := eventful(t)
	b, err := a.SaveRun(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := train.ReadRun(b)
	if err != nil {
		t.Fatal(err)
	}
	cfg := config()
	cfg.SnapshotEvery = 8
	again := start(t, cfg)
	if err := again.Resume(saved, settings); err != nil {
		t.Fatal(err)
	}
	if again.StepCount() != 60 || state(t, again) != state(t, a) || again.Epoch() != a.Epoch() {
		t.Errorf("taken up at step %d, epoch %v; it was saved at %d, %v", again.StepCount(), again.Epoch(), a.StepCount(), a.Epoch())
	}
	if !slices.Equal(again.History().Loss, a.History().Loss) || again.History().Len() != 88 {
		t.Errorf("%d steps are known, of %d", again.History().Len(), a.History().Len())
	}
	for _, k := range []int{88, 3, 20, 35, 36, 48, 47, 0, 71} {
		for _, s := range []*train.Session{a, again} {
			if err := s.SeekNow(k); err != nil {
				t.Fatalf("step %d: %v", k, err)
			}
		}
		if state(t, a) != state(t, again) {
			t.Errorf("at step %d it is another run", k)
		}
	}
	steps(t, a, 30)
	steps(t, again, 30)
	if state(t, a) != state(t, again) {
		t.Error("it goes on elsewhere")
	}
}

// TestResumeBound: of a large network a saved run holds what has room, and says
// how far back it goes.
func TestResumeBound(t *testing.T) {
	a, settings := eventful(t)
	b, err := a.SaveRun(1500)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := train.ReadRun(b)
	if err != nil {
		t.Fatal(err)
	}
	again := start(t, config())
	if err := again.Resume(saved, settings); err != nil {
		t.Fatal(err)
	}
	early := again.Seek(0)
	for _, s := range []*train.Session{a, again} {
		if err := s.SeekNow(88); err != nil {
			t.Fatal(err)
		}
	}
	if early == nil || state(t, a) != state(t, again) {
		t.Errorf("back to step 0: %v; or it is another run at step 88", early)
	}
}

func TestResumeRefuses(t *testing.T) {
	a, settings := eventful(t)
	b, err := a.SaveRun(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	saved, _ := train.ReadRun(b)
	s := start(t, config())
	was := state(t, s)
	if err := s.Resume(saved, func(string) (train.Settings, error) { return s.Settings(), nil }); err == nil {
		t.Error("a run by Adam went on by SGD")
	}
	if err := s.Resume(saved, func(string) (train.Settings, error) { return train.Settings{}, fmt.Errorf("unknown") }); err == nil {
		t.Error("settings that are not known were put in force")
	}
	other := config()
	other.Model = wider
	if err := start(t, other).Resume(saved, settings); err == nil {
		t.Error("another network took it up")
	}
	for name, bad := range map[string][]byte{"empty": nil, "cut": b[:len(b)-3], "a session": []byte(was)} {
		if _, err := train.ReadRun(bad); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if state(t, s) != was {
		t.Error("a refusal changed the session")
	}
}

func FuzzResume(f *testing.F) {
	s, err := train.New(config())
	if err != nil {
		f.Fatal(err)
	}
	s.Step()
	b, _ := s.SaveRun(1 << 20)
	f.Add(b)
	f.Add(b[:len(b)-1])
	f.Fuzz(func(t *testing.T, b []byte) {
		saved, err := train.ReadRun(b)
		if err != nil {
			return
		}
		s, err := train.New(config())
		if err != nil {
			t.Fatal(err)
		}
		if s.Resume(saved, func(string) (train.Settings, error) { return config().Settings, nil }) == nil {
			s.Step()
		}
	})
}

func wider(rng *rand.Rand) nn.Module {
	return nn.NewSequential(nn.NewLinear(2, 9, rng), nn.NewLinear(9, 2, rng))
}
