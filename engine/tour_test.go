package engine_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
)

func Example_perceptron() {
	x := tensor.From([]tensor.Elem{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2)
	and := tensor.From([]tensor.Elem{0, 0, 0, 1}, 4, 1)
	neuron := nn.NewLinear(2, 1, rand.New(rand.NewPCG(1, 0)))
	opt, tape := optim.New(neuron.Params(), optim.SGD{LR: 1}), grad.NewTape()
	for range 500 {
		tape.Reset()
		opt.ZeroGrad()
		score := neuron.Forward(tape.Const("x", x))
		tape.Backward(grad.BCEWithLogits(score, tape.Const("and", and)))
		opt.Step()
	}
	tape.Reset()
	for i, p := range grad.Sigmoid(neuron.Forward(tape.Const("x", x))).Value.Data() {
		fmt.Printf("%v and %v: %v\n", x.At(i, 0), x.At(i, 1), p > 0.5)
	}
	// Output:
	// 0 and 0: false
	// 0 and 1: false
	// 1 and 0: false
	// 1 and 1: true
}

func Example_mlp() {
	moons := data.Moons(400, 0.15, rand.New(rand.NewPCG(1, 0)))
	first, second := data.StratifiedSplit(moons.Labels, 0.25, rand.New(rand.NewPCG(2, 0)))
	learn, test := moons.Subset(first), moons.Subset(second)
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewMLP([]int{2, 16, 16, 2}, "tanh", rng)
		},
		Loss: train.CrossEntropy,
		Seed: 1,
		Settings: train.Settings{
			Data:      learn,
			BatchSize: 32,
			Rule:      optim.DefaultAdam(0.02),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for s.StepCount() < 400 {
		if _, err := s.AdvanceTo(400, 10*time.Millisecond); err != nil {
			fmt.Println(err) // which op diverged at which step, and why
			return
		}
	}
	e, err := s.Evaluate(test, 2)
	fmt.Printf("%d of %d points of the test set, more than 0.95 right: %v, %v\n", e.N, test.Len(), e.Accuracy > 0.95, err)
	// Output:
	// 100 of 100 points of the test set, more than 0.95 right: true, <nil>
}

func Example_cnn() {
	const dir = "../assets/data/digits/ocvdigits-"
	digits, err := data.LoadImageFiles(dir+"train4k-images.idx3.gz", dir+"train4k-labels.idx1.gz", data.DigitClasses)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(
				nn.NewConv2D(1, 8, 5, nn.ConvOptions{Padding: 2}, rng), nn.ReLU(), nn.NewMaxPool2D(2),
				nn.NewConv2D(8, 16, 5, nn.ConvOptions{Padding: 2}, rng), nn.ReLU(), nn.NewMaxPool2D(2),
				nn.Flatten{}, nn.NewLinear(16*7*7, 10, rng))
		},
		Loss:     train.CrossEntropy,
		Seed:     1,
		Settings: train.Settings{Data: digits, Rule: optim.SGD{LR: 0.05, Momentum: 0.9}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 60 {
		if err := s.Step(); err != nil {
			fmt.Println(err)
			return
		}
	}
	accuracy := s.History().Accuracy
	fmt.Println("better than 3 of 4 after 60 batches:", accuracy[59] > 0.75)

	// The record of the last step: what was computed, and from what.
	var run trace.Trace
	s.Tape().Record(&run)
	conv1 := run.Find("conv1")
	terms := grad.Explain(s.Tape().Var(conv1.ID), 14*28+14)
	fmt.Println(conv1.Name, conv1.Op, conv1.Shape, "of", len(terms), "terms a cell")
	// Output:
	// better than 3 of 4 after 60 batches: true
	// conv1 conv2d [32 8 28 28] of 26 terms a cell
}

// The code of the tour in README.md is the code above.
func TestReadmeTour(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("tour_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]int{"perceptron": 15, "mlp": 30, "cnn": 40} {
		_, body, _ := strings.Cut(string(source), "func Example_"+name+"() {\n")
		body, _, _ = strings.Cut(body, "\t// Output:\n")
		var code strings.Builder
		for line := range strings.Lines(body) {
			code.WriteString(strings.TrimPrefix(line, "\t"))
		}
		if n := strings.Count(code.String(), "\n"); n > most {
			t.Errorf("%s takes %d lines, want at most %d", name, n, most)
		}
		if !strings.Contains(string(readme), "```go\n"+code.String()+"```") {
			t.Errorf("README.md does not show the code of %s:\n%s", name, code.String())
		}
	}
}
