package train_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

func weights(s *train.Session) (w []tensor.Elem) {
	for _, p := range s.Model().Params() {
		w = append(w, p.Value.Data()...)
	}
	for _, b := range nn.Buffers(s.Model()) {
		w = append(w, b.Value.Data()...)
	}
	return w
}

// TestChangesOfState exchanges the update rule and sets weights by hand, with
// so few snapshots that most are dropped, and goes to every step of it again.
func TestChangesOfState(t *testing.T) {
	cfg := config()
	cfg.MaxSnapshots = 3
	s := start(t, cfg)
	var states []string
	goOn := func(n int) {
		for range n {
			states = append(states, state(t, s))
			steps(t, s, 1)
		}
	}
	hand := func(by tensor.Elem) {
		w := weights(s)
		w[3] += by
		if err := s.SetWeights(w); err != nil {
			t.Fatal(err)
		}
	}
	hand(0.5) // before the first step
	goOn(11)
	hand(1)
	hand(0.25)
	goOn(13)
	c := s.Settings()
	c.Rule = optim.DefaultAdam(0.01)
	if err := s.Change(c); err != nil {
		t.Fatal(err)
	}
	goOn(20)
	c.Rule = optim.SGD{LR: 0.05}
	if err := s.Change(c); err != nil {
		t.Fatal(err)
	}
	hand(-1)
	goOn(40)
	states = append(states, state(t, s))
	fork, err := s.Fork()
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*train.Session{"session": s, "fork": fork} {
		for _, at := range []int{84, 44, 43, 24, 23, 11, 10, 0, 12, 60, 25} {
			if err := s.SeekNow(at); err != nil {
				t.Fatal(err)
			}
			if state(t, s) != states[at] {
				t.Errorf("%s: another state at step %d", name, at)
			}
		}
		if err := s.SeekNow(2); err != nil {
			t.Fatal(err)
		}
		for at := 2; at < 84; at++ { // on, across all the changes
			if state(t, s) != states[at] {
				t.Fatalf("%s: another state on again at step %d", name, at)
			}
			steps(t, s, 1)
		}
	}
	if err := s.SeekNow(30); err != nil {
		t.Fatal(err)
	}
	if err := s.Change(s.Settings()); err != nil {
		t.Fatal(err)
	}
	steps(t, s, 30)
	if s.Settings().Rule.Name() != "Adam" || s.History().Len() != 60 {
		t.Errorf("from step 30 on by %s, %d steps", s.Settings().Rule.Name(), s.History().Len())
	}
}

// TestKeepHistory holds a history that is not kept from the start to one that is.
func TestKeepHistory(t *testing.T) {
	whole, cfg := start(t, config()), config()
	cfg.KeepHistory = 10
	s := start(t, cfg)
	steps(t, whole, 57)
	steps(t, s, 57)
	same := func() {
		t.Helper()
		h, w := s.History(), whole.History()
		if h.Len() != w.Len() || len(h.Loss) > 20 || len(h.LR) != len(h.Loss) {
			t.Fatalf("%d steps of %d, %d are kept", h.Len(), w.Len(), len(h.Loss))
		}
		for i, v := range h.Loss {
			if v != w.Loss[h.From+i] {
				t.Fatalf("loss of step %d is %v, want %v", h.From+i, v, w.Loss[h.From+i])
			}
		}
	}
	same()
	for _, s := range []*train.Session{s, whole} {
		if err := s.SeekNow(5); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(s.Settings()); err != nil {
			t.Fatal(err)
		}
		steps(t, s, 3)
	}
	same()
	if s.History().From != 5 {
		t.Errorf("kept from step %d", s.History().From)
	}
}

// TestChangeOfDropout drops more from a step on and then again what the network
// was made with: it learns as one that was made so, and every step can be gone
// back to.
func TestChangeOfDropout(t *testing.T) {
	cfg := config()
	of := func(made, p float64) *train.Session {
		c := cfg
		c.Model = func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.NewLinear(2, 12, rng), nn.Tanh(), nn.NewDropout(made, 0), nn.NewLinear(12, 2, rng))
		}
		c.Dropout = p
		return start(t, c)
	}
	a, b := of(0.2, 0.5), of(0.5, 0)
	steps(t, a, 9)
	if steps(t, b, 9); !slices.Equal(weights(a), weights(b)) {
		t.Error("dropout that is set is not dropout that was made")
	}
	s := of(0.2, 0)
	for _, p := range []float64{0.5, 0} {
		steps(t, s, 20)
		c := s.Settings()
		if c.Dropout = p; s.Change(c) != nil {
			t.Fatal("refused")
		}
	}
	steps(t, s, 20)
	end := weights(s)
	for _, at := range []int{5, 30, 60} {
		if err := s.SeekNow(at); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(weights(s), end) {
		t.Error("there and back again it learned something else")
	}
	c := s.Settings()
	for _, p := range []float64{-0.1, 1, math.NaN()} {
		if c.Dropout = p; s.Change(c) == nil {
			t.Errorf("dropout %v was taken", p)
		}
	}
}
