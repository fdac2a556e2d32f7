package train_test

import (
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// BenchmarkLeNet takes training steps of 32 images of 28×28 through the small
// LeNet of nn.NewLeNet, with all that a session does beside.
func BenchmarkLeNet(b *testing.B) {
	images := &data.Dataset{X: tensor.New(256, 1, 28, 28), Labels: make([]int, 256), Classes: data.DigitClasses}
	nn.Normal(1)(images.X, rand.New(rand.NewPCG(1, 1)))
	for i := range images.Labels {
		images.Labels[i] = i % 10
	}
	s, err := train.New(train.Config{
		Model:    func(rng *rand.Rand) nn.Module { return nn.NewLeNet(1, 10, rng) },
		Loss:     train.CrossEntropy,
		Settings: train.Settings{Data: images, Rule: optim.SGD{LR: 0.01, Momentum: 0.9}},
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Step(); err != nil { // warms up
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Step(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(32*b.N)/b.Elapsed().Seconds(), "images/s")
}
