package optim

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Adagrad divides each step by the root of all squared gradients so far:
//
//	G ← G + g²;  p ← p − η/(1 + (t−1)·d)·g/(√G + ε)
//
// Source: Duchi, Hazan and Singer, “Adaptive subgradient methods for online
// learning and stochastic optimization”, 2011. [DefaultAdagrad] has the usual ε.
type Adagrad struct {
	LR          float64 // η
	LRDecay     float64 // d
	Eps         float64 // ε
	Initial     float64 // of G
	WeightDecay float64 // λ: g ← g + λ·p
}

// DefaultAdagrad returns Adagrad with ε 1e-10.
func DefaultAdagrad(lr float64) Adagrad { return Adagrad{LR: lr, Eps: 1e-10} }

// Name returns "Adagrad".
func (Adagrad) Name() string { return "Adagrad" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (a Adagrad) Validate() error {
	return validate("Adagrad", atLeast0("learning rate", a.LR), atLeast0("learning rate decay", a.LRDecay), atLeast0("eps", a.Eps), atLeast0("initial", a.Initial), atLeast0("weight decay", a.WeightDecay))
}

func (a Adagrad) rate() float64 { return a.LR }

func (a Adagrad) slots() int { return 1 }

func (a Adagrad) stepper() stepper { return &a }

func (a *Adagrad) step(p *grad.Param, past []*tensor.Tensor, lr float64, t int) {
	w, sum := p.Value.Data(), past[0].Data()
	rate := lr / (1 + float64(t-1)*a.LRDecay)
	for i, d := range p.Grad.Data() {
		g := float64(d) + a.WeightDecay*float64(w[i])
		s := float64(sum[i]) + g*g
		sum[i] = tensor.Elem(s)
		w[i] = tensor.Elem(float64(w[i]) - rate*g/(math.Sqrt(s)+a.Eps))
	}
}

// RMSprop divides each step by the root of a running mean of squared gradients:
//
//	s ← α·s + (1−α)·g²;  d = g/(√s + ε)
//	b ← μ·b + d;  p ← p − η·b      (without momentum: p ← p − η·d)
//
// Source: Hinton, lecture 6e of “Neural networks for machine learning”, 2012.
type RMSprop struct {
	LR          float64 // η
	Alpha       float64 // α, usually 0.99
	Eps         float64 // ε, usually 1e-8
	Momentum    float64 // μ
	WeightDecay float64 // λ: g ← g + λ·p
}

// DefaultRMSprop returns RMSprop with α 0.99, ε 1e-8 and no momentum.
func DefaultRMSprop(lr float64) RMSprop { return RMSprop{LR: lr, Alpha: 0.99, Eps: 1e-8} }

// Name returns "RMSprop".
func (RMSprop) Name() string { return "RMSprop" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (r RMSprop) Validate() error {
	return validate("RMSprop", atLeast0("learning rate", r.LR), share("alpha", r.Alpha), atLeast0("eps", r.Eps), atLeast0("momentum", r.Momentum), atLeast0("weight decay", r.WeightDecay))
}

func (r RMSprop) rate() float64 { return r.LR }

func (r RMSprop) slots() int { return 2 }

func (r RMSprop) stepper() stepper { return &r }

func (r *RMSprop) step(p *grad.Param, past []*tensor.Tensor, lr float64, _ int) {
	w, sq, buf := p.Value.Data(), past[0].Data(), past[1].Data()
	for i, d := range p.Grad.Data() {
		g := float64(d) + r.WeightDecay*float64(w[i])
		s := r.Alpha*float64(sq[i]) + (1-r.Alpha)*g*g
		sq[i] = tensor.Elem(s)
		move := g / (math.Sqrt(s) + r.Eps)
		if r.Momentum > 0 {
			move += r.Momentum * float64(buf[i])
			buf[i] = tensor.Elem(move)
		}
		w[i] = tensor.Elem(float64(w[i]) - lr*move)
	}
}

// Adadelta steps by the ratio of the running sizes of steps and gradients:
//
//	s ← ρ·s + (1−ρ)·g²;  d = √(a + ε)/√(s + ε)·g;  a ← ρ·a + (1−ρ)·d²;  p ← p − η·d
//
// Source: Zeiler, “ADADELTA”, 2012. Usually η 1, ρ 0.9, ε 1e-6.
type Adadelta struct {
	LR          float64 // η
	Rho         float64 // ρ
	Eps         float64 // ε
	WeightDecay float64 // λ: g ← g + λ·p
}

// Name returns "Adadelta".
func (Adadelta) Name() string { return "Adadelta" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (a Adadelta) Validate() error {
	return validate("Adadelta", atLeast0("learning rate", a.LR), share("rho", a.Rho), atLeast0("eps", a.Eps), atLeast0("weight decay", a.WeightDecay))
}

func (a Adadelta) rate() float64 { return a.LR }

func (a Adadelta) slots() int { return 2 }

func (a Adadelta) stepper() stepper { return &a }

func (a *Adadelta) step(p *grad.Param, past []*tensor.Tensor, lr float64, _ int) {
	w, sq, acc := p.Value.Data(), past[0].Data(), past[1].Data()
	for i, d := range p.Grad.Data() {
		g := float64(d) + a.WeightDecay*float64(w[i])
		s := a.Rho*float64(sq[i]) + (1-a.Rho)*g*g
		move := math.Sqrt(float64(acc[i])+a.Eps) / math.Sqrt(s+a.Eps) * g
		sq[i] = tensor.Elem(s)
		acc[i] = tensor.Elem(a.Rho*float64(acc[i]) + (1-a.Rho)*move*move)
		w[i] = tensor.Elem(float64(w[i]) - lr*move)
	}
}
