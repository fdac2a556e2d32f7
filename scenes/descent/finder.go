package descent

import (
	"math"

	"gradtheatre/engine/optim"
)

// finder tries the learning rate from far too small to far too large, a step
// each, from the start: where the loss falls fastest, learning goes best.
// Source: Smith, “Cyclical learning rates for training neural networks”, 2017.
type finder struct {
	race       race
	opt        int
	rate, loss []float64
	best       float64 // the rate at which the loss falls fastest, by order of magnitude
	breaks     float64 // the rate at which it is above where it began; 0: never
	tries      tries   // these two
	fresh      bool
}

const (
	finderFrom, finderTo = 1e-4, 30
	finderSteps          = 120
)

// try runs the test for the optimiser that is looked at.
func (f *finder) try(of surface, h hyper, opt int, seed uint64) {
	f.opt, f.fresh = opt, true
	h.on = [optimisers]bool{}
	h.on[opt] = true
	h.rates[opt], h.steps, h.batch = finderFrom, finderSteps, 0
	f.race.begin(of, h, seed)
	f.race.plan = optim.RangeTest{From: finderFrom, To: finderTo, Steps: finderSteps}
	f.race.advance(finderSteps, 0)
	f.rate, f.loss = f.rate[:0], f.loss[:0]
	past := f.race.run[opt].past
	steepest := 0.0
	f.best, f.breaks = 0, 0
	best, breaks := -1, -1
	for k := 1; k < len(past); k++ {
		rate, loss := past[k-1].lr, past[k].loss
		if !finite(loss) {
			break
		}
		f.rate, f.loss = append(f.rate, rate), append(f.loss, loss)
		if fall := past[k-1].loss - loss; fall > steepest && f.breaks == 0 {
			steepest, f.best, best = fall, rate, k-1
		}
		if f.breaks == 0 && loss > past[0].loss+1e-6*math.Abs(past[0].loss) {
			f.breaks, breaks = rate, k-1
		}
	}
	f.tries.run(f, best, breaks)
}
