package descent

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/trace"
)

// cloud is the gradient at one point, example by example, as the engine
// explains it: each term of ∂L/∂x is one example's share, and n times that is
// the gradient of its own loss. The mean over any set of examples is the
// gradient of a batch of them.
type cloud struct {
	each    [][2]float64  // of every example alone
	batches [][2]float64  // of every batch of an epoch
	workers [2][2]float64 // of two halves
	joined  [2]float64    // the mean of both
	full    [2]float64    // the sum of all shares
}

// read takes the shares apart. size is the batches' size, 0 all.
func (c *cloud) read(terms [2][]trace.Term, size int, seed uint64) {
	n := len(terms[0])
	c.each, c.batches = c.each[:0], c.batches[:0]
	if n == 0 || len(terms[1]) != n {
		return
	}
	for i := range n {
		c.each = append(c.each, [2]float64{terms[0][i].Value * float64(n), terms[1][i].Value * float64(n)})
	}
	c.full = [2]float64{trace.Sum(terms[0]), trace.Sum(terms[1])}
	if size > 1 && size < n {
		b := data.NewBatches(n, size, seed)
		for k := range b.PerEpoch() {
			c.batches = append(c.batches, c.mean(b.At(k)))
		}
	}
	halves := data.NewBatches(n, n/2, seed)
	for k := range c.workers {
		c.workers[k] = c.mean(halves.At(k))
	}
	for a := range c.joined {
		c.joined[a] = (c.workers[0][a] + c.workers[1][a]) / 2
	}
}

// mean is the gradient of a batch.
func (c *cloud) mean(index []int) (g [2]float64) {
	for _, i := range index {
		g[0] += c.each[i][0]
		g[1] += c.each[i][1]
	}
	return [2]float64{g[0] / float64(len(index)), g[1] / float64(len(index))}
}
