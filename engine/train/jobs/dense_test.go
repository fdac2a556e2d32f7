package jobs_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

func moons() *data.Dataset {
	d := data.Moons(120, 0.2, rand.New(rand.NewPCG(5, 1)))
	return d.Standardised(data.FitScaler(d.X))
}

// ladderOf are specs of networks with one hidden layer, two, three …, whose
// weights are drawn here.
func ladderOf(d *data.Dataset, norm bool) (specs []job.Spec) {
	for k := range 3 {
		n := jobs.Dense{In: 2, Out: 2, Layers: k + 1, Width: 12, Activation: "relu", BatchNorm: norm, Last: "logits", Learn: d}
		specs = append(specs, job.Spec{Job: "dense", Seed: 7, Options: n.Options(), Hyper: job.Hyper{Rule: "sgd", LR: 0.05, Momentum: 0.9, BatchSize: 30}})
		m := n.Build(nil)
		nn.Initialize(m, nn.HeNormal, train.WeightRNG(7))
		specs[k].Weights = job.WeightsOf(m)
	}
	return specs
}

// plain is the same run on the caller's own thread.
func plain(t *testing.T, s job.Spec, d *data.Dataset) *train.Session {
	t.Helper()
	n := jobs.Dense{In: 2, Out: 2, Layers: len(s.Options["layers"]), Width: 12, Activation: "relu", BatchNorm: s.Options["batch_norm"] == "true", Last: "logits"}
	n.Layers, _ = strconv.Atoi(s.Options["layers"])
	r, err := train.New(train.Config{Loss: train.CrossEntropy, Seed: s.Seed,
		Model: func(rng *rand.Rand) nn.Module {
			m := n.Build(nil)
			nn.Initialize(m, nn.HeNormal, rng)
			return m
		},
		Settings: train.Settings{Data: d, BatchSize: 30, Rule: optim.SGD{LR: 0.05, Momentum: 0.9}}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// teams runs a test with teams on each link there is without a browser.
func teams(t *testing.T, f func(t *testing.T, team *job.Team)) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		team := job.NewTeam(r)
		defer team.Close()
		f(t, team)
	})
}

func rest(t *testing.T, team *job.Team) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		if team.Poll(time.Millisecond); team.Settled() {
			return
		}
		time.Sleep(100 * time.Microsecond) // one thread may have to do for all
	}
	t.Fatal("the team does not come to rest")
}

// TestTeam: networks that learn side by side elsewhere are digit for digit those
// of sessions on one's own thread, there and back again, and after a change.
func TestTeam(t *testing.T) {
	for _, norm := range []bool{false, true} {
		d := moons()
		specs := ladderOf(d, norm)
		teams(t, func(t *testing.T, team *job.Team) {
			if err := team.Start(specs...); err != nil {
				t.Fatal(err)
			}
			var own []*train.Session
			for _, s := range specs {
				own = append(own, plain(t, s, d))
			}
			same := func(step int) {
				t.Helper()
				rest(t, team)
				if team.Step() != step {
					t.Fatalf("the team stands at %d, want %d", team.Step(), step)
				}
				for i, m := range team.Members() {
					if err := own[i].SeekNow(min(step, own[i].History().Len())); err != nil {
						t.Fatal(err)
					}
					for own[i].StepCount() < step {
						if err := own[i].Step(); err != nil {
							t.Fatal(err)
						}
					}
					if !slices.Equal(job.WeightsOf(m.Model()), job.WeightsOf(own[i].Model())) {
						t.Errorf("network %d at step %d has other weights", i, step)
					}
					if step > 0 && !slices.Equal(m.History().Loss[:step], own[i].History().Loss[:step]) {
						t.Errorf("network %d up to step %d had other losses", i, step)
					}
				}
			}
			same(0)
			team.To(37)
			same(37)
			team.Seek(12)
			same(12)
			team.Seek(80)
			same(80)
			var r train.Rehearsal
			for _, m := range team.Members() {
				if err := m.Rehearse(&r, d, team.Step()); err != nil {
					t.Fatal(err)
				}
				team.Seek(81)
				rest(t, team)
				if got := m.History().Loss[80]; got != float32(r.Loss.Item()) {
					t.Errorf("rehearsed %v, it was %v", r.Loss.Item(), got)
				}
				team.Seek(80)
				rest(t, team)
			}
			team.To(95)
			team.Poll(0) // on the way
			h := specs[0].Hyper
			h.LR = 0.01
			if err := team.Change(h); err != nil {
				t.Fatal(err)
			}
			rest(t, team)
			at := team.Members()[0].History()
			for _, m := range team.Members()[1:] {
				if b := m.History(); !slices.Equal(at.LR, b.LR) {
					t.Errorf("the rate changed at different steps: %v and %v", at.LR, b.LR)
				}
			}
			h.LR = -1
			if team.Change(h) == nil {
				t.Error("a negative rate was taken")
			}
			if err := team.Start(specs[1]); err != nil || len(team.Members()) != 1 {
				t.Errorf("%d members, %v", len(team.Members()), err)
			}
			own = own[1:2]
			same(0)
			team.To(5)
			same(5)
		})
	}
}

// TestDenseOptions: examples travel bit for bit; what makes no sense is refused.
func TestDenseOptions(t *testing.T) {
	r := job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All())
	defer r.Close()
	good := ladderOf(moons(), false)[0]
	good.Weights = nil
	for name, bad := range map[string]string{"x": "1,2,3", "labels": "0,5", "activation": "none", "width": "-1", "in": "x"} {
		s := good
		s.Options = map[string]string{}
		for k, v := range good.Options {
			s.Options[k] = v
		}
		s.Options[name] = bad
		err := r.Start(s)
		if err == nil {
			for range 10 {
				r.Poll(time.Millisecond)
			}
			err = r.Err()
		}
		if err == nil {
			t.Errorf("%s = %q was taken", name, bad)
		}
	}
}
