package engine_test

import (
	"fmt"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

var seqOps = map[string]runner{
	"rnn_tanh":                     recurrentRunner(grad.TanhCell),
	"rnn_tanh_cell":                recurrentRunner(grad.TanhCell),
	"rnn_relu":                     recurrentRunner(grad.ReLUCell),
	"rnn_relu_cell":                recurrentRunner(grad.ReLUCell),
	"lstm":                         recurrentRunner(grad.LSTMCell),
	"lstm_cell":                    recurrentRunner(grad.LSTMCell),
	"gru":                          recurrentRunner(grad.GRUCell),
	"gru_cell":                     recurrentRunner(grad.GRUCell),
	"scaled_dot_product_attention": runAttention,
	"multi_head_self_attention":    runMultiHeadAttention,
	"transformer_block":            runTransformerBlock,
	"resnet_block":                 runResNetBlock,
}

// recurrentRunner runs cells (x [batch, input]) and sequences of any number of layers.
func recurrentRunner(cell grad.Cell) runner {
	return func(r *run) outputs {
		var weights [][]grad.RecurrentWeights
		for l := range r.integer("layers", 1) {
			weights = append(weights, []grad.RecurrentWeights{r.recurrentWeights(fmt.Sprintf("_l%d", l))})
			if r.flag("bidirectional") {
				weights[l] = append(weights[l], r.recurrentWeights(fmt.Sprintf("_l%d_rev", l)))
			}
		}
		y, h, c := grad.Recurrent(cell, r.x("x"), r.opt("h0"), r.opt("c0"), weights)
		return outputs{"y": y, "hn": h, "cn": c, "h": h, "c": c}
	}
}

func (r *run) recurrentWeights(suffix string) grad.RecurrentWeights {
	return grad.RecurrentWeights{Input: r.x("w_ih" + suffix), Hidden: r.x("w_hh" + suffix), InputBias: r.opt("b_ih" + suffix), HiddenBias: r.opt("b_hh" + suffix)}
}

func runAttention(r *run) outputs {
	y, weights := grad.Attention(r.x("q"), r.x("k"), r.x("v"), grad.AttentionOptions{Mask: r.opt("mask"), Bias: r.opt("bias"), Causal: r.flag("causal")})
	return outputs{"y": y, "weights": weights}
}

func runMultiHeadAttention(r *run) outputs {
	w := grad.AttentionWeights{In: r.x("in_proj_weight"), InBias: r.opt("in_proj_bias"), Out: r.x("out_proj_weight"), OutBias: r.opt("out_proj_bias")}
	y, weights := grad.MultiHeadAttention(r.x("x"), w, r.integer("heads", 1), grad.AttentionOptions{Mask: r.opt("mask"), Causal: r.flag("causal")})
	return outputs{"y": y, "weights": weights}
}

func runTransformerBlock(r *run) outputs {
	x := r.x("x")
	embed := x.Shape()[2:]
	w := grad.AttentionWeights{In: r.x("in_w"), InBias: r.x("in_b"), Out: r.x("out_w"), OutBias: r.x("out_b")}
	a := grad.LayerNorm(x, r.x("ln1_w"), r.x("ln1_b"), embed, 1e-5)
	a, _ = grad.MultiHeadAttention(a, w, r.integer("heads", 1), grad.AttentionOptions{Causal: r.flag("causal")})
	x = grad.Add(x, a)
	h := grad.Linear(grad.LayerNorm(x, r.x("ln2_w"), r.x("ln2_b"), embed, 1e-5), r.x("fc_w"), r.x("fc_b"))
	return outputs{"y": grad.Add(x, grad.Linear(grad.GELU(h), r.x("pr_w"), r.x("pr_b")))}
}

func runResNetBlock(r *run) outputs {
	same := tensor.SquareConv(1, 1)
	h := grad.Conv2D(r.x("x"), r.x("w1"), nil, same)
	h = grad.ReLU(grad.BatchNorm(h, r.x("g1"), r.x("b1"), nil, 1e-5))
	h = grad.BatchNorm(grad.Conv2D(h, r.x("w2"), nil, same), r.x("g2"), r.x("b2"), nil, 1e-5)
	return outputs{"y": grad.ReLU(grad.Add(h, r.x("x")))}
}
