package train

import (
	"math"

	"gradtheatre/engine/tensor"
)

// Argmax returns the index of the largest number of each row of y [n, classes]; the first of equals.
// dst is used again where it is large enough.
func Argmax(dst []int, y *tensor.Tensor) []int {
	dst = dst[:0]
	n := y.Dim(0)
	if n == 0 {
		return dst
	}
	width := y.Len() / n
	for i := range n {
		row := y.Data()[i*width : (i+1)*width]
		best := 0
		for k, v := range row {
			if v > row[best] {
				best = k
			}
		}
		dst = append(dst, best)
	}
	return dst
}

// Classes returns the class that each row of y answers: [Argmax], or of a single
// score 1 where it is above 0. dst is used again where it is large enough.
func Classes(dst []int, y *tensor.Tensor) []int {
	if n := y.Dim(0); n == 0 || y.Len() != n {
		return Argmax(dst, y)
	}
	dst = dst[:0]
	for i := range y.Dim(0) {
		dst = append(dst, class(y.Data()[i:i+1]))
	}
	return dst
}

// Right counts the rows of y [n, classes] whose largest number is at the label;
// of y [n, 1], those that are above 0 where the label is 1, and only there.
func Right(y *tensor.Tensor, labels []int) int {
	n := y.Dim(0)
	if n == 0 {
		return 0
	}
	width, right := y.Len()/n, 0
	for i := range n {
		if class(y.Data()[i*width:(i+1)*width]) == labels[i] {
			right++
		}
	}
	return right
}

// class is the answer that a row of scores gives: the place of the largest, or,
// of a single score, 1 where it is above 0.
func class(row []tensor.Elem) int {
	if len(row) == 1 {
		if row[0] > 0 {
			return 1
		}
		return 0
	}
	best := 0
	for k, v := range row {
		if v > row[best] {
			best = k
		}
	}
	return best
}

// Accuracy returns the fraction of rows that [Right] counts, or NaN if there are none.
func Accuracy(y *tensor.Tensor, labels []int) float64 {
	return float64(Right(y, labels)) / float64(y.Dim(0))
}

// Perplexity returns e to the power of a mean cross-entropy: among how many
// equally likely answers the model still wavers.
func Perplexity(crossEntropy float64) float64 { return math.Exp(crossEntropy) }

// Confusion counts examples by class and prediction: Counts[class][prediction].
type Confusion struct{ Counts [][]int }

// NewConfusion returns an empty table for a number of classes.
func NewConfusion(classes int) *Confusion {
	c := &Confusion{Counts: make([][]int, classes)}
	for i := range c.Counts {
		c.Counts[i] = make([]int, classes)
	}
	return c
}

// Add counts examples. It panics with a *tensor.ShapeError if there is not one
// prediction a label, and with a *tensor.ValueError for a class out of range.
func (c *Confusion) Add(labels, predictions []int) {
	if len(labels) != len(predictions) {
		panic(&tensor.ShapeError{Op: "confusion", A: []int{len(labels)}, B: []int{len(predictions)}, Why: "one prediction a label"})
	}
	for i, l := range labels {
		for _, v := range [...]int{l, predictions[i]} {
			if v < 0 || v >= len(c.Counts) {
				panic(&tensor.ValueError{Op: "confusion", Name: "class", Value: short(float64(v)), Want: "0 … " + short(float64(len(c.Counts)-1))})
			}
		}
		c.Counts[l][predictions[i]]++
	}
}

// Reset sets all counts to 0.
func (c *Confusion) Reset() {
	for _, row := range c.Counts {
		clear(row)
	}
}

// Accuracy returns the fraction on the diagonal, or NaN if nothing was counted.
func (c *Confusion) Accuracy() float64 {
	right, all := 0, 0
	for i, row := range c.Counts {
		right += row[i]
		for _, n := range row {
			all += n
		}
	}
	return float64(right) / float64(all)
}

// Recall returns the fraction of a class that was found, or NaN.
func (c *Confusion) Recall(class int) float64 {
	all := 0
	for _, n := range c.Counts[class] {
		all += n
	}
	return float64(c.Counts[class][class]) / float64(all)
}

// Precision returns the fraction of the predictions of a class that were right, or NaN.
func (c *Confusion) Precision(class int) float64 {
	all := 0
	for _, row := range c.Counts {
		all += row[class]
	}
	return float64(c.Counts[class][class]) / float64(all)
}

// Group is how a part of the examples fared.
type Group struct {
	N     int
	Right int
}

// Error returns the fraction that was wrong, or NaN for an empty group.
func (g Group) Error() float64 { return 1 - float64(g.Right)/float64(g.N) }

// ByGroup counts right predictions apart for each group 0 … groups−1.
// It panics with a *tensor.ShapeError if the lengths differ.
func ByGroup(labels, predictions, group []int, groups int) []Group {
	if len(labels) != len(predictions) || len(labels) != len(group) {
		panic(&tensor.ShapeError{Op: "by group", A: []int{len(labels)}, B: []int{len(predictions), len(group)}, Why: "one prediction and one group a label"})
	}
	out := make([]Group, groups)
	for i, g := range group {
		out[g].N++
		if labels[i] == predictions[i] {
			out[g].Right++
		}
	}
	return out
}
