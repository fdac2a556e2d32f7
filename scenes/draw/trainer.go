package draw

import (
	"fmt"
	"math"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
)

const (
	jobName   = "digits"
	batchSize = 8  // of the examples that a step in parts shows, and to begin with
	smoothing = 16 // steps that one point of the loss curve averages
	examples  = 4000
	testEvery = 100 // steps between two points of the accuracy curve
)

// trainer trains the network of the scene from random weights, beside the frames.
type trainer struct {
	make    func() *job.Runner
	runner  *job.Runner // nil until training first begins
	seed    uint64
	lr      float64
	batch   int // examples a step
	on      bool
	started bool // there is a run from weights of the seed
	err     error

	aim    int // the step that the run goes to, −1: none
	drawn  int // steps that the curves show
	tests  int // and tests
	loss   float64
	acc    float64
	tested float64 // accuracy of the last test; −1 before the first

	point func(series int, x, y float64) // a new point of a curve
	fresh func()                         // the curves begin anew
}

func newTrainer(seed uint64, make func() *job.Runner) *trainer {
	return &trainer{make: make, seed: seed, lr: 0.002, batch: batchSize, aim: -1, loss: -1, acc: -1, tested: -1}
}

// model is the network that learns, or nil before its weights are known.
func (t *trainer) model() *models.Digits {
	if !t.started {
		return nil
	}
	m, _ := t.runner.Model().(*models.Digits)
	return m
}

// params are the weights of the network that learns.
func (t *trainer) params() []*grad.Param { return t.model().Params() }

// restart forgets what was learned; the next step begins from weights of the seed.
func (t *trainer) restart(seed uint64) {
	if t.started {
		t.runner.Pause()
	}
	t.started, t.seed, t.aim, t.err = false, seed, -1, nil
	t.drawn, t.tests, t.loss, t.acc, t.tested = 0, 0, -1, -1, -1
	t.fresh()
}

// turn lets the network learn, or stand.
func (t *trainer) turn(on bool) {
	t.on, t.aim, t.err = on, -1, nil
	switch {
	case !t.started:
	case on:
		t.runner.Play()
	default:
		t.runner.Pause()
	}
}

// begin readies a run at step 0, if there is none.
func (t *trainer) begin() {
	if t.started {
		return
	}
	if t.runner == nil {
		t.runner = t.make()
	}
	t.err = t.runner.Start(job.Spec{
		Job: jobName, Seed: t.seed, TestEvery: testEvery,
		Halves: true, // of the larger batches: two workers may share them
		Hyper:  job.Hyper{Rule: "adam", LR: t.lr, BatchSize: t.batch},
	})
	if t.err != nil {
		t.on = false
		return
	}
	t.started = true
}

// seek goes to a step and stands there: back at once, on by learning.
func (t *trainer) seek(at int) {
	if t.begin(); t.started {
		t.on, t.aim, t.err = false, at, nil
		t.runner.Seek(at)
	}
}

// step is the step at which the run stands.
func (t *trainer) step() int {
	if !t.started {
		return 0
	}
	return t.runner.StepCount()
}

// goal is the step at which it will.
func (t *trainer) goal() int {
	if t.aim >= 0 && !t.runner.Settled() {
		return t.aim
	}
	return t.step()
}

// advance takes what has been learned since the last call, and trains for the
// time there is where nothing else does. It reports whether the network changed.
func (t *trainer) advance(budget float64) bool {
	if t.on && !t.started {
		if t.begin(); t.started {
			t.runner.Play()
		}
	}
	if !t.started || !t.runner.Poll(time.Duration(budget*float64(time.Second))) {
		return false
	}
	t.follow()
	if err := t.runner.Err(); err != nil && t.err == nil {
		t.err, t.on = err, false
	}
	return true
}

// settled reports whether nothing more will come by itself: a run that goes on
// needs no waiting for, one that was paused comes to a stand first.
func (t *trainer) settled() bool { return t.on || t.stands() }

// stands reports whether the run stands where it was to go.
func (t *trainer) stands() bool { return !t.on && (!t.started || t.err != nil || t.runner.Settled()) }

