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
// It pays where a share takes longer than waking a processor does: above some
// tenths of a millisecond a step.
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
	Index int // 0 … workers-1
	Model nn.Module
	Tape  *grad.Tape // empty and in training when a share begins

	params  []*grad.Param
	start   chan Share // nil for worker 0, which is the caller of Step
	loss    float64
	samples int
}

// Share computes the mean loss of a worker's samples with the worker's model and
// tape, and says how many samples those are: 0 (and no loss) for none.
type Share func(w *Worker) (loss *grad.Var, samples int)

// Trainer trains a model with several workers. It belongs to one goroutine.
type Trainer struct {
	workers []*Worker
	opt     *optim.Optimizer
	done    chan any // what a worker's share panicked with, or nil
}

// New makes a trainer of workers replicas, each made by build; all begin with
// the parameters of the first. It panics with a *tensor.ValueError if there is
// to be no worker or the rule makes no sense.
func New(workers int, rule optim.Rule, build func() nn.Module) *Trainer {
	if workers < 1 {
		panic(&tensor.ValueError{Op: "parallel", Name: "workers", Value: strconv.Itoa(workers), Want: "at least 1"})
	}
	t := &Trainer{done: make(chan any, workers)}
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
	t.spread()
	return t
}

// Model returns the model that is trained: the first worker's.
func (t *Trainer) Model() nn.Module { return t.workers[0].Model }

// Optimizer returns the optimizer, whose learning rate may be changed between steps.
func (t *Trainer) Optimizer() *optim.Optimizer { return t.opt }

// Step runs share for every worker at the same time and takes one step with the
// weighted mean of their gradients. It returns the mean loss over all samples.
// A panic of a share comes out of Step once all workers have ended.
func (t *Trainer) Step(share Share) float64 {
	for _, w := range t.workers[1:] {
		w.start <- share
	}
	failed := t.workers[0].try(share)
	for range t.workers[1:] {
		if p := <-t.done; p != nil {
			failed = p
		}
	}
	if failed != nil {
		panic(failed)
	}
	samples, loss := 0, 0.0
	for _, w := range t.workers {
		samples += w.samples
		loss += w.loss * float64(w.samples)
	}
	if samples == 0 {
		return 0
	}
	t.gather(samples)
	t.opt.Step()
	t.spread()
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

// gather leaves the weighted mean of the gradients in the first replica.
func (t *Trainer) gather(samples int) {
	for _, w := range t.workers {
		weight := tensor.Elem(float64(w.samples) / float64(samples))
		for i, p := range w.params {
			if w.Index == 0 {
				tensor.Scale(p.Grad, weight)
			} else {
				tensor.Axpy(t.workers[0].params[i].Grad, weight, p.Grad)
			}
		}
	}
}

// spread gives the first replica's parameters to the others.
func (t *Trainer) spread() {
	for _, w := range t.workers[1:] {
		for i, p := range t.workers[0].params {
			tensor.Copy(w.params[i].Value, p.Value)
		}
	}
}
