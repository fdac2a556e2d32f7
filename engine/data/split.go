package data

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// Split deals 0 … n−1 at random into two parts; the second gets the given
// fraction, rounded to the nearest whole number.
// It panics with a *tensor.ValueError if the fraction is not within 0 … 1.
func Split(n int, fraction float64, rng *rand.Rand) (first, second []int) {
	checkFraction(fraction)
	p := Permutation(n, rng)
	cut := n - int(math.Round(fraction*float64(n)))
	return p[:cut], p[cut:]
}

// StratifiedSplit is [Split] class by class, so that both parts have the same
// mix of classes. The parts come out shuffled. It panics with a
// *tensor.ValueError if the fraction is not within 0 … 1 or a label is negative.
func StratifiedSplit(labels []int, fraction float64, rng *rand.Rand) (first, second []int) {
	checkFraction(fraction)
	for _, members := range byClass(labels) {
		a, b := Split(len(members), fraction, rng)
		for _, i := range a {
			first = append(first, members[i])
		}
		for _, i := range b {
			second = append(second, members[i])
		}
	}
	return reorder(first, rng), reorder(second, rng)
}

// KFold deals 0 … n−1 at random into k parts whose sizes differ by one at most.
// Fold i validates on part i and trains on the others.
// It panics with a *tensor.ValueError if k is not within 2 … n.
func KFold(n, k int, rng *rand.Rand) []Fold {
	return folds(Permutation(n, rng), k)
}

// StratifiedKFold is [KFold] with about the same mix of classes in every part.
// It panics with a *tensor.ValueError if k is not within 2 … n or a label is negative.
func StratifiedKFold(labels []int, k int, rng *rand.Rand) []Fold {
	var order []int
	for _, members := range byClass(labels) {
		order = append(order, reorder(members, rng)...)
	}
	return folds(order, k)
}

// Fold is one division of k-fold cross-validation.
type Fold struct {
	Train, Validate []int
}

// folds deals order out like cards: i-th to part i mod k.
func folds(order []int, k int) []Fold {
	if k < 2 || k > len(order) {
		panic(&tensor.ValueError{Op: "k-fold", Name: "k", Value: strconv.Itoa(k), Want: "2 … " + strconv.Itoa(len(order)) + ", the number of examples"})
	}
	out := make([]Fold, k)
	for f := range out {
		for i, example := range order {
			if i%k == f {
				out[f].Validate = append(out[f].Validate, example)
			} else {
				out[f].Train = append(out[f].Train, example)
			}
		}
	}
	return out
}

// byClass returns the examples of each class, in their order.
func byClass(labels []int) [][]int {
	var members [][]int
	for i, l := range labels {
		if l < 0 {
			panic(&tensor.ValueError{Op: "split", Name: "label", Value: strconv.Itoa(l), Want: "0 or more"})
		}
		for l >= len(members) {
			members = append(members, nil)
		}
		members[l] = append(members[l], i)
	}
	return members
}

// reorder returns s in an order that rng decides.
func reorder(s []int, rng *rand.Rand) []int {
	out := make([]int, len(s))
	for i, j := range Permutation(len(s), rng) {
		out[i] = s[j]
	}
	return out
}

func checkFraction(f float64) {
	if !(f >= 0 && f <= 1) {
		panic(&tensor.ValueError{Op: "split", Name: "fraction", Value: strconv.FormatFloat(f, 'g', -1, 64), Want: "0 … 1"})
	}
}