// follow reads the figures of the steps and tests since the last call. What is
// recorded beyond the step at which the run stands stays on the curves.
func (t *trainer) follow() {
	h, evals := t.runner.History(), t.runner.Evals()
	if h.Len() < t.drawn || len(evals) < t.tests { // forgotten: it goes on in another way
		t.drawn, t.tests = 0, 0
		t.fresh()
	}
	for ; t.drawn+smoothing <= h.Len(); t.drawn += smoothing {
		loss, _ := recent(h, t.drawn+smoothing)
		t.point(0, t.epoch(t.drawn+smoothing), loss)
	}
	for ; t.tests < len(evals); t.tests++ {
		t.point(1, t.epoch(evals[t.tests].Step), evals[t.tests].Accuracy)
	}
	t.loss, t.acc = recent(h, t.step())
	t.tested = -1
	for i := range evals {
		if evals[i].Step <= t.step() {
			t.tested = evals[i].Accuracy
		}
	}
}

// recent are loss and accuracy of the steps before a step, as many as a point of
// the curve averages; −1 at the start.
func recent(h *train.History, at int) (loss, acc float64) {
	at = min(at, h.Len())
	from := max(at-smoothing, 0)
	if at == from {
		return -1, -1
	}
	for i := from; i < at; i++ {
		loss += float64(h.Loss[i]) / float64(at-from)
		acc += float64(h.Accuracy[i]) / float64(at-from)
	}
	return loss, acc
}

// epoch is how often the examples have been seen at a step: between those at
// which that is known, the tests and the present one, every step counts as much.
func (t *trainer) epoch(step int) float64 {
	evals, from, epochs := t.runner.Evals(), 0, 0.0
	for i := range len(evals) + 1 {
		at, e := t.runner.StepCount(), t.runner.Epoch()
		if i < len(evals) {
			at, e = evals[i].Step, evals[i].Epoch
		}
		if at <= from {
			continue
		}
		if at > step {
			return epochs + float64(step-from)/math.Round(float64(at-from)/(e-epochs))
		}
		from, epochs = at, e
	}
	return epochs + float64(step-from)/math.Ceil(examples/float64(t.batch))
}

// setRate changes the learning rate; the run goes on.
func (t *trainer) setRate(lr float64) {
	t.lr = lr
	t.change(func(h *job.Hyper) { h.LR = lr })
}

// setBatch changes how many examples a step learns; the run goes on.
func (t *trainer) setBatch(n int) {
	t.batch = n
	t.change(func(h *job.Hyper) { h.BatchSize = n })
}

func (t *trainer) change(set func(h *job.Hyper)) {
	if t.started {
		h := t.runner.Spec().Hyper
		set(&h)
		t.err = t.runner.Change(h)
	}
}

// close ends the training.
func (t *trainer) close() {
	if t.runner != nil {
		t.runner.Close()
	}
}

func (t *trainer) metrics(put func(string, any)) {
	step, epoch, rate, pace := 0, 0.0, 0.0, 0.0
	if t.started {
		step, epoch, rate, pace = t.runner.StepCount(), t.runner.Epoch(), t.runner.Rate(), t.runner.Pace()
	}
	put("training", t.on)
	put("step", step)
	put("epoch", epoch)
	optional := func(name string, v float64) {
		if v < 0 {
			put(name, nil)
		} else {
			put(name, v)
		}
	}
	optional("loss", t.loss)
	optional("train_accuracy", t.acc)
	optional("val_accuracy", t.tested)
	put("images_per_second", rate)
	put("engine_images_per_second", pace)
	put("learning_rate", t.lr)
	put("batch_size", t.batch)
}

// status says in a line how the training goes.
func (t *trainer) status(l i18n.Lang) string {
	switch {
	case t.err != nil:
		return i18n.T("停下了：", "It stopped: ").In(l) + t.err.Error()
	case t.on && (!t.started || t.runner.Loading()):
		return i18n.T("正在取来 4,000 个数字…", "Fetching 4,000 digits…").In(l)
	case !t.started || !t.on && t.step() == 0:
		return i18n.T("4,000 个数字，从随机权重学起", "4,000 digits, from random weights").In(l)
	}
	if !t.on && t.runner.Rate() < 1 {
		return fmt.Sprintf(i18n.T("第 %s 轮", "epoch %s").In(l), string(appendFixed(nil, t.runner.Epoch(), 1)))
	}
	return fmt.Sprintf(i18n.T("%s 张/秒 · 第 %s 轮", "%s images/s · epoch %s").In(l),
		thousands(t.runner.Rate()), string(appendFixed(nil, t.runner.Epoch(), 1)))
}
