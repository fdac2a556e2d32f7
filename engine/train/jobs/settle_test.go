package jobs_test

import (
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// TestSettles wants a run to come to rest whatever it is told at whatever
// moment: between two steps, in the midst of a test, of a replay, or when it
// has already done what it is told.
func TestSettles(t *testing.T) {
	const epoch = 12
	hyper := job.Hyper{Rule: "sgd", LR: 0.03, BatchSize: 10}
	other := hyper
	other.LR = 0.02
	points, noisy := map[string]string{"data": "circle", "layers": "4:tanh"}, map[string]string{"data": "circle", "layers": "4:tanh", "noise": "0.2"}
	commands := map[string]func(r *job.Runner){
		"change":              func(r *job.Runner) { r.Change(other) },
		"options":             func(r *job.Runner) { r.ChangeOptions(noisy) },
		"weights":             func(r *job.Runner) { r.SetWeights(r.Weights(nil)) },
		"pause":               func(r *job.Runner) { r.Pause() },
		"play to where it is": func(r *job.Runner) { r.PlayTo(r.StepCount()) },
		"play to the start":   func(r *job.Runner) { r.PlayTo(0) },
		"no step":             func(r *job.Runner) { r.Step(0) },
		"back":                func(r *job.Runner) { r.Seek(3) },
		"on":                  func(r *job.Runner) { r.Seek(epoch + 2) },
		"back, and a fork":    func(r *job.Runner) { r.Seek(3); r.Poll(1); r.Fork() },
		"back, play and fork": func(r *job.Runner) { r.Seek(3); r.Poll(1); r.PlayTo(2); r.Poll(1); r.Fork() },
	}
	for name, command := range commands {
		for after := range epoch + 6 {
			r := job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All())
			if err := r.Start(job.Spec{Job: "points", Seed: 1, TestEvery: epoch, TestTrain: true, Options: points, Hyper: hyper}); err != nil {
				t.Fatal(err)
			}
			r.Seek(epoch)
			for range after { // a step or a test each
				r.Poll(1)
			}
			command(r)
			for n := 0; !r.Settled(); n++ {
				if r.Poll(time.Millisecond); n > 1000 {
					t.Errorf("%s after %d slices: it stands at step %d and is not settled", name, after, r.StepCount())
					break
				}
			}
			r.Close()
		}
	}
}
