package nn_test

import (
	"fmt"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// The classic networks, made small for images of 28×28.
func ExampleSmallModels() {
	for _, m := range nn.SmallModels() {
		net := m.New(1, 28, 10, nil)
		fmt.Println(m.Year, m.Name, nn.CountParams(net), "parameters")
	}
	// Output:
	// 1998 LeNet 11274 parameters
	// 2012 AlexNet 91850 parameters
	// 2014 VGG 146938 parameters
	// 2014 GoogLeNet 17250 parameters
	// 2015 ResNet 77754 parameters
	// 2016 DenseNet 40430 parameters
	// 2018 MobileNet 37418 parameters
}

// A network that is adapted learns through a few numbers beside its frozen weights.
func ExampleAdapt() {
	rng := rand.New(rand.NewPCG(1, 0))
	net := nn.NewMLP([]int{64, 128, 10}, "relu", rng)
	adapted := nn.Adapt(net, 2, 4, rng)
	fmt.Println(nn.CountParams(net), "numbers learnt at first,", nn.CountParams(adapted), "later")
	for _, p := range adapted.Params() {
		fmt.Println(p.Name, p.Value.Shape())
	}
	// Output:
	// 9610 numbers learnt at first, 660 later
	// fc1.lora_A [2 64]
	// fc1.lora_B [128 2]
	// fc2.lora_A [2 128]
	// fc2.lora_B [10 2]
}

// A Boltzmann machine sees two patterns again and again, and then dreams the
// rest of the first from its beginning.
func ExampleRBM() {
	rng := rand.New(rand.NewPCG(1, 0))
	machine := nn.NewRBM(6, 4, rng)
	patterns := tensor.From([]tensor.Elem{1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1}, 2, 6)
	o := optim.New(machine.Params(), optim.DefaultAdam(0.05))
	t := grad.NewTape()
	for range 300 {
		t.Reset()
		o.ZeroGrad()
		loss, _ := machine.ContrastiveDivergence(t.Const("v", patterns), 1, rng)
		t.Backward(loss)
		o.Step()
	}
	t.Reset()
	seen := t.Const("v", tensor.From([]tensor.Elem{1, 1, 0, 0, 0, 0}, 1, 6))
	for range 3 {
		seen = machine.Visible(machine.Forward(seen))
	}
	fmt.Printf("%.0f\n", seen.Value.Data())
	// Output: [1 1 1 0 0 0]
}

// A text of four words that repeat, learnt by a transformer of one block.
func ExampleTransformer() {
	rng := rand.New(rand.NewPCG(1, 0))
	words := []string{"we", "learn", "by", "doing"}
	net := nn.NewTransformer(len(words), 8, 16, 2, 1, rng)
	text := tensor.From([]tensor.Elem{0, 1, 2, 3, 0, 1, 2}, 7, 1)
	o := optim.New(net.Params(), optim.DefaultAdam(0.02))
	t := grad.NewTape()
	for range 40 {
		t.Reset()
		o.ZeroGrad()
		logits := grad.Reshape(net.Forward(t.Const("text", text)), 7, len(words))
		t.Backward(grad.CrossEntropy(logits, []int{1, 2, 3, 0, 1, 2, 3}))
		o.Step()
	}
	t.Reset()
	logits := net.Forward(t.Const("text", tensor.From([]tensor.Elem{0, 1}, 2, 1))).Value.Data()[4:]
	best := 0
	for i, v := range logits {
		if v > logits[best] {
			best = i
		}
	}
	fmt.Println("we learn", words[best])
	// Output: we learn by
}
