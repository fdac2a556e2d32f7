package playground

import (
	"maps"
	"math"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// run is one course of learning, which goes on beside the frames, and what the
// scene knows of it.
type run struct {
	*job.Runner
	points  jobs.Points
	sets    jobs.Sets
	aim     int  // the step it was last sent to
	from    int  // the step at which it began: later than 0 where another's is gone on with
	going   bool // it was told to play
	inside  bool // histograms come with each report
	touched bool // weights were set by hand

	train exam
	val   exam
	final exam // of the test set, when it was looked at
	last  struct {
		step           int
		loss, accuracy float64
	}
	now   test // at the present step
	first test // at the first
}

// test is how the network does on all points.
type test struct {
	step               int
	epoch              float64
	trainLoss, valLoss float64
	trainAcc, valAcc   float64 // −1 where a number is predicted
}

// exam is a set of points that goes through the network, with its record.
type exam struct {
	tape *grad.Tape
	tr   trace.Trace

	grade          train.Grade
	loss, accuracy int // the nodes; no accuracy: −1
}

func newExam() exam {
	e := exam{tape: grad.NewTape(), accuracy: -1}
	e.tape.NoGrad = true
	return e
}

// keptSteps is how many steps' figures are kept.
const keptSteps = 2048

// newRun starts a course by a runner, from what is given.
func newRun(on *job.Runner, p jobs.Points, h job.Hyper, seed uint64, from given) (*run, error) {
	r := &run{Runner: on, points: p, sets: p.Sample(seed), train: newExam(), val: newExam(), final: newExam()}
	err := on.Start(job.Spec{
		Job: "points", Seed: seed, Options: p.Options(), Hyper: h, TestEpochs: 1, TestTrain: true, KeepHistory: keptSteps, Weights: from.weights, Standing: from.standing,
	})
	if err != nil {
		return nil, err
	}
	err = r.measure()
	r.from = r.step()
	r.now.epoch = float64(r.from) / float64(r.perEpoch())
	r.first = r.now
	return r, err
}

func (r *run) model() nn.Module { return r.Model() }
func (r *run) step() int        { return r.StepCount() }
func (r *run) hyper() job.Hyper { return r.Spec().Hyper }
func (r *run) broken() bool     { return r.Err() != nil }

// state is what another run can go on from.
func (r *run) state() given {
	g := given{weights: r.Weights(nil)}
	if at, ok := r.Standing(); ok {
		g.standing = &at
	}
	return g
}

// end is the last step that is recorded.
func (r *run) end() int { return max(r.History().Len(), r.step()) }

func (r *run) perEpoch() int {
	n, b := r.sets.Train.Len(), max(1, r.hyper().BatchSize)
	return max(1, (n+b-1)/b)
}

// measure tests the network as it is known to stand.
func (r *run) measure() (err error) {
	defer tensor.Recover(&err)
	r.now.step, r.now.epoch = r.step(), r.Epoch()
	r.now.trainLoss, r.now.trainAcc = r.train.take(r, r.sets.Train)
	r.now.valLoss, r.now.valAcc = r.val.take(r, r.sets.Val)
	return nil
}

// take runs a set of points through the network.
func (e *exam) take(r *run, d *data.Dataset) (loss, accuracy float64) {
	e.tape.Reset()
	e.accuracy = -1
	if d.Len() == 0 {
		e.tape.Record(&e.tr)
		return 0, -1
	}
	e.tape.Training = false
	y := r.model().Forward(e.tape.Const("x", d.X))
	v := r.points.Criterion(r.sets.Classes)(y, &data.Batch{X: d.X, Labels: d.Labels, Targets: d.Targets}).Named("loss")
	e.loss, loss, accuracy = v.ID(), v.Item(), -1
	if r.sets.Classes > 0 {
		a := e.grade.Accuracy(y, d.Labels)
		e.accuracy, accuracy = a.ID(), a.Item()
		if !math.IsNaN(accuracy) { // the share itself, not rounded to a number of the tape
			accuracy = train.Accuracy(y.Value, d.Labels)
		}
	}
	e.tape.Record(&e.tr)
	return loss, accuracy
}

// examine looks at the test set as the network now stands.
func (r *run) examine() (err error) {
	defer tensor.Recover(&err)
	r.last.step = r.step()
	r.last.loss, r.last.accuracy = r.final.take(r, r.sets.Test)
	return nil
}

// tests calls f with the tests that the engine made, in order.
func (r *run) tests(f func(test)) {
	f(r.first)
	for _, e := range r.Evals() {
		f(test{e.Step, e.Epoch, e.TrainLoss, e.Loss, e.TrainAccuracy, e.Accuracy})
	}
}

// highest is the highest finite loss on the training points.
func (r *run) highest() float64 {
	most := 0.0
	r.tests(func(t test) {
		if t.trainLoss > most && !math.IsInf(t.trainLoss, 0) {
			most = t.trainLoss
		}
	})
	return most
}

// best is the test with the lowest loss: on what is held back, if anything is.
func (r *run) best() test {
	best := r.first
	r.tests(func(t test) {
		if r.sets.Val.Len() > 0 && t.valLoss < best.valLoss || r.sets.Val.Len() == 0 && t.trainLoss < best.trainLoss {
			best = t
		}
	})
	return best
}

// play goes on to a step, or without end.
func (r *run) play(to int) {
	if r.going && to == r.aim {
		return
	}
	r.going, r.aim = true, to
	r.PlayTo(to)
}

// stand pauses where it is.
func (r *run) stand() {
	if r.going {
		r.going = false
		r.Pause()
	}
}

// goTo goes to a step, and on from the last one that is recorded.
func (r *run) goTo(step int) {
	r.going, r.aim = false, max(step, 0)
	r.Seek(r.aim)
}

// where is the step at which it will stand when all is done that it was told.
func (r *run) where() int {
	if r.Settled() || r.going {
		return r.step()
	}
	return r.aim
}

// change puts other settings in force from the present step on; the weights stay.
func (r *run) change(h job.Hyper) error {
	if h == r.hyper() {
		return nil
	}
	r.stand()
	return r.Change(h)
}

// learnOther exchanges the points.
func (r *run) learnOther(p jobs.Points, sets jobs.Sets) error {
	o := p.Options()
	if maps.Equal(o, r.Spec().Options) {
		return nil
	}
	r.stand()
	r.points, r.sets = p, sets
	r.ChangeOptions(o)
	return r.measure()
}

// takeUp goes on from here with these weights.
func (r *run) takeUp(weights []tensor.Elem) error {
	r.stand()
	r.touched = true
	if err := r.SetWeights(weights); err != nil {
		return err
	}
	return r.measure()
}

// fork returns another run that stands where this one does, with the same past.
func (r *run) fork() (*run, error) {
	on, err := r.Fork()
	if err != nil {
		return nil, err
	}
	f := *r
	f.Runner, f.going, f.aim, f.inside = on, false, r.step(), false
	f.train, f.val, f.final = newExam(), newExam(), newExam()
	return &f, f.measure()
}

// poll takes what has been learned, and learns for that time where nothing else
// does. It reports whether anything is new.
func (r *run) poll(budget time.Duration) (bool, error) {
	if !r.Poll(budget) {
		return false, nil
	}
	return true, r.measure()
}

// lookInside asks for histograms, or no longer.
func (r *run) lookInside(on bool) {
	if r.inside != on {
		r.inside = on
		r.Inspect(on)
	}
}

// lastLoss is the loss of the last batch, or that of all points before the first.
func (r *run) lastLoss() float64 {
	h := r.History()
	if k := r.step() - 1 - h.From; k >= 0 && k < len(h.Loss) {
		return float64(h.Loss[k])
	}
	return r.now.trainLoss
}

// rate is the learning rate of the last step, or that of the first.
func (r *run) rate() float64 {
	h := r.History()
	if k := r.step() - 1 - h.From; k >= 0 && k < len(h.LR) {
		return float64(h.LR[k])
	}
	set := r.hyper()
	return set.Rate(0)
}
