package validate

import (
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/stage"
)

// crossval trains one network on the bar's training part, then one for each
// fold of training and validation together. The test part stays out of both.
type crossval struct {
	single fit
	right  [parts][]bool // of the test only when it is opened
	ready  bool          // the single network has learnt

	folds   series
	birds   []int       // of cross-validation
	cuts    []data.Fold // indices into birds
	scores  []float64
	opened  bool
	failure error
}

// bring gives it threads to learn on.
func (c *crossval) bring(env *stage.Env, thread *labs.Thread, folds bool) {
	if c.single.on == nil {
		c.single.on = thread.Runner(env)
		if folds {
			c.folds.on = thread.Runner(env)
		}
	}
}

func (c *crossval) close() {
	for _, on := range []*job.Runner{c.single.on, c.folds.on} {
		if on != nil {
			on.Close()
		}
	}
}

// begin starts anew, with k folds; none where k is 0.
func (c *crossval) begin(f *flock, which, how string, k int, seed uint64) {
	*c = crossval{single: fit{on: c.single.on}, folds: series{on: c.folds.on}}
	all := f.features(which)
	c.birds = append(append([]int(nil), f.part(partTrain)...), f.part(partVal)...)
	if c.failure = c.single.begin(all, f.part(partTrain), seed); c.failure != nil || k == 0 {
		return
	}
	rng := rand.New(rand.NewPCG(seed, 2))
	switch how {
	case dealStratified:
		labels := make([]int, len(c.birds))
		for i, b := range c.birds {
			labels[i] = all.Labels[b]
		}
		c.cuts = data.StratifiedKFold(labels, k, rng)
	case dealRandom:
		c.cuts = data.KFold(len(c.birds), k, rng)
	default:
		c.cuts = blocks(len(c.birds), k)
	}
	c.folds.begin(k, func(i int) (job.Spec, int) {
		s, goal, _ := lesson(all, c.pick(c.cuts[i].Train), c.pick(c.cuts[i].Validate), seed+uint64(i))
		return s, goal
	})
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
	return c.failure != nil || c.ready && (c.folds.n == 0 || c.folds.done())
}

// advance takes what has arrived and goes on, where there is no other thread for
// the time of the budget, and reports whether a number is new.
func (c *crossval) advance(f *flock, budget time.Duration) (news bool) {
	if c.failure != nil || c.done() {
		return false
	}
	if !c.ready {
		c.single.on.Poll(budget)
		if c.failure = c.single.goOn(); c.failure != nil || !c.single.done() {
			return c.failure != nil
		}
		c.ready, news, budget = true, true, 0
		for _, p := range []int{partTrain, partVal} {
			c.right[p] = c.single.rights(f.part(p))
		}
	}
	news = c.folds.advance(c.folds.n, budget) || news
	for k := len(c.scores); k < len(c.folds.right); k++ {
		c.scores = append(c.scores, share(c.folds.right[k]))
	}
	c.failure = c.folds.err
	return news || c.failure != nil
}

// pick turns places among the birds of cross-validation into birds.
func (c *crossval) pick(places []int) []int {
	out := make([]int, len(places))
	for i, p := range places {
		out[i] = c.birds[p]
	}
	return out
}

// open measures the single network on the test part.
func (c *crossval) open(f *flock) {
	if c.ready && !c.opened {
		c.opened = true
		c.right[partTest] = c.single.rights(f.part(partTest))
	}
}

// known is the share of the test's birds that are of a species of which the network
// tells at least one outside the test. None of the test is asked about.
func (c *crossval) known(f *flock) float64 {
	var told [3]bool
	for _, p := range []int{partTrain, partVal} {
		for i, bird := range f.part(p) {
			told[f.all.Labels[bird]] = told[f.all.Labels[bird]] || c.right[p][i]
		}
	}
	n, test := 0, f.part(partTest)
	for _, bird := range test {
		if told[f.all.Labels[bird]] {
			n++
		}
	}
	return float64(n) / float64(len(test))
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
