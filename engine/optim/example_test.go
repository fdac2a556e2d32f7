package optim_test

import (
	"fmt"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// Gradient descent with momentum rolls down (x − 3)².
func Example() {
	x := grad.NewParam("x", tensor.Scalar(0))
	opt := optim.New([]*grad.Param{x}, optim.SGD{LR: 0.1, Momentum: 0.5})
	for step := range 4 {
		x.Grad.Set(2 * (x.Value.Item() - 3)) // d/dx (x − 3)²
		opt.Step()
		fmt.Printf("step %d: x = %.4f\n", step+1, x.Value.Item())
	}
	// Output:
	// step 1: x = 0.6000
	// step 2: x = 1.3800
	// step 3: x = 2.0940
	// step 4: x = 2.6322
}

// The rate of each epoch follows from its number.
func ExampleCosine() {
	for k, lr := range optim.Rates(optim.Cosine{TMax: 4}, 0.1, 5) {
		fmt.Printf("epoch %d: %.4f\n", k, lr)
	}
	// Output:
	// epoch 0: 0.1000
	// epoch 1: 0.0854
	// epoch 2: 0.0500
	// epoch 3: 0.0146
	// epoch 4: 0.0000
}
