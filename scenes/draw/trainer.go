package draw

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"time"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
)

const (
	batchSize = 8
	smoothing = 16  // steps that one point of the loss curve averages
	checkEach = 300 // test images that one point of the accuracy curve counts
)

// files are the digits that the scene trains and tests on, fetched when
// training first begins.
var files = [4]string{
	"data/digits/ocvdigits-train4k-images.idx3.gz", "data/digits/ocvdigits-train4k-labels.idx1.gz",
	"data/digits/ocvdigits-test1k-images.idx3.gz", "data/digits/ocvdigits-test1k-labels.idx1.gz",
}

// trainer trains the network of the scene from random weights.
type trainer struct {
	seed    uint64
	lr      float64
	on      bool
	loading [4]*assets.Loading
	images  [2]*data.Images // to train on, to test on
	session *train.Session
	err     error

	drawn int // steps that the curves show
	loss  float64
	acc   float64
	check check

	speed     float64 // images a second of the clock on the wall
	engine    float64 // images a second of the time that the engine had
	spent     time.Duration
	since     time.Time
	sinceStep int

	point func(series int, x, y float64) // a new point of a curve
}

// check counts how many test images the network gets right, a few at a time.
type check struct {
	tape     *grad.Tape
	x        *tensor.Tensor
	at       int
	right    int
	accuracy float64 // of the last whole pass; −1 before the first
}

func newTrainer(seed uint64) *trainer {
	t := &trainer{seed: seed, lr: 0.002, check: check{tape: grad.NewTape(), x: tensor.New(1, 1, data.DigitSize, data.DigitSize), accuracy: -1}, loss: -1, acc: -1}
	t.check.tape.NoGrad = true
	return t
}

// model is the network that learns, or nil before the first step.
func (t *trainer) model() *models.Digits {
	if t.session == nil {
		return nil
	}
	return t.session.Model().(*models.Digits)
}

// restart forgets what was learned; the next step begins from weights of the seed.
func (t *trainer) restart(seed uint64) {
	t.session, t.seed, t.err = nil, seed, nil
	t.drawn, t.loss, t.acc, t.speed = 0, -1, -1, 0
	t.check.at, t.check.right, t.check.accuracy = 0, 0, -1
	t.since = time.Time{}
}

// ready loads the images and makes the session; false until both are there.
func (t *trainer) ready() bool {
	if t.session != nil {
		return true
	}
	if t.images[0] == nil && !t.load() {
		return false
	}
	t.session, t.err = train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return models.NewDigits(rng) },
		Loss:  train.CrossEntropy, Seed: t.seed,
		Settings:      train.Settings{Data: t.images[0], BatchSize: batchSize, Rule: optim.DefaultAdam(t.lr)},
		SnapshotEvery: 1 << 20,
	})
	if t.err != nil {
		t.session = nil
		return false
	}
	return true
}

func (t *trainer) load() bool {
	var content [4][]byte
	for i, name := range files {
		if t.loading[i] == nil {
			t.loading[i] = assets.Fetch(name)
		}
		b, err, ended := t.loading[i].Result()
		if !ended {
			return false
		}
		if err != nil {
			t.fail(err)
			return false
		}
		content[i] = b
	}
	for k := range t.images {
		m, err := data.LoadImages(files[2*k], bytes.NewReader(content[2*k]), files[2*k+1], bytes.NewReader(content[2*k+1]), data.DigitClasses)
		if err == nil && (m.H != data.DigitSize || m.W != data.DigitSize || m.C != 1 || m.N == 0) {
			err = fmt.Errorf("%s holds %d images of %d×%d, want some of 28×28", files[2*k], m.N, m.H, m.W)
		}
		if err != nil {
			t.fail(err)
			return false
		}
		t.images[k] = m
	}
	t.loading = [4]*assets.Loading{}
	return true
}

func (t *trainer) fail(err error) {
	t.err, t.on = err, false
	t.images, t.loading = [2]*data.Images{}, [4]*assets.Loading{} // the next press tries again
}

