package draw

import (
	"fmt"
	"math"
	"time"

	"gradtheatre/engine/models"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
)

const (
	batchSize = 8
	smoothing = 16  // steps that one point of the loss curve averages
	testEvery = 100 // steps between two points of the accuracy curve
)

// trainer trains the network of the scene from random weights, beside the frames.
type trainer struct {
	make    func() *job.Runner
	runner  *job.Runner // nil until training first begins
	seed    uint64
	lr      float64
	on      bool
	started bool // there is a run from weights of the seed
	err     error

	drawn  int // steps that the curves show
	tests  int // and tests
	loss   float64
	acc    float64
	tested float64 // accuracy of the last test; −1 before the first

	point func(series int, x, y float64) // a new point of a curve
}

func newTrainer(seed uint64, make func() *job.Runner) *trainer {
	return &trainer{make: make, seed: seed, lr: 0.002, loss: -1, acc: -1, tested: -1}
}

// model is the network that learns, or nil before its weights are known.
func (t *trainer) model() *models.Digits {
	if !t.started {
		return nil
	}
	m, _ := t.runner.Model().(*models.Digits)
	return m
}

// restart forgets what was learned; the next step begins from weights of the seed.
func (t *trainer) restart(seed uint64) {
	if t.started {
		t.runner.Pause()
	}
	t.started, t.seed, t.err = false, seed, nil
	t.drawn, t.tests, t.loss, t.acc, t.tested = 0, 0, -1, -1, -1
}

// turn lets the network learn, or stand.
func (t *trainer) turn(on bool) {
	t.on, t.err = on, nil
	switch {
	case !t.started:
	case on:
		t.runner.Play()
	default:
		t.runner.Pause()
	}
}

func (t *trainer) start() {
	if t.runner == nil {
		t.runner = t.make()
	}
	t.err = t.runner.Start(job.Spec{
		Job: "digits", Seed: t.seed, TestEvery: testEvery,
		Hyper: job.Hyper{Rule: "adam", LR: t.lr, BatchSize: batchSize},
	})
	if t.err != nil {
		t.on = false
		return
	}
	t.started = true
	t.runner.Play()
}

// advance takes what has been learned since the last call, and trains for the
// time there is where nothing else does. It reports whether the network changed.
func (t *trainer) advance(budget float64) bool {
	if t.on && !t.started {
		t.start()
	}
	if !t.started || !t.runner.Poll(time.Duration(budget*float64(time.Second))) {
		return false
	}
	t.follow()
	if err := t.runner.Err(); err != nil && t.on {
		t.err, t.on = err, false
	}
	return t.runner.StepCount() > 0
}

// settled reports whether nothing more will come by itself: a run that goes on
// needs no waiting for, one that was paused comes to a stand first.
func (t *trainer) settled() bool { return t.on || !t.started || t.runner.Settled() }

// follow reads the figures of the steps and tests since the last call.
func (t *trainer) follow() {
	h := t.runner.History()
	for ; t.drawn+smoothing <= h.Len(); t.drawn += smoothing {
		loss, acc := 0.0, 0.0
		for i := t.drawn; i < t.drawn+smoothing; i++ {
			loss += float64(h.Loss[i]) / smoothing
			acc += float64(h.Accuracy[i]) / smoothing
		}
		t.loss, t.acc = loss, acc
		t.point(0, t.epoch(t.drawn+smoothing), loss)
	}
	for evals := t.runner.Evals(); t.tests < len(evals); t.tests++ {
		e := &evals[t.tests]
		t.tested = e.Accuracy
		t.point(1, t.epoch(e.Step), e.Accuracy)
	}
}

// epoch is how often the examples have been seen at a step.
func (t *trainer) epoch(step int) float64 {
	if t.runner.Epoch() == 0 {
		return 0
	}
	return float64(step) / math.Round(float64(t.runner.StepCount())/t.runner.Epoch())
}

// setRate changes the learning rate; the run goes on.
func (t *trainer) setRate(lr float64) {
	t.lr = lr
	if t.started {
		h := t.runner.Spec().Hyper
		h.LR = lr
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
}

// status says in a line how the training goes.
func (t *trainer) status(l i18n.Lang) string {
	switch {
	case t.err != nil:
		return i18n.T("停下了：", "It stopped: ").In(l) + t.err.Error()
	case t.on && (!t.started || t.runner.Loading()):
		return i18n.T("正在取来 4,000 个数字…", "Fetching 4,000 digits…").In(l)
	case !t.started:
		return i18n.T("4,000 个数字，从随机权重学起", "4,000 digits, from random weights").In(l)
	}
	return fmt.Sprintf(i18n.T("%s 张/秒 · 第 %s 轮", "%s images/s · epoch %s").In(l),
		thousands(t.runner.Rate()), string(appendFixed(nil, t.runner.Epoch(), 1)))
}
