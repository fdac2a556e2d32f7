package validate

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/inspect"
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

// build writes the chances of each species for one bird on a tape, and what they
// cost.
func (f *fit) build(t *grad.Tape, x *tensor.Tensor, label int) (prob, loss *grad.Var) {
	scores := f.on.Model().Forward(t.Input("x", x)).Named("scores")
	return grad.Softmax(scores, 1).Named("softmax"), grad.CrossEntropy(scores, []int{label}).Named("loss")
}

// bird is what the network makes of one of them, on a record of its own.
type bird struct {
	tape       *grad.Tape
	tr         trace.Trace
	prob, loss *grad.Var
	back       bool // the loss was differentiated
	run        inspect.Run
}

// read records what the network says of a bird.
func (b *bird) read(f *fit, which int) {
	one := f.all.Subset([]int{which})
	x, label := f.scaler.Apply(one.X), one.Labels[0]
	if b.tape == nil {
		b.tape = grad.NewTape()
	}
	b.tape.Reset()
	b.prob, b.loss = f.build(b.tape, x, label)
	b.tape.Record(&b.tr)
	b.back = false
	b.run = inspect.Run{Tape: b.tape, Record: &b.tr, Build: func(t *grad.Tape) *grad.Var {
		_, loss := f.build(t, x, label)
		return loss
	}}
}

// differentiate finds the gradients of what the bird costs.
func (b *bird) differentiate(m nn.Module) {
	if b.loss == nil || b.back {
		return
	}
	b.back = true
	for _, p := range m.Params() {
		p.ZeroGrad()
	}
	b.tape.Backward(b.loss)
	b.tape.Record(&b.tr)
}
