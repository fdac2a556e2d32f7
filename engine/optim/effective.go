package optim

import (
	"math"

	"gradtheatre/engine/tensor"
)

// Effective appends to dst the learning rate that each number of parameter i
// had in the last step, after the rule's own division: η/(√v̂ + ε) for [Adam]
// and [AdamW], η/((1−β₁ᵗ)·u) for [Adamax], η/(1 + (t−1)·d)/(√G + ε) for
// [Adagrad], η/(√s + ε) for [RMSprop], and η for the others. The step was that
// rate times what the rule averages: m̂, m, g, g or the velocity. Of [Adadelta],
// whose division has no past to read it from, η is all that is told. Before the
// first step the rates of [Adam] and [AdamW] are NaN.
func (o *Optimizer) Effective(dst []float64, i int) []float64 {
	past := o.past[i]
	for k := range o.params[i].Value.Len() {
		dst = append(dst, effective(o.rule, past, k, o.lr, o.t))
	}
	return dst
}

func effective(rule Rule, past []*tensor.Tensor, k int, lr float64, t int) float64 {
	at := func(slot int) float64 { return float64(past[slot].Data()[k]) }
	adam := func(a Adam) float64 {
		return lr / (math.Sqrt(at(1)/(1-math.Pow(a.Beta2, float64(t)))) + a.Eps)
	}
	switch r := rule.(type) {
	case Adam:
		return adam(r)
	case AdamW:
		return adam(Adam(r))
	case Adamax:
		return lr / (1 - math.Pow(r.Beta1, float64(t))) / at(1)
	case Adagrad:
		return lr / (1 + float64(t-1)*r.LRDecay) / (math.Sqrt(at(0)) + r.Eps)
	case RMSprop:
		return lr / (math.Sqrt(at(0)) + r.Eps)
	}
	return lr
}
