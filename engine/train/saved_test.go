package train_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

func TestSaveAndLoad(t *testing.T) {
	a := start(t, config())
	steps(t, a, 37)
	saved := state(t, a)
	steps(t, a, 20)
	cfg := config()
	cfg.Seed = 99
	b := start(t, cfg)
	if err := b.Load([]byte(saved)); err != nil {
		t.Fatal(err)
	}
	if state(t, b) != saved {
		t.Error("loaded state differs")
	}
	steps(t, b, 20)
	if state(t, a) != state(t, b) {
		t.Error("a loaded run goes elsewhere")
	}
	if err := b.SeekNow(40); err != nil {
		t.Error(err)
	}
	if err := b.Seek(36); err == nil {
		t.Error("sought to before the loaded step")
	}
	before := state(t, b)
	other := config()
	other.Model = func(rng *rand.Rand) nn.Module { return nn.NewSequential(nn.NewLinear(2, 2, rng)) }
	adam := config()
	adam.Rule = optim.DefaultAdam(0.1)
	if err := start(t, adam).Load([]byte(saved)); err == nil || !strings.Contains(err.Error(), "Adam") {
		t.Errorf("a run by SGD loaded into Adam: %v", err)
	}
	for name, b := range map[string][]byte{"empty": nil, "cut": []byte(saved[:len(saved)-5]), "another model": []byte(state(t, start(t, other)))} {
		s := start(t, config())
		steps(t, s, 5)
		was := state(t, s)
		if err := s.Load(b); err == nil || state(t, s) != was {
			t.Errorf("%s: error %v, changed %v", name, err, state(t, s) != was)
		}
	}
	if state(t, b) != before {
		t.Error("changed")
	}
}

func FuzzLoad(f *testing.F) {
	s, err := train.New(config())
	if err != nil {
		f.Fatal(err)
	}
	s.Step()
	b, _ := s.Save()
	f.Add(b)
	f.Add(b[:len(b)-1])
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := train.New(config())
		if err != nil {
			t.Fatal(err)
		}
		if s.Load(b) == nil {
			s.Step()
		}
	})
}
