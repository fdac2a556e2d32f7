package overfit

import (
	"slices"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

const (
	runs      = 3  // from as many seeds
	batchSize = 25 // of which all sizes of the training set are multiples
	rate      = 0.005
	firstGoal = 100 // epochs after which a prediction is scored
	lastEpoch = 400
	patience  = 10 // epochs without a better loss that early stopping bears
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
	*job.Member
	learn    data.Source
	truth    []int    // labels of its training images before some were made wrong
	epoch    int      // complete ones
	past     []result // by epoch, from 0
	stopping train.EarlyStopping
	stopped  bool
	mask     []float64 // of the last step, as the engine drew it: [batch, width]
	batch    []sheet   // images of the last step, as the network got them
}

// sheet is a training image with the label that the network was told.
type sheet struct {
	pixels []float64
	label  int
	wrong  bool
}

// attempt is one setup tried from several seeds, beside the frames.
type attempt struct {
	setup
	team    *job.Team
	goal    int // epoch
	members [runs]*member
	last    train.Rehearsal // of the last step, for its masks and images
	means   averages
	err     error

	turned  bool // its cures were others in its first epochs
	turning bool // it is on its way to where they become others
}

// newAttempt returns networks at epoch 0. The seed decides weights, batches,
// dropout and which images are learnt, the same for every setup.
func newAttempt(c setup, d *digits, seed uint64, team *job.Team) *attempt {
	a := &attempt{setup: c, team: team}
	a.err = team.Start(c.specs(seed)...)
	a.meet()
	a.furnish(d, seed)
	return a
}

// oldAttempt goes on with networks that were saved. They are to be furnished.
func oldAttempt(c setup, seed uint64, team *job.Team, saved [][]byte) *attempt {
	a := &attempt{setup: c, team: team}
	a.err = team.TakeUp(saved, c.specs(seed))
	a.meet()
	return a
}

// fork goes on, with another team, where an attempt stands.
func (a *attempt) fork(team *job.Team) *attempt {
	f := &attempt{setup: a.setup, team: team, goal: a.goal, turned: a.turned, turning: a.turning}
	if f.err = team.Follow(a.team); f.err != nil {
		return f
	}
	for i, m := range team.Members() {
		same := *a.members[i]
		same.Member, same.past, same.mask, same.batch = m, slices.Clone(same.past), nil, nil
		f.members[i] = &same
	}
	f.keep()
	return f
}

// turn goes on from an epoch with other cures; what was learned after it is forgotten.
func (a *attempt) turn(c setup, epoch int) {
	a.setup, a.goal, a.turned, a.turning = c, epoch, true, true
	a.means.known = [runs]int{}
	for _, m := range a.members {
		past := m.past[:min(epoch+1, len(m.past))]
		m.past, m.epoch, m.stopped, m.stopping = nil, -1, false, train.EarlyStopping{Patience: patience}
		for _, r := range past {
			m.add(r, a.early)
		}
	}
	a.team.Seek(epoch * a.perEpoch())
	a.err = a.team.Change(c.hyper())
}

// hyper are the settings of learning that may become others on the way.
func (c *setup) hyper() job.Hyper {
	return job.Hyper{Rule: "adam", LR: rate, BatchSize: batchSize, L1: c.l1, L2: c.l2, Dropout: c.dropout}
}

// sameButCures reports whether other cures are all in which two setups differ.
func (c setup) sameButCures(o setup) bool {
	c.l1, c.l2, c.dropout, c.early = o.l1, o.l2, o.dropout, o.early
	return c == o
}

// specs say what is trained: the same from several seeds.
func (c *setup) specs(seed uint64) (all []job.Spec) {
	few := c.digits(seed)
	for i := range runs {
		all = append(all, job.Spec{Job: "few_digits", Seed: own(seed, i), Options: few.Options(), SnapshotEvery: 256,
			Hyper: c.hyper(), TestEpochs: 1, TestTrain: true, TestFirst: true, TestBatch: 100})
	}
	return all
}

// own is the seed of one of the networks.
func own(seed uint64, i int) uint64 { return seed + uint64(i)*1000 }

// meet says which network is whose, and takes the tests that it has.
func (a *attempt) meet() {
	for i, m := range a.team.Members() {
		a.members[i] = &member{Member: m, epoch: -1, stopping: train.EarlyStopping{Patience: patience}}
		a.members[i].read(a.early)
	}
}

// furnish tells the frames which images each network learns.
func (a *attempt) furnish(d *digits, seed uint64) {
	few := a.digits(seed)
	for i, m := range a.members {
		if m != nil {
			m.learn, m.truth = few.Learn(d.pools[a.side], own(seed, i))
		}
	}
}

// furnished reports whether they know.
func (a *attempt) furnished() bool { return a.members[0] == nil || a.members[0].learn != nil }

// digits is the setup as the job takes it.
func (c *setup) digits(split uint64) jobs.FewDigits {
	return jobs.FewDigits{Width: c.width, Images: c.images, Side: c.side, Wrong: c.wrong, Augment: c.augment, Split: split}
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

// advance lets all go on towards an epoch, takes what has been learned, and
// reports whether an epoch was completed.
func (a *attempt) advance(goal int, budget time.Duration) bool {
	before := a.epoch()
	a.send(goal)
	a.take(budget)
	return a.epoch() != before
}

// send asks all to go on towards an epoch, or where early stopping says.
func (a *attempt) send(goal int) {
	a.goal = goal
	switch {
	case a.err != nil || a.turning:
	case a.over():
		a.team.Seek(a.end())
	case a.epoch() < goal && !a.finished() && a.team.Aim() < goal*a.perEpoch():
		a.team.To(goal * a.perEpoch())
	}
}

// take follows what has been learned, and reports whether all have come to stand
// with something new to be seen.
func (a *attempt) take(budget time.Duration) (rest bool) {
	if a.err != nil {
		return false
	}
	rest = a.team.Poll(budget)
	if a.turning {
		if a.err = a.team.Err(); !a.team.Settled() {
			return false // its tests are still those before
		}
		a.turning, rest = false, true
	}
	for _, m := range a.members {
		m.read(a.early)
	}
	if a.err = a.team.Err(); a.err == nil && rest {
		a.keep()
	}
	return rest
}

// sent is the epoch in which the networks stand, if they were sent there by
// themselves or are on their way since the page was left, and end it.
func (a *attempt) sent() int { return (a.team.Step() + a.perEpoch() - 1) / a.perEpoch() }

// end is where the first network stopped early: its weights of then are used.
func (a *attempt) end() int { return a.members[0].epoch * a.perEpoch() }

// over reports whether the networks have gone beyond where the first one, now that
// all is done, stopped early.
func (a *attempt) over() bool {
	return a.early && a.members[0].stopped && (a.finished() || a.epoch() >= a.goal) && a.team.Aim() != a.end()
}

// settled reports whether the networks stand where they were sent.
func (a *attempt) settled() bool { return a.team.Settled() && !a.turning && !a.over() }

// read takes the tests that were made.
func (m *member) read(early bool) {
	for _, v := range m.Evals()[min(len(m.past), len(m.Evals())):] {
		m.add(result{v.TrainLoss, v.Loss, v.TrainAccuracy, v.Accuracy}, early)
	}
}

// add takes the test after one more epoch; where early stopping has stopped, none.
func (m *member) add(r result, early bool) {
	if early && m.stopped {
		return
	}
	m.epoch++
	m.past = append(m.past, r)
	if !m.stopped && m.stopping.Look(m.epoch, r.valLoss) {
		m.stopped = true
	}
}

// keep looks at the last step of the first network once more, before any at the
// first one to come: masks and images follow from its number alone.
func (a *attempt) keep() {
	m := a.members[0]
	if a.err = m.Rehearse(&a.last, m.learn, max(a.team.Step()-1, 0)); a.err != nil {
		return
	}
	t, b := a.last.Tape(), a.last.Batch()
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
