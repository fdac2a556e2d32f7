package train

import (
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// pass runs a network over the batch of a step, the way a step of learning does.
type pass struct {
	tape  *grad.Tape
	batch data.Batch
	pcg   rand.PCG // augmentation
	rng   *rand.Rand
}

// begin readies a pass.
func (p *pass) begin() {
	p.tape = grad.NewTape()
	p.tape.Training = true
	p.rng = rand.New(&p.pcg)
}

// learn gathers examples of a step, runs the network and its loss over them and,
// if that is finite, back again. What is drawn at random follows from seed, step
// and which half of a batch it is: 0 is the first, or all.
func (p *pass) learn(m nn.Module, loss Loss, src data.Source, index []int, seed uint64, step, half int) (y, l *grad.Var, r Result) {
	at := uint64(step) + uint64(half)<<streamHalf
	p.pcg.Seed(seed, streamAugment+at)
	nn.Reseed(m, seed, streamDropout+at)
	src.Gather(&p.batch, index, p.rng)
	p.tape.Reset()
	y = m.Forward(p.tape.Const("x", p.batch.X))
	l = loss(y, &p.batch).Named("loss")
	r = Result{Loss: l.Item(), Right: -1}
	if p.batch.Labels != nil {
		r.Right = Right(y.Value, p.batch.Labels)
	}
	if finite(r.Loss) {
		p.tape.Backward(l)
	}
	return y, l, r
}

// shape adds the penalties to the gradients and clips them: what the update
// rule is given. norm is their length before the clipping.
func (s *Settings) shape(params, weights []*grad.Param) (penalty, norm float64) {
	if s.L2 > 0 {
		penalty += optim.AddL2(weights, s.L2)
	}
	if s.L1 > 0 {
		penalty += optim.AddL1(weights, s.L1)
	}
	if s.ClipNorm > 0 {
		return penalty, optim.ClipNorm(params, s.ClipNorm)
	}
	return penalty, gradNorm(params)
}

// penalised lists the parameters that penalties apply to: weights, not biases.
func penalised(params []*grad.Param) (out []*grad.Param) {
	for _, p := range params {
		if p.Value.Rank() >= 2 {
			out = append(out, p)
		}
	}
	return out
}

// Rehearsal is a step that is computed and not taken: the batch, the network's
// outputs for it, the loss and the gradients, digit for digit those of the step
// that a [Session] would take from there. It works on a network of its own or on
// one that is lent to it, and leaves it as it was but for the gradients.
type Rehearsal struct {
	Step    int
	Y, Loss *grad.Var // outputs and loss, on Tape; of a batch that is cut, the first half's
	Norm    float64   // length of the gradient, penalties added, before clipping

	pass
	batches *data.Batches
	of      Settings
	seed    uint64
	buffers []*tensor.Tensor
}

// Tape returns the tape of the rehearsed step.
func (r *Rehearsal) Tape() *grad.Tape { return r.tape }

// Batch returns the examples of the rehearsed step.
func (r *Rehearsal) Batch() *data.Batch { return &r.batch }

// Run computes step step (counted from 0) of a run with this seed and these
// settings, from the weights that the network has. It returns an error if
// settings, network and data do not fit together.
func (r *Rehearsal) Run(m nn.Module, loss Loss, s Settings, seed uint64, step int) (err error) {
	defer tensor.Recover(&err)
	if err := check(&s); err != nil {
		return err
	}
	if r.tape == nil {
		r.begin()
	}
	if r.batches == nil || r.of.Data != s.Data || r.of.BatchSize != s.BatchSize || r.seed != seed {
		r.batches, r.seed = data.NewBatches(s.Data.Len(), s.BatchSize, seed), seed
	}
	if r.of = s; s.Weights != nil {
		r.batches.Weighted(s.Weights)
	}
	buffers := nn.Buffers(m)
	r.buffers = r.buffers[:0]
	for _, b := range buffers {
		r.buffers = append(r.buffers, b.Value.Clone())
	}
	if s.Dropout > 0 {
		drops := dropsOf(m)
		drops.set(s.Dropout)
		defer drops.set(0)
	}
	params := m.Params()
	for _, p := range params {
		p.ZeroGrad()
	}
	index := r.batches.At(step)
	n := s.cut(len(index), buffers)
	r.Y, r.Loss, _ = r.learn(m, loss, s.Data, index[:n], seed, step, 0)
	for i, b := range buffers { // a step of learning moves running means
		tensor.Copy(b.Value, r.buffers[i])
		b.Value.Touch()
	}
	if n < len(index) {
		r.second(m, loss, s.Data, index, n, seed, step)
	}
	r.Step = step
	_, r.Norm = s.shape(params, penalised(params))
	return nil
}

// second adds the gradient of the second half of a batch, which begins at n.
func (r *Rehearsal) second(m nn.Module, loss Loss, src data.Source, index []int, n int, seed uint64, step int) {
	h := NewHalf(m, loss)
	first := make([]*tensor.Tensor, len(h.params))
	for i, p := range h.params {
		first[i] = p.Grad.Clone()
	}
	h.Data, h.Seed, h.Step, h.Examples = src, seed, step, index[n:]
	h.Compute()
	for i, p := range h.params {
		join(first[i], weight(n, len(index)), p.Grad, weight(len(index)-n, len(index)))
		tensor.Copy(p.Grad, first[i])
	}
}
