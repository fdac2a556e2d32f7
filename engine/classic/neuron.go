package classic

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// McCullochPitts is the neuron of 1943: inputs are 0 or 1, it fires when enough
// of them do and no inhibiting one does. It has no weights and learns nothing.
// Source: McCulloch and Pitts, “A logical calculus of the ideas immanent in nervous activity”, 1943.
type McCullochPitts struct {
	Threshold int
	Inhibit   []bool // by input: one that keeps the neuron silent; may be shorter than the inputs
}

// Fire returns whether the neuron fires, given which inputs do.
func (m McCullochPitts) Fire(inputs ...bool) bool {
	sum := 0
	for i, on := range inputs {
		if !on {
			continue
		}
		if i < len(m.Inhibit) && m.Inhibit[i] {
			return false
		}
		sum++
	}
	return sum >= m.Threshold
}

// AND is a gate that one such neuron can be: it fires when all its inputs do.
func AND(inputs int) McCullochPitts { return McCullochPitts{Threshold: inputs} }

// OR fires when any input does.
func OR() McCullochPitts { return McCullochPitts{Threshold: 1} }

// NOT fires when its one input does not.
func NOT() McCullochPitts { return McCullochPitts{Inhibit: []bool{true}} }

// Perceptron is the learning neuron of 1958: it answers +1 where w·x + b > 0,
// else −1, and is corrected only when it is wrong.
// Source: Rosenblatt, “The perceptron”, 1958.
type Perceptron struct {
	Weights []float64
	Bias    float64
	Rate    float64 // η of the correction, 1 in the original
}

// NewPerceptron returns a perceptron of zeros with rate 1.
// It panics with a *tensor.ValueError if features is below 1.
func NewPerceptron(features int) *Perceptron {
	if features < 1 {
		panic(&tensor.ValueError{Op: "perceptron", Name: "features", Value: strconv.Itoa(features), Want: "1 or more"})
	}
	return &Perceptron{Weights: make([]float64, features), Rate: 1}
}

// Score returns w·x + b, for x [features]. Here as in the methods below other
// features panic with a *tensor.ShapeError.
func (p *Perceptron) Score(x []tensor.Elem) float64 {
	if len(x) != len(p.Weights) {
		panic(&tensor.ShapeError{Op: "perceptron", A: []int{len(x)}, B: []int{len(p.Weights)}, Why: "one number for each weight"})
	}
	s := p.Bias
	for i, w := range p.Weights {
		s += w * float64(x[i])
	}
	return s
}

// Predict returns +1 where the score is above 0, else −1.
func (p *Perceptron) Predict(x []tensor.Elem) int {
	if p.Score(x) > 0 {
		return 1
	}
	return -1
}

// Learn shows one example with target +1 or −1, and reports whether the answer
// was wrong and the weights have moved: w ← w + η·t·x, b ← b + η·t. A score of
// exactly 0 counts as wrong. It panics with a *tensor.ValueError for another target.
func (p *Perceptron) Learn(x []tensor.Elem, target int) (moved bool) {
	if target != 1 && target != -1 {
		panic(&tensor.ValueError{Op: "perceptron", Name: "target", Value: strconv.Itoa(target), Want: "+1 or −1"})
	}
	if p.Score(x)*float64(target) > 0 {
		return false
	}
	for i := range p.Weights {
		p.Weights[i] += p.Rate * float64(target) * float64(x[i])
	}
	p.Bias += p.Rate * float64(target)
	return true
}

// Fit goes through x [n, features] in order, up to epochs times, until an
// epoch brings no mistake, and returns the mistakes of each epoch. On data that
// no line separates, such as XOR, the last is never 0.
func (p *Perceptron) Fit(x *tensor.Tensor, targets []int, epochs int) (mistakes []int) {
	n, width := table("perceptron", x, len(targets))
	for range epochs {
		wrong := 0
		for i := range n {
			if p.Learn(x.Data()[i*width:(i+1)*width], targets[i]) {
				wrong++
			}
		}
		if mistakes = append(mistakes, wrong); wrong == 0 {
			break
		}
	}
	return mistakes
}
