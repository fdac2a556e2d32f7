package train_test

import (
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

// TestRehearsal: what is rehearsed is the step that then happens, digit for
// digit, and rehearsing changes nothing of the run.
func TestRehearsal(t *testing.T) {
	pixels := make([]byte, 60*64)
	rng := rand.New(rand.NewPCG(4, 1))
	var labels []int
	for i := range pixels {
		pixels[i] = byte(rng.IntN(256))
	}
	for i := range 60 {
		labels = append(labels, i%3)
	}
	images := &data.Images{N: 60, H: 8, W: 8, C: 1, Pix: pixels, Labels: labels, Classes: []string{"a", "b", "c"}}
	cfg := train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.Flatten{}, nn.NewLinear(64, 12, rng), nn.NewBatchNorm(12), nn.ReLU(), nn.NewDropout(0.4, 3), nn.NewLinear(12, 3, rng))
		},
		Loss: train.CrossEntropy, Seed: 9,
		Settings: train.Settings{Data: &data.Augmented{Images: images, Augment: data.Augment{Shift: 1, Rotate: 10}}, BatchSize: 16, Rule: optim.DefaultAdam(0.01), L2: 0.01, L1: 0.001, ClipNorm: 0.3},
	}
	s, err := train.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := train.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var r train.Rehearsal
	for step := range 12 {
		if err := r.Run(s.Model(), cfg.Loss, s.Settings(), cfg.Seed, step); err != nil {
			t.Fatal(err)
		}
		loss, norm := float32(r.Loss.Item()), float32(r.Norm)
		if err := s.Step(); err != nil {
			t.Fatal(err)
		}
		if err := alone.Step(); err != nil {
			t.Fatal(err)
		}
		h := s.History()
		if h.Loss[step] != loss || h.GradNorm[step] != norm {
			t.Errorf("step %d: rehearsed loss %v and gradient %v, it was %v and %v", step, loss, norm, h.Loss[step], h.GradNorm[step])
		}
		if a := alone.History(); a.Loss[step] != h.Loss[step] {
			t.Errorf("step %d: a rehearsed run has loss %v, one left alone %v", step, h.Loss[step], a.Loss[step])
		}
	}
	if err := r.Run(s.Model(), cfg.Loss, train.Settings{}, cfg.Seed, 0); err == nil {
		t.Error("no data, and no error")
	}
}
