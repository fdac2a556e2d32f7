// Package train runs the loop of learning: batch, forward, loss, backward, step.
//
// A [Session] is one run. Everything it computes follows from its seed, its
// settings and the number of the step: [Session.Advance] is given time, and the
// time decides how many steps are taken, never what they compute. The run can
// therefore be sought to any step, which restores a snapshot and repeats what
// came after it, forked there, saved and taken up again, and it is the same
// whatever the frame rate. When a number stops being finite the session says
// which op at which step, and stands where it stood before that step.
package train

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// Config is what a run is made of.
type Config struct {
	// Model builds the network and draws its first weights from rng. It is
	// called again for every fork.
	Model func(rng *rand.Rand) nn.Module
	Loss  Loss
	Seed  uint64 // of weights, batches, dropout and augmentation
	Settings

	SnapshotEvery int // steps between snapshots at first; 0 is 64
	MaxSnapshots  int // when there are more, every other is dropped; 0 is up to 64, in 32 MB
	KeepHistory   int // how many of the last steps History holds at least; 0: all
}

// Settings are what may be changed while a run goes on.
type Settings struct {
	Data      data.Source
	Weights   []float64 // how often each example is drawn; nil: all once an epoch
	BatchSize int       // 0 is 32; at least as many as there are examples is full batch
	Rule      optim.Rule
	Schedule  optim.Schedule // of the learning rate, by epoch; nil keeps it
	PerStep   bool           // the schedule counts steps instead of epochs
	ClipNorm  float64        // largest length of the gradient; 0 is no limit
	L1, L2    float64        // penalties λ·Σ|w| and λ·Σw², of weights and not of biases
	Dropout   float64        // what every dropout layer drops; 0: what it was made with
	Halves    bool           // batches of 16 and more go through the network in halves, which a [Mate] may share; not with batch norm or Dropout
	Label     string         // what a saved run calls these settings; see [Session.Resume]
}

// Loss puts the loss of a batch on the tape, given the model's output.
type Loss func(y *grad.Var, b *data.Batch) *grad.Var

// CrossEntropy is the loss of logits [batch, classes] against the labels.
func CrossEntropy(y *grad.Var, b *data.Batch) *grad.Var { return grad.CrossEntropy(y, b.Labels) }

// MSE is the mean squared error of y [batch, k] against the targets.
func MSE(y *grad.Var, b *data.Batch) *grad.Var {
	return grad.MSE(y, y.Tape().Const("target", targets(b)))
}

// L1Loss is the mean absolute error of y [batch, k] against the targets.
func L1Loss(y *grad.Var, b *data.Batch) *grad.Var {
	return grad.L1(y, y.Tape().Const("target", targets(b)))
}

// Hinge is the mean of max(0, 1 − y·target) for targets of ±1: y [batch, 1].
func Hinge(y *grad.Var, b *data.Batch) *grad.Var {
	return grad.Hinge(y, y.Tape().Const("target", targets(b)))
}

func targets(b *data.Batch) *tensor.Tensor {
	if b.Targets == nil {
		panic(&tensor.ValueError{Op: "loss", Name: "targets", Value: "missing", Want: "a data set with numbers to predict"})
	}
	return b.Targets
}

// Session is one run of learning.
type Session struct {
	cfg     Config
	model   nn.Module
	params  []*grad.Param
	weights []*grad.Param // those that penalties apply to
	buffers []nn.Buffer
	drops   drops
	opt     *optim.Optimizer
	batches *data.Batches
	pass

	mate   Mate
	half   *Half  // of a batch that is cut; nil before the first
	halved bool   // the last batch was
	index  []int  // the batch of the step, or its first half
	result Result // and what came of it
	first  func() // learnFirst

	step    int
	seeking int // step to reach by replay, or −1
	history History
	changes []change   // settings from a step on, in order
	force   int        // index of the one in force
	shots   []snapshot // in order of steps
	every   int
	before  snapshot // as the last step found the session
	broken  error    // why the run cannot go on
}

