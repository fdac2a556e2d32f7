package optim

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// SGD is stochastic gradient descent, with momentum μ and weight decay λ:
//
//	g ← ∂L/∂p + λ·p
//	v ← μ·v + (1−τ)·g      (first step: v ← g)
//	p ← p − η·v            (Nesterov: p ← p − η·(g + μ·v))
//
// Source: Sutskever et al., “On the importance of initialization and momentum in deep learning”, 2013.
type SGD struct {
	LR          float64 // η
	Momentum    float64 // μ
	Dampening   float64 // τ
	WeightDecay float64 // λ
	Nesterov    bool    // needs momentum and no dampening
}

// Name returns "SGD".
func (SGD) Name() string { return "SGD" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s SGD) Validate() error {
	return validate("SGD", atLeast0("learning rate", s.LR), atLeast0("momentum", s.Momentum), atLeast0("dampening", s.Dampening), atLeast0("weight decay", s.WeightDecay),
		setting{"momentum", s.Momentum, !s.Nesterov || s.Momentum > 0 && s.Dampening == 0, "more than 0, without dampening, for Nesterov"})
}

func (s SGD) rate() float64 { return s.LR }

func (s SGD) slots() int { return 1 }

func (s SGD) stepper() stepper {
	return &sgd{tensor.SGDParams{Momentum: s.Momentum, Dampening: s.Dampening, WeightDecay: s.WeightDecay, Nesterov: s.Nesterov}}
}

type sgd struct{ tensor.SGDParams }

func (s *sgd) step(p *grad.Param, past []*tensor.Tensor, lr float64, t int) {
	s.LR, s.First = lr, t == 1
	tensor.SGDStep(p.Value, past[0], p.Grad, &s.SGDParams)
}
