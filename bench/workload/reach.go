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

// Reach trains the theatre's digits network from scratch until it reads the
// share want of the images kept back, which it is asked after every half epoch,
// or for 12 epochs at most. The time is that of everything: the first weights,
// the steps and the questions.
func Reach(seed uint64, learn, kept data.Source, want float64) (r Reached, err error) {
	start := time.Now()
	const batch = 32
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return models.NewDigits(rng) },
		Loss:  train.CrossEntropy,
		Seed:  seed,
		Settings: train.Settings{
			Data: learn, BatchSize: batch,
			Rule: optim.DefaultAdam(0.004), Schedule: optim.Exponential{Gamma: 0.75},
		},
	})
	if err != nil {
		return r, err
	}
	half := max(1, learn.Len()/(2*batch))
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
