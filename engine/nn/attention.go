package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// MultiHeadAttention lets the positions of a sequence look at one another:
// x [length, batch, embed] → y [same].
type MultiHeadAttention struct {
	Heads  int
	Causal bool // position i sees positions up to i only

	in, inBias, out, outBias *grad.Param
	params                   []*grad.Param
}

// NewMultiHeadAttention returns attention with projections drawn by Xavier's
// rule and biases of 0; rng nil leaves all 0. It panics with a
// *tensor.ValueError if heads does not divide embed.
func NewMultiHeadAttention(embed, heads int, causal bool, rng *rand.Rand) *MultiHeadAttention {
	positive("multi_head_attention", "embed", embed)
	positive("multi_head_attention", "heads", heads)
	if embed%heads != 0 {
		panic(&tensor.ValueError{Op: "multi_head_attention", Name: "heads", Value: strconv.Itoa(heads), Want: "a divisor of " + strconv.Itoa(embed) + " features"})
	}
	m := &MultiHeadAttention{Heads: heads, Causal: causal,
		in: grad.NewParam("in_proj_weight", tensor.New(3*embed, embed)), inBias: grad.NewParam("in_proj_bias", tensor.New(3*embed)),
		out: grad.NewParam("out_proj.weight", tensor.New(embed, embed)), outBias: grad.NewParam("out_proj.bias", tensor.New(embed))}
	m.params = []*grad.Param{m.in, m.inBias, m.out, m.outBias}
	if rng != nil {
		XavierUniform(m.in.Value, rng)
		fanIn(rng, embed, m.out)
	}
	return m
}

// Forward returns what the positions gathered from one another.
func (m *MultiHeadAttention) Forward(x *grad.Var) *grad.Var {
	y, _ := m.Attend(x, nil)
	return y
}

// Attend is Forward with a mask (1 = may attend) that broadcasts to [batch,
// heads, length, length], or nil; it returns the weights of that shape too.
func (m *MultiHeadAttention) Attend(x, mask *grad.Var) (y, weights *grad.Var) {
	t := x.Tape()
	w := grad.AttentionWeights{In: t.Param(m.in), InBias: t.Param(m.inBias), Out: t.Param(m.out), OutBias: t.Param(m.outBias)}
	return grad.MultiHeadAttention(x, w, m.Heads, grad.AttentionOptions{Mask: mask, Causal: m.Causal})
}

// Params returns weight and bias of the projections in and out.
func (m *MultiHeadAttention) Params() []*grad.Param { return m.params }

func (m *MultiHeadAttention) kind() string { return "attention" }
