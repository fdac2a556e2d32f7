package data

import (
	"math"
	"math/rand/v2"
	"sort"
	"strconv"

	"gradtheatre/engine/tensor"
)

// Batches says which examples each step sees. Every epoch is a permutation of
// its own, drawn from the seed and the epoch's number, so the batch of step s
// does not depend on how the run came to s.
type Batches struct {
	n, size    int
	seed       uint64
	inOrder    bool
	cumulative []float64 // sums of the weights, for drawing by weight

	pcg   rand.PCG
	rng   *rand.Rand
	epoch int // whose permutation perm is; -1: none yet
	perm  []int
}

// NewBatches deals n examples in batches of the given size, shuffled anew every
// epoch. A size above n is n (full batch); the last batch of an epoch is
// smaller when the size does not divide n. It panics with a *tensor.ValueError
// if n or size is below 1.
func NewBatches(n, size int, seed uint64) *Batches {
	if n < 1 || size < 1 {
		panic(&tensor.ValueError{Op: "batches", Name: "size", Value: strconv.Itoa(size) + " of " + strconv.Itoa(n) + " examples", Want: "at least 1 of at least 1"})
	}
	b := &Batches{n: n, size: min(size, n), seed: seed, epoch: -1, perm: make([]int, n)}
	b.rng = rand.New(&b.pcg)
	return b
}

// InOrder switches the shuffling off: every epoch goes 0 … n−1.
func (b *Batches) InOrder() *Batches {
	b.inOrder, b.epoch = true, -1
	return b
}

// Weighted draws the examples of each epoch at random with the given weights,
// with replacement: an example of weight 2 comes up twice as often as one of
// weight 1. It panics with a *tensor.ValueError unless there is one weight an
// example, finite and not negative, and one above 0.
func (b *Batches) Weighted(weights []float64) *Batches {
	sum := 0.0
	b.cumulative = make([]float64, 0, len(weights))
	for _, w := range weights {
		if !(w >= 0) {
			sum = math.NaN()
		}
		sum += w
		b.cumulative = append(b.cumulative, sum)
	}
	if len(weights) != b.n || !(sum > 0) || math.IsInf(sum, 0) {
		panic(&tensor.ValueError{Op: "batches", Name: "weights", Value: strconv.Itoa(len(weights)) + " with sum " + strconv.FormatFloat(sum, 'g', -1, 64),
			Want: strconv.Itoa(b.n) + " weights of 0 or more, one above 0"})
	}
	b.inOrder, b.epoch = false, -1
	return b
}

// PerEpoch returns the number of steps in an epoch.
func (b *Batches) PerEpoch() int { return (b.n + b.size - 1) / b.size }

// Size returns the size of a full batch.
func (b *Batches) Size() int { return b.size }

// At returns the indices of the examples of a step, counted from 0 over all
// epochs; step must not be negative. The slice is good until the next call;
// nothing is allocated.
func (b *Batches) At(step int) []int {
	epoch, k := step/b.PerEpoch(), step%b.PerEpoch()
	if epoch != b.epoch {
		b.shuffle(epoch)
	}
	from := k * b.size
	return b.perm[from:min(from+b.size, b.n)]
}

func (b *Batches) shuffle(epoch int) {
	b.epoch = epoch
	if b.inOrder {
		for i := range b.perm {
			b.perm[i] = i
		}
		return
	}
	b.pcg.Seed(b.seed, uint64(epoch))
	if b.cumulative == nil {
		shuffleInto(b.perm, b.rng)
		return
	}
	total := b.cumulative[b.n-1]
	for i := range b.perm {
		u := total * b.rng.Float64()
		// The first whose sum is above u; one of weight 0 is never that.
		b.perm[i] = min(sort.Search(b.n, func(k int) bool { return b.cumulative[k] > u }), b.n-1)
	}
}
