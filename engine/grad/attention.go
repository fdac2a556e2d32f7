package grad

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// AttentionOptions are what [Attention] may be told beside q, k and v. Mask and
// Bias broadcast to the scores [..., L, S], most often from [L, S].
type AttentionOptions struct {
	Mask   *Var    // 1 = may attend, 0 = may not; nil for all
	Bias   *Var    // added to the scores; −Inf forbids as a mask does; may be nil
	Causal bool    // position i may attend to positions up to i only
	Scale  float64 // of the products, 0 for 1/√D
}

// Attention lets every query take a mean of the values, weighed by how well
// their keys fit: q [..., L, D], k [..., S, D], v [..., S, E] → y [..., L, E] and
// the weights [..., L, S].
//
//	scores = q·kᵀ·scale + bias,  weights = softmax(scores) over the allowed,  y = weights·v
//
// All three are values of their own on the tape. A query that may attend to
// nothing gets weights of zero and y = 0, not NaN, and sends back no gradient
// (as in PyTorch since 2.5). It panics with a *tensor.ShapeError if the shapes
// do not fit.
// Source: Vaswani et al., “Attention is all you need”, 2017.
func Attention(q, k, v *Var, opt AttentionOptions) (y, weights *Var) {
	return attention("scaled_dot_product_attention", q, k, v, opt)
}

func attention(op string, q, k, v *Var, opt AttentionOptions) (y, weights *Var) {
	qs, ks, vs := q.Shape(), k.Shape(), v.Shape()
	r := len(qs)
	switch {
	case r < 2 || len(ks) != r || !tensor.SameShape(qs[:r-2], ks[:r-2]) || qs[r-1] != ks[r-1]:
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, qs...), B: append([]int{}, ks...), Why: "queries are [..., L, D], keys [..., S, D]"})
	case qs[r-1] == 0:
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, qs...), Why: "queries have no features to compare"})
	case len(vs) != r || !tensor.SameShape(ks[:r-1], vs[:r-1]):
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, ks...), B: append([]int{}, vs...), Why: "keys are [..., S, D], values [..., S, E]"})
	}
	scores := attentionScores(op, q, k, opt)
	weights = attentionWeights(op, scores, opt)
	return MatMul(weights, v), weights
}

func attentionScores(op string, q, k *Var, opt AttentionOptions) *Var {
	qs, ks := q.Shape(), k.Shape()
	r := len(qs)
	var y *Var
	var o *scoreOp
	if opt.Bias != nil {
		y, o = push[scoreOp](q, k, opt.Bias)
		o.bias.plan(op, opt.Bias.Shape(), qs[:r-2], qs[r-2], ks[r-2])
	} else {
		y, o = push[scoreOp](q, k)
	}
	o.rows, o.cols, o.d = qs[r-2], ks[r-2], qs[r-1]
	if o.scale = opt.Scale; o.scale == 0 {
		o.scale = 1 / math.Sqrt(float64(o.d))
	}
	o.shape = append(append(o.shape[:0], qs[:r-1]...), o.cols)
	dst := y.result(o.shape...).Data()
	n := o.rows * o.cols
	for b := range o.batches() {
		tensor.GemmSlice(dst[b*n:], q.Value.Data()[b*o.rows*o.d:], k.Value.Data()[b*o.cols*o.d:], o.rows, o.cols, o.d, false, true, false)
	}
	tensor.ScaleSlice(dst, tensor.Elem(o.scale))
	if opt.Bias != nil {
		for i := range dst {
			dst[i] += opt.Bias.Value.Data()[o.bias.at(i)]
		}
	}
	return y
}

// scoreOp is q·kᵀ·scale + bias, for a batch of matrices.
type scoreOp struct {
	rows, cols, d int
	scale         float64
	bias          overlay
	shape         []int
	scaled        tensor.Tensor // scale·∂L/∂y
}

func (*scoreOp) name() string { return "attention_scores" }

func (o *scoreOp) batches() int {
	n := 1
	for _, d := range o.shape[:len(o.shape)-2] {
		n *= d
	}
	return n
}

