package workload

import (
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

const (
	sequenceLength = 32
	characters     = 64
)

// lstmNet is a 64-unit LSTM that says the next of 64 characters.
func lstmNet(rng *rand.Rand) nn.Module {
	return nn.NewSequential(
		nn.NewEmbedding(characters, 32, rng),
		nn.NewLSTM(32, 64, nn.RecurrentOptions{}, rng),
		nn.NewLinear(64, characters, rng))
}

// transformerNet has two blocks of 64 features and 4 heads for the same task.
func transformerNet(rng *rand.Rand) nn.Module {
	return nn.NewTransformer(characters, sequenceLength, 64, 4, 2, rng)
}

// predictNext trains m on sequences that count upwards from a random start.
func predictNext(m nn.Module, rng *rand.Rand, batch int) *Run {
	t := grad.NewTape()
	t.Training = true
	opt := optim.New(m.Params(), optim.DefaultAdam(0.002))
	task := newCounting(rng, batch)
	return &Run{Batch: batch, step: func() float64 {
		t.Reset()
		opt.ZeroGrad()
		loss := task.loss(t, m)
		t.Backward(loss)
		opt.Step()
		return loss.Item()
	}}
}

// counting is the task: 32 characters each.
type counting struct {
	rng    *rand.Rand
	x      *tensor.Tensor
	labels []int
}

func newCounting(rng *rand.Rand, batch int) *counting {
	return &counting{rng: rng, x: tensor.New(sequenceLength, batch), labels: make([]int, sequenceLength*batch)}
}

// loss draws new sequences and measures m on them.
func (c *counting) loss(t *grad.Tape, m nn.Module) *grad.Var {
	batch := c.x.Shape()[1]
	for b := range batch {
		start, stride := c.rng.IntN(characters), 1+c.rng.IntN(3)
		for i := range sequenceLength {
			c.x.Data()[i*batch+b] = tensor.Elem((start + i*stride) % characters)
			c.labels[i*batch+b] = (start + (i+1)*stride) % characters
		}
	}
	c.x.Touch()
	return grad.CrossEntropy(grad.Reshape(m.Forward(t.Const("x", c.x)), sequenceLength*batch, characters), c.labels)
}
