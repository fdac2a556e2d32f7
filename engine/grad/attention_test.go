package grad

import (
	"math"
	"testing"

	"gradtheatre/engine/tensor"
)

func TestAttention(t *testing.T) {
	qkv := [][]int{{2, 2, 3, 2}, {2, 2, 4, 2}, {2, 2, 4, 3}}
	mask := tensor.From([]tensor.Elem{1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0}, 3, 4)
	attend := func(opt AttentionOptions) func(*Tape, []*Var) *Var {
		return func(tape *Tape, in []*Var) *Var {
			o := opt
			if o.Scale == 7 { // stands for a mask
				o.Scale, o.Mask = 0, tape.Const("mask", mask)
			}
			if len(in) > 3 {
				o.Bias = in[3]
			}
			y, _ := Attention(in[0], in[1], in[2], o)
			return y
		}
	}
	with := func(s ...int) [][]int { return append(append([][]int{}, qkv...), s) }
	heads := [][]int{{3, 2, 4}, {12, 4}, {12}, {4, 4}, {4}}
	for _, g := range []graph{
		{"plain", qkv, attend(AttentionOptions{})},
		{"scaled", qkv, attend(AttentionOptions{Scale: 0.3})},
		{"causal", qkv, attend(AttentionOptions{Causal: true})},
		{"masked, one row fully", qkv, attend(AttentionOptions{Scale: 7})},
		{"matrices", [][]int{{3, 2}, {4, 2}, {4, 1}}, attend(AttentionOptions{})},
		{"bias of a matrix", with(3, 4), attend(AttentionOptions{})},
		{"bias of a key", with(1, 4), attend(AttentionOptions{})},
		{"bias of a head", with(2, 1, 1), attend(AttentionOptions{})},
		{"bias of a sample", with(2, 1, 3, 1), attend(AttentionOptions{})},
		{"bias of everything", with(2, 2, 3, 4), attend(AttentionOptions{Causal: true})},
		{"heads", heads, func(_ *Tape, in []*Var) *Var {
			y, _ := MultiHeadAttention(in[0], AttentionWeights{in[1], in[2], in[3], in[4]}, 2, AttentionOptions{Causal: true})
			return y
		}},
		{"heads without bias", heads, func(_ *Tape, in []*Var) *Var {
			y, _ := MultiHeadAttention(in[0], AttentionWeights{In: in[1], Out: in[3]}, 1, AttentionOptions{})
			return y
		}},
	} {
		t.Run(g.name, func(t *testing.T) { g.check(t, false) })
	}
}

func TestAttentionToNothing(t *testing.T) {
	tape := NewTape()
	in := func(s ...int) *Var {
		x := tensor.New(s...)
		tensor.Fill(x, 1)
		return tape.Input("x", x)
	}
	q, k, v := in(2, 2), in(3, 2), in(3, 2)
	inf := tensor.Elem(math.Inf(-1))
	for name, opt := range map[string]AttentionOptions{
		"mask": {Mask: tape.Const("mask", tensor.New(2, 3))},
		"bias": {Bias: tape.Const("bias", tensor.From([]tensor.Elem{inf, inf, inf, inf, inf, inf}, 2, 3))},
	} {
		y, w := Attention(q, k, v, opt)
		tape.BackwardFrom(y, tensor.From([]tensor.Elem{1, 2, 3, 4}, 2, 2))
		for _, x := range []*tensor.Tensor{y.Value, w.Value, q.Grad, k.Grad, v.Grad} {
			for _, v := range x.Data() {
				if v != 0 {
					t.Errorf("%s: %v", name, x.Data())
				}
			}
		}
	}
}

func TestAttentionRefusals(t *testing.T) {
	in := vars(false, []int{4, 1, 6}, []int{18, 6}, []int{3, 3}, []int{1, 4, 6}, []int{1, 3, 6}, []int{1, 4, 5}, []int{6, 6})
	w := AttentionWeights{In: in[1], Out: in[6]}
	refuse(t, []refusal{
		{"mha/mask_shape", []string{"multi_head_attention", "3", "4"}, func() { MultiHeadAttention(in[0], w, 2, AttentionOptions{Mask: in[2]}) }},
		{"heads", []string{"heads", "4", "6"}, func() { MultiHeadAttention(in[0], w, 4, AttentionOptions{}) }},
		{"no heads", []string{"heads", "0"}, func() { MultiHeadAttention(in[0], w, 0, AttentionOptions{}) }},
		{"weight", []string{"[6,6]"}, func() { MultiHeadAttention(in[0], AttentionWeights{In: in[6], Out: in[6]}, 2, AttentionOptions{}) }},
		{"rank", []string{"[3,3]"}, func() { MultiHeadAttention(in[2], w, 2, AttentionOptions{}) }},
		{"keys", []string{"scaled_dot_product_attention", "[1,4,5]"}, func() { Attention(in[3], in[5], in[5], AttentionOptions{}) }},
		{"values", []string{"[1,3,6]"}, func() { Attention(in[3], in[3], in[4], AttentionOptions{}) }},
		{"bias", []string{"[3,3]", "[1,4,3]"}, func() { Attention(in[3], in[4], in[4], AttentionOptions{Bias: in[2]}) }},
	})
}