func (o *scoreOp) backward(y *Var) {
	q, k := y.in[0], y.in[1]
	ds := o.scaled.Resize(y.Value.Len()).Data()
	copy(ds, y.Grad.Data())
	tensor.ScaleSlice(ds, tensor.Elem(o.scale))
	n := o.rows * o.cols
	for b := range o.batches() {
		if q.wants() {
			tensor.GemmSlice(q.Grad.Data()[b*o.rows*o.d:], ds[b*n:], k.Value.Data()[b*o.cols*o.d:], o.rows, o.d, o.cols, false, false, true)
		}
		if k.wants() {
			tensor.GemmSlice(k.Grad.Data()[b*o.cols*o.d:], ds[b*n:], q.Value.Data()[b*o.rows*o.d:], o.cols, o.d, o.rows, true, false, true)
		}
	}
	if len(y.in) > 2 && y.in[2].wants() {
		for i, g := range y.Grad.Data() {
			y.in[2].Grad.Data()[o.bias.at(i)] += g
		}
	}
}

func (o *scoreOp) attrs(dst []trace.Attr) []trace.Attr {
	return append(dst, trace.Attr{Name: "scale", Value: o.scale})
}

// place splits a cell of the scores into matrix, row and column.
func (o *scoreOp) place(cell int) (b, i, j int) {
	return cell / (o.rows * o.cols), cell / o.cols % o.rows, cell % o.cols
}

func (o *scoreOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	b, i, j := o.place(cell)
	for d := range o.d {
		dst = append(dst, product(factor("q", y.in[0], (b*o.rows+i)*o.d+d), factor("k", y.in[1], (b*o.cols+j)*o.d+d), constant("scale", o.scale)))
	}
	if len(y.in) > 2 {
		dst = append(dst, product(factor("bias", y.in[2], o.bias.at(cell))))
	}
	return dst
}

func (o *scoreOp) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	switch row, d := cell/o.d, cell%o.d; k {
	case 0:
		b := row / o.rows
		for j := range o.cols {
			dst = append(dst, product(factor("k", y.in[1], (b*o.cols+j)*o.d+d), constant("scale", o.scale), upstream(y, row*o.cols+j)))
		}
	case 1:
		b, j := row/o.cols, row%o.cols
		for i := range o.rows {
			dst = append(dst, product(factor("q", y.in[0], (b*o.rows+i)*o.d+d), constant("scale", o.scale), upstream(y, (b*o.rows+i)*o.cols+j)))
		}
	default:
		for i := range y.Value.Len() {
			if o.bias.at(i) == cell {
				dst = append(dst, product(constant("1", 1), upstream(y, i)))
			}
		}
	}
	return dst
}

func attentionWeights(op string, x *Var, opt AttentionOptions) *Var {
	s := x.Shape()
	r := len(s)
	var y *Var
	var o *weightOp
	if opt.Mask != nil {
		y, o = push[weightOp](x, opt.Mask)
		o.mask.plan(op, opt.Mask.Shape(), s[:r-2], s[r-2], s[r-1])
	} else {
		y, o = push[weightOp](x)
	}
	o.rows, o.cols, o.causal = s[r-2], s[r-1], opt.Causal
	dst, in := y.result(s...).Data(), x.Value.Data()
	for from := 0; from < len(dst); from += o.cols {
		o.row(y, from, dst[from:][:o.cols], in[from:][:o.cols])
	}
	return y
}

// row is the softmax of the row of scores that starts at a cell.
func (o *weightOp) row(y *Var, from int, dst, in []tensor.Elem) {
	if o.causal {
		n := min(o.cols, from/o.cols%o.rows+1)
		clear(dst[n:])
		dst, in = dst[:n], in[:n]
	}
	masked := len(y.in) > 1
	if masked {
		copy(dst, in)
		for i := range dst {
			if !o.allows(y, from+i) {
				dst[i] = tensor.Elem(math.Inf(-1))
			}
		}
		in = dst
	}
	top := tensor.MaxSlice(in)
	if math.IsInf(float64(top), -1) {
		clear(dst)
		return
	}
	sum := tensor.ExpSumSlice(dst, in, top)
	tensor.ScaleSlice(dst, 1/sum)
	for i := 0; masked && sum != sum && i < len(dst); i++ {
		if !o.allows(y, from+i) {
			dst[i] = 0 // where others are NaN
		}
	}
}

// weightOp is the softmax of the scores in each row, over those that are allowed.
type weightOp struct {
	rows, cols int
	causal     bool
	mask       overlay
}

func (*weightOp) name() string { return "attention_weights" }

// allows reports whether the query of a cell may attend to its key.
func (o *weightOp) allows(y *Var, cell int) bool {
	if o.causal && cell%o.cols > cell/o.cols%o.rows {
		return false
	}
	return len(y.in) < 2 || y.in[1].Value.Data()[o.mask.at(cell)] != 0
}

