package depth

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/substep"
)

const (
	rungs       = 8 // one network for each number of hidden layers
	rungWidth   = 12
	ladderSteps = 1200
	probed      = 60  // examples whose gradient is recorded
	learned     = 0.6 // a loss below this is better than guessing, ln 2
)

// ladder is the experience of the 1980s: the same task, one hidden layer, two,
// three …, all learning side by side by stochastic gradient descent.
type ladder struct {
	act    string
	points int // to learn from
	seed   uint64
	lanes  lanes
	few    *data.Dataset // some of train
	train  *data.Dataset
	val    *data.Dataset
	tests  [rungs]struct{ train, val float64 }
	final  bool

	exam   look // the losses on train and val
	still  bool // nothing moves: the record of exam is of now
	losses [rungs][2]*grad.Var
	look
	slopes [rungs][]*grad.Var // deviation of the gradient at the weights of each layer, first layer first
}

func newLadder(seed uint64, on *job.Runner) (*ladder, error) {
	l := &ladder{lanes: lanes{Team: job.NewTeam(on)}, act: "sigmoid", points: 300, seed: seed, exam: newLook(), look: newLook()}
	l.tape.NoGrad = false
	return l, l.begin()
}

// begin draws points and networks anew, and records the gradients of the first step.
func (l *ladder) begin() error {
	l.train = data.Moons(l.points, 0.2, rand.New(rand.NewPCG(l.seed, 3)))
	l.val = data.Moons(300, 0.2, rand.New(rand.NewPCG(l.seed+1, 3)))
	sc := data.FitScaler(l.train.X)
	l.train, l.val = l.train.Standardised(sc), l.val.Standardised(sc)
	some := make([]int, min(probed, l.points))
	for i := range some {
		some[i] = i * l.points / len(some)
	}
	l.few = l.train.Subset(some)
	init := nn.XavierNormal
	if l.act == "relu" {
		init = nn.HeNormal
	}
	l.final = false
	var plans []mlp
	for k := range rungs {
		plans = append(plans, mlp{in: 2, layers: k + 1, width: rungWidth, out: 2, act: l.act, init: init})
	}
	return l.lanes.begin(l.train, train.CrossEntropy, job.Hyper{Rule: "sgd", LR: 0.1, Momentum: 0.9, BatchSize: 30}, l.seed, plans...)
}

// run measures all networks and records the gradient that reaches each layer.
func (l *ladder) run() (err error) {
	defer tensor.Recover(&err)
	l.examine()
	l.final = l.lanes.Step() >= ladderSteps
	t := l.tape
	t.Reset()
	var total *grad.Var
	for k, n := range l.lanes.all {
		l.slopes[k] = l.slopes[k][:0]
		for _, p := range n.model().Params() {
			p.ZeroGrad()
		}
		loss := grad.CrossEntropy(n.model().Forward(t.Const("x", l.few.X)), l.few.Labels).Named("loss" + digit(k+1))
		if total == nil {
			total = loss
		} else {
			total = grad.Add(total, loss)
		}
	}
	t.Backward(total)
	for k, n := range l.lanes.all {
		for _, p := range n.model().Params() {
			if p.Value.Rank() == 2 {
				l.slopes[k] = append(l.slopes[k], substep.RootMeanSquare(t.Const("∂L/∂W", p.Grad)))
			}
		}
	}
	t.Record(&l.tr)
	return nil
}

// examine measures the losses of all networks on both sets.
func (l *ladder) examine() {
	t := l.exam.tape
	t.Reset()
	for k, n := range l.lanes.all {
		_, l.losses[k][0] = n.cost(t, "train_loss"+digit(k+1), l.train)
		_, l.losses[k][1] = n.cost(t, "val_loss"+digit(k+1), l.val)
	}
	if l.still = !l.lanes.Playing(); l.still { // some hundred thousand numbers
		t.Record(&l.exam.tr)
	}
	for k, v := range l.losses {
		l.tests[k].train, l.tests[k].val = v[0].Item(), v[1].Item()
	}
}

// learnedAt reports whether the network with k+1 hidden layers does better than
// guessing.
func (l *ladder) learnedAt(k int) bool {
	return l.tests[k].train < learned && !math.IsNaN(l.tests[k].train)
}
