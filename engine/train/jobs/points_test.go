package jobs_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// rich is a run with all that a network of points may have.
func rich() job.Spec {
	p := jobs.Points{
		Data: "blobs", N: 120, Noise: 0.1, Classes: 4, Val: 0.3, Test: 0.2,
		Features: [jobs.NumFeatures]bool{true, true, false, true, true},
		Layers:   []jobs.Layer{{Width: 6, Activation: "relu"}, {Width: 5, Activation: "gelu"}},
		Loss:     jobs.CrossEntropy, Init: "he", Dropout: 0.2, BatchNorm: true, Standardise: true,
	}
	return job.Spec{
		Job: "points", Seed: 5, Options: p.Options(), TestEvery: 6, TestTrain: true, SnapshotEvery: 8,
		Hyper: job.Hyper{Rule: "nesterov", LR: 0.05, Momentum: 0.9, BatchSize: 10, L1: 0.001, L2: 0.001,
			Schedule: job.Schedule{Kind: "cosine", Every: 10, Warmup: 2}},
	}
}

// life is a run with hands in it: other rules, weights, points; a fork, and both on.
func life(t *testing.T, r *job.Runner) (words string, fork *job.Runner) {
	t.Helper()
	spec := rich()
	if err := r.Start(spec); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	look := func(r *job.Runner, step int) {
		t.Helper()
		if settle(t, r); r.Err() != nil || r.Note() != nil || r.StepCount() != step {
			t.Fatalf("at step %d, want %d; %v, %v", r.StepCount(), step, r.Err(), r.Note())
		}
		all.WriteString(picture(r) + "\n")
	}
	r.PlayTo(40)
	look(r, 40)
	w := r.Weights(nil)
	w[1] += 0.5
	if err := r.SetWeights(w); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(50)
	look(r, 50)
	h := spec.Hyper
	h.Rule, h.LR, h.Schedule = "adamw", 0.01, job.Schedule{Kind: "step", Every: 3, Gamma: 0.5}
	if err := r.Change(h); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(60)
	look(r, 60)
	p := jobs.ReadPoints(&spec)
	p.Noise = 0.2
	r.ChangeOptions(p.Options())
	r.PlayTo(70)
	look(r, 70)
	fork, err := r.Fork()
	if err != nil {
		t.Fatal(err)
	}
	look(fork, 70)
	if masks, example := r.Masks(); example < 0 || len(masks) != 11 {
		t.Errorf("dropout after 6 and 5 neurons left %v, for example %d", masks, example)
	}
	h.LR = 0.1
	if err := fork.Change(h); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(100)
	fork.PlayTo(90)
	look(r, 100)
	look(fork, 90)
	fork.Seek(45)
	look(fork, 45)
	r.Seek(39)
	look(r, 39)
	r.Seek(90)
	look(r, 90)
	return all.String(), fork
}

// TestRichLinksAgree lives that life on every link.
func TestRichLinksAgree(t *testing.T) {
	want := ""
	byLink(t, func(t *testing.T, r *job.Runner) {
		got, fork := life(t, r)
		defer fork.Close()
		if want == "" {
			want = got
		} else if got != want {
			t.Error("other numbers than on another link")
		}
	})
}

// TestForksShareThePast forks, changes nothing, and wants one future; then goes
// back before the fork in both.
func TestForksShareThePast(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		spec := rich()
		if err := r.Start(spec); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(30)
		settle(t, r)
		f, err := r.Fork()
		if err != nil {
			t.Fatal(err)
		}
		r.PlayTo(60)
		f.PlayTo(60)
		settle(t, r)
		settle(t, f)
		if picture(r) != picture(f) {
			t.Error("the same settings, another future")
		}
		r.Seek(11)
		f.Seek(11)
		settle(t, r)
		settle(t, f)
		if a, b := picture(r), picture(f); a != b || f.History().Len() != 60 {
			t.Error("another past")
		}
		f.Close()
		r.PlayTo(20)
		if settle(t, r); r.StepCount() != 20 {
			t.Errorf("after the fork was closed: step %d", r.StepCount())
		}
	})
}

