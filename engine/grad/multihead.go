package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// AttentionWeights are the parameters of multi-head self-attention over
// features of size embed; the biases may be nil.
type AttentionWeights struct {
	In      *Var // [3·embed, embed], rows of the queries, then keys, then values
	InBias  *Var // [3·embed]
	Out     *Var // [embed, embed]
	OutBias *Var // [embed]
}

// MultiHeadAttention lets the positions of a sequence look at one another, in
// several heads that each see embed/heads of the features:
// x [length, batch, embed] → y [length, batch, embed] and the weights
// [batch, heads, length, length].
//
//	q, k, v = x·Inᵀ + b, split into heads;  y = concat(attention(q, k, v))·Outᵀ + b′
//
// Masks broadcast to [batch, heads, length, length], most often from
// [length, length]. It panics with a *tensor.ShapeError if the shapes do not
// fit, and with a *tensor.ValueError if heads does not divide embed.
// Source: Vaswani et al., “Attention is all you need”, 2017.
func MultiHeadAttention(x *Var, w AttentionWeights, heads int, opt AttentionOptions) (y, weights *Var) {
	const op = "multi_head_attention"
	s := x.Shape()
	if len(s) != 3 {
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, s...), Why: "x is [length, batch, embed]"})
	}
	if heads < 1 || s[2]%heads != 0 {
		panic(&tensor.ValueError{Op: op, Name: "heads", Value: strconv.Itoa(heads), Want: "a divisor of the " + strconv.Itoa(s[2]) + " features of x " + tensor.ShapeString(s)})
	}
	if in := w.In.Shape(); len(in) != 2 || in[0] != 3*s[2] || in[1] != s[2] {
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, s...), B: append([]int{}, in...), Why: "the weight is [3·embed, embed]"})
	}
	qkv := Linear(x, w.In, w.InBias)
	q := splitHeads(qkv, 0, heads).Named("q")
	k := splitHeads(qkv, 1, heads).Named("k")
	v := splitHeads(qkv, 2, heads).Named("v")
	h, weights := attention(op, q, k, v, opt)
	return Linear(mergeHeads(h), w.Out, w.OutBias), weights
}

// splitHeads takes q, k or v (part 0, 1, 2) out of [length, batch, 3·embed]:
// → [batch, heads, length, embed/heads].
func splitHeads(x *Var, part, heads int) *Var {
	s := x.Shape()
	l, n, e := s[0], s[1], s[2]/3
	y, p := newRearrange("split_heads", x)
	shape, step := [4]int{n, heads, l, e / heads}, [4]int{3 * e, e / heads, n * 3 * e, 1}
	p.strided(shape[:], step[:], part*e)
	return p.move(y, shape[:]...)
}

// mergeHeads puts the heads side by side again:
// [batch, heads, length, d] → [length, batch, heads·d].
func mergeHeads(x *Var) *Var {
	s := x.Shape()
	n, h, l, d := s[0], s[1], s[2], s[3]
	y, p := newRearrange("merge_heads", x)
	shape, step := [4]int{l, n, h, d}, [4]int{d, h * l * d, l * d, 1}
	p.strided(shape[:], step[:], 0)
	return p.move(y, l, n, h*d)
}
