package validate

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/plot"
)

const (
	digitsFile  = "data/digits/digits8x8.csv.gz"
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
	right  []bool // by image of the pool
	failed bool   // its numbers stopped being finite
}

// hunt tries one choice after the other, all on the same training images.
type hunt struct {
	file  *assets.Loading
	learn *data.Dataset
	pool  *data.Dataset // everything else
	err   error
	seed  uint64

	plan    []trial // what is to be tried
	trials  []trial // what has been
	session *train.Session
	eval    *train.Evaluation
}

// load takes the images when they have come.
func (h *hunt) load() bool {
	if h.learn != nil || h.err != nil {
		return h.learn != nil
	}
	if h.file == nil {
		h.file = assets.Fetch(digitsFile)
	}
	content, err, ended := h.file.Result()
	if !ended {
		return false
	}
	var all *data.Dataset
	if err == nil {
		all, err = data.Digits8x8(digitsFile, bytes.NewReader(content))
	}
	if err != nil {
		h.err = err
		return false
	}
	rest, learn := data.StratifiedSplit(all.Labels, float64(learnDigits)/float64(all.Len()), rand.New(rand.NewPCG(h.seed, 5)))
	h.learn, h.pool = all.Subset(learn), all.Subset(rest)
	return true
}

// begin plans the trials of a method.
func (h *hunt) begin(method string) {
	h.trials, h.session, h.eval = h.trials[:0], nil, nil
	h.plan = h.plan[:0]
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
}

// spaced are gridSide values from lo to hi, evenly by order of magnitude.
func spaced(lo, hi float64) []float64 {
	out := make([]float64, gridSide)
	for i := range out {
		out[i] = lo * math.Pow(hi/lo, float64(i)/(gridSide-1))
	}
	return out
}

func (h *hunt) done() bool {
	return h.err != nil || h.learn != nil && len(h.trials) == len(h.plan) && len(h.plan) > 0
}

// advance tries on until the time is up or limit trials are done, and reports
// whether one was finished.
func (h *hunt) advance(limit int, until time.Time) (news bool) {
	for !h.done() && len(h.trials) < limit && time.Now().Before(until) {
		news = h.work(until) || news
	}
	return news
}

func (h *hunt) work(until time.Time) (finished bool) {
	t := h.plan[len(h.trials)]
	left := max(time.Until(until), time.Microsecond)
	steps := trialEpochs * h.learn.Len() / trialBatch
	if h.session == nil {
		h.session, h.err = h.start(&t)
		return false
	}
	if h.session.StepCount() < steps {
		if _, err := h.session.AdvanceTo(steps, left); err != nil {
			t.failed, t.right = true, make([]bool, h.pool.Len())
			return h.finish(t)
		}
		return false
	}
	if h.eval == nil {
		h.eval = h.session.NewEvaluation(h.pool, 10)
		h.eval.Batch = 128
	}
	done, err := h.eval.Advance(left)
	if h.err = err; err != nil || !done {
		return false
	}
	for i, class := range h.eval.Predicted {
		t.right = append(t.right, class == h.pool.Labels[i])
	}
	return h.finish(t)
}

func (h *hunt) finish(t trial) bool {
	h.trials = append(h.trials, t)
	h.session, h.eval = nil, nil
	return true
}

func (h *hunt) start(t *trial) (*train.Session, error) {
	return train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.Flatten{}, nn.NewMLP(t.sizes, "relu", rng))
		},
		Loss: train.CrossEntropy, Seed: h.seed + uint64(len(h.trials)), SnapshotEvery: 4096,
		Settings: train.Settings{Data: h.learn, BatchSize: trialBatch, Rule: optim.DefaultAdam(t.rate)},
	})
}

// of says of some images of the pool whether the trial reads them rightly.
func (t *trial) of(images []int) []bool {
	out := make([]bool, len(images))
	for k, i := range images {
		out[k] = t.right[i]
	}
	return out
}

// accuracy is the share of some images of the pool that a trial reads rightly.
func (t *trial) accuracy(images []int) float64 {
	n := 0
	for _, i := range images {
		if t.right[i] {
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
