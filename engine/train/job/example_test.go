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
