package jobs_test

import (
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// halved is the digits in halves.
func halved() job.Spec {
	s := digits
	s.Halves = true
	return s
}

// random draws at random what it drops and how it bends its images.
var random = job.Spec{
	Job: "few_digits", Seed: 5, Halves: true, TestEvery: 8, Options: map[string]string{"dropout": "0.3", "augment": "true"},
	Hyper: job.Hyper{Rule: "sgd", LR: 0.1, Momentum: 0.9, BatchSize: 21},
}

// unsteady is a partner that now and then does not begin or brings nothing back.
type unsteady struct {
	*job.Goroutine
	n int
}

func (u *unsteady) Begin(h *train.Half) bool {
	u.n++
	return u.n%3 > 0 && u.Goroutine.Begin(h)
}

func (u *unsteady) End(h *train.Half) bool {
	return u.Goroutine.End(h) && u.n%5 > 0
}

// TestHalvesAgree drives a run through all that can be asked of it and wants the
// same numbers whoever computes the second halves.
func TestHalvesAgree(t *testing.T) {
	g := job.NewGoroutine()
	defer g.Close()
	want := ""
	for _, c := range []struct {
		name string
		help job.Help
	}{
		{"one", nil},
		{"two", g.Help(true)},
		{"two, where that pays", g.Help(false)},
		{"two, of whom one fails", func(*job.Spec, *job.Spec, data.Source) train.Mate {
			return job.NewMate(&unsteady{Goroutine: g}, true)
		}},
	} {
		work := job.NewWork(jobs.All(), fetch)
		work.Help = c.help
		r := job.NewRunner(&bytes{work: work}, jobs.All())
		got := script(t, r, halved()) + script(t, r, random)
		r.Close()
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s: other numbers", c.name)
		}
	}
	r := job.NewRunner(job.NewLocal(jobs.All(), fetch), jobs.All())
	defer r.Close()
	if whole := script(t, r, digits); strings.HasPrefix(want, whole) {
		t.Error("whole batches give the very same numbers as halves")
	}
}

// TestSavedInHalves takes up a run in halves, with a mate and without.
func TestSavedInHalves(t *testing.T) {
	g := job.NewGoroutine()
	defer g.Close()
	run := func(first, then job.Help) string {
		open := func(help job.Help) *job.Runner {
			work := job.NewWork(jobs.All(), fetch)
			work.Help = help
			return job.NewRunner(&bytes{work: work}, jobs.All())
		}
		r := open(first)
		defer r.Close()
		if err := r.Start(halved()); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(10)
		settle(t, r)
		r.Save()
		for range 1000 {
			r.Poll(0)
		}
		b := r.Saved()
		if b == nil {
			t.Fatal("nothing was saved")
		}
		again := open(then)
		defer again.Close()
		if err := again.Restore(b); err != nil {
			t.Fatal(err)
		}
		again.PlayTo(20)
		settle(t, again)
		again.Seek(7)
		settle(t, again)
		if again.Err() != nil || again.StepCount() != 7 {
			t.Fatalf("step %d, %v", again.StepCount(), again.Err())
		}
		return picture(again)
	}
	want := run(nil, nil)
	if got := run(g.Help(true), nil); got != want {
		t.Error("saved with a mate, taken up without: other numbers")
	}
	if got := run(nil, g.Help(true)); got != want {
		t.Error("taken up with a mate: other numbers")
	}
}
