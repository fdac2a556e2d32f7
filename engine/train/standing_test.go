package train_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// TestStanding: a session that is given the weights of another and where it
// stands goes on with the same bits, by every rule, with batch norm, dropout and
// a schedule.
func TestStanding(t *testing.T) {
	points := data.Moons(70, 0.1, rand.New(rand.NewPCG(3, 1)))
	weights := func(s *train.Session) (w []tensor.Elem) {
		for _, p := range s.Model().Params() {
			w = append(w, p.Value.Data()...)
		}
		for _, b := range nn.Buffers(s.Model()) {
			w = append(w, b.Value.Data()...)
		}
		return w
	}
	for _, rule := range []optim.Rule{optim.SGD{LR: 0.1}, optim.SGD{LR: 0.1, Momentum: 0.9, Nesterov: true}, optim.DefaultAdagrad(0.1), optim.DefaultRMSprop(0.01),
		optim.Adadelta{LR: 1, Rho: 0.9, Eps: 1e-6}, optim.DefaultAdam(0.01), optim.AdamW(optim.DefaultAdam(0.01)), optim.Adamax(optim.DefaultAdam(0.01))} {
		open := func() *train.Session {
			s, err := train.New(train.Config{
				Model: func(rng *rand.Rand) nn.Module {
					return nn.NewSequential(nn.Named("z1", nn.NewLinear(2, 6, rng)), nn.Named("norm", nn.NewBatchNorm(6)), nn.Named("a1", nn.Tanh()),
						nn.Named("drop", nn.NewDropout(0.3, 1)), nn.Named("z2", nn.NewLinear(6, 1, rng)))
				},
				Loss: func(y *grad.Var, b *data.Batch) *grad.Var { return grad.MSE(y, y.Tape().Const("target", b.Targets)) },
				Seed: 9, SnapshotEvery: 16,
				Settings: train.Settings{Data: points, BatchSize: 8, Rule: rule, Schedule: optim.Cosine{TMax: 12}, L2: 0.001},
			})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		steps := func(s *train.Session, n int) {
			for range n {
				if err := s.Step(); err != nil {
					t.Fatal(err)
				}
			}
		}
		a, b := open(), open()
		steps(a, 33)
		at := a.Standing(nil)
		if err := b.SetWeights(weights(a)); err != nil {
			t.Fatal(err)
		}
		if err := b.Stand(at); err != nil {
			t.Fatal(err)
		}
		if b.StepCount() != 33 || b.Epoch() != a.Epoch() || b.History().Len() != 33 {
			t.Errorf("%s: stands at step %d, epoch %v, %d steps recorded", rule.Name(), b.StepCount(), b.Epoch(), b.History().Len())
		}
		steps(a, 50)
		steps(b, 50)
		if !slices.Equal(weights(a), weights(b)) || a.History().Loss[82] != b.History().Loss[49] || a.LR() != b.LR() {
			t.Errorf("%s: after 50 steps the weights are others", rule.Name())
		}
		if err := b.SeekNow(40); err != nil || b.StepCount() != 40 {
			t.Errorf("%s: back to step 40: %v", rule.Name(), err)
		}
		if b.SeekNow(32) == nil {
			t.Errorf("%s: went back to a step that it does not know", rule.Name())
		}
		if at.Memory = append(at.Memory, 0); b.Stand(at) == nil {
			t.Errorf("%s: took a memory that does not fit", rule.Name())
		}
	}
}
