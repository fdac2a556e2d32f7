package depth

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/stage/stagetest"
)

// TestBesideTheFrames: the networks that learn beside the frames, eight of them
// on one thread, are digit for digit those of sessions on one's own thread.
func TestBesideTheFrames(t *testing.T) {
	s, env := scene(t, 784, 595)
	defer s.Close()
	rules := [views]train.Settings{
		viewFit:    {BatchSize: samples, Rule: optim.DefaultAdam(0.01)},
		viewRace:   {BatchSize: 32, Rule: optim.DefaultAdam(0.01)},
		viewLadder: {BatchSize: 30, Rule: optim.SGD{LR: 0.1, Momentum: 0.9}},
	}
	seeds := [views]uint64{s.fit.seed, s.race.seed, s.ladder.seed}
	for v, id := range viewIDs {
		stagetest.Choose(t, s, "view", id)
		ls := s.lanes()
		var own []*train.Session
		for _, n := range ls.all {
			settings := rules[v]
			settings.Data = ls.learn
			r, err := train.New(train.Config{Model: func(rng *rand.Rand) nn.Module { return n.build(rng) }, Loss: n.loss, Seed: seeds[v], Settings: settings})
			if err != nil {
				t.Fatal(err)
			}
			own = append(own, r)
		}
		for _, at := range []int{0, 5, 40, 17} {
			s.Seek(at)
			stagetest.Settle(t, s, env)
			if got, _ := s.At(); got != at {
				t.Errorf("%s: asked for %d it stands at %d", id, at, got)
			}
			for k, n := range ls.all {
				for own[k].StepCount() < at && own[k].StepCount() == own[k].History().Len() {
					if err := own[k].Step(); err != nil {
						t.Fatal(err)
					}
				}
				if err := own[k].SeekNow(at); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(job.WeightsOf(n.model()), job.WeightsOf(own[k].Model())) || !slices.Equal(n.member.History().Loss[:at], own[k].History().Loss[:at]) {
					t.Errorf("%s: network %d at step %d differs", id, k, at)
				}
			}
		}
		env.Play.On = true
		for range 20 {
			s.Update(env)
		}
		env.Play.On = false
		stagetest.Settle(t, s, env)
		at, _ := s.At()
		for range 10 {
			s.Update(env)
		}
		if still, _ := s.At(); at <= 17 || still != at {
			t.Errorf("%s: played from 17 to %d, and paused it goes on to %d", id, at, still)
		}
	}
}

// TestFramesStayFree: with a thread for the training an Update takes no part in it.
func TestFramesStayFree(t *testing.T) {
	r := &ladder{act: "sigmoid", points: 300, seed: 1, exam: newLook(), look: newLook(), lanes: lanes{Team: job.NewTeam(alone())}}
	if err := r.begin(); err != nil {
		t.Fatal(err)
	}
	defer r.lanes.Close()
	r.lanes.To(1000)
	for range 50 { // no budget: nothing is learned here
		r.lanes.Poll(0)
	}
	if at := r.lanes.Step(); at != 0 {
		t.Errorf("without any time it stands at %d", at)
	}
	for end := time.Now().Add(5 * time.Second); r.lanes.Step() == 0 && time.Now().Before(end); {
		r.lanes.Poll(time.Millisecond)
	}
	if r.lanes.Step() == 0 {
		t.Error("given time it does not learn")
	}
}
