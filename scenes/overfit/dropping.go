package overfit

import (
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
)

// dropping is what dropout does to a trained network, on unseen images.
type dropping struct {
	off     *grad.Var // loss with dropout off, as it should be
	on      *grad.Var // left on: the mean over masks
	twice   *grad.Var // off, but scaled by 1 − p although training had scaled already
	formula *grad.Var // how much the loss should rise by a penalty like L2
	rise    *grad.Var // on − off
	scale   *grad.Var // 1/(1 − p)
	kept    *grad.Var // mean of the hidden numbers over masks, with the scale 1/(1 − p)
	all     *grad.Var // and with dropout off
}

const (
	masks        = 20
	droppingTest = 100 // images
)

// use writes how the first network of an attempt is used on unseen images, with
// dropout off.
func (a *attempt) use(t *grad.Tape, d *digits) (hidden, scores, loss *grad.Var, last nn.Module, labels []int) {
	index := make([]int, droppingTest)
	for i := range index {
		index[i] = i
	}
	var b data.Batch
	d.val[a.side].Gather(&b, index, nil)
	seq := a.members[0].Model().(*nn.Sequential)
	_, first := seq.At(1)
	_, last = seq.At(seq.Len() - 1)
	t.Training = false
	hidden = grad.ReLU(first.Forward(nn.Flatten{}.Forward(t.Const("x", b.X)))).Named("hidden")
	scores = last.Forward(hidden).Named("scores")
	return hidden, scores, grad.CrossEntropy(scores, b.Labels).Named("loss"), last, b.Labels
}

// measure runs the first network of an attempt over unseen images.
//
// Dropping adds noise of variance h²·p/(1−p) to each hidden number; to second
// order the loss rises by half of that times the curvature of the loss, Σ h²·w²
// weighed by the classes' probabilities: a penalty on squared weights.
// Source: Wager, Wang and Liang, “Dropout training as adaptive regularization”, 2013.
func (a *attempt) measure(t *grad.Tape, d *digits, seed uint64) *dropping {
	p := a.dropout
	h, scores, off, last, labels := a.use(t, d)
	loss := func(h *grad.Var) *grad.Var { return grad.CrossEntropy(last.Forward(h), labels) }
	out := &dropping{off: off, all: grad.Mean(h).Named("mean_hidden")}
	out.twice = loss(grad.Mul(h, t.Scalar("1 − p", 1-p))).Named("loss_scaled_twice")
	weights := scores.Inputs()[1] // [classes, hidden]
	prob := grad.Softmax(scores, 1)
	spread := grad.Sub(grad.MatMul(prob, grad.Square(weights)), grad.Square(grad.MatMul(prob, weights)))
	mean := grad.Mean(grad.Sum(grad.Mul(grad.Square(h), spread), 1)).Named("curvature")
	out.formula = grad.Mul(mean, t.Scalar("½·p/(1 − p)", 0.5*p/(1-p))).Named("penalty")
	rng := rand.New(rand.NewPCG(seed, 9))
	t.Training = true
	var losses, kept []*grad.Var
	for range masks {
		dropped := grad.Dropout(h, p, rng)
		losses = append(losses, grad.Reshape(loss(dropped), 1))
		kept = append(kept, grad.Reshape(grad.Mean(dropped), 1))
	}
	out.on = grad.Mean(grad.Concat(0, losses...)).Named("loss_left_on")
	out.kept = grad.Mean(grad.Concat(0, kept...)).Named("mean_kept")
	out.rise = grad.Sub(out.on, out.off).Named("rise")
	out.scale = grad.Div(t.Scalar("1", 1), grad.Sub(t.Scalar("1", 1), t.Scalar("p", p))).Named("scale")
	return out
}
