// Package data brings examples to the engine: loaders for files, generators of
// toy problems, splits, batches and augmentation.
//
// A [Dataset] is a table of examples, inputs in X and answers in Labels (a
// class each) or Targets (numbers). Whatever is random is drawn from a
// generator that the caller passes in, and the batch of any step follows from
// the seed and the step's number alone, so that a run can be repeated from its
// seed and replayed from its middle.
//
// Files are read with limits and refused with errors that name the file, the
// place and what would be right.
package data

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"gradtheatre/engine/tensor"
)

// Dataset is a set of examples. Its examples must not change once it is in use.
type Dataset struct {
	X       *tensor.Tensor // [n, …]: one example a row
	Labels  []int          // class of each example, or nil
	Targets *tensor.Tensor // [n, k]: numbers to predict, or nil

	Classes  []string // names of the classes, may be nil
	Features []string // names of the columns of X, may be nil
}

// Len returns the number of examples.
func (d *Dataset) Len() int { return d.X.Dim(0) }

// Shape returns the shape of one example.
func (d *Dataset) Shape() []int { return d.X.Shape()[1:] }

// NumClasses returns the number of classes: of names, or else one more than the largest label.
func (d *Dataset) NumClasses() int {
	n := len(d.Classes)
	for _, l := range d.Labels {
		n = max(n, l+1)
	}
	return n
}

// Subset returns the examples at the given indices, copied.
// It panics with a *tensor.ValueError if an index is out of range.
func (d *Dataset) Subset(index []int) *Dataset {
	var b Batch
	d.Gather(&b, index, nil)
	return &Dataset{X: b.X, Labels: b.Labels, Targets: b.Targets, Classes: d.Classes, Features: d.Features}
}

// Batch is a set of examples gathered for one step; its memory is used again.
type Batch struct {
	X       *tensor.Tensor // [size, …]
	Labels  []int          // nil when the source has none
	Targets *tensor.Tensor // [size, k], or nil
	Index   []int          // which examples these are

	shape []int
	plain []tensor.Elem // an image before it is augmented
}

// Source is where batches come from. Gather fills b with the examples at the
// given indices; what is random about an example (augmentation) is drawn from rng.
// Several goroutines may gather at once, each into a batch of its own.
type Source interface {
	Len() int
	Shape() []int // of one example
	Gather(b *Batch, index []int, rng *rand.Rand)
}

// Gather copies examples into b. It allocates nothing once b has been used for
// a batch of that size. It panics with a *tensor.ValueError if an index is out of range.
func (d *Dataset) Gather(b *Batch, index []int, _ *rand.Rand) {
	checkIndex(index, d.Len())
	b.resize(index, d.Shape())
	copyRows(b.X, d.X, index)
	if d.Labels != nil {
		b.Labels = b.Labels[:0]
		for _, i := range index {
			b.Labels = append(b.Labels, d.Labels[i])
		}
	}
	if d.Targets != nil {
		if b.Targets == nil {
			b.Targets = &tensor.Tensor{}
		}
		b.shape = append(append(b.shape[:0], len(index)), d.Targets.Shape()[1:]...)
		b.Targets.Resize(b.shape...)
		copyRows(b.Targets, d.Targets, index)
	}
}

func (b *Batch) resize(index []int, example []int) {
	if b.X == nil {
		b.X = &tensor.Tensor{}
	}
	b.Index = append(b.Index[:0], index...)
	b.shape = append(append(b.shape[:0], len(index)), example...)
	b.X.Resize(b.shape...)
}

func copyRows(dst, src *tensor.Tensor, index []int) {
	if len(index) == 0 {
		return
	}
	row := dst.Len() / len(index)
	for k, i := range index {
		copy(dst.Data()[k*row:(k+1)*row], src.Data()[i*row:(i+1)*row])
	}
	dst.Touch()
}

func checkIndex(index []int, n int) {
	for _, i := range index {
		if i < 0 || i >= n {
			panic(&tensor.ValueError{Op: "gather", Name: "index", Value: strconv.Itoa(i), Want: "0 … " + strconv.Itoa(n-1)})
		}
	}
}

// Permutation returns the numbers 0 … n−1 in an order that rng decides.
func Permutation(n int, rng *rand.Rand) []int {
	p := make([]int, n)
	shuffleInto(p, rng)
	return p
}

// shuffleInto writes a permutation of 0 … len(p)−1 into p.
func shuffleInto(p []int, rng *rand.Rand) {
	for i := range p {
		p[i] = i
	}
	for i := len(p) - 1; i > 0; i-- {
		j := rng.IntN(i + 1)
		p[i], p[j] = p[j], p[i]
	}
}

// Concat joins two data sets of one kind.
// It panics with a *tensor.ShapeError if the shapes of their examples differ.
func Concat(a, b *Dataset) *Dataset {
	if !tensor.SameShape(a.Shape(), b.Shape()) || (a.Labels == nil) != (b.Labels == nil) || (a.Targets == nil) != (b.Targets == nil) {
		panic(&tensor.ShapeError{Op: "concat data", A: a.X.Shape(), B: b.X.Shape(), Why: "examples of one shape, with answers of one kind"})
	}
	join := func(x, y *tensor.Tensor) *tensor.Tensor {
		if x == nil {
			return nil
		}
		shape := slices.Clone(x.Shape())
		shape[0] += y.Dim(0)
		return tensor.From(slices.Concat(x.Data(), y.Data()), shape...)
	}
	return &Dataset{X: join(a.X, b.X), Labels: slices.Concat(a.Labels, b.Labels), Targets: join(a.Targets, b.Targets), Classes: a.Classes, Features: a.Features}
}