// TestGivenWeights starts where another run stands.
func TestGivenWeights(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		spec := rich()
		if err := r.Start(spec); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(20)
		settle(t, r)
		spec.Weights = r.Weights(nil)
		o := r.Beside()
		if err := o.Start(spec); err != nil {
			t.Fatal(err)
		}
		settle(t, o)
		for i, v := range o.Weights(nil) {
			if v != spec.Weights[i] || o.StepCount() != 0 {
				t.Fatalf("weight %d is %v, want %v", i, v, spec.Weights[i])
			}
		}
		o.PlayTo(10)
		settle(t, o)
		o.Seek(0)
		settle(t, o)
		if w := o.Weights(nil); w[0] != spec.Weights[0] {
			t.Error("back at the start are other weights")
		}
		spec.Weights[3] = tensor.Elem(math.NaN())
		if o.Start(spec) == nil || r.SetWeights(spec.Weights) == nil || r.SetWeights(nil) == nil {
			t.Error("weights that are no numbers were taken")
		}
	})
}

// TestStopsEarly waits for the loss on what is held back to stand still.
func TestStopsEarly(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		spec := rich()
		spec.StopAfter = 5
		if err := r.Start(spec); err != nil {
			t.Fatal(err)
		}
		r.Play()
		settle(t, r)
		if !r.Stopped() || r.Err() != nil || r.Playing() {
			t.Fatalf("step %d: not stopped, %v", r.StepCount(), r.Err())
		}
		evals := r.Evals()
		best := 0
		for i := range evals {
			if evals[i].Loss < evals[best].Loss {
				best = i
			}
		}
		if last := len(evals) - 1; last-best != 5 || evals[last].Step != r.StepCount() || evals[last].TrainLoss <= 0 {
			t.Errorf("stopped at test %d, the best is %d", last, best)
		}
		stood := r.StepCount()
		r.PlayTo(stood + 3)
		if settle(t, r); r.StepCount() != stood+3 || r.Stopped() {
			t.Errorf("told to go on from %d it stands at %d", stood, r.StepCount())
		}
	})
}

// TestKeepsTheLast holds a run that remembers its last steps only to one that
// remembers all.
func TestKeepsTheLast(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		all, spec := r.Beside(), rich()
		if err := all.Start(spec); err != nil {
			t.Fatal(err)
		}
		spec.KeepHistory = 16
		if err := r.Start(spec); err != nil {
			t.Fatal(err)
		}
		for _, at := range []int{3000, 7, 90} {
			for _, o := range []*job.Runner{r, all} {
				if o.Seek(at); at == 7 {
					o.ChangeOptions(spec.Options)
				}
				settle(t, o)
			}
			h, whole := r.History(), all.History()
			if h.Len() != whole.Len() || len(h.Loss) > 32 || r.StepCount() != at {
				t.Fatalf("step %d: %d of %d steps, %d kept", r.StepCount(), h.Len(), whole.Len(), len(h.Loss))
			}
			for i, v := range h.Loss {
				if v != whole.Loss[h.From+i] {
					t.Fatalf("loss of step %d is %v, want %v", h.From+i, v, whole.Loss[h.From+i])
				}
			}
		}
	})
}

// TestEveryRule takes steps by each update rule and each schedule.
func TestEveryRule(t *testing.T) {
	r := job.NewRunner(job.NewLocal(jobs.All(), fetch), jobs.All())
	s := spiral
	for _, rule := range job.Rules {
		for _, kind := range job.Schedules {
			s.Rule, s.Schedule = rule, job.Schedule{Kind: kind, Every: 5, Gamma: 0.5, From: 1e-4, To: 1e-2}
			if err := r.Start(s); err != nil {
				t.Fatal(err)
			}
			r.PlayTo(12)
			if settle(t, r); r.Err() != nil || r.StepCount() != 12 {
				t.Errorf("%s, %s: step %d, %v", rule, kind, r.StepCount(), r.Err())
			}
		}
	}
}

