package models

import (
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// randomBatch returns n images of random pixels and their labels.
func randomBatch(n int) (*tensor.Tensor, []int) {
	rng := rand.New(rand.NewPCG(5, 5))
	x := tensor.New(n, 1, 28, 28)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(rng.Float64())
	}
	labels := make([]int, n)
	for i := range labels {
		labels[i] = rng.IntN(10)
	}
	return x, labels
}

func gradients(m *Digits, x *tensor.Tensor, labels []int) {
	for _, p := range m.Params() {
		p.ZeroGrad()
	}
	tape := grad.NewTape()
	tape.Backward(grad.CrossEntropy(m.Forward(tape.Const("x", x)), labels))
}

// TestReplica: two halves of a batch on two networks that share weights give
// the gradients of the whole.
func TestReplica(t *testing.T) {
	m := NewDigits(rand.New(rand.NewPCG(1, 0)))
	a, b := m.Replica(), m.Replica()
	x, labels := randomBatch(4)
	gradients(m, x, labels)
	half := x.Len() / 2
	gradients(a, tensor.From(x.Data()[:half], 2, 1, 28, 28), labels[:2])
	gradients(b, tensor.From(x.Data()[half:], 2, 1, 28, 28), labels[2:])
	for i, p := range m.Params() {
		if a.Params()[i].Value != p.Value {
			t.Fatalf("%s is not shared", p.Name)
		}
		for k, g := range p.Grad.Data() {
			mean := (a.Params()[i].Grad.Data()[k] + b.Params()[i].Grad.Data()[k]) / 2
			if d := mean - g; d > 1e-5 || d < -1e-5 {
				t.Fatalf("%s[%d]: halves give %g, the whole %g", p.Name, k, mean, g)
			}
		}
	}
}

// TestLearns: the network can learn four random images by heart.
func TestLearns(t *testing.T) {
	m := NewDigits(rand.New(rand.NewPCG(1, 0)))
	x, labels := randomBatch(4)
	loss := func() float64 {
		tape := grad.NewTape()
		tape.NoGrad = true
		return grad.CrossEntropy(m.Forward(tape.Const("x", x)), labels).Item()
	}
	before := loss()
	for range 60 {
		gradients(m, x, labels)
		for _, p := range m.Params() {
			tensor.Axpy(p.Value, -0.02, p.Grad)
		}
	}
	if after := loss(); after > before/2 {
		t.Errorf("the loss went from %g to %g", before, after)
	}
}

func TestSeed(t *testing.T) {
	a, b := NewDigits(rand.New(rand.NewPCG(9, 0))), NewDigits(rand.New(rand.NewPCG(9, 0)))
	c := NewDigits(rand.New(rand.NewPCG(10, 0)))
	same, other := true, true
	for i, p := range a.Params() {
		for k, v := range p.Value.Data() {
			same = same && v == b.Params()[i].Value.Data()[k]
			other = other && v == c.Params()[i].Value.Data()[k]
		}
	}
	if !same || other {
		t.Errorf("same seed, same weights: %v; another seed, the same weights: %v", same, other)
	}
}
