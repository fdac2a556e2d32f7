package validate

import (
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

// fit is one small network that learns to tell the species apart.
type fit struct {
	session *train.Session
	scaler  *data.Scaler
	all     *data.Dataset
	goal    int
}

const (
	fitEpochs = 40
	fitBatch  = 16
)

// newFit prepares a network of one hidden layer. The features are standardised
// by the mean and the deviation of the training birds alone.
func newFit(all *data.Dataset, learn []int, seed uint64) (*fit, error) {
	set := all.Subset(learn)
	scaler := data.FitScaler(set.X)
	set = set.Standardised(scaler)
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewMLP([]int{set.X.Dim(1), 8, 3}, "relu", rng)
		},
		Loss: train.CrossEntropy, Seed: seed, SnapshotEvery: 4096,
		Settings: train.Settings{Data: set, BatchSize: fitBatch, Rule: optim.DefaultAdam(0.02)},
	})
	if err != nil {
		return nil, err
	}
	return &fit{session: s, scaler: scaler, all: all, goal: fitEpochs * ((set.Len() + fitBatch - 1) / fitBatch)}, nil
}

// advance learns until the time is up, and reports whether it has learnt all.
func (f *fit) advance(until time.Time) (done bool, err error) {
	if f.session.StepCount() < f.goal {
		_, err = f.session.AdvanceTo(f.goal, max(time.Until(until), time.Microsecond))
	}
	return f.session.StepCount() >= f.goal, err
}

// rights says of some birds whether it tells their species.
func (f *fit) rights(birds []int) ([]bool, error) {
	if len(birds) == 0 {
		return nil, nil
	}
	set := f.all.Subset(birds)
	e, err := f.session.Evaluate(set.Standardised(f.scaler), 3)
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(birds))
	for i, class := range e.Predicted {
		out[i] = class == set.Labels[i]
	}
	return out, nil
}

// read puts the chances of each species for one bird on a tape.
func (f *fit) read(tape *grad.Tape, bird int) (*grad.Var, error) {
	x := f.scaler.Apply(f.all.Subset([]int{bird}).X)
	y, err := f.session.Predict(tape, x)
	if err != nil {
		return nil, err
	}
	return grad.Softmax(y.Named("scores"), 1).Named("softmax"), nil
}
