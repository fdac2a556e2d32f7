package classic

import (
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// LinearClassifier scores each class by a row of weights: x [n, features] → x·Wᵀ + b [n, classes].
type LinearClassifier struct {
	*nn.Linear
	classes int
	hinge   bool
	penalty float64
}

// NewSVM returns the linear support vector machine for several classes: the
// score of the right class shall be above each other by 1 (Weston and Watkins),
//
//	L = mean Σ_{j≠y} max(0, s_j − s_y + 1) + λ·Σ W²
//
// It panics with a *tensor.ValueError for fewer than two classes or a negative penalty.
// Source: Weston and Watkins, “Support vector machines for multi-class pattern recognition”, 1999.
func NewSVM(features, classes int, penalty float64) *LinearClassifier {
	return newLinear("svm", features, classes, penalty, true)
}

// NewLogistic returns logistic regression for several classes: softmax and
// cross-entropy over linear scores, plus λ·Σ W². With two classes it is a
// sigmoid of the difference of the scores. It panics as [NewSVM] does.
// Source: Cox, “The regression analysis of binary sequences”, 1958.
func NewLogistic(features, classes int, penalty float64) *LinearClassifier {
	return newLinear("logistic regression", features, classes, penalty, false)
}

func newLinear(op string, features, classes int, penalty float64, hinge bool) *LinearClassifier {
	if classes < 2 || !(penalty >= 0) {
		panic(&tensor.ValueError{Op: op, Name: "classes or penalty", Value: strconv.Itoa(classes) + ", " + strconv.FormatFloat(penalty, 'g', -1, 64), Want: "2 or more, 0 or more"})
	}
	return &LinearClassifier{Linear: nn.NewLinear(features, classes, nil), classes: classes, hinge: hinge, penalty: penalty}
}

// Loss puts the mean loss, without the penalty, on the tape of the scores
// [batch, classes]: one label a row → y [].
func (c *LinearClassifier) Loss(scores *grad.Var, labels []int) *grad.Var {
	if !c.hinge {
		return grad.CrossEntropy(scores, labels)
	}
	return grad.MultiMargin(scores, labels, grad.MultiMarginParams{Margin: 1, P: 1})
}

// Fit takes steps of Adam at the given rate on batches of up to 64 examples,
// for a number of epochs, and returns the loss of each epoch. It returns an
// error if shapes do not fit or a label is not a class.
func (c *LinearClassifier) Fit(x *tensor.Tensor, labels []int, epochs int, lr float64, seed uint64) (losses []float64, err error) {
	defer tensor.Recover(&err)
	n, width := table("fit", x, len(labels))
	d := &data.Dataset{X: tensor.From(x.Data(), n, width), Labels: labels}
	opt := optim.New(c.Params(), optim.DefaultAdam(lr))
	batches := data.NewBatches(n, 64, seed)
	tape := grad.NewTape()
	var b data.Batch
	for step := range epochs * batches.PerEpoch() {
		d.Gather(&b, batches.At(step), nil)
		tape.Reset()
		opt.ZeroGrad()
		loss := c.Loss(c.Forward(tape.Const("x", b.X)), b.Labels)
		tape.Backward(loss)
		total := loss.Item() + optim.AddL2(c.Params()[:1], c.penalty)
		opt.Step()
		if step%batches.PerEpoch() == 0 {
			losses = append(losses, 0)
		}
		losses[len(losses)-1] += total * float64(len(b.Index)) / float64(n)
	}
	return losses, nil
}

// Predict returns the class with the highest score for each row of x [n, features].
func (c *LinearClassifier) Predict(x *tensor.Tensor) []int {
	n, width := table("predict", x, -1)
	tape := grad.NewTape()
	tape.NoGrad = true
	y := c.Forward(tape.Const("x", tensor.From(x.Data(), n, width)))
	out := make([]int, n)
	for i := range out {
		row := y.Value.Data()[i*c.classes : (i+1)*c.classes]
		for k, v := range row {
			if v > row[out[i]] {
				out[i] = k
			}
		}
	}
	return out
}
