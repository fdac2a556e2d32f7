package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// TransformerBlock is a pre-norm block: x [length, batch, embed] → y [same].
//
//	x = x + attention(norm(x))
//	y = x + fc2(gelu(fc1(norm(x))))
//
// Source: Vaswani et al., 2017; the norm before each branch after Radford et al., 2019.
type TransformerBlock struct{ group }

// NewTransformerBlock returns a block whose hidden layer has 4·embed neurons.
// It panics as [NewMultiHeadAttention] does.
func NewTransformerBlock(embed, heads int, causal bool, rng *rand.Rand) *TransformerBlock {
	return &TransformerBlock{newGroup(
		child{"ln1", NewLayerNorm(embed)},
		child{"attn", NewMultiHeadAttention(embed, heads, causal, rng)},
		child{"ln2", NewLayerNorm(embed)},
		child{"fc1", NewLinear(embed, 4*embed, rng)},
		child{"gelu", GELU()},
		child{"fc2", NewLinear(4*embed, embed, rng)},
	)}
}

// Forward returns x and what both branches add to it.
func (b *TransformerBlock) Forward(x *grad.Var) *grad.Var {
	x = grad.Add(x, b.run(1, b.run(0, x)))
	h := b.run(2, x)
	for i := 3; i < 6; i++ {
		h = b.run(i, h)
	}
	return grad.Add(x, h)
}

func (b *TransformerBlock) kind() string { return "block" }

// Transformer predicts each next word of a text: x [length, batch], the numbers
// of words → logits [length, batch, words].
//
//	word + position → blocks → norm → dense
//
// Source: Radford et al., “Language models are unsupervised multitask learners”, 2019, made small.
type Transformer struct {
	group
	position *grad.Param // [longest, embed]
	all      []*grad.Param
}

// NewTransformer returns a causal transformer for texts of up to longest words.
// It panics with a *tensor.ValueError if a size makes no sense.
func NewTransformer(words, longest, embed, heads, blocks int, rng *rand.Rand) *Transformer {
	positive("transformer", "longest", longest)
	positive("transformer", "blocks", blocks)
	parts := []child{{"embedding", NewEmbedding(words, embed, rng)}}
	for i := range blocks {
		parts = append(parts, child{"block" + strconv.Itoa(i+1), NewTransformerBlock(embed, heads, true, rng)})
	}
	parts = append(parts, child{"norm", NewLayerNorm(embed)}, child{"logits", NewLinear(embed, words, rng)})
	m := &Transformer{group: newGroup(parts...), position: grad.NewParam("position", tensor.New(longest, embed))}
	if rng != nil {
		for _, p := range [2]*grad.Param{m.parts[0].module.(*Embedding).Weight, m.position} {
			Normal(0.1)(p.Value, rng)
		}
	}
	m.all = append([]*grad.Param{m.position}, m.params...)
	return m
}

// Forward returns the logits of the word after each. It panics with a
// *tensor.ShapeError if the text is longer than the network was made for.
func (m *Transformer) Forward(x *grad.Var) *grad.Var {
	s := x.Shape()
	if longest := m.position.Value.Dim(0); len(s) != 2 || s[0] > longest {
		panic(&tensor.ShapeError{Op: "transformer", A: append([]int{}, s...), Why: "x is [length, batch] with up to " + strconv.Itoa(longest) + " words"})
	}
	h := m.run(0, x)
	at := grad.Slice(x.Tape().Param(m.position), 0, 0, s[0], 1)
	h = grad.Add(h, grad.Reshape(at, s[0], 1, h.Shape()[2])).Named("positioned")
	for i := 1; i < len(m.parts); i++ {
		h = m.run(i, h)
	}
	return h
}

// Params returns the table of positions and the parameters of all parts.
func (m *Transformer) Params() []*grad.Param { return m.all }
