package jobs_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// alone trains on the caller's own thread and says of each test example whether it
// was right.
func alone(t *testing.T, seed uint64, lr float64, batch, steps int, learn, test data.Source, model func(rng *rand.Rand) nn.Module) (each []byte) {
	t.Helper()
	s, err := train.New(train.Config{Model: model, Loss: train.CrossEntropy, Seed: seed,
		Settings: train.Settings{Data: learn, BatchSize: batch, Rule: optim.DefaultAdam(lr)}})
	for err == nil && s.StepCount() < steps {
		err = s.Step()
	}
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.Evaluate(test, 10)
	if err != nil {
		t.Fatal(err)
	}
	var b data.Batch
	for i, k := range e.Predicted {
		hit := byte(0)
		if test.Gather(&b, []int{i}, nil); b.Labels[0] == k {
			hit = 1
		}
		each = append(each, hit)
	}
	return each
}

// TestTrials trains several networks one after the other by one runner: each as
// it would alone, on examples that are read once.
func TestTrials(t *testing.T) {
	const file = "../../../assets/" + jobs.FewDigitsFile
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := data.Digits8x8(file, strings.NewReader(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	rest, few := data.StratifiedSplit(all.Labels, 150/float64(all.Len()), rand.New(rand.NewPCG(9, 5)))
	learn, test := all.Subset(few), all.Subset(rest)
	byLink(t, func(t *testing.T, r *job.Runner) {
		for seed, sizes := range [][]int{{64, 32, 10}, {64, 8, 16, 10}, {64, 3, 10}} {
			d := jobs.TrialDigits{Sizes: sizes, Learn: 150, Split: 9}
			if err := r.Start(job.Spec{Job: "trial_digits", Seed: uint64(seed), Options: d.Options(), Hyper: job.Hyper{Rule: "adam", LR: 0.01, BatchSize: 25}, TestEvery: 72, TestEach: true}); err != nil {
				t.Fatal(err)
			}
			if len(r.Each()) > 0 {
				t.Error("the last run's test is taken for this one's")
			}
			r.PlayTo(72)
			settle(t, r)
			want := alone(t, uint64(seed), 0.01, 25, 72, learn, test, func(rng *rand.Rand) nn.Module {
				return nn.NewSequential(nn.Flatten{}, nn.NewMLP(sizes, "relu", rng))
			})
			if !slices.Equal(r.Each(), want) || r.Err() != nil {
				t.Errorf("%v: other images are right than alone; %v", sizes, r.Err())
			}
		}
		b := save(t, r)
		again := r.Beside()
		defer again.Close()
		if err := again.Restore(b); err != nil || !slices.Equal(again.Each(), r.Each()) {
			t.Errorf("restored: %v", err)
		}
	})
}

// TestTable learns rows that come with the spec.
func TestTable(t *testing.T) {
	rows := moons()
	learn, test := rows.Subset([]int{0, 5, 9, 14, 22, 31, 33, 40, 58, 61}), rows.Subset([]int{1, 2, 3, 70, 80})
	byLink(t, func(t *testing.T, r *job.Runner) {
		d := jobs.Table{Sizes: []int{2, 5, 2}, Learn: learn, Test: test}
		s := job.Spec{Job: "table", Seed: 4, Options: d.Options(), Hyper: job.Hyper{Rule: "adam", LR: 0.02, BatchSize: 4}, TestEvery: 60, TestEach: true}
		if err := r.Start(s); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(60)
		settle(t, r)
		want := alone(t, 4, 0.02, 4, 60, learn, test, func(rng *rand.Rand) nn.Module { return nn.NewMLP(d.Sizes, "relu", rng) })
		if !slices.Equal(r.Each(), want) {
			t.Errorf("right %v, want %v", r.Each(), want)
		}
		for _, wrong := range [][2]string{{"sizes", "2-x-2"}, {"sizes", "2"}, {"x", "1,2,3"}, {"labels", "0,1"}, {"labels", "0,1,0,1,0,1,0,1,0,7"}, {"test_labels", "1"}} {
			bad := s
			bad.Options = d.Options()
			bad.Options[wrong[0]] = wrong[1]
			err := r.Start(bad)
			if err == nil {
				settle(t, r)
				err = r.Err()
			}
			if err == nil {
				t.Errorf("%s = %q was taken", wrong[0], wrong[1])
			}
		}
	})
}

// TestBlocks: the tests of the blocks are made in one and fall into their parts,
// and the pictures are the same in whatever order they are looked at.
func TestBlocks(t *testing.T) {
	b := jobs.Blocks{}
	var sums [2]float64
	byLink(t, func(t *testing.T, r *job.Runner) {
		if err := r.Start(job.Spec{Job: "blocks", Seed: 42, Options: b.Options(), Hyper: job.Hyper{Rule: "adam", LR: 0.003, BatchSize: 24}, TestEvery: 150, TestEach: true}); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(150)
		settle(t, r)
		tests, byTurn := b.Shares(r.Each())
		if tests[jobs.OnTraining] < 0.99 || tests[jobs.OnSame] < 0.98 || tests[jobs.OnTurned] > 0.75 || byTurn[0] < 0.98 || byTurn[4] > 0.7 {
			t.Errorf("tests %v, by turn %v", tests, byTurn)
		}
		sum := 0.0
		for _, w := range r.Weights(nil) {
			sum += math.Abs(float64(w))
		}
		if sums[0], sums[1] = sums[1], sum; sums[0] != 0 && sums[0] != sum {
			t.Errorf("weights sum up to %v, and to %v on another link", sum, sums[0])
		}
	})
}
