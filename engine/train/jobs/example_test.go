package jobs_test

import (
	"fmt"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// A run on another goroutine: the loop of a scene starts it, looks in once a
// frame and never waits.
func Example() {
	r := job.NewRunner(job.NewBackground(jobs.All(), fetch), jobs.All())
	defer r.Close()
	err := r.Start(job.Spec{
		Job: "points", Seed: 1, Options: map[string]string{"data": "circle", "loss": "mse"}, TestEvery: 100,
		Hyper: job.Hyper{Rule: "sgd", LR: 0.03, BatchSize: 10},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for r.PlayTo(400); !r.Settled(); time.Sleep(time.Millisecond) { // a frame
		r.Poll(8 * time.Millisecond)
	}
	last := r.Evals()[len(r.Evals())-1]
	fmt.Printf("step %d: %.0f %% of the other points are right\n", last.Step, 100*last.Accuracy)
	// Output: step 400: 100 % of the other points are right
}
