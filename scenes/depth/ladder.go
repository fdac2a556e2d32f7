package depth

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
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

	look
	slopes [rungs][]*grad.Var // deviation of the gradient at the weights of each layer, first layer first
}

func newLadder(seed uint64) *ladder {
	l := &ladder{act: "sigmoid", points: 300, seed: seed, look: newLook()}
	l.tape.NoGrad = false
	l.begin()
	return l
}

// begin draws points and networks anew, and records the gradients of the first step.
func (l *ladder) begin() {
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
	l.lanes, l.final = l.lanes[:0], false
	for k := range rungs {
		m := mlp{in: 2, layers: k + 1, width: rungWidth, out: 2, act: l.act, init: init}
		l.lanes = append(l.lanes, newLane(m, l.train, train.CrossEntropy, optim.SGD{LR: 0.1, Momentum: 0.9}, 30, l.seed))
	}
}

// run measures all networks and records the gradient that reaches each layer.
func (l *ladder) run() (err error) {
	defer tensor.Recover(&err)
	for k, n := range l.lanes {
		l.tests[k].train = n.measure(l.train)
		l.tests[k].val = n.measure(l.val)
	}
	l.final = l.lanes.step() >= ladderSteps
	t := l.tape
	t.Reset()
	var total *grad.Var
	for k, n := range l.lanes {
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
	for k, n := range l.lanes {
		for _, p := range n.model().Params() {
			if p.Value.Rank() == 2 {
				l.slopes[k] = append(l.slopes[k], size(t.Const("∂L/∂W", p.Grad)))
			}
		}
	}
	t.Record(&l.tr)
	return nil
}

// size is the root mean square of x, at scale where squares would be lost.
func size(x *grad.Var) *grad.Var {
	most := grad.Amax(grad.Abs(x))
	if m := most.Item(); m == 0 || m > 1e-12 {
		return grad.Sqrt(grad.Mean(grad.Square(x)))
	}
	return grad.Mul(most, grad.Sqrt(grad.Mean(grad.Square(grad.Div(x, most)))))
}

// learnedAt reports whether the network with k+1 hidden layers does better than
// guessing.
func (l *ladder) learnedAt(k int) bool {
	return l.tests[k].train < learned && !math.IsNaN(l.tests[k].train)
}
