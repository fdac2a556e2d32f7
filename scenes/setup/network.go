package setup

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
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
		return 0.05
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

// build draws a network: two inputs, the hidden layers, two logits.
func (s *spec) build(rng *rand.Rand) *nn.Sequential {
	var ms []nn.Module
	in := 2
	for l := 1; l <= s.layers; l++ {
		n := digit(l)
		ms = append(ms, nn.Named("z"+n, nn.NewLinear(in, units, nil)))
		if s.norm {
			ms = append(ms, nn.Named("bn"+n, nn.NewBatchNorm(units)))
		}
		ms = append(ms, nn.Named("a"+n, nn.ActivationByName(s.act)))
		in = units
	}
	m := nn.NewSequential(append(ms, nn.Named("logits", nn.NewLinear(in, 2, nil)))...)
	nn.Initialize(m, s.initializer(), rng)
	return m
}

// learner is one course of training, and what it has come to.
type learner struct {
	s    *train.Session
	seed uint64
	rate float64
	size int // of a batch
	err  error
}

func (n *learner) settings(d *data.Dataset) train.Settings {
	return train.Settings{Data: d, BatchSize: n.size, Rule: optim.SGD{LR: n.rate, Momentum: 0.9}}
}

// begin draws new weights; they follow from the seed and the spec alone.
func (n *learner) begin(sp spec, d *data.Dataset) {
	n.s, n.err = train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return sp.build(rng) },
		Loss:  train.CrossEntropy, Seed: n.seed, Settings: n.settings(d),
	})
}

// change goes on with other data, another rate or another batch size.
func (n *learner) change(d *data.Dataset) {
	if err := n.s.Change(n.settings(d)); err != nil {
		n.err = err
		return
	}
	n.err = nil
}

func (n *learner) model() *nn.Sequential { return n.s.Model().(*nn.Sequential) }

func (n *learner) step() int { return n.s.StepCount() }

// advance takes steps up to a target until the time is up.
func (n *learner) advance(target int, until time.Time) {
	if n.err == nil && n.step() < target {
		_, n.err = n.s.AdvanceTo(target, time.Until(until))
	}
}

// seek goes to a step: back at once, forward by learning.
func (n *learner) seek(step int) {
	if err := n.s.SeekNow(step); err == nil {
		n.err = nil
	}
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
