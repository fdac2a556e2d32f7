package job_test

import (
	"fmt"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// The same run in slices of the caller's own time, and back one step.
func Example() {
	r := job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All())
	defer r.Close()
	err := r.Start(job.Spec{
		Job: "points", Seed: 1, Options: map[string]string{"data": "xor"},
		Hyper: job.Hyper{Rule: "adam", LR: 0.03, BatchSize: 10},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for r.PlayTo(60); !r.Settled(); {
		r.Poll(time.Millisecond)
	}
	fmt.Println("step", r.StepCount())
	for r.Seek(59); !r.Settled(); {
		r.Poll(time.Millisecond)
	}
	fmt.Println("step", r.StepCount())
	// Output:
	// step 60
	// step 59
}

// Two futures of one past: the fork learns at another rate, and both go back to
// the step at which they parted.
func ExampleRunner_Fork() {
	r := job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All())
	defer r.Close()
	settle := func(r *job.Runner) {
		for !r.Settled() {
			r.Poll(time.Millisecond)
		}
	}
	h := job.Hyper{Rule: "adam", LR: 0.001, BatchSize: 10}
	if err := r.Start(job.Spec{Job: "points", Seed: 1, Hyper: h, TestEpochs: 1}); err != nil {
		fmt.Println(err)
		return
	}
	r.PlayTo(50)
	settle(r)
	f, err := r.Fork()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	h.LR = 0.03
	if err := f.Change(h); err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range []*job.Runner{r, f} {
		o.PlayTo(250)
		settle(o)
	}
	last := func(r *job.Runner) float64 { return r.Evals()[len(r.Evals())-1].Loss }
	fmt.Println("the fork is ahead:", last(f) < last(r)/2)
	r.Seek(50)
	f.Seek(50)
	settle(r)
	settle(f)
	fmt.Println("one past:", r.Weights(nil)[7] == f.Weights(nil)[7])
	// Output:
	// the fork is ahead: true
	// one past: true
}
