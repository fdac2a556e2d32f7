package tensor

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor/internal/kernel"
)

// Axpy adds alpha·x to dst. It panics with a *ShapeError if the shapes differ.
func Axpy(dst *Tensor, alpha Elem, x *Tensor) {
	mustSame("axpy", dst, x)
	kernel.Axpy(dst.data, alpha, x.data)
	dst.version++
}

// Scale multiplies every element of dst by alpha.
func Scale(dst *Tensor, alpha Elem) {
	kernel.Scale(dst.data, alpha)
	dst.version++
}

// Sum returns the sum of all elements.
func Sum(x *Tensor) Elem { return kernel.Sum(x.data) }

// Dot returns Σ x·y over all elements. It panics with a *ShapeError if the shapes differ.
func Dot(x, y *Tensor) Elem {
	mustSame("dot", x, y)
	return kernel.Dot(x.data, y.data)
}

// AddBias adds bias [n] to every row of dst [..., n]. It panics with a
// *ShapeError if the shapes do not fit.
func AddBias(dst, bias *Tensor) {
	if n := biasLen("add_bias", dst, bias); n > 0 {
		kernel.AddRow(dst.data, bias.data, len(dst.data)/n)
	}
	dst.version++
}

// BiasGrad adds the sum of the rows of dy [..., n] to db [n].
func BiasGrad(db, dy *Tensor) {
	if n := biasLen("bias_grad", dy, db); n > 0 {
		kernel.SumRows(db.data, dy.data, len(dy.data)/n)
	}
	db.version++
}

func biasLen(op string, x, bias *Tensor) int {
	if len(x.shape) == 0 || len(bias.shape) != 1 || x.shape[len(x.shape)-1] != bias.shape[0] {
		panic(&ShapeError{Op: op, A: x.shape, B: bias.shape, Why: "the bias needs one value for each element of the last dimension"})
	}
	return bias.shape[0]
}

// SGDParams are the settings of [SGDStep].
type SGDParams struct {
	LR          float64 // learning rate
	Momentum    float64 // μ
	Dampening   float64 // τ
	WeightDecay float64 // λ, the L2 penalty
	Nesterov    bool
	First       bool // the first step of this parameter: dampening does not apply
}

// SGDStep updates p by one step of stochastic gradient descent, as PyTorch does:
//
//	g ← g + λ·p;  v ← μ·v + (1-τ)·g;  p ← p - lr·v,  or  p ← p - lr·(g + μ·v) for Nesterov
//
// v must start at zero and may be nil if the momentum is 0; g is not changed.
func SGDStep(p, v, g *Tensor, s *SGDParams) {
	mustSame("sgd", p, g)
	var k kernel.SGD // filled in place, as a literal would be copied
	k.LR, k.Momentum, k.Keep, k.WeightDecay, k.Nesterov = Elem(s.LR), Elem(s.Momentum), 1, Elem(s.WeightDecay), s.Nesterov
	if !s.First {
		k.Keep = Elem(1 - s.Dampening)
	}
	if s.Momentum == 0 {
		kernel.SGDStep(p.data, nil, g.data, &k)
	} else {
		if v == nil {
			panic(&ValueError{Op: "sgd", Name: "velocity", Value: "nil", Want: "a tensor of shape " + ShapeString(p.shape) + ", as the momentum is not 0"})
		}
		mustSame("sgd", p, v)
		kernel.SGDStep(p.data, v.data, g.data, &k)
		v.version++
	}
	p.version++
}

// AdamParams are the settings of [AdamStep].
type AdamParams struct {
	LR           float64 // learning rate
	Beta1, Beta2 float64 // decay of the two moments, 0.9 and 0.999
	Eps          float64 // 1e-8
	WeightDecay  float64 // λ
	Decoupled    bool    // AdamW: p ← (1-lr·λ)·p instead of g ← g + λ·p
	Step         int     // t, counted from 1
}

// AdamStep updates p by one step of Adam (Kingma and Ba, 2014), as PyTorch does:
//
//	m ← β1·m + (1-β1)·g;  v ← β2·v + (1-β2)·g²
//	p ← p - lr · m/(1-β1ᵗ) / (√(v/(1-β2ᵗ)) + ε)
//
// m and v must start at zero; g is not changed. It panics with a *ValueError if Step < 1.
func AdamStep(p, m, v, g *Tensor, s *AdamParams) {
	mustSame("adam", p, g)
	mustSame("adam", p, m)
	mustSame("adam", p, v)
	if s.Step < 1 {
		panic(&ValueError{Op: "adam", Name: "step", Value: strconv.Itoa(s.Step), Want: "1 or more"})
	}
	t := float64(s.Step)
	k := kernel.Adam{Beta1: Elem(s.Beta1), Beta2: Elem(s.Beta2), Eps: Elem(s.Eps), Shrink: 1,
		Step: Elem(s.LR / (1 - math.Pow(s.Beta1, t))), RootBias2: Elem(1 / math.Sqrt(1-math.Pow(s.Beta2, t)))}
	if s.Decoupled {
		k.Shrink = Elem(1 - s.LR*s.WeightDecay)
	} else {
		k.L2 = Elem(s.WeightDecay)
	}
	kernel.AdamStep(p.data, m.data, v.data, g.data, &k)
	p.version++
	m.version++
	v.version++
}
