package workload

import (
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/models"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

// Reached says how long a network took to read digits.
type Reached struct {
	Steps    int
	Accuracy float64 // on the images that were kept back
	Spent    time.Duration
}

// ReachBatch is how many digits a step of [Reach] learns from.
const ReachBatch = 16

// Reach trains the theatre's digits network from scratch until it reads the
// share want of the images kept back, which it is asked after every half epoch,
// or for 12 epochs at most. The rate rises over a quarter of an epoch and falls
// until the end of the third. The time is that of everything: the first weights,
// the steps and the questions.
func Reach(seed uint64, learn, kept data.Source, want float64) (r Reached, err error) {
	start := time.Now()
	epoch := max(1, learn.Len()/ReachBatch)
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return models.NewDigits(rng) },
		Loss:  train.CrossEntropy,
		Seed:  seed,
		Settings: train.Settings{
			Data: learn, BatchSize: ReachBatch,
			Rule: optim.DefaultAdam(0.006), PerStep: true,
			Schedule: optim.Warmup{Start: 0.1, End: 1, Steps: max(1, epoch/4), Then: optim.Cosine{TMax: max(1, 3*epoch-epoch/4), Min: 0.0001}},
		},
	})
	if err != nil {
		return r, err
	}
	half := max(1, epoch/2)
	test := s.NewEvaluation(kept, 0)
	test.Batch = 100
	for r.Steps < 24*half && r.Accuracy < want {
		if _, err := s.AdvanceTo(r.Steps+half, time.Hour); err != nil {
			return r, err
		}
		r.Steps = s.StepCount()
		test.Restart()
		if _, err := test.Advance(time.Hour); err != nil {
			return r, err
		}
		r.Accuracy = test.Accuracy
	}
	r.Spent = time.Since(start)
	return r, nil
}
