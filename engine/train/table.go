package train

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Table writes a [Confusion] on a tape, so that every count unfolds like any
// number: down to each answer and the scores that made it. It is used again with
// the next scores, when those before are done with.
type Table struct{ label, draw *tensor.Tensor }

// Count returns how often each class was taken for which, on the tape of the
// scores: y [n, classes], or [n, 1] of two, → [classes, classes].
//
//	ahead_ijc = 1 where score j of example i is not below score c
//	says_ij   = 1 where j is ahead of all classes
//	count_kj  = Σ label_ik · says_ij, over the examples
//
// Of equal scores the first class wins, as in [Argmax]; a single score says 1
// where it is above 0. With scores that are NaN or infinite counts are NaN.
func (c *Table) Count(y *grad.Var, labels []int, classes int) *grad.Var {
	n := len(labels)
	if c.label == nil {
		c.label, c.draw = &tensor.Tensor{}, &tensor.Tensor{}
	}
	label, draw := c.label.Resize(n, classes).Data(), c.draw.Resize(classes, classes).Data()
	clear(label)
	clear(draw)
	for i, l := range labels {
		label[i*classes+l] = 1
	}
	for j := range classes {
		for k := range j { // those before it must be below
			draw[j*classes+k] = leastLead
		}
	}
	c.label.Touch()
	c.draw.Touch()
	t := y.Tape()
	var says *grad.Var
	if y.Value.Len() == n {
		one := grad.Step(grad.Reshape(y, n, 1), leastLead)
		says = grad.Concat(1, grad.Sub(t.Scalar("1", 1), one), one)
	} else {
		lead := grad.Sub(grad.Reshape(y, n, classes, 1), grad.Reshape(y, n, 1, classes)).Named("lead")
		ahead := grad.Step(grad.Sub(lead, t.Const("draw", c.draw)), 0).Named("ahead")
		says = grad.Step(grad.Sum(ahead, 2), float64(classes)-0.5)
	}
	return grad.MatMul(grad.Transpose(t.Const("label", c.label)), says.Named("says")).Named("count")
}
