package nn

import (
	"math"
	"math/rand/v2"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// LoRA teaches a frozen dense layer something new with few parameters:
// x [..., in] → y [..., out].
//
//	y = x·Wᵀ + b + (alpha/rank)·x·Aᵀ·Bᵀ,  A [rank, in], B [out, rank]
//
// Only A and B learn. B begins at 0, so at first nothing changes.
// Source: Hu et al., “LoRA: low-rank adaptation of large language models”, 2021.
type LoRA struct {
	Base *Linear
	A, B *grad.Param

	scale  *tensor.Tensor
	params []*grad.Param
}

// NewLoRA returns an adapter for base. It panics with a *tensor.ValueError if
// the rank is below 1 or alpha is not a finite number.
func NewLoRA(base *Linear, rank int, alpha float64, rng *rand.Rand) *LoRA {
	positive("lora", "rank", rank)
	if math.IsNaN(alpha) || math.IsInf(alpha, 0) {
		checkInit("lora", "alpha", alpha)
	}
	out, in := base.Weight.Value.Dim(0), base.Weight.Value.Dim(1)
	l := &LoRA{Base: base, A: grad.NewParam("lora_A", tensor.New(rank, in)), B: grad.NewParam("lora_B", tensor.New(out, rank)),
		scale: tensor.Scalar(tensor.Elem(alpha / float64(rank)))}
	l.params = []*grad.Param{l.A, l.B}
	fanIn(rng, in, l.A)
	return l
}

// Forward returns the output of the frozen layer and what the adapter adds.
func (l *LoRA) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	var bias *grad.Var
	if l.Base.Bias != nil {
		bias = t.Const(l.Base.Bias.Name, l.Base.Bias.Value)
	}
	y := grad.Linear(x, t.Const(l.Base.Weight.Name, l.Base.Weight.Value), bias)
	low := grad.Linear(grad.Linear(x, t.Param(l.A), nil), t.Param(l.B), nil)
	return grad.Add(y, grad.Mul(low, t.Const("alpha/rank", l.scale)))
}

// Params returns A and B.
func (l *LoRA) Params() []*grad.Param { return l.params }

// Merge returns a dense layer that computes the same without the adapter:
// W + (alpha/rank)·B·A.
func (l *LoRA) Merge() *Linear {
	w := l.Base.Weight.Value
	m := NewLinearNoBias(w.Dim(1), w.Dim(0), nil)
	tensor.MatMul(m.Weight.Value, l.B.Value, l.A.Value)
	for i, v := range w.Data() {
		m.Weight.Value.Data()[i] = v + l.scale.Item()*m.Weight.Value.Data()[i]
	}
	m.Weight.Value.Touch()
	if b := l.Base.Bias; b != nil {
		m.Bias = grad.NewParam("bias", b.Value.Clone())
		m.params = append(m.params, m.Bias)
	}
	return m
}

// The frozen weights are remembered, though not learnt.
func (l *LoRA) buffers() []Buffer {
	b := []Buffer{{"base.weight", l.Base.Weight.Value}}
	if l.Base.Bias != nil {
		b = append(b, Buffer{"base.bias", l.Base.Bias.Value})
	}
	return b
}

func (l *LoRA) kind() string { return "lora" }

// Adapt puts a [LoRA] around every dense layer of s, and returns a network in
// which only these learn; layers of other kinds keep their weights and are
// frozen. The layers of s are shared, not copied.
func Adapt(s *Sequential, rank int, alpha float64, rng *rand.Rand) *Sequential {
	a := &Sequential{layers: append([]child{}, s.layers...), paths: s.paths}
	for i, c := range a.layers {
		var learns Module
		switch m := c.module.(type) {
		case *Linear:
			l := NewLoRA(m, rank, alpha, rng)
			for _, p := range l.params {
				p.Name = c.name + "." + p.Name
			}
			learns = l
		case *Sequential:
			learns = Adapt(m, rank, alpha, rng)
			for _, p := range learns.Params() {
				p.Name = c.name + "." + p.Name
			}
		default:
			a.layers[i].module = &frozen{m, s.paths[i] + "."}
			continue
		}
		a.layers[i].module = learns
		a.params = append(a.params, learns.Params()...)
	}
	return a
}

// frozen is a module that does not learn: its parameters are remembered, but
// not handed to an optimizer. Batch norm inside still follows its batches.
type frozen struct {
	Module
	path string
}

func (frozen) Params() []*grad.Param { return nil }

func (f *frozen) buffers() []Buffer {
	var b []Buffer
	for _, p := range f.Module.Params() {
		b = append(b, Buffer{strings.TrimPrefix(p.Name, f.path), p.Value})
	}
	return append(b, Buffers(f.Module)...)
}

// Reseed makes what is frozen draw its random numbers again from a seed.
func (f *frozen) Reseed(seed, stream uint64) { Reseed(f.Module, seed, stream) }