// TestPointsOptions reads what it wrote.
func TestPointsOptions(t *testing.T) {
	s := rich()
	s.Options["data"], s.Options["points"] = "own", "0:-120,85;1:300,-40;2:0,1"
	p := jobs.ReadPoints(&s)
	o := p.Options()
	for name, v := range s.Options {
		if o[name] != v {
			t.Errorf("%s: %q was read and written as %q", name, v, o[name])
		}
	}
	if sets := p.Sample(1); sets.Classes != 3 || sets.Train.Len()+sets.Val.Len()+sets.Test.Len() != 3 {
		t.Errorf("%+v", sets)
	}
	table, err := jobs.ReadMarks("x,y,class\n-1.2, .85, 0\n3\t-0.4\t1\r\n0 0.01 2\n")
	if err != nil || jobs.WriteMarks(table) != s.Options["points"] {
		t.Errorf("%v: %v", table, err)
	}
}

// TestPointsWithNumbers: marks with numbers to predict make a regression.
func TestPointsWithNumbers(t *testing.T) {
	s := rich()
	s.Options["data"], s.Options["points"], s.Options["val"], s.Options["test"] = "own", "=-50:-120,85;=100:300,-40;=7:0,1", "0", "0"
	p := jobs.ReadPoints(&s)
	if o := p.Options()["points"]; o != s.Options["points"] {
		t.Errorf("%q became %q", s.Options["points"], o)
	}
	sets := p.Sample(1)
	if sets.Classes != 0 || sets.Train.Len() != 3 || !slices.Equal(sets.Train.Targets.Data(), []tensor.Elem{-0.5, 1, 0.07}) {
		t.Errorf("%+v", sets)
	}
	for text, want := range map[string]string{
		"x,y,z\n-1.2,.85,-0.5\n3,-.4,1\n0,.01,.07": s.Options["points"],
		"1,2,9\n3,4,1":                                "=900:100,200;=100:300,400",
		"=5:1,2;1:3,4":                                "=5:1,2;=100:3,4",
		"x,y,c;0.1,0.2,0;0.3,0.4,1;":                  "0:10,20;1:30,40",
		"x1,x2,c\r\n0.1,0.2,0\r\n":                    "0:10,20",
		"\ufeff\"a\",\"b\",\"c\"\n\"1\",\"−2\",\"5\"": "5:100,-200",
		"1，2，0；3，4，1":                                 "0:100,200;1:300,400",
	} {
		marks, err := jobs.ReadMarks(text)
		if got := jobs.WriteMarks(marks); err != nil || got != want {
			t.Errorf("%q became %q: %v", text, got, err)
		}
	}
	for _, text := range []string{"=1e9:1,1", "=x:1,1", "1,2,NaN\n1,2,x", "9:1,1", "1,2,cat\n3,4,1", "x,y,c\nx,y,c\n1,2,0", "1,2\n3,4,1"} {
		if marks, err := jobs.ReadMarks(text); err == nil {
			t.Errorf("%q was read as %v", text, marks)
		}
	}
}

func FuzzReadMarks(f *testing.F) {
	for _, s := range []string{"0:-120,85;1:300,-40", "x,y,class\n1,2,0\n-1.5\t2\t5", "9:1,1", "=-50:1,1", "1,2,0.5", "1e9,1,0", ";;", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		marks, err := jobs.ReadMarks(text)
		if err != nil {
			return
		}
		short := jobs.WriteMarks(marks)
		if again, err := jobs.ReadMarks(short); err != nil || jobs.WriteMarks(again) != short {
			t.Errorf("%q became %q: %v", text, short, err)
		}
	})
}

// BenchmarkEpoch is an epoch of 500 points through 2-8-8-1 in batches of 10.
func BenchmarkEpoch(b *testing.B) {
	w := job.NewWork(jobs.All(), fetch)
	s := job.Spec{Job: "points", Options: map[string]string{"n": "1000"}, KeepHistory: 1000, Hyper: job.Hyper{Rule: "adam", LR: 0.01, BatchSize: 10}}
	w.Do(job.Command{Kind: job.Start, Run: 1, Spec: &s})
	at := 0
	for b.Loop() {
		at += 50
		w.Do(job.Command{Kind: job.Play, Run: 1, To: at})
		for w.Busy() {
			w.Advance(time.Second)
		}
	}
}
