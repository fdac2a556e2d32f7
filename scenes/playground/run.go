package playground

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// run is one course of learning: sessions one after the other, each taking up
// the weights that the one before left when a weight was changed by hand or the
// update rule was exchanged. It can be sought to any of its steps.
type run struct {
	spec  spec
	hyper hyper
	pts   points
	seed  uint64

	parts []part
	cur   int
	clock []tick // how steps count as epochs
	rec   record
	every int   // steps between two tests that are recorded
	err   error // why it stands still

	tape       *grad.Tape
	batch, val data.Batch
	now        test // at the present step
}

// part is one session and the step at which it begins.
type part struct {
	start int
	s     *train.Session
}

// tick says that from a step on an epoch has that many steps.
type tick struct {
	step     int
	epoch    float64
	perEpoch int
}

// test is how the network does on all points.
type test struct {
	step               int
	trainLoss, valLoss float64
	trainAcc, valAcc   float64 // −1 where a number is predicted
}

// record are the tests so far, by step.
type record []test

// highest is the highest finite loss on the training points.
func (r record) highest() float64 {
	most := 0.0
	for _, t := range r {
		if t.trainLoss > most && !math.IsInf(t.trainLoss, 0) {
			most = t.trainLoss
		}
	}
	return most
}

// best is the step with the lowest loss on the training points.
func (r record) best() int {
	at := 0
	for i, t := range r {
		if t.trainLoss < r[at].trainLoss {
			at = i
		}
	}
	return r[at].step
}

func newRun(sp spec, h hyper, p points, seed uint64, weights []tensor.Elem) (*run, error) {
	r := &run{spec: sp, hyper: h, pts: p, seed: seed, tape: grad.NewTape()}
	r.tape.NoGrad = true
	s, err := r.session(weights)
	if err != nil {
		return nil, err
	}
	r.parts = []part{{0, s}}
	r.clock = []tick{{0, 0, r.perEpoch()}}
	r.every = r.perEpoch()
	r.gather()
	if err := r.measure(); err != nil {
		return nil, err
	}
	r.rec = record{r.now}
	return r, nil
}

// session makes a session that begins with the given weights, or with those of the seed.
func (r *run) session(weights []tensor.Elem) (*train.Session, error) {
	sp := r.spec
	return train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			m := sp.build(rng)
			if weights != nil {
				pour(m, weights)
			}
			return m
		},
		Loss: sp.criterion(), Seed: r.seed, Settings: r.hyper.settings(r.pts.train),
	})
}

// tensorsOf lists what a network knows: parameters, then running statistics.
func tensorsOf(m nn.Module) []*tensor.Tensor {
	var out []*tensor.Tensor
	for _, p := range m.Params() {
		out = append(out, p.Value)
	}
	for _, b := range nn.Buffers(m) {
		out = append(out, b.Value)
	}
	return out
}

func pour(m nn.Module, weights []tensor.Elem) {
	for _, t := range tensorsOf(m) {
		weights = weights[copy(t.Data(), weights):]
		t.Touch()
	}
}

// weights copies what the network knows.
func (r *run) weights() []tensor.Elem {
	var out []tensor.Elem
	for _, t := range tensorsOf(r.model()) {
		out = append(out, t.Data()...)
	}
	return out
}

func (r *run) model() nn.Module { return r.parts[r.cur].s.Model() }

// step is where the run stands.
func (r *run) step() int { return r.parts[r.cur].start + r.parts[r.cur].s.StepCount() }

// end is the last step that is recorded.
func (r *run) end() int {
	p := r.parts[len(r.parts)-1]
	return p.start + max(p.s.History().Len(), p.s.StepCount())
}

func (r *run) perEpoch() int {
	n, b := r.pts.train.Len(), max(1, r.hyper.batch)
	return max(1, (n+b-1)/b)
}

// epoch says how often the points have been seen at a step.
func (r *run) epoch(step int) float64 {
	i := len(r.clock) - 1
	for i > 0 && r.clock[i].step > step {
		i--
	}
	c := r.clock[i]
	return c.epoch + float64(step-c.step)/float64(c.perEpoch)
}

// gather lays the points out for testing.
func (r *run) gather() {
	all := func(b *data.Batch, d *data.Dataset) {
		*b = data.Batch{X: d.X, Labels: d.Labels, Targets: d.Targets}
	}
	all(&r.batch, r.pts.train)
	all(&r.val, r.pts.val)
}

