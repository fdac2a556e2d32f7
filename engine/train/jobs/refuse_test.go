package jobs_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

func TestDiverges(t *testing.T) {
	wild := spiral
	wild.Options = map[string]string{"data": "hills", "layers": "8:relu"}
	wild.Hyper = job.Hyper{Rule: "sgd", LR: 1e9, BatchSize: 10}
	byLink(t, func(t *testing.T, r *job.Runner) {
		if err := r.Start(wild); err != nil {
			t.Fatal(err)
		}
		r.Play()
		settle(t, r)
		if r.Err() == nil || !strings.Contains(r.Err().Error(), "not finite") || r.Playing() {
			t.Fatalf("a learning rate of 1e9: %v", r.Err())
		}
		calm := wild.Hyper
		calm.LR = 0.01
		r.Seek(0)
		if err := r.Change(calm); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(50)
		settle(t, r)
		if r.Err() != nil || r.StepCount() != 50 {
			t.Errorf("after it calmed down: step %d, %v", r.StepCount(), r.Err())
		}
	})
}

func TestRefusals(t *testing.T) {
	with := func(f func(*job.Spec)) job.Spec {
		s := spiral
		s.Options = map[string]string{}
		f(&s)
		return s
	}
	byLink(t, func(t *testing.T, r *job.Runner) {
		for want, s := range map[string]job.Spec{
			"one of digits":     with(func(s *job.Spec) { s.Job = "nothing" }),
			"sgd, nesterov":     with(func(s *job.Spec) { s.Rule = "newton" }),
			"learning rate":     with(func(s *job.Spec) { s.LR = math.NaN() }),
			"such as 8,8":       with(func(s *job.Spec) { s.Options["layers"] = "8,,8" }),
			"activations are":   with(func(s *job.Spec) { s.Options["layers"] = "8:abs" }),
			"one of cross":      with(func(s *job.Spec) { s.Options["loss"] = "absolute" }),
			"0 numbers":         with(func(s *job.Spec) { s.Weights = []tensor.Elem{} }),
			"x1_squared":        with(func(s *job.Spec) { s.Options["features"] = "x3" }),
			"row":               with(func(s *job.Spec) { s.Options["points"] = "7:1,1" }),
			"circle, xor":       with(func(s *job.Spec) { s.Options["data"] = "square" }),
			"nn.SmallModels":    with(func(s *job.Spec) { s.Job, s.Options["network"] = "digits", "GPT" }),
			"number from 0":     with(func(s *job.Spec) { s.Options["noise"] = "7" }),
			"from 0 to 1":       with(func(s *job.Spec) { s.Options["val"] = "2" }),
			"batch size":        with(func(s *job.Spec) { s.BatchSize = -1 }),
			"number from 1 to ": with(func(s *job.Spec) { s.Job, s.Options["tests"] = "digits", "0" }),
		} {
			err := r.Start(s)
			if err == nil { // what only the data tell comes back as the run's error
				settle(t, r)
				err = r.Err()
			}
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v: want %q", err, want)
			}
		}
		if err := r.Start(spiral); err != nil {
			t.Fatal(err)
		}
		for want, h := range map[string]job.Hyper{
			"cosine":        {Rule: "sgd", LR: 0.1, Schedule: job.Schedule{Kind: "linear"}},
			"T_max":         {Rule: "sgd", LR: 0.1, Schedule: job.Schedule{Kind: "cosine"}},
			"Nesterov":      {Rule: "nesterov", LR: 0.1},
			"learning rate": {Rule: "sgd", LR: -1},
			"L2":            {Rule: "sgd", LR: 1, L2: math.NaN()},
		} {
			if err := r.Change(h); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v: want %q", err, want)
			}
		}
		r.PlayTo(5)
		settle(t, r)
		if r.Err() != nil || r.StepCount() != 5 {
			t.Errorf("after the refusals: step %d, %v", r.StepCount(), r.Err())
		}
	})
}

func TestMissingFile(t *testing.T) {
	gone := func(name string) job.File { return file{err: fmt.Errorf("%s could not be loaded", name)} }
	r := job.NewRunner(job.NewLocal(jobs.All(), gone), jobs.All())
	if err := r.Start(digits); err != nil {
		t.Fatal(err)
	}
	r.Play()
	settle(t, r)
	if r.Err() == nil || !strings.Contains(r.Err().Error(), "ocvdigits-train4k-images") || r.Playing() {
		t.Errorf("without its file: %v", r.Err())
	}
}

// TestBreaks lets a goroutine panic, then starts another run.
func TestBreaks(t *testing.T) {
	all := jobs.All()
	bad := all[1]
	bad.Name = "bad"
	bad.Loss = func(*job.Spec) train.Loss {
		return func(*grad.Var, *data.Batch) *grad.Var { panic("a mistake in a program") }
	}
	all = append(all, bad)
	r := job.NewRunner(job.NewBackground(all, fetch), all)
	defer r.Close()
	s := spiral
	for range 2 {
		s.Job = "bad"
		if err := r.Start(s); err != nil {
			t.Fatal(err)
		}
		for range 100 { // more than wait in line
			r.Play()
		}
		settle(t, r)
		if r.Err() == nil || !strings.Contains(r.Err().Error(), "a mistake in a program") {
			t.Fatalf("a goroutine's panic came back as %v", r.Err())
		}
		s.Job = "points"
		if err := r.Start(s); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(3)
		settle(t, r)
		if r.Err() != nil || r.StepCount() != 3 {
			t.Errorf("after it: step %d, %v", r.StepCount(), r.Err())
		}
	}
}
