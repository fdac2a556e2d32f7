package train

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
)

// A step in halves ([Settings.Halves]) is one of its own kind, whoever computes
// it: of n examples the first ⌈n/2⌉ and the others go through the network by
// themselves, and as the loss is a mean,
//
//	∇L = (n₀/n)·∇L₀ + (n₁/n)·∇L₁
//
// is added up in this order. From the gradient of the batch as a whole it differs
// by rounding alone, but it differs; so whether batches are cut is a setting of
// the run, and never follows from who is there to compute them.

// leastHalf is how many examples a half has at least: smaller batches stay whole.
// Of 16 digits two workers gain something, of 8 hardly; see job.NewMate.
const leastHalf = 8

// Mate has another processor. Both runs first, and second.Compute or what comes
// to the same, in any order or at the same time, and returns when both have
// ended.
type Mate interface {
	Both(first func(), second *Half)
}

// Half is the second half of a batch: what is to be computed and, after
// Compute, what came of it. It has a network of its own.
type Half struct {
	Data     data.Source
	Seed     uint64
	Step     int
	Examples []int // in Data

	Result
	model  nn.Module
	params []*grad.Param
	loss   Loss
	pass
}

// Result is what came of some examples, beside the gradient.
type Result struct {
	Loss  float64 // their mean
	Right int     // how many were answered right, −1 where there are no classes
}

// NewHalf returns a half that m computes. The gradient arrives in m's parameters.
func NewHalf(m nn.Module, loss Loss) *Half {
	h := &Half{model: m, params: m.Params(), loss: loss}
	h.begin()
	return h
}

// Params are the parameters by which it is computed, and their gradients.
func (h *Half) Params() []*grad.Param { return h.params }

// Compute runs the network over the examples and back again, which needs nothing
// but the values of the parameters and what the fields say. It panics as layers
// do where network and data do not fit together.
func (h *Half) Compute() {
	for _, p := range h.params {
		p.ZeroGrad()
	}
	_, _, h.Result = h.learn(h.model, h.loss, h.Data, h.Examples, h.Seed, h.Step, 1)
}

// Beside lets a mate compute the second halves of batches that are cut; with nil
// the session does. It makes no difference to any number.
func (s *Session) Beside(m Mate) { s.mate = m }

// cut is how many of n examples are in the first half, or all of them.
func (s *Settings) cut(n int, buffers []nn.Buffer) int {
	if !s.Halves || s.Dropout > 0 || n < 2*leastHalf || len(buffers) > 0 { // what batch norm remembers is of the whole batch
		return n
	}
	return (n + 1) / 2
}

// gradient computes loss and gradient of this step's batch; the gradient only
// where the loss is finite.
func (s *Session) gradient() Result {
	index := s.batches.At(s.step)
	n := s.cfg.cut(len(index), s.buffers)
	s.index, s.halved = index[:n], n < len(index)
	if !s.halved {
		s.learnFirst()
		return s.result
	}
	h := s.second()
	h.Data, h.Seed, h.Step, h.Examples = s.cfg.Data, s.cfg.Seed, s.step, index[n:]
	if s.mate != nil {
		s.mate.Both(s.first, h)
	} else {
		s.learnFirst()
		h.Compute()
	}
	r := s.result.with(n, h.Result, len(index)-n)
	if finite(r.Loss) {
		for i, p := range s.params {
			join(p.Grad, weight(n, len(index)), h.params[i].Grad, weight(len(index)-n, len(index)))
		}
	}
	return r
}

// learnFirst computes the first half, or the batch that stays whole.
func (s *Session) learnFirst() {
	_, _, s.result = s.learn(s.model, s.cfg.Loss, s.cfg.Data, s.index, s.cfg.Seed, s.step, 0)
}

// second is the half that the session computes itself or its mate does.
func (s *Session) second() *Half {
	if s.half == nil {
		s.half = NewHalf(s.cfg.Model(WeightRNG(s.cfg.Seed)), s.cfg.Loss)
	}
	for i, p := range s.params {
		s.half.params[i].Value = p.Value
	}
	return s.half
}

// with is the result of n examples and of k others.
func (r Result) with(n int, o Result, k int) Result {
	r.Loss = (r.Loss*float64(n) + o.Loss*float64(k)) / float64(n+k)
	if r.Right >= 0 {
		r.Right += o.Right
	}
	return r
}

func weight(part, all int) tensor.Elem { return tensor.Elem(float64(part) / float64(all)) }

// joinBlock is how many numbers are added up at a time: they stay in the
// first-level cache.
const joinBlock = 2048

// join is sum ← a·sum + b·more.
func join(sum *tensor.Tensor, a tensor.Elem, more *tensor.Tensor, b tensor.Elem) {
	x, y := sum.Data(), more.Data()
	for from := 0; from < len(x); from += joinBlock {
		part := x[from:min(from+joinBlock, len(x))]
		tensor.ScaleSlice(part, a)
		tensor.AxpySlice(part, b, y[from:])
	}
	sum.Touch()
}
