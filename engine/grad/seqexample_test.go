package grad_test

import (
	"fmt"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// A cell that adds up what it reads: every gate is open, and each number of the
// run unfolds into its terms, down to the gates of an earlier step.
func ExampleLSTM() {
	t := grad.NewTape()
	x := t.Const("x", tensor.From([]tensor.Elem{1, 2, 3}, 3, 1, 1))
	w := grad.RecurrentWeights{
		Input:     t.Const("w", tensor.From([]tensor.Elem{0, 0, 0.01, 0}, 4, 1)),
		Hidden:    t.Const("u", tensor.New(4, 1)),
		InputBias: t.Const("b", tensor.From([]tensor.Elem{50, 50, 0, 50}, 4)),
	}
	y, c := grad.LSTM(x, nil, nil, w)
	fmt.Printf("c %.3f, last h %.3f\n", c.Value.Data(), y.Value.Data()[2:])

	var tr trace.Trace
	t.Record(&tr)
	for _, n := range tr.Nodes {
		if n.Op == "lstm_cell" {
			for _, term := range grad.Explain(t.Var(n.ID), 2) {
				fmt.Printf("%.3f = %s %.0f × %s %.3f\n", term.Value, term.Factors[0].Symbol, term.Factors[0].Value, term.Factors[1].Symbol, term.Factors[1].Value)
			}
		}
	}
	// Output:
	// c [0.060], last h [0.060]
	// 0.030 = f 1 × c 0.030
	// 0.030 = i 1 × g 0.030
}

// The second query may not look ahead of itself: its weight on the third key is 0.
func ExampleAttention() {
	t := grad.NewTape()
	words := t.Const("words", tensor.From([]tensor.Elem{1, 0, 0, 1, 1, 1}, 3, 2))
	y, weights := grad.Attention(words, words, words, grad.AttentionOptions{Causal: true})
	for i := range 3 {
		fmt.Printf("%.2f → %.2f\n", weights.Value.Data()[3*i:3*i+3], y.Value.Data()[2*i:2*i+2])
	}
	// Output:
	// [1.00 0.00 0.00] → [1.00 0.00]
	// [0.33 0.67 0.00] → [0.33 0.67]
	// [0.25 0.25 0.50] → [0.75 0.75]
}

// In training every channel gets mean 0 and variance 1; the running statistics
// move a tenth of the way to those of the batch.
func ExampleBatchNorm() {
	running := grad.NewRunningStats(1, 0.1)
	t := grad.NewTape()
	t.Training = true
	y := grad.BatchNorm(t.Const("x", tensor.From([]tensor.Elem{1, 2, 3, 4}, 4, 1)), nil, nil, running, 0)
	fmt.Printf("%.3f, running mean %.2f, running variance %.4f\n", y.Value.Data(), running.Mean.Data(), running.Var.Data())
	// Output: [-1.342 -0.447 0.447 1.342], running mean [0.25], running variance [1.0667]
}

func ExampleDropout() {
	t := grad.NewTape()
	t.Training = true
	x := t.Const("x", tensor.From([]tensor.Elem{1, 2, 3, 4, 5, 6}, 6))
	fmt.Println(grad.Dropout(x, 0.5, rand.New(rand.NewPCG(1, 2))).Value.Data())
	// Output: [2 0 6 0 10 0]
}
