package grad

import (
	"testing"

	"gradtheatre/engine/tensor"
)

// bench times a warm forward and backward step.
func bench(b *testing.B, shapes [][]int, build func(in []*Var) *Var) {
	var params []*Param
	for _, s := range shapes {
		x := tensor.New(s...)
		for i := range x.Data() {
			x.Data()[i] = tensor.Elem(i%7)/7 - 0.4
		}
		params = append(params, NewParam("x", x))
	}
	tape := NewTape()
	tape.Training = true
	in := make([]*Var, len(params))
	var up *tensor.Tensor
	step := func() {
		tape.Reset()
		for i, p := range params {
			in[i] = tape.Param(p)
		}
		y := build(in)
		if up == nil {
			up = y.Value.Clone()
		}
		tape.BackwardFrom(y, up)
	}
	step()
	b.ReportAllocs()
	for b.Loop() {
		step()
	}
}

func BenchmarkBatchNorm(b *testing.B) {
	bench(b, [][]int{{32, 32, 14, 14}, {32}, {32}}, func(in []*Var) *Var { return BatchNorm(in[0], in[1], in[2], nil, 1e-5) })
}

func BenchmarkLayerNorm(b *testing.B) {
	shape := []int{64}
	bench(b, [][]int{{32, 8, 64}, {64}, {64}}, func(in []*Var) *Var { return LayerNorm(in[0], in[1], in[2], shape, 1e-5) })
}

func BenchmarkLSTM(b *testing.B) {
	bench(b, append([][]int{{32, 8, 64}}, weightShapes(LSTMCell, 64, 64)...), func(in []*Var) *Var { return only(LSTM(in[0], nil, nil, weightsOf(in[1:]))) })
}

func BenchmarkGRU(b *testing.B) {
	bench(b, append([][]int{{32, 8, 64}}, weightShapes(GRUCell, 64, 64)...), func(in []*Var) *Var { return GRU(in[0], nil, weightsOf(in[1:])) })
}

func BenchmarkMultiHeadAttention(b *testing.B) {
	bench(b, [][]int{{32, 8, 64}, {192, 64}, {192}, {64, 64}, {64}}, func(in []*Var) *Var {
		return only(MultiHeadAttention(in[0], AttentionWeights{in[1], in[2], in[3], in[4]}, 4, AttentionOptions{Causal: true}))
	})
}
