// Package parallel trains one model on several processors (data parallelism).
//
// Every worker has a replica of the model and a tape of its own and computes the
// gradient of its share of the batch. For a loss that is the mean over n
// samples, of which worker w has n_w,
//
//	∇L = Σ_w (n_w / n) · ∇L_w
//
// so the shares' gradients, weighted and added in the order of the workers, make
// one step for all: the same step as of the whole batch, up to rounding, and the
// same in every run. Batch normalization is the exception: it normalizes each
// share by itself, and the running statistics are those of the first worker.
//
// All replicas read the same values of the parameters; what a step costs beyond
// its shares is waking the processors, and carrying the parameters' values one
// way and their gradients the other. So a batch is shared out only where the
// network computes more numbers from it than it has parameters, and not few:
// convolutions and recurrent networks do, dense layers on a small batch do not.
// The first step, and any that does not pay, is the first worker's alone.
//
// This is for goroutines, of any number, and a step of two is another one than
// that of one: fine for a program that trains and is done. A run that is looked
// at, sought back and taken up elsewhere keeps its numbers: see engine/train,
// where a session may cut each batch in two (train.Settings.Halves) and have the
// second half computed by a mate, in a browser by a second Web Worker, with the
// same bits as without.
package parallel

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// Worker computes the gradient of one share of each batch.
type Worker struct {
	Index int // 0 … Of-1
	Of    int // how many take part in this step, each with its share of the batch
	Model nn.Module
	Tape  *grad.Tape // empty and in training when a share begins

	params  []*grad.Param
	start   chan Share // nil for worker 0, which is the caller of Step
	loss    float64
	samples int
}

// Share computes the mean loss of a worker's samples, the w.Index-th of w.Of
// shares of the batch, with the worker's model and tape, and says how many
// samples those are: 0 (and no loss) for none.
type Share func(w *Worker) (loss *grad.Var, samples int)

// Trainer trains a model with several workers. It belongs to one goroutine.
type Trainer struct {
	workers []*Worker
	opt     *optim.Optimizer
	least   int      // more numbers than these must be computed for a step to be shared out
	of      int      // how many workers the next step has
	done    chan any // what a worker's share panicked with, or nil
}

// enough is how many numbers must be computed even where there are few parameters.
const enough = 1 << 15

// New makes a trainer of workers replicas, each made by build; all share the
// values of the first one's parameters. It panics with a *tensor.ValueError if there is
// to be no worker or the rule makes no sense.
func New(workers int, rule optim.Rule, build func() nn.Module) *Trainer {
	if workers < 1 {
		panic(&tensor.ValueError{Op: "parallel", Name: "workers", Value: strconv.Itoa(workers), Want: "at least 1"})
	}
	t := &Trainer{done: make(chan any, workers), of: 1}
	for i := range workers {
		w := &Worker{Index: i, Model: build(), Tape: grad.NewTape()}
		w.Tape.Training = true
		w.params = w.Model.Params()
		t.workers = append(t.workers, w)
		if i > 0 {
			w.start = make(chan Share, 1)
			go func() {
				for share := range w.start {
					t.done <- w.try(share)
				}
			}()
		}
	}
	t.opt = optim.New(t.workers[0].params, rule)
	t.least = max(nn.CountParams(t.Model()), enough)
	for _, w := range t.workers[1:] {
		for i, p := range t.workers[0].params {
			w.params[i].Value = p.Value
		}
	}
	return t
}

// Model returns the model that is trained: the first worker's.
func (t *Trainer) Model() nn.Module { return t.workers[0].Model }

// Optimizer returns the optimizer, whose learning rate may be changed between steps.
func (t *Trainer) Optimizer() *optim.Optimizer { return t.opt }

// Step runs share for every worker that takes part at the same time and takes
// one step with the weighted mean of their gradients. It returns the mean loss
// over all samples. A panic of a share comes out of Step once all have ended.
func (t *Trainer) Step(share Share) float64 {
	workers := t.workers[:t.of]
	for _, w := range workers {
		w.Of = t.of
	}
	for _, w := range workers[1:] {
		w.start <- share
	}
	failed := workers[0].try(share)
	for range workers[1:] {
		if p := <-t.done; p != nil {
			failed = p
		}
	}
	if failed != nil {
		panic(failed)
	}
	samples, computed, loss := 0, 0, 0.0
	for _, w := range workers {
		samples += w.samples
		computed += w.computed()
		loss += w.loss * float64(w.samples)
	}
	if samples == 0 {
		return 0
	}
	t.of = 1
	if computed > t.least {
		t.of = len(t.workers)
	}
	gather(workers, samples)
	t.opt.Step()
	return loss / float64(samples)
}

// Close ends the workers.
func (t *Trainer) Close() {
	for _, w := range t.workers[1:] {
		close(w.start)
	}
}

func (w *Worker) try(share Share) (failed any) {
	defer func() { failed = recover() }()
	w.Tape.Reset()
	for _, p := range w.params {
		p.ZeroGrad()
	}
	loss, samples := share(w)
	w.samples, w.loss = samples, 0
	if samples > 0 {
		w.Tape.Backward(loss)
		w.loss = loss.Item()
	}
	return nil
}

// computed is how many numbers the share's ops have put on the tape.
func (w *Worker) computed() (n int) {
	for i := range w.Tape.Len() {
		if v := w.Tape.Var(i); len(v.Inputs()) > 0 {
			n += v.Value.Len()
		}
	}
	return n
}

// gatherBlock is how many numbers are added up at a time: they stay in the
// first-level cache from the first gradient to the last.
const gatherBlock = 2048

// gather leaves the weighted mean of the gradients with the first worker.
func gather(workers []*Worker, samples int) {
	first, others := workers[0], workers[1:]
	if first.samples == samples {
		return
	}
	for i, p := range first.params {
		sum := p.Grad.Data()
		for from := 0; from < len(sum); from += gatherBlock {
			part := sum[from:min(from+gatherBlock, len(sum))]
			tensor.ScaleSlice(part, first.weight(samples))
			for _, w := range others {
				tensor.AxpySlice(part, w.weight(samples), w.params[i].Grad.Data()[from:])
			}
		}
		p.Grad.Touch()
	}
}

// weight is the worker's part of all samples.
func (w *Worker) weight(samples int) tensor.Elem {
	return tensor.Elem(float64(w.samples) / float64(samples))
}
