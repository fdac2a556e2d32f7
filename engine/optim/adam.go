package optim

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Adam scales each step by running means of the gradient and of its square:
//
//	g ← ∂L/∂p + λ·p
//	m ← β₁·m + (1−β₁)·g;  v ← β₂·v + (1−β₂)·g²
//	p ← p − η·m̂/(√v̂ + ε),  m̂ = m/(1−β₁ᵗ),  v̂ = v/(1−β₂ᵗ)
//
// Source: Kingma and Ba, “Adam”, 2014. [DefaultAdam] has the usual numbers.
type Adam struct {
	LR           float64 // η
	Beta1, Beta2 float64
	Eps          float64 // ε
	WeightDecay  float64 // λ
}

// DefaultAdam returns Adam with β 0.9 and 0.999, ε 1e-8 and no weight decay.
func DefaultAdam(lr float64) Adam { return Adam{LR: lr, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8} }

// Name returns "Adam".
func (Adam) Name() string { return "Adam" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (a Adam) Validate() error { return a.validate("Adam") }

func (a Adam) validate(op string) error {
	return validate(op, atLeast0("learning rate", a.LR), fraction("beta1", a.Beta1), fraction("beta2", a.Beta2), atLeast0("eps", a.Eps), atLeast0("weight decay", a.WeightDecay))
}

func (a Adam) rate() float64 { return a.LR }

func (a Adam) slots() int { return 2 }

func (a Adam) stepper() stepper { return a.settings(false) }

func (a Adam) settings(decoupled bool) *adam {
	return &adam{tensor.AdamParams{Beta1: a.Beta1, Beta2: a.Beta2, Eps: a.Eps, WeightDecay: a.WeightDecay, Decoupled: decoupled}}
}

type adam struct{ tensor.AdamParams }

func (a *adam) step(p *grad.Param, past []*tensor.Tensor, lr float64, t int) {
	a.LR, a.Step = lr, t
	tensor.AdamStep(p.Value, past[0], past[1], p.Grad, &a.AdamParams)
}

// AdamW is [Adam] with the weight decay apart from the gradient: p ← (1−η·λ)·p
// before the step.
//
// Source: Loshchilov and Hutter, “Decoupled weight decay regularization”, 2017.
type AdamW Adam

// Name returns "AdamW".
func (AdamW) Name() string { return "AdamW" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (a AdamW) Validate() error { return Adam(a).validate("AdamW") }

func (a AdamW) rate() float64 { return a.LR }

func (a AdamW) slots() int { return 2 }

func (a AdamW) stepper() stepper { return Adam(a).settings(true) }

// Adamax is [Adam] with a running maximum in place of the running mean of squares:
//
//	m ← β₁·m + (1−β₁)·g;  u ← max(β₂·u, |g| + ε);  p ← p − η/(1−β₁ᵗ)·m/u
//
// Source: Kingma and Ba, “Adam”, 2014, section 7.1.
type Adamax Adam

// Name returns "Adamax".
func (Adamax) Name() string { return "Adamax" }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (a Adamax) Validate() error { return Adam(a).validate("Adamax") }

func (a Adamax) rate() float64 { return a.LR }

func (a Adamax) slots() int { return 2 }

func (a Adamax) stepper() stepper { return &a }

func (a *Adamax) step(p *grad.Param, past []*tensor.Tensor, lr float64, t int) {
	w, m, u := p.Value.Data(), past[0].Data(), past[1].Data()
	rate := lr / (1 - math.Pow(a.Beta1, float64(t)))
	for i, d := range p.Grad.Data() {
		g := float64(d) + a.WeightDecay*float64(w[i])
		mi := a.Beta1*float64(m[i]) + (1-a.Beta1)*g
		ui := max(a.Beta2*float64(u[i]), math.Abs(g)+a.Eps)
		m[i], u[i] = tensor.Elem(mi), tensor.Elem(ui)
		w[i] = tensor.Elem(float64(w[i]) - rate*mi/ui)
	}
}