// sum returns the largest allowed score x of the row that starts at a cell, and
// Σ e^(x − largest); 0 and 0 if the row may attend to nothing.
func (o *weightOp) sum(y *Var, from int) (top, sum float64) {
	x := y.in[0].Value.Data()
	top = math.Inf(-1)
	for i := from; i < from+o.cols; i++ {
		if o.allows(y, i) {
			top = max(top, float64(x[i]))
		}
	}
	if math.IsInf(top, -1) {
		return 0, 0
	}
	for i := from; i < from+o.cols; i++ {
		if o.allows(y, i) {
			sum += math.Exp(float64(x[i]) - top)
		}
	}
	return top, sum
}

// ∂L/∂x_i = w_i·(∂L/∂w_i − Σ_j w_j·∂L/∂w_j)
func (o *weightOp) backward(y *Var) {
	if !y.in[0].wants() {
		return
	}
	w, dw, dx := y.Value.Data(), y.Grad.Data(), y.in[0].Grad.Data()
	for from := 0; from < len(w); from += o.cols {
		tensor.SoftmaxGradSlice(dx[from:][:o.cols], w[from:], dw[from:])
	}
}

func (o *weightOp) attrs(dst []trace.Attr) []trace.Attr {
	if o.causal {
		dst = append(dst, trace.Attr{Name: "causal", Value: 1})
	}
	return dst
}

func (o *weightOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	top, sum := o.sum(y, cell/o.cols*o.cols)
	if sum == 0 || !o.allows(y, cell) {
		return append(dst, product(constant("masked", 0)))
	}
	f := factor("e^(x-max)", y.in[0], cell)
	f.Value = math.Exp(f.Value - top)
	return append(dst, product(f, constant("1/Σe^(x-max)", 1/sum)))
}

func (o *weightOp) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	if k != 0 {
		return dst // a mask is not differentiable
	}
	w := float64(y.Value.Data()[cell])
	for i, from := 0, cell/o.cols*o.cols; i < o.cols; i++ {
		dst = append(dst, gradTerm(y, from+i, -float64(y.Value.Data()[from+i])*w, float64(y.Grad.Data()[from+i])))
	}
	// On its own: w − w² would lose what the sum has kept where w is near 1.
	return append(dst, gradTerm(y, cell, w, float64(y.Grad.Data()[cell])))
}

// overlay broadcasts a small tensor over scores [..., rows, cols].
type overlay struct {
	rows, cols, stepRow, stepCol int
	start                        []int // of each matrix
}

func (s *overlay) plan(op string, shape, batch []int, rows, cols int) {
	refuse := func() {
		want := append(append([]int{}, batch...), rows, cols)
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, shape...), B: want, Why: "mask and bias broadcast to the scores, most often [" + strconv.Itoa(rows) + "," + strconv.Itoa(cols) + "]"})
	}
	if len(shape) < 2 || len(shape) > len(batch)+2 {
		refuse()
	}
	r := len(shape)
	if shape[r-2] != rows && shape[r-2] != 1 || shape[r-1] != cols && shape[r-1] != 1 {
		refuse()
	}
	s.rows, s.cols, s.stepRow, s.stepCol = rows, cols, shape[r-1], 1
	if shape[r-2] == 1 {
		s.stepRow = 0
	}
	if shape[r-1] == 1 {
		s.stepCol = 0
	}
	// The offsets of the matrices, one batch dimension after the other.
	s.start = append(s.start[:0], 0)
	size, repeat := shape[r-2]*shape[r-1], 1
	for d := len(batch) - 1; d >= 0; d-- {
		have := 1
		if i := d + r - 2 - len(batch); i >= 0 {
			have = shape[i]
		}
		if have != batch[d] && have != 1 {
			refuse()
		}
		if batch[d] == 0 {
			s.start = s.start[:0]
			return
		}
		block := s.start[:repeat]
		for i := 1; i < batch[d]; i++ {
			for _, at := range block {
				if have != 1 {
					at += i * size
				}
				s.start = append(s.start, at)
			}
		}
		size *= have
		repeat *= batch[d]
	}
}

// at is the cell that stands over cell i of the scores.
func (s *overlay) at(i int) int {
	n := s.rows * s.cols
	return s.start[i/n] + i/s.cols%s.rows*s.stepRow + i%s.cols*s.stepCol
}
