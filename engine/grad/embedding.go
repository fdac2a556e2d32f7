package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Embedding looks up rows of a table: weight [words, features], indices of
// the given shape → y [shape..., features]. Without a shape the indices are a list.
//
//	y[i] = weight[indices[i]],  ∂L/∂weight[k] = Σ ∂L/∂y[i] over all i with indices[i] = k
//
// It panics with a *tensor.ValueError if an index is not a row of the table,
// and with a *tensor.ShapeError if the shapes do not fit.
func Embedding(weight *Var, indices []int, shape ...int) *Var {
	if len(weight.Shape()) != 2 {
		panic(&tensor.ShapeError{Op: "embedding", A: weight.Shape(), Why: "weight is [words, features]"})
	}
	words, features := weight.Shape()[0], weight.Shape()[1]
	n := 1
	for _, d := range shape {
		n *= d
	}
	if len(shape) > 0 && n != len(indices) {
		panic(&tensor.ShapeError{Op: "embedding", A: []int{len(indices)}, B: append([]int{}, shape...), Why: "the indices fill the shape"})
	}
	for _, i := range indices {
		if i < 0 || i >= words {
			panic(&tensor.ValueError{Op: "embedding", Name: "index", Value: strconv.Itoa(i), Want: "0 … " + strconv.Itoa(words-1) + ", a row of weight " + tensor.ShapeString(weight.Shape())})
		}
	}
	y, o := push[embedding](weight)
	o.indices = append(o.indices[:0], indices...)
	o.shape = append(o.shape[:0], shape...)
	if len(shape) == 0 {
		o.shape = append(o.shape, len(indices))
	}
	o.shape = append(o.shape, features)
	dst, w := y.result(o.shape...).Data(), weight.Value.Data()
	for r, i := range indices {
		copy(dst[r*features:(r+1)*features], w[i*features:])
	}
	return y
}

type embedding struct{ indices, shape []int }

func (*embedding) name() string { return "embedding" }

func (o *embedding) backward(y *Var) {
	if !y.in[0].wants() {
		return
	}
	features := o.shape[len(o.shape)-1]
	dw, dy := y.in[0].Grad.Data(), y.Grad.Data()
	for r, i := range o.indices {
		tensor.AddSlice(dw[i*features:][:features], dy[r*features:])
	}
}

func (o *embedding) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	features := o.shape[len(o.shape)-1]
	return append(dst, product(factor("w", y.in[0], o.indices[cell/features]*features+cell%features)))
}

func (o *embedding) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	features := o.shape[len(o.shape)-1]
	for r, i := range o.indices {
		if i == cell/features {
			c := r*features + cell%features
			dst = append(dst, gradTerm(y, c, 1, float64(y.Grad.Data()[c])))
		}
	}
	return dst
}
