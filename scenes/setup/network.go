package setup

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

const (
	fewest, deepest = 6, 12 // hidden layers
	units           = 32    // in each
)

// The initialisations; normal is N(0, sd²) with a deviation of the visitor's.
const (
	zeros  = "zeros"
	equal  = "equal"
	small  = "small"
	large  = "large"
	xavier = "xavier"
	he     = "he"
	normal = "normal"
)

// same is the value of all weights where they are equal.
const same = 0.04

// spec is how the network is built.
type spec struct {
	layers int
	act    string
	init   string
	sd     float64 // of normal
	norm   bool
}

// deviation is the standard deviation that an initialisation gives the weights
// of a layer in the middle.
func (s *spec) deviation() float64 {
	switch s.init {
	case xavier:
		return math.Sqrt(2.0 / (units + units))
	case he:
		return math.Sqrt(2.0 / units)
	case small:
		return firstDeviation
	case large:
		return 1
	case zeros, equal:
		return 0
	}
	return s.sd
}

func (s *spec) initializer() nn.Initializer {
	switch s.init {
	case zeros:
		return nn.Zeros
	case equal:
		return nn.Constant(same)
	case xavier:
		return nn.XavierNormal
	case he:
		return nn.HeNormal
	}
	return nn.Normal(s.deviation())
}

func digit(l int) string { return strconv.Itoa(l) }

// dense is the plan of the network: two inputs, the hidden layers, two logits.
func (s *spec) dense(d *data.Dataset) jobs.Dense {
	return jobs.Dense{In: 2, Out: 2, Layers: s.layers, Width: units, Activation: s.act, BatchNorm: s.norm, Last: "logits", Learn: d}
}

// build draws the network.
func (s *spec) build(rng *rand.Rand) *nn.Sequential {
	d := s.dense(nil)
	m := d.Build(nil)
	nn.Initialize(m, s.initializer(), rng)
	return m
}

// learner is one course of training, which goes on beside the frames, and what
// it has come to.
type learner struct {
	team *job.Team
	plan jobs.Dense
	seed uint64
	rate float64
	size int   // of a batch
	fail error // why it did not begin
}

func (n *learner) hyper() job.Hyper {
	return job.Hyper{Rule: "sgd", LR: n.rate, Momentum: 0.9, BatchSize: n.size}
}

// begin draws new weights; they follow from the seed and the spec alone.
func (n *learner) begin(sp spec, d *data.Dataset) {
	n.plan = sp.dense(d)
	start := n.now()
	start.Weights = job.WeightsOf(sp.build(train.WeightRNG(n.seed)))
	n.fail = n.team.Start(start)
}

// now is what is trained as it is set now.
func (n *learner) now() job.Spec {
	return job.Spec{Job: "dense", Seed: n.seed, Options: n.plan.Options(), Hyper: n.hyper()}
}

// change goes on with another rate or another batch size, learn with other data.
func (n *learner) change() { n.fail = n.team.Change(n.hyper()) }

func (n *learner) learn(d *data.Dataset) {
	n.plan.Learn = d
	n.team.ChangeOptions(n.plan.Options())
}

func (n *learner) one() *job.Member { return n.team.Members()[0] }

// begun reports whether there is a network.
func (n *learner) begun() bool { return len(n.team.Members()) > 0 }

// model is the network where the training stood last.
func (n *learner) model() *nn.Sequential { return n.one().Model().(*nn.Sequential) }

func (n *learner) step() int { return n.team.Step() }

// losses are those of the steps so far.
func (n *learner) losses() []float32 {
	loss := n.one().History().Loss
	return loss[:min(n.step(), len(loss))]
}

// err is why the training stands still, or nil.
func (n *learner) err() error {
	if n.fail != nil {
		return n.fail
	}
	return n.team.Err()
}

// norms lists the batch norms of a network, one for each hidden layer.
func norms(m *nn.Sequential) (out []*nn.BatchNorm) {
	for i := range m.Len() {
		if _, layer := m.At(i); layer != nil {
			if b, ok := layer.(*nn.BatchNorm); ok {
				out = append(out, b)
			}
		}
	}
	return out
}
