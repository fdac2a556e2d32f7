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

// lstm trains a 64-unit LSTM to say the next character: 32 steps, 64 characters.
func lstm(rng *rand.Rand, batch int) *Run {
	m := nn.NewSequential(
		nn.NewEmbedding(characters, 32, rng),
		nn.NewLSTM(32, 64, nn.RecurrentOptions{}, rng),
		nn.NewLinear(64, characters, rng))
	return predictNext(m, rng, batch)
}

// transformer trains two blocks of 64 features and 4 heads on the same task.
func transformer(rng *rand.Rand, batch int) *Run {
	return predictNext(nn.NewTransformer(characters, sequenceLength, 64, 4, 2, rng), rng, batch)
}

// predictNext trains m on a sequence that counts upwards from a random start.
func predictNext(m nn.Module, rng *rand.Rand, batch int) *Run {
	t := grad.NewTape()
	t.Training = true
	opt := optim.New(m.Params(), optim.DefaultAdam(0.002))
	x := tensor.New(sequenceLength, batch)
	labels := make([]int, sequenceLength*batch)
	return &Run{Batch: batch, step: func() float64 {
		for b := range batch {
			start, stride := rng.IntN(characters), 1+rng.IntN(3)
			for i := range sequenceLength {
				x.Data()[i*batch+b] = tensor.Elem((start + i*stride) % characters)
				labels[i*batch+b] = (start + (i+1)*stride) % characters
			}
		}
		x.Touch()
		t.Reset()
		opt.ZeroGrad()
		logits := m.Forward(t.Const("x", x))
		loss := grad.CrossEntropy(grad.Reshape(logits, sequenceLength*batch, characters), labels)
		t.Backward(loss)
		opt.Step()
		return loss.Item()
	}}
}
