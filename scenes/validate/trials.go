package validate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/plot"
)

const (
	learnDigits = 150
	trialEpochs = 12
	trialBatch  = 25
	trialCount  = 49 // 7 × 7 on the grid
	gridSide    = 7
	rateLow     = 1e-4
	rateHigh    = 1.0
	widthLow    = 2
	widthHigh   = 128
	archRate    = 0.01
	archBudget  = 5000 // parameters
)

// How the hyper-parameters to try are chosen.
const (
	byRandom = "random"
	byGrid   = "grid"
	byArch   = "architecture"
)

// trial is one choice of hyper-parameters and what it came to: which of the
// images that it did not learn it reads rightly.
type trial struct {
	rate   float64
	sizes  []int // of the layers
	params int
	right  []bool // by image of the pool; nil where its numbers stopped being finite
}

// hunt tries one choice after the other, all on the same training images.
type hunt struct {
	series
	seed   uint64
	plan   []trial // what is to be tried
	trials []trial // what has been
	images int     // in the pool of those that no trial learns; 0: not yet known
}

// begin plans the trials of a method.
func (h *hunt) begin(method string) {
	h.trials, h.plan, h.images = h.trials[:0], h.plan[:0], 0
	rng := rand.New(rand.NewPCG(h.seed, 6))
	switch method {
	case byArch:
		for _, sizes := range train.Architectures(64, 10, 3, []int{4, 8, 16, 32}, archBudget) {
			h.plan = append(h.plan, trial{rate: archRate, sizes: sizes})
		}
		if extra := len(h.plan) - trialCount; extra > 0 { // a sample of them
			for i, k := range data.Permutation(len(h.plan), rng)[:trialCount] {
				h.plan[i], h.plan[k] = h.plan[k], h.plan[i]
			}
			h.plan = h.plan[:trialCount]
		}
	default:
		rate := train.Axis{Name: "learning rate", Min: rateLow, Max: rateHigh, Log: true}
		width := train.Axis{Name: "width", Min: widthLow, Max: widthHigh, Log: true, Whole: true}
		var points []train.Point
		if method == byGrid {
			rate.Values, width.Values = spaced(rateLow, rateHigh), spaced(widthLow, widthHigh)
			points = train.Grid(rate, width)
		} else {
			points = train.Random(trialCount, rng, rate, width)
		}
		for _, p := range points {
			h.plan = append(h.plan, trial{rate: p[0], sizes: []int{64, int(math.Round(p[1])), 10}})
		}
	}
	for i := range h.plan {
		h.plan[i].params = train.Params(h.plan[i].sizes)
	}
	h.series.begin(len(h.plan), h.lesson)
}

// lesson says how a trial learns.
func (h *hunt) lesson(i int) (s job.Spec, goal int) {
	t := &h.plan[i]
	d := jobs.TrialDigits{Sizes: t.sizes, Learn: learnDigits, Split: h.seed}
	goal = trialEpochs * learnDigits / trialBatch
	return job.Spec{Job: "trial_digits", Seed: h.seed + uint64(i), Options: d.Options(), SnapshotEvery: 4096,
		Hyper:     job.Hyper{Rule: "adam", LR: t.rate, BatchSize: trialBatch},
		TestEvery: goal, TestEach: true, TestBatch: 128}, goal
}

// spaced are gridSide values from lo to hi, evenly by order of magnitude.
func spaced(lo, hi float64) []float64 {
	out := make([]float64, gridSide)
	for i := range out {
		out[i] = lo * math.Pow(hi/lo, float64(i)/(gridSide-1))
	}
	return out
}

// advance tries on until so many trials are done, and reports whether one was
// finished.
func (h *hunt) advance(want int, budget time.Duration) (news bool) {
	news = h.series.advance(want, budget)
	for k := len(h.trials); k < len(h.series.right); k++ {
		t := h.plan[k]
		t.right = h.series.right[k]
		h.trials, h.images, news = append(h.trials, t), max(h.images, len(t.right)), true
	}
	return news
}

// of says of some images of the pool whether the trial reads them rightly.
func (t *trial) of(images []int) []bool {
	out := make([]bool, len(images))
	for k, i := range images {
		out[k] = t.right != nil && t.right[i]
	}
	return out
}

// accuracy is the share of some images of the pool that a trial reads rightly.
func (t *trial) accuracy(images []int) float64 {
	n := 0
	for _, i := range images {
		if t.right != nil && t.right[i] {
			n++
		}
	}
	return float64(n) / float64(max(len(images), 1))
}

// name is the choice in few words, such as "η 0.01 · 64-32-10".
func (t *trial) name() string {
	s := "η " + short(t.rate) + " · 64"
	for _, w := range t.sizes[1:] {
		s += fmt.Sprintf("-%d", w)
	}
	return s
}

// short is a number with two digits that count.
func short(v float64) string {
	p := math.Pow(10, math.Floor(math.Log10(v))-1)
	return plot.Format(math.Round(v/p) * p)
}

// hand is how the pool is dealt: images to choose by, images to test once, and
// fresh ones that neither choice has seen.
type hand struct{ val, test, fresh []int }

func dealHand(n, size int, rng *rand.Rand) hand {
	p := data.Permutation(n, rng)
	return hand{p[:size], p[size : 2*size], p[2*size:]}
}

// best is the trial with the highest share on some images; the first of equals.
func best(trials []trial, images []int) (at int, accuracy float64) {
	for i := range trials {
		if a := trials[i].accuracy(images); i == 0 || a > accuracy {
			at, accuracy = i, a
		}
	}
	return at, accuracy
}
