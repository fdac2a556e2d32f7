package workload

import (
	"fmt"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/parallel"
)

// ParallelNames lists the workloads whose steps are long enough to share out.
var ParallelNames = []string{"lenet-train", "mlp-train", "lstm-step", "transformer"}

// NewParallel prepares a workload of the usual batch that several goroutines
// share, each with a replica of the network. Close ends them.
func NewParallel(name string, threads int, images Images) (*Run, error) {
	momentum, adam := optim.SGD{LR: 0.03, Momentum: 0.9}, optim.DefaultAdam(0.002)
	seeded := func(build func(*rand.Rand) nn.Module) func() nn.Module {
		return func() nn.Module { return build(rand.New(rand.NewPCG(1, 1))) }
	}
	switch name {
	case "lenet-train":
		tr := parallel.New(threads, momentum, seeded(func(rng *rand.Rand) nn.Module { return lenet(rng, 1, 1) }))
		return sharedImages(tr, threads, images, []int{1, 28, 28}), nil
	case "mlp-train":
		return sharedImages(parallel.New(threads, momentum, seeded(mlp)), threads, images, []int{784}), nil
	case "lstm-step":
		return sharedSequences(parallel.New(threads, adam, seeded(lstmNet)), threads, 16), nil
	case "transformer":
		return sharedSequences(parallel.New(threads, adam, seeded(transformerNet)), threads, 8), nil
	}
	return nil, fmt.Errorf("bench: no workload %q to share out; there are %v", name, ParallelNames)
}

// sharedImages is [classifier] shared out: a worker takes a run of each batch.
func sharedImages(tr *parallel.Trainer, threads int, images Images, shape []int) *Run {
	const batch = 32
	at := 0
	inputs, labels := make([]*tensor.Tensor, threads), make([][]int, threads)
	shapes := make([][]int, threads)
	for i := range threads {
		inputs[i], labels[i] = tensor.New(append([]int{batch}, shape...)...), make([]int, batch)
		shapes[i] = append([]int{batch / (i + 1)}, shape...)
	}
	work := func(w *parallel.Worker) (*grad.Var, int) {
		share := batch / w.Of
		x, l := inputs[w.Index].Resize(shapes[w.Of-1]...), labels[w.Index][:share]
		images.batch(x, l, at+w.Index*share)
		return grad.CrossEntropy(w.Model.Forward(w.Tape.Const("x", x)), l), share
	}
	return &Run{Batch: batch / threads * threads, close: tr.Close, step: func() float64 {
		loss := tr.Step(work)
		at = (at + batch) % len(images.Labels)
		return loss
	}}
}

// sharedSequences is [predictNext] shared out.
func sharedSequences(tr *parallel.Trainer, threads, batch int) *Run {
	tasks := make([][]*counting, threads) // by worker, for so many shares
	for i := range threads {
		for of := 1; of <= threads; of++ {
			tasks[i] = append(tasks[i], newCounting(rand.New(rand.NewPCG(1, uint64(1+i))), batch/of))
		}
	}
	work := func(w *parallel.Worker) (*grad.Var, int) {
		return tasks[w.Index][w.Of-1].loss(w.Tape, w.Model), batch / w.Of
	}
	return &Run{Batch: batch / threads * threads, close: tr.Close, step: func() float64 { return tr.Step(work) }}
}