// New returns a run at step 0. It returns an error if a setting makes no sense
// or the model and the data do not fit together.
func New(cfg Config) (s *Session, err error) {
	defer tensor.Recover(&err)
	if cfg.Model == nil || cfg.Loss == nil {
		return nil, &tensor.ValueError{Op: "session", Name: "model or loss", Value: "nil", Want: "both"}
	}
	if cfg.SnapshotEvery < 0 || cfg.MaxSnapshots < 0 || cfg.KeepHistory < 0 {
		return nil, &tensor.ValueError{Op: "session", Name: "snapshots or history", Value: strconv.Itoa(cfg.SnapshotEvery) + ", " + strconv.Itoa(cfg.MaxSnapshots) + ", " + strconv.Itoa(cfg.KeepHistory), Want: "0 or more"}
	}
	if cfg.SnapshotEvery == 0 {
		cfg.SnapshotEvery = 64
	}
	if err := check(&cfg.Settings); err != nil {
		return nil, err
	}
	s = &Session{cfg: cfg, seeking: -1, every: cfg.SnapshotEvery}
	s.begin()
	s.first = s.learnFirst
	s.model = cfg.Model(WeightRNG(cfg.Seed))
	s.params = s.model.Params()
	s.weights = penalised(s.params)
	s.buffers = nn.Buffers(s.model)
	s.drops = dropsOf(s.model)
	s.opt = optim.New(s.params, cfg.Rule)
	if err := s.apply(&cfg.Settings); err != nil {
		return nil, err
	}
	s.changes = []change{{Settings: cfg.Settings}}
	s.before.make(s)
	if s.cfg.MaxSnapshots == 0 {
		s.cfg.MaxSnapshots = min(64, (32<<20)/(8*max(1, len(s.before.data))))
	}
	s.cfg.MaxSnapshots = max(2, s.cfg.MaxSnapshots)
	s.snapshot()
	return s, nil
}

// Streams of random numbers that follow from one seed.
const (
	streamWeights = 1 << 32
	streamAugment = 2 << 32
	streamDropout = 3 << 32

	streamHalf = 40 // bits that the second half of a batch is away
)

// WeightRNG is what the first weights of a run with this seed are drawn from.
func WeightRNG(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, streamWeights)) }

func check(c *Settings) error {
	bad := func(name, value, want string) error {
		return &tensor.ValueError{Op: "session", Name: name, Value: value, Want: want}
	}
	if c.BatchSize == 0 {
		c.BatchSize = 32
	}
	if c.Schedule == nil {
		c.Schedule = optim.Constant{}
	}
	switch {
	case c.Data == nil || c.Data.Len() == 0:
		return bad("data", "empty", "at least one example")
	case c.Rule == nil:
		return bad("rule", "nil", "an update rule, such as optim.SGD")
	case c.BatchSize < 0:
		return bad("batch size", strconv.Itoa(c.BatchSize), "1 or more")
	case !(c.ClipNorm >= 0) || !(c.L1 >= 0) || !(c.L2 >= 0):
		return bad("clip norm, L1 or L2", "negative or NaN", "0 or more")
	case !(c.Dropout >= 0 && c.Dropout < 1):
		return bad("dropout", strconv.FormatFloat(c.Dropout, 'g', -1, 64), "at least 0 and less than 1")
	}
	if err := c.Rule.Validate(); err != nil {
		return err
	}
	return c.Schedule.Validate()
}

// Step takes one step. A *Diverged error says that a number stopped being
// finite; the session then stands as before the step, and goes on only after a
// change of settings or a seek. Shapes that do not fit are errors too.
func (s *Session) Step() (err error) {
	if s.broken != nil {
		return s.broken
	}
	s.before.take(s)
	defer func() {
		if err != nil {
			s.before.restore(s)
			s.broken = err
		}
	}()
	defer tensor.Recover(&err)
	if err := s.compute(); err != nil {
		return err
	}
	s.step++
	if i := s.changeAt(s.step); i != s.force { // a replay meets the changes again
		if err := s.enforce(i); err != nil {
			return err
		}
	}
	if s.step%s.every == 0 {
		s.snapshot()
	}
	if s.step >= s.seeking {
		s.seeking = -1
	}
	return nil
}