// measure tests the network as it stands.
func (r *run) measure() (err error) {
	defer tensor.Recover(&err)
	r.now = test{step: r.step(), trainAcc: -1, valAcc: -1}
	one := func(b *data.Batch, loss, acc *float64) {
		if b.X.Dim(0) == 0 {
			return
		}
		r.tape.Reset()
		r.tape.Training = false
		y := r.model().Forward(r.tape.Const("x", b.X))
		*loss = r.spec.criterion()(y, b).Item()
		if r.spec.classes > 0 {
			*acc = train.Accuracy(y.Value, b.Labels)
		}
	}
	one(&r.batch, &r.now.trainLoss, &r.now.trainAcc)
	one(&r.val, &r.now.valLoss, &r.now.valAcc)
	return nil
}

// advance takes steps up to a target until the time is up.
func (r *run) advance(target int, until time.Time) error {
	for r.err == nil && r.step() < target {
		p := r.parts[r.cur]
		stop := min(target, (r.step()/r.every+1)*r.every)
		if r.cur+1 < len(r.parts) {
			next := r.parts[r.cur+1].start
			if r.step() >= next {
				r.cur++
				r.err = r.parts[r.cur].s.SeekNow(0)
				continue
			}
			stop = min(stop, next)
		}
		_, err := p.s.AdvanceTo(stop-p.start, time.Until(until))
		if err != nil {
			r.err = err
		} else if step := r.step(); step%r.every == 0 && step > r.rec[len(r.rec)-1].step {
			if r.err = r.measure(); r.err == nil {
				r.rec = append(r.rec, r.now)
			}
			if len(r.rec)%2048 == 0 { // long runs are tested less often
				r.every *= 2
			}
		}
		if !time.Now().Before(until) {
			break
		}
	}
	return r.err
}

// catchUp tests the network where it stands, unless that has been done.
func (r *run) catchUp() error {
	if r.now.step == r.step() {
		return nil
	}
	return r.measure()
}

// seek goes to a recorded step.
func (r *run) seek(step int) error {
	step = min(max(step, 0), r.end())
	for i := len(r.parts) - 1; i >= 0; i-- {
		if p := r.parts[i]; p.start <= step {
			r.cur = i
			if r.err = p.s.SeekNow(step - p.start); r.err != nil {
				return r.err
			}
			break
		}
	}
	r.err = r.measure()
	return r.err
}

// forget drops what was recorded beyond the present step.
func (r *run) forget() {
	step := r.step()
	r.parts = r.parts[:r.cur+1]
	r.rec = slices.DeleteFunc(r.rec, func(t test) bool { return t.step > step })
	r.clock = slices.DeleteFunc(r.clock, func(c tick) bool { return c.step > step })
	r.err = nil
}

// change puts other settings or points in force from the present step on; the
// weights stay.
func (r *run) change(h hyper, p points) error {
	old := r.hyper
	r.hyper, r.pts = h, p
	if err := r.parts[r.cur].s.Change(h.settings(p.train)); err != nil {
		if old.rule == h.rule {
			r.hyper = old
			return err
		}
		if err := r.takeUp(r.weights()); err != nil { // another rule remembers other things
			r.hyper = old
			return err
		}
	}
	r.forget()
	step := r.step()
	if c := r.clock[len(r.clock)-1]; c.perEpoch != r.perEpoch() {
		r.clock = append(r.clock, tick{step, r.epoch(step), r.perEpoch()})
		r.every = r.perEpoch()
	}
	r.gather()
	return r.measure()
}

// takeUp goes on from here with these weights in a session of its own.
func (r *run) takeUp(weights []tensor.Elem) error {
	s, err := r.session(weights)
	if err != nil {
		return err
	}
	r.forget()
	step := r.step()
	if r.parts[r.cur].start == step {
		r.parts = r.parts[:r.cur]
	}
	r.parts = append(r.parts, part{step, s})
	r.cur = len(r.parts) - 1
	return r.measure()
}

// fork returns another run that stands where this one does, with the same past.
func (r *run) fork() (*run, error) {
	s, err := r.parts[r.cur].s.Fork()
	if err != nil {
		return nil, err
	}
	step := r.step()
	f := *r
	f.parts = []part{{r.parts[r.cur].start, s}}
	f.cur, f.err = 0, nil
	f.clock = slices.Clone(r.clock)
	f.rec = slices.DeleteFunc(slices.Clone(r.rec), func(t test) bool { return t.step > step })
	f.tape = grad.NewTape()
	f.tape.NoGrad = true
	f.gather()
	return &f, f.measure()
}

// lastLoss is the loss of the last batch, or that of all points before the first.
func (r *run) lastLoss() float64 {
	p := r.parts[r.cur]
	if n := p.s.StepCount(); n > 0 && n <= p.s.History().Len() {
		return float64(p.s.History().Loss[n-1])
	}
	return r.now.trainLoss
}
