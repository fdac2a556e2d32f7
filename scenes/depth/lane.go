package depth

import (
	"math/rand/v2"
	"strconv"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
)

// mlp is the plan of a network: layers hidden layers of one width.
type mlp struct {
	in, layers, width, out int
	act                    string
	init                   nn.Initializer       // nil: as PyTorch draws
	teach                  func(*nn.Sequential) // sets the first weights by hand, may be nil
}

func digit(n int) string { return strconv.Itoa(n) }

// sizes lists the widths, inputs and outputs too.
func (m mlp) sizes() []int {
	out := []int{m.in}
	for range m.layers {
		out = append(out, m.width)
	}
	return append(out, m.out)
}

// within makes the network as wide as a budget of parameters allows.
func (m mlp) within(budget int) mlp {
	for m.width = 1; ; m.width++ {
		wider := m
		wider.width++
		if train.Params(wider.sizes()) > budget {
			return m
		}
	}
}

// build draws the network; its layers are called z1, a1, …, y.
func (m mlp) build(rng *rand.Rand) *nn.Sequential {
	var ms []nn.Module
	k := m.in
	for l := 1; l <= m.layers; l++ {
		n := digit(l)
		ms = append(ms, nn.Named("z"+n, nn.NewLinear(k, m.width, rng)), nn.Named("a"+n, nn.ActivationByName(m.act)))
		k = m.width
	}
	net := nn.NewSequential(append(ms, nn.Named("y", nn.NewLinear(k, m.out, rng)))...)
	if m.init != nil {
		nn.Initialize(net, m.init, rng)
	}
	if m.teach != nil {
		m.teach(net)
	}
	return net
}

// lane is one network in training.
type lane struct {
	mlp
	s            *train.Session
	params, macs int // numbers learned, multiply-adds for one example
	loss         train.Loss
	err          error

	tape *grad.Tape // for tests
	test struct{ loss, accuracy float64 }
}

// newLane begins a network; everything follows from the seed.
func newLane(m mlp, d *data.Dataset, loss train.Loss, rule optim.Rule, batch int, seed uint64) *lane {
	n := &lane{mlp: m, loss: loss, tape: grad.NewTape()}
	n.tape.NoGrad = true
	n.s, n.err = train.New(train.Config{Model: func(rng *rand.Rand) nn.Module { return m.build(rng) }, Loss: loss, Seed: seed,
		Settings: train.Settings{Data: d, BatchSize: batch, Rule: rule}})
	if n.err != nil {
		return n
	}
	n.params = nn.CountParams(n.model())
	for _, p := range n.model().Params() {
		if p.Value.Rank() == 2 {
			n.macs += p.Value.Len()
		}
	}
	return n
}

func (n *lane) model() *nn.Sequential { return n.s.Model().(*nn.Sequential) }
func (n *lane) step() int             { return n.s.StepCount() }

// measure is the loss of the network on a whole set.
func (n *lane) measure(d *data.Dataset) (loss float64) {
	err := tensor.Catch(func() {
		n.tape.Reset()
		y := n.model().Forward(n.tape.Const("x", d.X))
		loss = n.loss(y, &data.Batch{X: d.X, Labels: d.Labels, Targets: d.Targets}).Item()
	})
	if err != nil && n.err == nil {
		n.err = err
	}
	return loss
}

// look is a run on a tape of its own, and its record.
type look struct {
	tape *grad.Tape
	tr   trace.Trace
}

func newLook() look {
	l := look{tape: grad.NewTape()}
	l.tape.NoGrad = true
	return l
}

func (l *look) value(v *grad.Var, cell int) float64 { return l.tr.Nodes[v.ID()].Value[cell] }

func (l *look) all(v *grad.Var) []float64 { return l.tr.Nodes[v.ID()].Value }

// chunk is how many steps one lane takes before the next has its turn.
const chunk = 5

// lanes learn side by side, step by step.
type lanes []*lane

// step is how far all have come.
func (ls lanes) step() int {
	at := -1
	for _, n := range ls {
		if n.err == nil && (at < 0 || n.step() < at) {
			at = n.step()
		}
	}
	return max(at, 0)
}

// err is what stopped one of them.
func (ls lanes) err() error {
	for _, n := range ls {
		if n.err != nil {
			return n.err
		}
	}
	return nil
}

// advance takes all lanes to a step, or as far as the time goes. It ends with
// all at the same step where it can.
func (ls lanes) advance(target int, until time.Time) {
	for at := ls.step(); at < target; {
		at = min(at+chunk, target)
		for _, n := range ls {
			if n.err == nil && n.step() < at {
				_, n.err = n.s.AdvanceTo(at, time.Hour)
			}
		}
		if !time.Now().Before(until) {
			return
		}
	}
}

// seek takes all lanes back to a step that they have taken.
func (ls lanes) seek(step int) {
	for _, n := range ls {
		if step <= n.s.History().Len() && n.s.SeekNow(step) == nil {
			n.err = nil
		}
	}
}

// recorded is the last step that can be sought at once.
func (ls lanes) recorded() int {
	at := 0
	for i, n := range ls {
		if k := n.s.History().Len(); i == 0 || k < at {
			at = k
		}
	}
	return at
}
