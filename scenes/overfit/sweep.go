package overfit

import (
	"math/rand/v2"
	"time"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// draws is from how many other samples of the same source the bands come.
const draws = 8

// sizes are the numbers of points that the learning curve tries.
var sizes = []int{4, 6, 9, 13, 20, 30, 45, 70, 100}

// pair are the errors on the training points and on unseen ones.
type pair struct{ train, val float64 }

// sweep measures the errors for every degree and for every number of points.
// What depends on other samples is measured in slices, one fit at a time.
type sweep struct {
	poly     *polynomial
	own      [maxDegree + 1]pair // of the visitor's points
	byDegree [maxDegree + 1][draws]pair
	bySize   [][draws]pair
	samples  [draws]table // the longest
	val      table

	noise, lambda float64
	n, degree     int

	degreesLeft, sizesLeft int // fits still to do

	capacity, growth [2]plot.Band // train, val
	grown            growth       // the second, on record
}

func newSweep() *sweep {
	s := &sweep{poly: newPolynomial(), bySize: make([][draws]pair, len(sizes))}
	names := [2]i18n.Text{trainName, unseenName}
	for i := range 2 {
		s.capacity[i] = plot.Band{Name: names[i], Color: i, Dots: true}
		s.growth[i] = plot.Band{Name: names[i], Color: i, Dots: true}
	}
	return s
}

const degrees = maxDegree + 1

// begin measures the visitor's points at once and queues what has changed of the rest.
func (s *sweep) begin(own, val *table, n, degree int, noise, lambda float64, seed uint64) {
	for d := range s.own {
		a, b := s.poly.errors(own, val, d, lambda)
		s.own[d] = pair{a, b}
	}
	first := len(s.val.x) == 0
	if first || s.noise != noise {
		for k := range s.samples {
			s.samples[k] = sample(sizes[len(sizes)-1], noise, rand.New(rand.NewPCG(seed, uint64(2+k))))
		}
	}
	same := !first && s.noise == noise && s.lambda == lambda
	if !same || s.n != n {
		s.degreesLeft = draws * degrees
	}
	if !same || s.degree != degree {
		s.sizesLeft, s.grown.known = draws*len(sizes), false
	}
	s.n, s.noise, s.lambda, s.degree, s.val = n, noise, lambda, degree, *val
	s.fill()
}

// done reports whether both plots are complete.
func (s *sweep) done() bool { return s.degreesLeft == 0 && s.sizesLeft == 0 }

// advance measures on until the time is up, and reports whether a plot has
// become complete.
func (s *sweep) advance(until time.Time) bool {
	if s.done() {
		return false
	}
	for !s.done() {
		if s.degreesLeft > 0 {
			s.degreesLeft--
			k, d := s.degreesLeft%draws, s.degreesLeft/draws
			s.byDegree[d][k] = s.measure(&s.samples[k], s.n, d)
		} else {
			s.sizesLeft--
			k, i := s.sizesLeft%draws, s.sizesLeft/draws
			s.bySize[i][k] = s.measure(&s.samples[k], sizes[i], s.degree)
		}
		if !time.Now().Before(until) {
			break
		}
	}
	s.fill()
	return true
}

func (s *sweep) measure(all *table, n, degree int) pair {
	n = min(n, len(all.x))
	a, b := s.poly.errors(&table{all.x[:n], all.y[:n]}, &s.val, degree, s.lambda)
	return pair{a, b}
}

// fill brings the numbers into the plots: the visitor's own line within the
// band of the other samples, and the learning curve of the other samples.
func (s *sweep) fill() {
	for i := range 2 {
		c, g := &s.capacity[i], &s.growth[i]
		c.Reset()
		for d := range s.own {
			c.Put(float64(d), s.spread(&s.byDegree[d], i)...)
			c.Mid[d] = s.own[d].of(i)
		}
		if s.degreesLeft > 0 { // the band is of other settings still
			c.Low, c.High = c.Low[:0], c.High[:0]
		}
		if s.sizesLeft > 0 {
			continue
		}
		g.Reset()
		for k, n := range sizes {
			g.Put(float64(n), s.spread(&s.bySize[k], i)...)
		}
	}
	if s.sizesLeft == 0 && !s.grown.known {
		s.grown.record(s)
	}
}

func (p pair) of(i int) float64 {
	if i == 0 {
		return p.train
	}
	return p.val
}

func (s *sweep) spread(runs *[draws]pair, i int) []float64 {
	out := make([]float64, draws)
	for k := range out {
		out[k] = runs[k].of(i)
	}
	return out
}

// best is the degree with the smallest error on unseen points.
func (s *sweep) best() int {
	at := 0
	for d := range s.own {
		if s.own[d].val < s.own[at].val {
			at = d
		}
	}
	return at
}
