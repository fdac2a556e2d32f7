package loss

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// classes is how many there are: cat, car, frog; and how many images.
const classes = 3

// lecture holds the scores of three images, a row each, and their true classes.
var lecture = struct {
	scores [classes * classes]tensor.Elem
	labels [classes]int
}{
	scores: [...]tensor.Elem{3.2, 5.1, -1.7, 1.3, 4.9, 2.0, 2.2, 2.5, -3.1},
	labels: [...]int{0, 1, 2},
}

// scoreRun takes scores [3 images, 3 classes] to losses, step by step on one
// tape: the hinge, and e^s, its share of the row's sum, and −ln of the share.
type scoreRun struct {
	scores *tensor.Tensor
	labels [classes]int
	shift  bool // subtract the row's maximum first

	tape *grad.Tape
	scoreVars
	tr trace.Trace

	log, square []float64 // −ln p and (1 − p)² over 0…1, for the little plot
}

// scoreVars are the values of one run, in the order in which they are computed.
type scoreVars struct {
	s, exp, sum, p, hinge   *grad.Var
	nll, log10              [classes]*grad.Var
	hingeMean, hingeSum     *grad.Var
	nllMean, nllSum, steady *grad.Var
}

const curvePoints = 321 // so close that −ln p has no corner where it is steep

func newScoreRun() *scoreRun {
	r := &scoreRun{scores: tensor.New(classes, classes), tape: grad.NewTape()}
	r.teach()
	probe := grad.NewTape()
	at := tensor.New(curvePoints)
	for i := range at.Data() {
		at.Data()[i] = tensor.Elem(float64(i) / (curvePoints - 1))
	}
	p := probe.Const("p", at)
	for _, v := range grad.Neg(grad.Log(p)).Value.Data() {
		r.log = append(r.log, float64(v))
	}
	for _, v := range grad.Square(grad.Sub(probe.Scalar("1", 1), p)).Value.Data() {
		r.square = append(r.square, float64(v))
	}
	return r
}

// teach gives the scores of the lecture.
func (r *scoreRun) teach() {
	copy(r.scores.Data(), lecture.scores[:])
	r.scores.Touch()
	r.labels = lecture.labels
}

// run computes all three images and records them.
func (r *scoreRun) run() {
	r.tape.Reset()
	r.scoreVars = r.write(r.tape)
	r.tape.Backward(r.nllSum)
	r.tape.Record(&r.tr)
}

// write puts the losses of all three images on a tape.
func (r *scoreRun) write(t *grad.Tape) (v scoreVars) {
	v.s = t.Input("scores", r.scores)
	from := v.s
	if r.shift {
		from = grad.Sub(v.s, grad.AmaxKeep(v.s, 1)).Named("scores - max")
	}
	v.exp = grad.Exp(from).Named("exp")
	v.sum = grad.SumKeep(v.exp, 1).Named("sum")
	v.p = grad.Div(v.exp, v.sum).Named("softmax")
	v.hinge = grad.MultiMargin(v.s, r.labels[:], grad.MultiMarginParams{Reduction: grad.ReduceNone, Margin: 1, P: 1}).Named("hinge")
	v.hingeSum, v.hingeMean = grad.Sum(v.hinge).Named("hinge_sum"), grad.Mean(v.hinge).Named("hinge_mean")
	v.steady = grad.CrossEntropy(v.s, r.labels[:], grad.CrossEntropyParams{Reduction: grad.ReduceNone}).Named("cross_entropy")
	var rows [classes]*grad.Var
	tenth := t.Const("1/ln 10", tensor.From([]tensor.Elem{tensor.Elem(1 / math.Ln10)}))
	for i := range classes {
		share := grad.Index(grad.Index(v.p, 0, i).Named("p of the image"), 0, r.labels[i]).Named("p")
		v.nll[i] = grad.Neg(grad.Log(share).Named("ln p")).Named("-ln p")
		rows[i] = grad.Reshape(v.nll[i], 1)
		v.log10[i] = grad.Mul(rows[i], tenth).Named("-log10 p")
	}
	all := grad.Concat(0, rows[:]...)
	v.nllMean = grad.Mean(all).Named("loss_mean")
	v.nllSum = grad.Sum(all).Named("loss")
	return v
}

// The record of the last run, by image i and class c.
func (r *scoreRun) cell(v *grad.Var, i, c int) float64 { return r.tr.Nodes[v.ID()].Value[i*classes+c] }
func (r *scoreRun) row(v *grad.Var, i int) float64     { return r.tr.Nodes[v.ID()].Value[i] }
func (r *scoreRun) one(v *grad.Var) float64            { return r.tr.Nodes[v.ID()].Value[0] }
func (r *scoreRun) slope(i, c int) float64             { return r.tr.Nodes[r.s.ID()].Grad[i*classes+c] }

// margin is the hinge term of class c of image i, as the engine explains it;
// the true class has none.
func (r *scoreRun) margin(i, c int) (term trace.Term, ok bool) {
	for _, t := range grad.Explain(r.hinge, i) {
		if t.Factors[0].Cell == i*classes+c {
			return t, true
		}
	}
	return trace.Term{}, false
}

// moved is the cross-entropy of image i when all its scores are larger by d.
func (r *scoreRun) moved(i int, d float64) float64 {
	t := grad.NewTape()
	row := tensor.New(1, classes)
	for c := range classes {
		row.Data()[c] = r.scores.Data()[i*classes+c] + tensor.Elem(d)
	}
	return grad.CrossEntropy(t.Const("scores", row), r.labels[i:i+1], grad.CrossEntropyParams{}).Item()
}
