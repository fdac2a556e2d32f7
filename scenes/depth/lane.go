package depth

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
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

// dense is the plan as a job takes it.
func (m mlp) dense(d *data.Dataset) jobs.Dense {
	return jobs.Dense{In: m.in, Out: m.out, Layers: m.layers, Width: m.width, Activation: m.act, Last: "y", Learn: d}
}

// build draws the network; its layers are called z1, a1, …, y.
func (m mlp) build(rng *rand.Rand) *nn.Sequential {
	d := m.dense(nil)
	net := d.Build(rng)
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
	member       *job.Member
	params, macs int // numbers learned, multiply-adds for one example
	loss         train.Loss
	test         struct{ loss, accuracy float64 }
}

// model is the network where its team stood last.
func (n *lane) model() *nn.Sequential { return n.member.Model().(*nn.Sequential) }

// cost puts the loss of the network on a whole set on a tape.
func (n *lane) cost(t *grad.Tape, name string, d *data.Dataset) (answers, loss *grad.Var) {
	answers = n.model().Forward(t.Const("examples", d.X))
	return answers, n.loss(answers, &data.Batch{X: d.X, Labels: d.Labels, Targets: d.Targets}).Named(name)
}

// lanes learn side by side, beside the frames.
type lanes struct {
	*job.Team
	all []*lane
	budgets
	learn *data.Dataset
	specs []job.Spec // as they are set now, without the first weights
}

// begin starts the networks of some plans; everything follows from the seed.
func (ls *lanes) begin(d *data.Dataset, loss train.Loss, h job.Hyper, seed uint64, plans ...mlp) error {
	var start []job.Spec
	ls.all, ls.specs, ls.learn = ls.all[:0], ls.specs[:0], d
	for _, m := range plans {
		dense, net := m.dense(d), m.build(train.WeightRNG(seed))
		spec := job.Spec{Job: "dense", Seed: seed, Options: dense.Options(), Hyper: h}
		ls.specs = append(ls.specs, spec)
		spec.Weights = job.WeightsOf(net)
		start = append(start, spec)
		ls.all = append(ls.all, &lane{mlp: m, loss: loss})
	}
	ls.budgets.count(ls.all)
	if err := ls.Start(start...); err != nil {
		return err
	}
	ls.meet()
	return nil
}

// meet says which network is whose.
func (ls *lanes) meet() {
	for i, m := range ls.Members() {
		ls.all[i].member = m
	}
}

// relearn goes on with other examples.
func (ls *lanes) relearn(d *data.Dataset) {
	ls.learn = d
	for i, n := range ls.all {
		plan := n.dense(d)
		ls.specs[i].Options = plan.Options()
	}
	ls.ChangeOptions(ls.specs[0].Options)
}

// takeUp goes on with networks that were saved.
func (ls *lanes) takeUp(saved [][]byte) error {
	if err := ls.TakeUp(saved, ls.specs, jobs.DenseExamples...); err != nil {
		return err
	}
	ls.meet()
	return nil
}

// follow stands where the networks of the same plans do.
func (ls *lanes) follow(of *lanes) error {
	if err := ls.Follow(of.Team); err != nil {
		return err
	}
	ls.meet()
	return nil
}

// look is a run on a tape of its own, and its record.
type look struct {
	tape *grad.Tape
	tr   trace.Trace
	back bool // the gradients of its loss are recorded too
}

func newLook() look {
	l := look{tape: grad.NewTape()}
	l.tape.NoGrad = true
	return l
}

// finish records the run; back with the gradients of its loss.
func (l *look) finish(loss *grad.Var, m *nn.Sequential, back bool) {
	if l.back = back; back {
		for _, p := range m.Params() {
			p.ZeroGrad()
		}
		l.tape.Backward(loss)
	}
	l.tape.Record(&l.tr)
}

func (l *look) value(v *grad.Var, cell int) float64 { return l.tr.Nodes[v.ID()].Value[cell] }

func (l *look) all(v *grad.Var) []float64 { return l.tr.Nodes[v.ID()].Value }
