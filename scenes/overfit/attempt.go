package overfit

import (
	"math/rand/v2"
	"slices"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

const (
	runs       = 3  // from as many seeds
	batchSize  = 25 // of which all sizes of the training set are multiples
	rate       = 0.005
	firstGoal  = 100 // epochs that are trained without being asked
	lastEpoch  = 400
	patience   = 10  // epochs without a better loss that early stopping bears
	trainTests = 100 // training images that a test counts, at most
)

// setup is everything that a visitor can set.
type setup struct {
	width, images, side int
	l1, l2, dropout     float64
	wrong               float64 // share of the training labels that are wrong
	augment, early      bool
}

// result is how a network does after an epoch.
type result struct{ trainLoss, valLoss, trainAcc, valAcc float64 }

// member is one of the networks that are trained side by side.
type member struct {
	session  *train.Session
	tests    [2]*train.Evaluation // on training images and on unseen ones
	stage    int                  // of the epoch under way: training, then the two tests
	epoch    int                  // complete ones
	past     []result             // by epoch, from 0
	stopping train.EarlyStopping
	stopped  bool
	mask     []float64 // of the last step, as the engine drew it: [batch, width]
	truth    []int     // labels of its training images before some were made wrong
	batch    []sheet   // images of the last step, as the network got them
}

// sheet is a training image with the label that the network was told.
type sheet struct {
	pixels []float64
	label  int
	wrong  bool
}

// attempt is one setup tried from several seeds.
type attempt struct {
	setup
	members [runs]*member
	err     error
}

// newAttempt returns networks at epoch 0. The seed decides weights, batches,
// dropout and which images are learnt, the same for every setup.
func newAttempt(c setup, d *digits, seed uint64) *attempt {
	a := &attempt{setup: c}
	for i := range a.members {
		m, err := newMember(c, d, seed+uint64(i)*1000)
		if err != nil {
			a.err = err
			return a
		}
		a.members[i] = m
	}
	return a
}

func newMember(c setup, d *digits, seed uint64) (*member, error) {
	pool := d.pool[c.side]
	index := data.Permutation(pool.N, rand.New(rand.NewPCG(seed, 3)))[:min(c.images, pool.N)]
	images := pool.Subset(index)
	truth := slices.Clone(images.Labels)
	mislabel(images.Labels, c.wrong, rand.New(rand.NewPCG(seed, 4)))
	var source data.Source = images
	if c.augment {
		source = &data.Augmented{Images: images, Augment: data.Augment{Shift: 0.08 * float64(c.side), Rotate: 10, Scale: 0.08, Shear: 0.1}}
	}
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return network(c, rng) },
		Loss:  train.CrossEntropy, Seed: seed, SnapshotEvery: 256,
		Settings: train.Settings{Data: source, BatchSize: batchSize, Rule: optim.DefaultAdam(rate), L1: c.l1, L2: c.l2},
	})
	if err != nil {
		return nil, err
	}
	first := make([]int, min(trainTests, images.N))
	for i := range first {
		first[i] = i
	}
	m := &member{session: s, stage: 1, epoch: -1, stopping: train.EarlyStopping{Patience: patience}, truth: truth}
	m.tests[0], m.tests[1] = s.NewEvaluation(images.Subset(first), 0), s.NewEvaluation(d.val[c.side], 0)
	for _, t := range m.tests {
		t.Batch = 100
	}
	return m, nil
}

// mislabel turns a share of the labels into others, the same ones first whatever the share.
func mislabel(labels []int, share float64, rng *rand.Rand) {
	for _, i := range data.Permutation(len(labels), rng)[:int(share*float64(len(labels))+0.5)] {
		labels[i] = (labels[i] + 1 + rng.IntN(len(data.DigitClasses)-1)) % len(data.DigitClasses)
	}
}

// network is pixels → hidden ReLUs, some of them dropped → ten classes.
func network(c setup, rng *rand.Rand) nn.Module {
	layers := []nn.Module{nn.Flatten{}, nn.NewLinear(c.side*c.side, c.width, rng), nn.ReLU()}
	if c.dropout > 0 {
		layers = append(layers, nn.NewDropout(c.dropout, rng.Uint64()))
	}
	return nn.NewSequential(append(layers, nn.NewLinear(c.width, len(data.DigitClasses), rng))...)
}

// perEpoch is how many steps an epoch has.
func (c *setup) perEpoch() int { return max(c.images/batchSize, 1) }

