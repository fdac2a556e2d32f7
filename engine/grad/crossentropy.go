package grad

import (
	"fmt"
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Reduction says how a loss sums up its elements.
type Reduction int

// The reductions of a loss.
const (
	ReduceMean Reduction = iota // the mean: the usual one, and the default
	ReduceSum
	ReduceNone // one loss for each element
)

// IgnoreLabel is the label of rows that take no part in [CrossEntropy].
const IgnoreLabel = -100

// CrossEntropyParams are the settings of [CrossEntropy]; the zero value is the mean.
type CrossEntropyParams struct {
	Reduction      Reduction
	LabelSmoothing float64   // ε in 0 … 1: the target is (1−ε)·one-hot + ε/C
	ClassWeights   []float64 // one for each class, or nil; the mean divides by the weights of the labels
	Ignore         []int     // labels that take no part, besides IgnoreLabel
}

// CrossEntropy is the loss of a classifier: logits [N, C] or [N, C, d…] with one
// label for each of N (·d…), or logits [C] with one label → y [], or, with
// ReduceNone, one number for each label.
//
//	y = −Σ_c t_c·ln softmax(x)_c, averaged over the rows
//	∂y/∂x = (softmax(x)·Σt − t)/N: what the network says less what is true
//
// t is the smoothed and weighted target. Where every label is ignored the mean
// is NaN, as in PyTorch. It panics with a *tensor.ShapeError if there is not one
// label for each row, and with a *tensor.ValueError for a label that is not
// 0 … C−1 or a smoothing outside 0 … 1.
func CrossEntropy(logits *Var, labels []int, params ...CrossEntropyParams) *Var {
	y, p := push[crossEntropy](logits)
	p.setup(logits.Shape(), params)
	if len(labels) != p.count() {
		panic(&tensor.ShapeError{Op: "cross_entropy", A: append([]int{}, logits.Shape()...), B: []int{len(labels)},
			Why: strconv.Itoa(p.count()) + " rows of logits need as many labels"})
	}
	p.soft, p.labels = false, append(p.labels[:0], labels...)
	for i, l := range p.labels {
		switch {
		case p.ignored(l):
			p.labels[i] = IgnoreLabel
		case l < 0 || l >= p.rows.n:
			panic(&tensor.ValueError{Op: "cross_entropy", Name: "label", Value: strconv.Itoa(l), Want: "0 … " + strconv.Itoa(p.rows.n-1)})
		}
	}
	return p.forward(y)
}

// CrossEntropyProbs is [CrossEntropy] with a probability for each class as the
// target: logits [N, C, …], target [same] → y [].
//
// The mean divides by the number of rows. ∂y/∂target = −ln softmax(x)/N.
// It panics with a *tensor.ShapeError if the shapes differ.
func CrossEntropyProbs(logits, target *Var, params ...CrossEntropyParams) *Var {
	y, p := push[crossEntropy](logits, target)
	p.setup(logits.Shape(), params)
	if !tensor.SameShape(logits.Shape(), target.Shape()) {
		panic(&tensor.ShapeError{Op: "cross_entropy", A: append([]int{}, logits.Shape()...), B: append([]int{}, target.Shape()...), Why: "a target of probabilities has the shape of the logits"})
	}
	p.soft, p.labels = true, p.labels[:0]
	return p.forward(y)
}

type crossEntropy struct {
	CrossEntropyParams
	rows   rows
	labels []int
	soft   bool          // the target is the second input
	logp   tensor.Tensor // ln softmax, one row of classes for each label
	norm   float64       // what the mean divides by, else 1
	shape  []int
}

func (p *crossEntropy) setup(shape []int, params []CrossEntropyParams) {
	p.CrossEntropyParams = CrossEntropyParams{}
	if len(params) > 0 {
		p.CrossEntropyParams = params[0]
	}
	if e := p.LabelSmoothing; !(e >= 0 && e <= 1) {
		panic(&tensor.ValueError{Op: "cross_entropy", Name: "label smoothing", Value: fmt.Sprint(e), Want: "0 … 1"})
	}
	if p.Reduction < ReduceMean || p.Reduction > ReduceNone {
		panic(&tensor.ValueError{Op: "cross_entropy", Name: "reduction", Value: fmt.Sprint(int(p.Reduction)), Want: "ReduceMean, ReduceSum or ReduceNone"})
	}
	axis := 1
	switch len(shape) {
	case 0:
		panic(&tensor.ShapeError{Op: "cross_entropy", A: []int{}, Why: "want logits [N, C]"})
	case 1:
		axis = 0
	}
	p.rows.plan("cross_entropy", shape, axis)
	if p.rows.n == 0 {
		panic(&tensor.ShapeError{Op: "cross_entropy", A: append([]int{}, shape...), Why: "there are no classes"})
	}
	if w := p.ClassWeights; w != nil && len(w) != p.rows.n {
		panic(&tensor.ShapeError{Op: "cross_entropy", A: append([]int{}, shape...), B: []int{len(w)}, Why: "one class weight for each of " + strconv.Itoa(p.rows.n) + " classes"})
	}
	for _, w := range p.ClassWeights {
		if !(w >= 0) {
			panic(&tensor.ValueError{Op: "cross_entropy", Name: "class weight", Value: fmt.Sprint(w), Want: "0 or more"})
		}
	}
	p.shape = append(append(p.shape[:0], shape[:axis]...), shape[axis+1:]...)
}

func (p *crossEntropy) count() int { return p.rows.outer * p.rows.inner }

func (p *crossEntropy) ignored(label int) bool {
	for _, l := range p.Ignore {
		if l == label {
			return true
		}
	}
	return label == IgnoreLabel
}

func (p *crossEntropy) weight(c int) float64 {
	if p.ClassWeights == nil {
		return 1
	}
	return p.ClassWeights[c]
}

// target is t_c of row i, with smoothing and weight.
func (p *crossEntropy) target(y *Var, i, c int) float64 {
	t := 0.0
	switch {
	case p.soft:
		t = float64(y.in[1].Value.Data()[p.rows.cell(i, c)])
	case p.labels[i] == IgnoreLabel:
		return 0
	case p.labels[i] == c:
		t = 1
	}
	return p.weight(c) * ((1-p.LabelSmoothing)*t + p.LabelSmoothing/float64(p.rows.n))
}

func (p *crossEntropy) forward(y *Var) *Var {
	x := y.in[0].Value
	if p.rows.inner == 1 {
		// A view of x as rows; the scratch tensor a is never written through.
		tensor.LogSoftmax(p.logp.Resize(p.count(), p.rows.n), p.rows.a.Alias(x, p.count(), p.rows.n))
	} else {
		tensor.LogSoftmax(p.logp.Resize(p.count(), p.rows.n), p.rows.load(&p.rows.b, x))
	}
	p.norm = 1
	if p.Reduction == ReduceMean {
		p.norm = float64(p.count())
		if !p.soft {
			p.norm = 0
			for _, l := range p.labels {
				if l != IgnoreLabel {
					p.norm += p.weight(l)
				}
			}
		}
	}
	if p.Reduction == ReduceNone {
		out := y.result(p.shape...).Data()
		for i := range out {
			out[i] = elem(p.rowLoss(y, i))
		}
		return y
	}
	loss := 0.0
	for i := range p.count() {
		loss += p.rowLoss(y, i)
	}
	y.result().Data()[0] = elem(loss / p.norm)
	return y
}

func (p *crossEntropy) rowLoss(y *Var, i int) float64 {
	if p.plain() {
		if l := p.labels[i]; l != IgnoreLabel {
			return -float64(p.logp.Data()[i*p.rows.n+l])
		}
		return 0
	}
	loss := 0.0
	for c, lp := range p.logp.Data()[i*p.rows.n:][:p.rows.n] {
		if t := p.target(y, i, c); t != 0 {
			loss -= t * float64(lp)
		}
	}
	return loss
}

// plain says that targets are labels, neither smoothed nor weighted.
func (p *crossEntropy) plain() bool {
	return !p.soft && p.LabelSmoothing == 0 && p.ClassWeights == nil
}

// plainBackward adds (softmax − one-hot)·∂L/∂y/N, row by row.
func (p *crossEntropy) plainBackward(y *Var) {
	var buf [64]elem
	n, grad := p.rows.n, y.in[0].Grad.Data()
	for i, l := range p.labels {
		if l == IgnoreLabel {
			continue // no gradient, even where the mean is NaN
		}
		up, row, logp := p.scale(y, i), grad[i*n:][:n], p.logp.Data()[i*n:][:n]
		// At the label e^x − 1 on its own: it may be small against both.
		atLabel := row[l] + elem(up*(math.Exp(float64(logp[l]))-1))
		for o := 0; o < n; o += len(buf) {
			e := buf[:min(len(buf), n-o)]
			tensor.ExpSlice(e, logp[o:])
			tensor.AxpySlice(row[o:][:len(e)], elem(up), e)
		}
		row[l] = atLabel
	}
}

func (*crossEntropy) name() string { return "cross_entropy" }

// scale is ∂L/∂y of row i over what the mean divides by.
func (p *crossEntropy) scale(y *Var, i int) float64 {
	if p.Reduction != ReduceNone {
		i = 0
	}
	return float64(y.Grad.Data()[i]) / p.norm
}

func (p *crossEntropy) backward(y *Var) {
	x := y.in[0]
	switch {
	case !x.wants():
	case p.plain() && p.rows.inner == 1:
		p.plainBackward(y)
	default:
		grad := x.Grad.Data()
		for i := range p.count() {
			up, total := p.scale(y, i), 0.0
			for c := range p.rows.n {
				total += p.target(y, i, c)
			}
			if total == 0 && !p.soft {
				continue // an ignored row: no gradient, even where the mean is NaN
			}
			for c, lp := range p.logp.Data()[i*p.rows.n:][:p.rows.n] {
				grad[p.rows.cell(i, c)] += elem(up * (total*math.Exp(float64(lp)) - p.target(y, i, c)))
			}
		}
	}
	if p.soft && y.in[1].wants() {
		grad := y.in[1].Grad.Data()
		for i := range p.count() {
			up := p.scale(y, i) * (1 - p.LabelSmoothing)
			for c, lp := range p.logp.Data()[i*p.rows.n:][:p.rows.n] {
				grad[p.rows.cell(i, c)] -= elem(up * p.weight(c) * float64(lp))
			}
		}
	}
}

// terms has −t_c·ln softmax(x)_c of every row, over what the mean divides by.
func (p *crossEntropy) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	from, to := 0, p.count()
	if p.Reduction == ReduceNone {
		from, to = cell, cell+1
	}
	for i := from; i < to; i++ {
		for c, lp := range p.logp.Data()[i*p.rows.n:][:p.rows.n] {
			if t := p.target(y, i, c); t != 0 {
				dst = append(dst, apply("-ln softmax", -t*float64(lp)/p.norm, factor("x", y.in[0], p.rows.cell(i, c)), constant("t/N", t/p.norm)))
			}
		}
	}
	return dst
}

func (p *crossEntropy) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	i := p.rows.row(cell)
	c := cell / p.rows.inner % p.rows.n
	o := 0
	if p.Reduction == ReduceNone {
		o = i
	}
	lp := float64(p.logp.Data()[i*p.rows.n+c])
	if k == 1 {
		return append(dst, gradTerm(y, o, -(1-p.LabelSmoothing)*p.weight(c)*lp/p.norm, float64(y.Grad.Data()[o])))
	}
	total := 0.0
	for c := range p.rows.n {
		total += p.target(y, i, c)
	}
	if total == 0 && !p.soft {
		return dst
	}
	return append(dst,
		product(constant("softmax(x)", math.Exp(lp)), constant("Σt/N", total/p.norm), upstream(y, o)),
		product(constant("-t/N", -p.target(y, i, c)/p.norm), upstream(y, o)))
}

func (p *crossEntropy) attrs(dst []trace.Attr) []trace.Attr {
	return append(dst, trace.Attr{Name: "label_smoothing", Value: p.LabelSmoothing}, trace.Attr{Name: "reduction", Value: float64(p.Reduction)})
}
