package grad_test

import (
	"fmt"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// The example of CS231n: f = (x + y)·z, forward and backward.
func Example() {
	t := grad.NewTape()
	x, y, z := t.Scalar("x", -2), t.Scalar("y", 5), t.Scalar("z", -4)
	q := grad.Add(x, y).Named("q")
	f := grad.Mul(q, z).Named("f")
	t.Backward(f)
	var tr trace.Trace
	t.Record(&tr)
	for _, n := range tr.Nodes {
		fmt.Printf("%s %-5s %3v gradient %v\n", n.Name, n.Op, n.Value[0], n.Grad[0])
	}
	// Output:
	// x input  -2 gradient -4
	// y input   5 gradient -4
	// z input  -4 gradient 3
	// q add     3 gradient -4
	// f mul   -12 gradient 1
}

// Any number of a run unfolds into the terms that made it.
func ExampleExplain() {
	t := grad.NewTape()
	image := t.Const("image", tensor.From([]tensor.Elem{0, 1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 3, 3))
	kernel := t.Input("kernel", tensor.From([]tensor.Elem{0, 1, 2, 3}, 1, 1, 2, 2))
	y := grad.Conv2D(image, kernel, nil, tensor.SquareConv(1, 0))
	terms := grad.Explain(y, 0)
	for _, term := range terms {
		fmt.Printf("%v × %v\n", term.Factors[0].Value, term.Factors[1].Value)
	}
	fmt.Println("=", trace.Sum(terms))
	// Output:
	// 0 × 0
	// 1 × 1
	// 2 × 3
	// 3 × 4
	// = 19
}

// A gradient is the sum of local derivative × upstream gradient over all uses.
func ExampleExplainGrad() {
	t := grad.NewTape()
	x := t.Scalar("x", 3)
	t.Backward(grad.Add(grad.Mul(x, x), x))
	for _, term := range grad.ExplainGrad(x, 0) {
		fmt.Printf("%v × %v\n", term.Factors[0].Value, term.Factors[1].Value)
	}
	fmt.Println("=", x.Grad.Item())
	// Output:
	// 3 × 1
	// 3 × 1
	// 1 × 1
	// = 7
}

// The gradient of the cross-entropy is what the network says less what is true.
func ExampleCrossEntropy() {
	t := grad.NewTape()
	logits := t.Input("logits", tensor.From([]tensor.Elem{2, 1, 0}, 1, 3))
	loss := grad.CrossEntropy(logits, []int{0})
	t.Backward(loss)
	fmt.Printf("loss %.4f\n", loss.Item())
	fmt.Printf("gradient %.4f\n", logits.Grad.Data())
	// Output:
	// loss 0.4076
	// gradient [-0.3348 0.2447 0.0900]
}

// Shape mistakes panic, so that formulas stay readable; Catch gives the error.
func ExampleMatMul() {
	t := grad.NewTape()
	a, b := t.Input("a", tensor.New(2, 3)), t.Input("b", tensor.New(4, 5))
	fmt.Println(tensor.Catch(func() { grad.MatMul(a, b) }))
	// Output:
	// matmul: shape [2,3] and [4,5]: the inner dimensions differ
}