// compute is the step itself.
func (s *Session) compute() error {
	k := s.step
	if !s.cfg.PerStep {
		k /= s.batches.PerEpoch()
	}
	lr := s.cfg.Schedule.Rate(optim.BaseLR(s.cfg.Rule), k)
	if err := s.opt.SetLR(lr); err != nil {
		return err
	}

	s.opt.ZeroGrad()
	r := s.gradient()
	if !finite(r.Loss) {
		return s.diverged()
	}
	penalty, norm := s.cfg.shape(s.params, s.weights)
	if !finite(norm) {
		return s.diverged()
	}
	s.opt.Step()
	for _, p := range s.params {
		if !finite(float64(tensor.Sum(p.Value))) && !p.Value.IsFinite() {
			return &Diverged{Step: s.step, Op: s.opt.Rule().Name(), Name: p.Name, What: "the update", Why: "the step was too long: learning rate " + short(lr) + ", gradient of length " + short(norm)}
		}
	}
	s.history.set(s.step, r.Loss, penalty, s.accuracy(r.Right), lr, norm)
	s.history.keep(s.cfg.KeepHistory)
	return nil
}

// gradNorm is optim.GradNorm by the fast product of the kernels.
func gradNorm(params []*grad.Param) float64 {
	sum := 0.0
	for _, p := range params {
		sum += float64(tensor.Dot(p.Grad, p.Grad))
	}
	return math.Sqrt(sum)
}

// Advance takes steps until the time is used up, one at least, and returns how
// many it took. While the session seeks it stops at the step that is sought.
func (s *Session) Advance(budget time.Duration) (steps int, err error) {
	return s.advance(budget, -1)
}

// AdvanceTo is [Session.Advance] that stops at a step.
func (s *Session) AdvanceTo(step int, budget time.Duration) (steps int, err error) {
	if step <= s.step {
		return 0, nil
	}
	return s.advance(budget, step)
}

func (s *Session) advance(budget time.Duration, stop int) (steps int, err error) {
	start := time.Now()
	var longest time.Duration
	seeking := s.seeking >= 0
	for last := start; ; {
		if err := s.Step(); err != nil {
			return steps, err
		}
		steps++
		now := time.Now()
		longest, last = max(longest, now.Sub(last)), now
		// A step that would not end in time is left for the next call.
		if now.Sub(start)+longest > budget || s.step == stop || seeking && s.seeking < 0 {
			return steps, nil
		}
	}
}

// StepCount returns how many steps lie behind the session's state.
func (s *Session) StepCount() int { return s.step }

// Epoch returns how often the data have been seen, with the fraction of the current time.
func (s *Session) Epoch() float64 {
	epochs := 0.0
	for i := 0; i <= s.changeAt(s.step); i++ { // an epoch is as long as the settings of its time make it
		from, to := s.changes[i].step, s.step
		if i == 0 {
			from = 0
		}
		if i+1 < len(s.changes) {
			to = min(to, s.changes[i+1].step)
		}
		size := min(s.changes[i].BatchSize, s.changes[i].Data.Len())
		epochs += float64(to-from) / float64((s.changes[i].Data.Len()+size-1)/size)
	}
	return epochs
}

// PerEpoch returns how many steps see all examples once, with the settings in force.
func (s *Session) PerEpoch() int { return s.batches.PerEpoch() }

// Model returns the network. It learns with every step.
func (s *Session) Model() nn.Module { return s.model }

// Tape returns the tape of the last step, for [grad.Tape.Record] and
// [grad.Explain]; of a batch that was cut, that of the first half. The next step
// overwrites it.
func (s *Session) Tape() *grad.Tape { return s.tape }

// Batch returns the examples of the last step that went through its tape.
func (s *Session) Batch() *data.Batch { return &s.batch }

// History returns the figures of each step.
func (s *Session) History() *History { return &s.history }

// Err returns why the session cannot go on, or nil.
func (s *Session) Err() error { return s.broken }

// LR returns the learning rate of the last step.
func (s *Session) LR() float64 { return s.opt.LR() }

// Predict runs the model on x [batch, …] as in use, not in training, and returns
// the output; it stays valid as long as tape is not reset.
func (s *Session) Predict(tape *grad.Tape, x *tensor.Tensor) (y *grad.Var, err error) {
	defer tensor.Recover(&err)
	tape.Training = false
	return s.model.Forward(tape.Const("x", x)), nil
}
