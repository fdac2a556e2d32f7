package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Linear is a dense layer: x [batch, in] → y [batch, out], y = x·Wᵀ + b.
type Linear struct {
	Weight *grad.Param // [out, in]
	Bias   *grad.Param // [out], or nil

	params []*grad.Param
}

// NewLinear returns a dense layer with weights drawn as PyTorch draws them,
// evenly within ±1/√in; rng nil leaves them 0. It panics with a
// *tensor.ValueError if a size is below 1.
func NewLinear(in, out int, rng *rand.Rand) *Linear {
	l := NewLinearNoBias(in, out, nil)
	l.Bias = grad.NewParam("bias", tensor.New(out))
	l.params = append(l.params, l.Bias)
	fanIn(rng, in, l.Weight, l.Bias)
	return l
}

// NewLinearNoBias is [NewLinear] without b.
func NewLinearNoBias(in, out int, rng *rand.Rand) *Linear {
	positive("linear", "in", in)
	positive("linear", "out", out)
	l := &Linear{Weight: grad.NewParam("weight", tensor.New(out, in))}
	l.params = []*grad.Param{l.Weight}
	fanIn(rng, in, l.Weight)
	return l
}

// Forward returns x·Wᵀ + b.
func (l *Linear) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	return grad.Linear(x, t.Param(l.Weight), param(t, l.Bias))
}

// Params returns weight and bias.
func (l *Linear) Params() []*grad.Param { return l.params }

func (l *Linear) kind() string { return "fc" }

// param puts a parameter on the tape; nil stays nil.
func param(t *grad.Tape, p *grad.Param) *grad.Var {
	if p == nil {
		return nil
	}
	return t.Param(p)
}

func positive(op, name string, v int) {
	if v < 1 {
		panic(&tensor.ValueError{Op: op, Name: name, Value: strconv.Itoa(v), Want: "1 or more"})
	}
}
