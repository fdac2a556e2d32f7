package nn_test

import (
	"fmt"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// A network is layers in a row; the record of a run bears their names.
func Example() {
	rng := rand.New(rand.NewPCG(1, 0))
	net := nn.NewSequential(
		nn.NewConv2D(1, 2, 3, nn.ConvOptions{Padding: 1}, rng),
		nn.ReLU(),
		nn.NewMaxPool2D(2),
		nn.Flatten{},
		nn.NewLinear(8, 3, rng),
	)
	tape := grad.NewTape()
	net.Forward(tape.Const("x", tensor.New(1, 1, 4, 4)))

	var tr trace.Trace
	tape.Record(&tr)
	for _, n := range tr.Nodes {
		if n.Op != "param" {
			fmt.Println(n.Name, n.Op, n.Shape)
		}
	}
	fmt.Println(nn.CountParams(net), "parameters")
	// Output:
	// x input [1 1 4 4]
	// conv1 conv2d [1 2 4 4]
	// relu1 relu [1 2 4 4]
	// pool1 maxpool2d [1 2 2 2]
	// flatten1 reshape [1 8]
	// fc1 linear [1 3]
	// 47 parameters
}
