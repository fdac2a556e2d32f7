package validate

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// fit is one small network that learns, beside the frames, to tell the species
// apart.
type fit struct {
	on     *job.Runner
	spec   job.Spec
	scaler *data.Scaler
	all    *data.Dataset
	goal   int
}

const (
	fitEpochs = 40
	fitBatch  = 16
)

// lesson says how a network of one hidden layer learns some birds, and is tested
// on others where there are any. The features are standardised by the mean and the
// deviation of the training birds alone.
func lesson(all *data.Dataset, learn, test []int, seed uint64) (s job.Spec, goal int, scaler *data.Scaler) {
	set := all.Subset(learn)
	scaler = data.FitScaler(set.X)
	t := jobs.Table{Sizes: []int{set.X.Dim(1), 8, 3}, Learn: set.Standardised(scaler)}
	goal = fitEpochs * ((set.Len() + fitBatch - 1) / fitBatch)
	s = job.Spec{Job: "table", Seed: seed, SnapshotEvery: 4096, Hyper: job.Hyper{Rule: "adam", LR: 0.02, BatchSize: fitBatch}}
	if len(test) > 0 {
		t.Test, s.TestEvery, s.TestEach = all.Subset(test).Standardised(scaler), goal, true
	}
	s.Options = t.Options()
	return s, goal, scaler
}

// begin starts to learn anew.
func (f *fit) begin(all *data.Dataset, learn []int, seed uint64) error {
	f.all = all
	f.spec, f.goal, f.scaler = lesson(all, learn, nil, seed)
	err := f.on.Start(f.spec)
	f.on.PlayTo(f.goal)
	return err
}

// takeUp goes on where a saved run of the same lesson stands; another one is left
// alone.
func (f *fit) takeUp(saved []byte) error {
	if saved == nil || f.all == nil {
		return nil
	}
	first, _, err := job.SavedSpecs(saved)
	if err != nil || !sameLesson(&f.spec, &first) {
		return err
	}
	return f.on.Restore(saved)
}

// done reports whether it has learnt all.
func (f *fit) done() bool { return f.on.StepCount() >= f.goal }

// goOn lets it learn on where something has made it stand.
func (f *fit) goOn() error {
	if f.on.Settled() && !f.done() && f.on.Err() == nil {
		f.on.PlayTo(f.goal)
	}
	return f.on.Err()
}

// rights says of some birds whether it tells their species.
func (f *fit) rights(birds []int) []bool {
	if len(birds) == 0 {
		return nil
	}
	set := f.all.Subset(birds)
	t := grad.NewTape()
	t.NoGrad = true
	y := f.on.Model().Forward(t.Const("x", f.scaler.Apply(set.X))).Value.Data()
	out := make([]bool, len(birds))
	for i := range out {
		at, row := 0, y[3*i:3*i+3]
		for k, v := range row {
			if v > row[at] {
				at = k
			}
		}
		out[i] = at == set.Labels[i]
	}
	return out
}

// read puts the chances of each species for one bird on a tape.
func (f *fit) read(tape *grad.Tape, bird int) *grad.Var {
	y := f.on.Model().Forward(tape.Const("x", f.scaler.Apply(f.all.Subset([]int{bird}).X)))
	return grad.Softmax(y.Named("scores"), 1).Named("softmax")
}
