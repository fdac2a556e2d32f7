package validate

import (
	"math/rand/v2"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// luck says, over many deals of the same images, how far the score by which a
// trial was chosen lies above its score on images that had no say in the choice.
type luck struct {
	rng    *rand.Rand
	trials []trial
	n      int           // images
	size   int           // of what is chosen by
	chosen []tensor.Elem // what the winner was chosen by, deal by deal
	fresh  []tensor.Elem // and its score on fresh images
	excess []float64     // what the one is higher than the other
	mean   float64
	above  float64 // share of the deals in which the score chosen by is the higher
	below  float64
}

const deals = 200

// begin starts anew.
func (l *luck) begin(trials []trial, n, size int, seed uint64) {
	*l = luck{rng: rand.New(rand.NewPCG(seed, 8)), trials: trials, n: n, size: size, excess: l.excess[:0]}
}

// ready reports whether all deals of some trials were made.
func (l *luck) ready() bool { return l.n > 0 && l.done() }

func (l *luck) done() bool { return len(l.trials) == 0 || len(l.excess) == deals }

// advance deals on until the time is up, and reports whether the last deal was made.
func (l *luck) advance(until time.Time) bool {
	if l.done() {
		return false
	}
	for !l.done() && time.Now().Before(until) {
		h := dealHand(l.n, l.size, l.rng)
		at, chosen := best(l.trials, h.val)
		fresh := l.trials[at].accuracy(h.fresh)
		l.chosen, l.fresh = append(l.chosen, tensor.Elem(chosen)), append(l.fresh, tensor.Elem(fresh))
		e := chosen - fresh
		l.excess = append(l.excess, e)
		l.mean += e / deals
		if e > 0 {
			l.above += 1.0 / deals
		} else if e < 0 {
			l.below += 1.0 / deals
		}
	}
	return l.done()
}

// The histogram's boxes, of two percentage points each.
const (
	boxes    = 15
	boxWidth = 0.02
	boxFrom  = -0.11
)

// inBoxes counts the deals by their excess e [deals] → [boxes]; what lies beyond goes
// to the ends.
//
//	above_k = Σ 1 where e ≥ edge_k
//	deals_k = above_k − above_k₊₁
func inBoxes(e *grad.Var) *grad.Var {
	edges := tensor.New(1, boxes+1)
	for k := range edges.Data() {
		edges.Data()[k] = tensor.Elem(boxFrom + boxWidth*float64(k))
	}
	edges.Data()[0], edges.Data()[boxes] = -2, 2 // beyond all
	over := grad.Sub(grad.Reshape(e, e.Value.Len(), 1), e.Tape().Const("edge", edges))
	above := grad.Sum(grad.Step(over, 0).Named("at least"), 0).Named("above")
	return grad.Sub(grad.Slice(above, 0, 0, boxes, 1), grad.Slice(above, 0, 1, boxes+1, 1)).Named("deals")
}
