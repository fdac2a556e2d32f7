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

// BenchmarkPlayground takes steps of ten points through the 2-8-8-1 network of
// the playground, with all that a session does beside.
func BenchmarkPlayground(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	points := &data.Dataset{X: tensor.New(500, 2), Targets: tensor.New(500, 1)}
	nn.Normal(1)(points.X, rng)
	for i := range 500 {
		points.Targets.Data()[i] = tensor.Elem(2*(i%2) - 1)
	}
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.NewLinear(2, 8, rng), nn.Tanh(), nn.NewLinear(8, 8, rng), nn.Tanh(), nn.NewLinear(8, 1, rng), nn.Tanh())
		},
		Loss:     train.MSE,
		Settings: train.Settings{Data: points, BatchSize: 10, Rule: optim.SGD{LR: 0.03}},
	})
	if err != nil {
		b.Fatal(err)
	}
	for range 100 {
		if err := s.Step(); err != nil { // warms up
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Step(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(10*b.N)/b.Elapsed().Seconds(), "points/s")
}
