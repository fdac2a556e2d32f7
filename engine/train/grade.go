package train

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Grade writes [Accuracy] on a tape, so that it unfolds like any number: down to
// each answer and the scores that made it. It is used again with the next scores,
// when those before are done with.
type Grade struct{ label, draw *tensor.Tensor }

// Accuracy returns the share of right answers, on the tape of the scores:
// y [n, classes] or [n, 1] → [].
//
//	ahead_ic = 1 where the score of the label is not below y_ic
//	right_i  = 1 where it is ahead of all classes
//	accuracy = Σ right_i / n
//
// Of equal scores the first class wins, as in [Argmax]; a single score says 1
// where it is above 0. With scores that are NaN or infinite it is NaN.
func (g *Grade) Accuracy(y *grad.Var, labels []int) *grad.Var {
	n := len(labels)
	classes := y.Value.Len() / max(n, 1)
	if g.label == nil {
		g.label, g.draw = &tensor.Tensor{}, &tensor.Tensor{}
	}
	label, draw := g.label.Resize(n, classes).Data(), g.draw.Resize(n, classes).Data()
	clear(label)
	clear(draw)
	t := y.Tape()
	if classes == 1 {
		for i, l := range labels {
			label[i], draw[i] = tensor.Elem(2*l-1), tensor.Elem(l)*leastLead
		}
		ahead := grad.Mul(y, t.Const("label", g.label)) // 1 for the one class, −1 for the other
		return grad.Mean(grad.Step(grad.Sub(ahead, t.Const("draw", g.draw)), 0).Named("right")).Named("accuracy")
	}
	for i, l := range labels {
		label[i*classes+l] = 1
		for c := range l {
			draw[i*classes+c] = leastLead
		}
	}
	own := grad.SumKeep(grad.Mul(y, t.Const("label", g.label)), 1).Named("own")
	ahead := grad.Step(grad.Sub(grad.Sub(own, y), t.Const("draw", g.draw)), 0).Named("ahead")
	right := grad.Step(grad.Sum(ahead, 1), float64(classes)-0.5).Named("right")
	return grad.Mean(right).Named("accuracy")
}

// leastLead is the lead without which a draw is lost: less than any other.
const leastLead = math.SmallestNonzeroFloat32
