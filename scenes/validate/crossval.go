package validate

import (
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
)

// crossval trains one network on the bar's training part, then one for each
// fold of training and validation together. The test part stays out of both.
type crossval struct {
	single *fit
	right  [parts][]bool // of the test only when it is opened
	ready  bool          // the single network has learnt

	folds   []data.Fold // indices into birds
	birds   []int
	fit     *fit // of the fold under way
	scores  []float64
	all     *data.Dataset
	seed    uint64
	opened  bool
	failure error
}

func (c *crossval) begin(f *flock, which, how string, k int, seed uint64) {
	*c = crossval{all: f.features(which), seed: seed}
	c.birds = append(append([]int(nil), f.part(partTrain)...), f.part(partVal)...)
	if c.single, c.failure = newFit(c.all, f.part(partTrain), seed); c.failure != nil {
		return
	}
	rng := rand.New(rand.NewPCG(seed, 2))
	switch how {
	case dealStratified:
		labels := make([]int, len(c.birds))
		for i, b := range c.birds {
			labels[i] = c.all.Labels[b]
		}
		c.folds = data.StratifiedKFold(labels, k, rng)
	case dealRandom:
		c.folds = data.KFold(len(c.birds), k, rng)
	default:
		c.folds = blocks(len(c.birds), k)
	}
}

// blocks are folds of birds that lie side by side, without shuffling.
func blocks(n, k int) []data.Fold {
	out := make([]data.Fold, k)
	for f := range out {
		for i := range n {
			if i*k/n == f {
				out[f].Validate = append(out[f].Validate, i)
			} else {
				out[f].Train = append(out[f].Train, i)
			}
		}
	}
	return out
}

func (c *crossval) done() bool {
	return c.failure != nil || c.ready && len(c.scores) == len(c.folds)
}

// advance goes on until the time is up, and reports whether a number is new.
func (c *crossval) advance(f *flock, until time.Time) (news bool) {
	for !c.done() && time.Now().Before(until) {
		if c.ready {
			news = c.fold(until) || news
		} else {
			news = c.first(f, until) || news
		}
	}
	return news
}

func (c *crossval) first(f *flock, until time.Time) bool {
	done, err := c.single.advance(until)
	if c.failure = err; err != nil || !done {
		return false
	}
	c.ready = true
	if c.right[partTrain], c.failure = c.single.rights(f.part(partTrain)); c.failure == nil {
		c.right[partVal], c.failure = c.single.rights(f.part(partVal))
	}
	return true
}

// pick turns places among the birds of cross-validation into birds.
func (c *crossval) pick(places []int) []int {
	out := make([]int, len(places))
	for i, p := range places {
		out[i] = c.birds[p]
	}
	return out
}

func (c *crossval) fold(until time.Time) bool {
	k := len(c.scores)
	if c.fit == nil {
		if c.fit, c.failure = newFit(c.all, c.pick(c.folds[k].Train), c.seed+uint64(k)); c.failure != nil {
			return false
		}
	}
	done, err := c.fit.advance(until)
	if c.failure = err; err != nil || !done {
		return false
	}
	right, err := c.fit.rights(c.pick(c.folds[k].Validate))
	c.failure, c.fit = err, nil
	c.scores = append(c.scores, share(right))
	return true
}

// open measures the single network on the test part.
func (c *crossval) open(f *flock) {
	if c.ready && !c.opened {
		c.opened = true
		c.right[partTest], c.failure = c.single.rights(f.part(partTest))
	}
}

// accuracy is the share of a part that the single network tells.
func (c *crossval) accuracy(part int) float64 { return share(c.right[part]) }

// mean returns the average of the first n scores and their standard deviation.
func (c *crossval) mean(n int) (mean, sd float64) {
	n = min(n, len(c.scores))
	for _, v := range c.scores[:n] {
		mean += v / float64(n)
	}
	for _, v := range c.scores[:n] {
		sd += (v - mean) * (v - mean)
	}
	if n > 1 {
		sd = math.Sqrt(sd / float64(n-1))
	}
	return mean, sd
}
