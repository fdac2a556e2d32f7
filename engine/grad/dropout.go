package grad

import (
	"math/rand/v2"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Dropout sets each number to zero with probability p and scales the others,
// so that the expected sum stays: x [any] → y [same].
//
//	y = x·mask/(1 − p), mask 0 with probability p, else 1
//
// The mask is a value of its own on the tape. On a tape that is not Training
// the result is x itself. The mask comes from rng: same seed, same mask.
// It panics with a *tensor.ValueError if p is not in [0, 1].
// Source: Srivastava et al., “Dropout”, 2014.
func Dropout(x *Var, p float64, rng *rand.Rand) *Var {
	checkDropout(p)
	if !x.tape.Training || p == 0 {
		return x
	}
	mask := x.tape.leaf("dropout_mask", nil)
	mask.Value = mask.value.Resize(x.Shape()...)
	for i := range mask.value.Data() {
		mask.value.Data()[i] = 0
		if rng.Float64() >= p {
			mask.value.Data()[i] = 1
		}
	}
	return DropoutWithMask(x, mask, p)
}

// DropoutWithMask is [Dropout] with a given mask of zeros and ones in the
// shape of x, whatever the tape is for. It panics as Dropout does, and with a
// *tensor.ShapeError if the mask has another shape.
func DropoutWithMask(x, mask *Var, p float64) *Var {
	checkDropout(p)
	if !tensor.SameShape(x.Shape(), mask.Shape()) {
		panic(&tensor.ShapeError{Op: "dropout", A: x.Shape(), B: mask.Shape(), Why: "the mask has the shape of x"})
	}
	y, o := push[dropout](x, mask)
	o.p, o.scale = p, 0
	if p < 1 {
		o.scale = 1 / (1 - p)
	}
	dst, m := y.result(x.Shape()...).Data(), mask.Value.Data()
	for i, v := range x.Value.Data() {
		dst[i] = v * m[i] * tensor.Elem(o.scale)
	}
	return y
}

func checkDropout(p float64) {
	if !(p >= 0 && p <= 1) {
		panic(&tensor.ValueError{Op: "dropout", Name: "p", Value: number(p), Want: "a probability, 0 … 1"})
	}
}

type dropout struct{ p, scale float64 }

func (*dropout) name() string { return "dropout" }

func (o *dropout) backward(y *Var) {
	x, mask := y.in[0], y.in[1]
	if x.wants() {
		for i, g := range y.Grad.Data() {
			x.Grad.Data()[i] += g * mask.Value.Data()[i] * tensor.Elem(o.scale)
		}
	}
	if mask.wants() {
		for i, g := range y.Grad.Data() {
			mask.Grad.Data()[i] += g * x.Value.Data()[i] * tensor.Elem(o.scale)
		}
	}
}

func (o *dropout) attrs(dst []trace.Attr) []trace.Attr {
	return append(dst, trace.Attr{Name: "p", Value: o.p})
}

func (o *dropout) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	return append(dst, product(factor("x", y.in[0], cell), factor("mask", y.in[1], cell), constant("1/(1−p)", o.scale)))
}

func (o *dropout) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	local := float64(y.in[1-k].Value.Data()[cell]) * o.scale
	return append(dst, gradTerm(y, cell, local, float64(y.Grad.Data()[cell])))
}
