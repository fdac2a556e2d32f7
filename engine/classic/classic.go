// Package classic holds the learners that came before deep networks, and that
// networks are measured against: nearest neighbours, linear classifiers, least
// squares, the perceptron rule and the neuron of McCulloch and Pitts.
//
// All of them take a table x [n, features] and are plain loops or solve an
// equation; none needs a tape.
package classic

import (
	"math"
	"sort"
	"strconv"

	"gradtheatre/engine/tensor"
)

// table returns the size of x taken as rows, checked against the labels.
func table(op string, x *tensor.Tensor, labels int) (n, width int) {
	if x.Rank() < 1 || x.Len() == 0 {
		panic(&tensor.ShapeError{Op: op, A: x.Shape(), Why: "at least one example of at least one number"})
	}
	if labels >= 0 && labels != x.Dim(0) {
		panic(&tensor.ShapeError{Op: op, A: x.Shape(), B: []int{labels}, Why: "one answer for each example"})
	}
	return x.Dim(0), x.Len() / x.Dim(0)
}

// Distance is how far apart two examples are.
type Distance int

const (
	Euclidean Distance = iota // √Σ (a−b)²
	Manhattan                 // Σ |a−b|
)

// KNN classifies by the majority of the k nearest examples. It learns nothing:
// it keeps the examples, and looks at every one for every answer.
type KNN struct {
	K        int
	Distance Distance // Euclidean, unless it is set otherwise
	x        *tensor.Tensor
	labels   []int
	classes  int
}

// NewKNN returns a classifier that remembers x [n, features] and labels.
// It panics with a *tensor.ValueError unless k is 1 … n and no label is negative,
// and with a *tensor.ShapeError unless there is one label an example.
// Source: Fix and Hodges, 1951; Cover and Hart, “Nearest neighbor pattern
// classification”, 1967.
func NewKNN(k int, x *tensor.Tensor, labels []int) *KNN {
	n, _ := table("k-nn", x, len(labels))
	if k < 1 || k > n {
		panic(&tensor.ValueError{Op: "k-nn", Name: "k", Value: strconv.Itoa(k), Want: "1 … " + strconv.Itoa(n)})
	}
	return &KNN{K: k, x: x, labels: labels, classes: classes("k-nn", labels)}
}

// classes returns one more than the largest label.
func classes(op string, labels []int) int {
	most := 0
	for _, l := range labels {
		if l < 0 {
			panic(&tensor.ValueError{Op: op, Name: "label", Value: strconv.Itoa(l), Want: "0 or more"})
		}
		most = max(most, l+1)
	}
	return most
}

// Neighbour is a remembered example and how far it is.
type Neighbour struct {
	Index    int
	Distance float64
}

// Nearest returns the K examples nearest to q [features], nearest first; of
// equally near ones the first remembered. It panics with a *tensor.ShapeError if
// q has other features.
func (k *KNN) Nearest(q []tensor.Elem) []Neighbour {
	n, width := table("k-nn", k.x, -1)
	if len(q) != width {
		panic(&tensor.ShapeError{Op: "k-nn", A: []int{len(q)}, B: []int{width}, Why: "as many numbers as the remembered examples have"})
	}
	near := make([]Neighbour, 0, k.K+1)
	for i := range n {
		d, worst := 0.0, math.Inf(1)
		if len(near) == k.K {
			worst = near[k.K-1].Distance
		}
		for j, v := range k.x.Data()[i*width : (i+1)*width] {
			diff := float64(v - q[j])
			if k.Distance == Manhattan {
				d += math.Abs(diff)
			} else {
				d += diff * diff
			}
			if d >= worst {
				break
			}
		}
		if d >= worst {
			continue
		}
		at := sort.Search(len(near), func(j int) bool { return near[j].Distance > d })
		near = append(near, Neighbour{})
		copy(near[at+1:], near[at:])
		near[at] = Neighbour{i, d}
		near = near[:min(len(near), k.K)]
	}
	if k.Distance == Euclidean {
		for i := range near {
			near[i].Distance = math.Sqrt(near[i].Distance)
		}
	}
	return near
}

// Vote returns the class that most of the neighbours have; of equally frequent
// classes, that of the nearest.
func (k *KNN) Vote(near []Neighbour) int {
	votes := make([]int, k.classes)
	most := 0
	for _, n := range near {
		votes[k.labels[n.Index]]++
		most = max(most, votes[k.labels[n.Index]])
	}
	for _, n := range near {
		if votes[k.labels[n.Index]] == most {
			return k.labels[n.Index]
		}
	}
	return -1
}

// Predict returns the class of each row of x [n, features].
func (k *KNN) Predict(x *tensor.Tensor) []int {
	n, width := table("k-nn", x, -1)
	out := make([]int, n)
	for i := range out {
		out[i] = k.Vote(k.Nearest(x.Data()[i*width : (i+1)*width]))
	}
	return out
}
