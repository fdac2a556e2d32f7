package nn

import (
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// RBM is a restricted Boltzmann machine of visible and hidden units that are 0
// or 1, with the energy
//
//	E(v, h) = −b·v − c·h − h·W·v
//
// Low energy is high probability. As a [Module] it returns the probability that
// each hidden unit is on: x [batch, visible] → y [batch, hidden].
// Source: Hinton, “Training products of experts by minimizing contrastive divergence”, 2002.
type RBM struct {
	Weight      *grad.Param // W [hidden, visible]
	VisibleBias *grad.Param // b [visible]
	HiddenBias  *grad.Param // c [hidden]

	params  []*grad.Param
	samples []*tensor.Tensor
}

// NewRBM returns a machine with weights from N(0, 0.01²) and biases of 0.
func NewRBM(visible, hidden int, rng *rand.Rand) *RBM {
	positive("rbm", "visible", visible)
	positive("rbm", "hidden", hidden)
	r := &RBM{Weight: grad.NewParam("weight", tensor.New(hidden, visible)), VisibleBias: grad.NewParam("visible_bias", tensor.New(visible)), HiddenBias: grad.NewParam("hidden_bias", tensor.New(hidden))}
	r.params = []*grad.Param{r.Weight, r.VisibleBias, r.HiddenBias}
	if rng != nil {
		Normal(0.01)(r.Weight.Value, rng)
	}
	return r
}

// Forward returns p(h = 1 | v) = σ(c + W·v): v [batch, visible] → [batch, hidden].
func (r *RBM) Forward(v *grad.Var) *grad.Var {
	t := v.Tape()
	return grad.Sigmoid(grad.Linear(v, t.Param(r.Weight), t.Param(r.HiddenBias)))
}

// Visible returns p(v = 1 | h) = σ(b + Wᵀ·h): h [batch, hidden] → [batch, visible].
func (r *RBM) Visible(h *grad.Var) *grad.Var {
	t := h.Tape()
	return grad.Sigmoid(grad.Linear(h, grad.Transpose(t.Param(r.Weight)), t.Param(r.VisibleBias)))
}

// FreeEnergy returns F(v) = −b·v − Σ ln(1 + e^(c + W·v)), for which
// p(v) ∝ e^(−F(v)): v [batch, visible] → [batch].
func (r *RBM) FreeEnergy(v *grad.Var) *grad.Var {
	t := v.Tape()
	hidden := grad.Sum(grad.Softplus(grad.Linear(v, t.Param(r.Weight), t.Param(r.HiddenBias)), 1), 1)
	visible := grad.Sum(grad.Mul(v, t.Param(r.VisibleBias)), 1)
	return grad.Neg(grad.Add(visible, hidden))
}

// ContrastiveDivergence lets the machine dream for k steps from the data, and
// returns the dream and a loss whose gradient is that of CD-k:
// v [batch, visible] → loss [], dream [batch, visible].
//
//	h ~ p(h | v),  v′ = p(v | h),  k times;  loss = mean(F(v) − F(v′))
//	∂loss/∂W = −⟨p(h | v)·vᵀ⟩ + ⟨p(h | v′)·v′ᵀ⟩
//
// The dream is held fixed in the loss. Hidden units are drawn, visible ones
// keep their probabilities, as Hinton's practical guide has it. The loss is not
// a measure of success; the mean of (v − dream)² is a rough one.
// It panics with a *tensor.ValueError if k is below 1.
func (r *RBM) ContrastiveDivergence(v *grad.Var, k int, rng *rand.Rand) (loss, dream *grad.Var) {
	positive("contrastive divergence", "k", k)
	t := v.Tape()
	w, b, c := t.Const("weight", r.Weight.Value), t.Const("visible_bias", r.VisibleBias.Value), t.Const("hidden_bias", r.HiddenBias.Value)
	wt := grad.Transpose(w)
	dream = v
	for i := range k {
		h := grad.Sigmoid(grad.Linear(dream, w, c)).Named("p(h|v)")
		dream = grad.Sigmoid(grad.Linear(r.draw(i, h, rng), wt, b)).Named("dream")
	}
	fixed := t.Const("dream", dream.Value)
	return grad.Mean(grad.Sub(r.FreeEnergy(v), r.FreeEnergy(fixed))), dream
}

// draw sets each unit to 1 with its probability, else to 0.
func (r *RBM) draw(i int, p *grad.Var, rng *rand.Rand) *grad.Var {
	if i == len(r.samples) {
		r.samples = append(r.samples, new(tensor.Tensor))
	}
	s := r.samples[i].Resize(p.Shape()...)
	for i, q := range p.Value.Data() {
		s.Data()[i] = 0
		if rng.Float64() < float64(q) {
			s.Data()[i] = 1
		}
	}
	return p.Tape().Const("h", s)
}

// Params returns W, b and c.
func (r *RBM) Params() []*grad.Param { return r.params }

func (r *RBM) kind() string { return "rbm" }
