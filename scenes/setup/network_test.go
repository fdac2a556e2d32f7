package setup

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestBesideTheFrames: the network that learns beside the frames is digit for
// digit that of a session on the same thread, there and back again.
func TestBesideTheFrames(t *testing.T) {
	s, env := scene(t, 784, 595)
	defer s.Close()
	stagetest.Choose(t, s, "data", standardised)
	stagetest.Choose(t, s, "init", he)
	stagetest.Choose(t, s, "batch_norm", "true")
	stagetest.Settle(t, s, env)
	sp := spec{layers: 10, act: "tanh", init: he, norm: true}
	own, err := train.New(train.Config{Model: func(rng *rand.Rand) nn.Module { return sp.build(rng) }, Loss: train.CrossEntropy, Seed: stage.DefaultSeed,
		Settings: train.Settings{Data: s.cloud.dataset(), BatchSize: 40, Rule: optim.SGD{LR: 0.03, Momentum: 0.9}}})
	if err != nil {
		t.Fatal(err)
	}
	for own.StepCount() < 50 {
		if err := own.Step(); err != nil {
			t.Fatal(err)
		}
	}
	for _, at := range []int{0, 7, 50, 21} {
		s.Seek(at)
		stagetest.Settle(t, s, env)
		if err := own.SeekNow(at); err != nil {
			t.Fatal(err)
		}
		if s.learner.step() != at || !slices.Equal(job.WeightsOf(s.learner.model()), job.WeightsOf(own.Model())) {
			t.Errorf("at %d, asked for %d: other weights", s.learner.step(), at)
		}
		if !slices.Equal(s.learner.losses(), own.History().Loss[:at]) {
			t.Errorf("up to step %d: other losses", at)
		}
	}
	env.Play.On = true
	for range 30 {
		s.Update(env)
	}
	env.Play.On = false
	stagetest.Settle(t, s, env)
	if at := s.learner.step(); at <= 21 || !slices.Equal(s.learner.losses()[:min(at, 50)], own.History().Loss[:min(at, 50)]) {
		t.Errorf("played to %d: other losses", at)
	}
	at := s.learner.step()
	for range 10 {
		s.Update(env)
	}
	if s.learner.step() != at {
		t.Errorf("paused at %d, it goes on to %d", at, s.learner.step())
	}
}