// advance trains for the time there is and reports whether the network changed.
func (t *trainer) advance(budget float64) bool {
	if !t.on || !t.ready() {
		return false
	}
	d := time.Duration(budget * float64(time.Second))
	begin := time.Now()
	_, t.err = t.session.Advance(d)
	t.spent += time.Since(begin)
	if t.err != nil {
		t.on = false
		return false
	}
	t.follow()
	t.clock()
	t.test(time.Now().Add(d / 3))
	return true
}

// follow reads the figures of the steps since the last call.
func (t *trainer) follow() {
	h := t.session.History()
	for ; t.drawn+smoothing <= h.Len(); t.drawn += smoothing {
		loss, acc := 0.0, 0.0
		for i := t.drawn; i < t.drawn+smoothing; i++ {
			loss += float64(h.Loss[i]) / smoothing
			acc += float64(h.Accuracy[i]) / smoothing
		}
		t.loss, t.acc = loss, acc
		t.point(0, t.epoch(t.drawn+smoothing), loss)
	}
}

func (t *trainer) epoch(step int) float64 { return float64(step) * batchSize / float64(t.images[0].N) }

// clock measures how many images a second go by.
func (t *trainer) clock() {
	now, step := time.Now(), t.session.StepCount()
	if t.since.IsZero() || step < t.sinceStep {
		t.since, t.sinceStep, t.spent = now, step, 0
		return
	}
	if s := now.Sub(t.since).Seconds(); s >= 0.5 {
		t.speed = float64(step-t.sinceStep) * batchSize / s
		t.engine = float64(step-t.sinceStep) * batchSize / t.spent.Seconds()
		t.since, t.sinceStep, t.spent = now, step, 0
	}
}

// test classifies test images until the time is up, one at least.
func (t *trainer) test(until time.Time) {
	c, images := &t.check, t.images[1]
	n := min(checkEach, images.N)
	for {
		i := c.at * images.N / n
		images.Example(c.x.Data(), i)
		c.x.Touch()
		c.tape.Reset()
		logits := t.model().Forward(c.tape.Const("x", c.x)).Value.Data()
		best := 0
		for k, v := range logits {
			if v > logits[best] {
				best = k
			}
		}
		if best == images.Labels[i] {
			c.right++
		}
		if c.at++; c.at == n {
			c.accuracy = float64(c.right) / float64(n)
			t.point(1, t.epoch(t.session.StepCount()), c.accuracy)
			c.at, c.right = 0, 0
		}
		if time.Now().After(until) {
			return
		}
	}
}

// setRate changes the learning rate; the run goes on.
func (t *trainer) setRate(lr float64) {
	t.lr = lr
	if t.session != nil {
		settings := t.session.Settings()
		settings.Rule = optim.DefaultAdam(lr)
		t.err = t.session.Change(settings)
	}
}

func (t *trainer) metrics(put func(string, any)) {
	step, epoch := 0, 0.0
	if t.session != nil {
		step, epoch = t.session.StepCount(), t.session.Epoch()
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
	optional("val_accuracy", t.check.accuracy)
	put("images_per_second", t.speed)
	put("engine_images_per_second", t.engine)
	put("learning_rate", t.lr)
}

// status says in a line how the training goes.
func (t *trainer) status(l i18n.Lang) string {
	switch {
	case t.err != nil:
		return i18n.T("停下了:", "It stopped: ").In(l) + t.err.Error()
	case t.on && t.session == nil:
		return i18n.T("正在取来 4,000 个数字…", "Fetching 4,000 digits…").In(l)
	case t.session == nil:
		return i18n.T("4,000 个数字,从随机权重学起", "4,000 digits, from random weights").In(l)
	}
	return fmt.Sprintf(i18n.T("%s 张/秒 · 第 %s 轮", "%s images/s · epoch %s").In(l),
		thousands(t.speed), string(appendFixed(nil, t.session.Epoch(), 1)))
}
