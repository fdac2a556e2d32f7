package overfit

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/stage"
)

// byHand trains and tests one network on this thread.
func byHand(t *testing.T, c setup, d *digits, seed uint64, epochs int) (past []result, end *train.Session) {
	t.Helper()
	few := c.digits(42)
	learn, _ := few.Learn(d.pools[c.side], seed)
	s, err := train.New(train.Config{Model: func(rng *rand.Rand) nn.Module { return few.Build(rng) }, Loss: train.CrossEntropy, Seed: seed,
		Settings: train.Settings{Data: learn, BatchSize: batchSize, Rule: optim.DefaultAdam(rate), L1: c.l1, L2: c.l2, Dropout: c.dropout}})
	if err != nil {
		t.Fatal(err)
	}
	plain := c
	plain.augment = false
	few = plain.digits(42)
	images, _ := few.Learn(d.pools[c.side], seed)
	first := make([]int, min(100, images.Len()))
	for i := range first {
		first[i] = i
	}
	for {
		tests := [2]*train.Evaluation{s.NewEvaluation(images.(*data.Images).Subset(first), 0), s.NewEvaluation(d.val[c.side], 0)}
		for _, e := range tests {
			e.Batch = 100
			for done := false; !done; {
				if done, err = e.Advance(time.Hour); err != nil {
					t.Fatal(err)
				}
			}
		}
		r := result{tests[0].Loss, tests[1].Loss, tests[0].Accuracy, tests[1].Accuracy}
		if past = append(past, r); len(past) > epochs {
			return past, s
		}
		for range c.perEpoch() {
			if err := s.Step(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestBesideTheFrames: the networks that learn beside the frames are tested and
// stand digit for digit as sessions on one's own thread do.
func TestBesideTheFrames(t *testing.T) {
	var d digits
	for !d.ready {
		if d.load(42); d.err != nil {
			t.Fatal(d.err)
		}
	}
	team := job.NewTeam((&stage.Env{}).NewRunner())
	defer team.Close()
	const epochs = 6
	for _, c := range []setup{uncured, {width: 8, images: 50, side: 4, wrong: 0.2, dropout: 0.5, augment: true, l2: 0.01}} {
		a := newAttempt(c, &d, 42, team)
		for a.epoch() < epochs || !a.settled() {
			if a.advance(epochs, time.Millisecond); a.err != nil {
				t.Fatal(a.err)
			}
		}
		for i, m := range a.members {
			past, s := byHand(t, c, &d, 42+uint64(i)*1000, epochs)
			if !slices.Equal(m.past, past) {
				t.Errorf("network %d: tests %v, by hand %v", i, m.past, past)
			}
			if !slices.Equal(job.WeightsOf(m.Model()), job.WeightsOf(s.Model())) {
				t.Errorf("network %d has other weights", i)
			}
		}
		if len(a.members[0].batch) != batchSize || (c.dropout > 0) != (len(a.members[0].mask) > 0) {
			t.Errorf("%d images and %d numbers of masks", len(a.members[0].batch), len(a.members[0].mask))
		}
	}
}

// TestCuresFromThere: a fork whose cures become others learns digit for digit as a
// session does whose settings change at that step; the old attempt goes on as before.
func TestCuresFromThere(t *testing.T) {
	var d digits
	for !d.ready {
		if d.load(42); d.err != nil {
			t.Fatal(d.err)
		}
	}
	on := (&stage.Env{}).NewRunner()
	team, other := job.NewTeam(on), job.NewTeam(on.Beside())
	defer other.Close()
	defer team.Close()
	to := func(a *attempt, epochs int) {
		t.Helper()
		for a.epoch() < epochs || !a.settled() {
			if a.advance(epochs, time.Millisecond); a.err != nil {
				t.Fatal(a.err)
			}
		}
	}
	c := setup{width: 8, images: 50, side: 4, wrong: 0.2}
	a := newAttempt(c, &d, 42, team)
	const at, end = 4, 7
	to(a, end)
	f := a.fork(other)
	cured := c
	cured.dropout, cured.l2 = 0.5, 0.01
	f.turn(cured, at)
	if f.epoch() != at {
		t.Errorf("turned at %d it stands at %d", at, f.epoch())
	}
	to(f, end)
	few := c.digits(42)
	for i, m := range f.members {
		before, s := byHand(t, c, &d, 42+uint64(i)*1000, at)
		set := s.Settings()
		if set.Dropout, set.L2 = cured.dropout, cured.l2; s.Change(set) != nil {
			t.Fatal("refused")
		}
		for range (end - at) * few.Images / batchSize {
			if err := s.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(m.past[:at+1], before) || len(m.past) != end+1 {
			t.Errorf("network %d: %d tests, the first %v, by hand %v", i, len(m.past), m.past[:at+1], before)
		}
		if !slices.Equal(job.WeightsOf(m.Model()), job.WeightsOf(s.Model())) {
			t.Errorf("network %d has other weights", i)
		}
		if past, _ := byHand(t, c, &d, 42+uint64(i)*1000, end); !slices.Equal(a.members[i].past, past) {
			t.Errorf("the old network %d has changed", i)
		}
	}
	if len(f.members[0].mask) == 0 {
		t.Error("there is no mask")
	}
}