// epoch is the last one that all networks have completed, or −1.
func (a *attempt) epoch() int {
	at := lastEpoch
	for _, m := range a.members {
		if m == nil {
			return -1
		}
		if !m.stopped || !a.early {
			at = min(at, m.epoch)
		}
	}
	if at == lastEpoch { // all have stopped, or are at the end
		at = 0
		for _, m := range a.members {
			at = max(at, m.epoch)
		}
	}
	return at
}

// finished reports whether early stopping has ended every run.
func (a *attempt) finished() bool {
	for _, m := range a.members {
		if m == nil || !a.early || !m.stopped {
			return false
		}
	}
	return true
}

// advance trains and tests towards an epoch until the time is up, the network
// that is furthest behind first, and reports whether an epoch was completed.
func (a *attempt) advance(goal int, until time.Time) bool {
	before := a.epoch()
	for a.err == nil {
		m := a.behind(goal)
		if m == nil || !time.Now().Before(until) {
			break
		}
		if a.err = m.work(&a.setup, until); a.err != nil {
			break
		}
	}
	return a.epoch() != before
}

func (a *attempt) behind(goal int) *member {
	var last *member
	for _, m := range a.members {
		if m.epoch < goal && !(a.early && m.stopped) && (last == nil || m.epoch < last.epoch) {
			last = m
		}
	}
	return last
}

// work goes on with the epoch under way.
func (m *member) work(c *setup, until time.Time) error {
	left := max(time.Until(until), time.Microsecond)
	if m.stage == 0 {
		next := (m.epoch + 1) * c.perEpoch()
		if _, err := m.session.AdvanceTo(next, left); err != nil {
			return err
		}
		if m.session.StepCount() == next {
			m.stage = 1
			m.keep()
			m.tests[0].Restart()
			m.tests[1].Restart()
		}
		return nil
	}
	done, err := m.tests[m.stage-1].Advance(left)
	if err != nil || !done {
		return err
	}
	if m.stage++; m.stage <= len(m.tests) {
		return nil
	}
	m.stage = 0
	m.epoch++
	t, v := m.tests[0], m.tests[1]
	m.past = append(m.past, result{t.Loss, v.Loss, t.Accuracy, v.Accuracy})
	if !m.stopped && m.stopping.Look(m.epoch, v.Loss) {
		m.stopped = true
	}
	return nil
}

// keep copies the mask and the images of the last step.
func (m *member) keep() {
	t, b := m.session.Tape(), m.session.Batch()
	m.mask = m.mask[:0]
	for i := range t.Len() {
		if v := t.Var(i); v.Label() == "dropout_mask" {
			for _, x := range v.Value.Data() {
				m.mask = append(m.mask, float64(x))
			}
		}
	}
	if len(m.batch) != len(b.Index) {
		m.batch = make([]sheet, len(b.Index))
	}
	area := b.X.Len() / max(len(b.Index), 1)
	for k, i := range b.Index {
		s := &m.batch[k]
		s.label, s.wrong, s.pixels = b.Labels[k], b.Labels[k] != m.truth[i], s.pixels[:0]
		for _, x := range b.X.Data()[k*area : (k+1)*area] {
			s.pixels = append(s.pixels, float64(x))
		}
	}
}

// at is the result that counts after an epoch: where early stopping is on and
// has stopped, that of the best epoch.
func (a *attempt) at(m *member, epoch int) result {
	if a.early && m.stopped && epoch >= m.epoch {
		return m.past[m.stopping.BestStep]
	}
	return m.past[min(epoch, len(m.past)-1)]
}

// mean is the average of the runs at an epoch.
func (a *attempt) mean(epoch int) (r result) {
	for _, m := range a.members {
		x := a.at(m, epoch)
		r.trainLoss += x.trainLoss / runs
		r.valLoss += x.valLoss / runs
		r.trainAcc += x.trainAcc / runs
		r.valAcc += x.valAcc / runs
	}
	return r
}

// best is the epoch with the smallest loss on unseen images, as an average.
func (a *attempt) best() (epoch int, loss float64) {
	for e := range a.epoch() + 1 {
		sum := 0.0
		for _, m := range a.members {
			sum += m.past[min(e, len(m.past)-1)].valLoss / runs
		}
		if e == 0 || sum < loss {
			epoch, loss = e, sum
		}
	}
	return epoch, loss
}
