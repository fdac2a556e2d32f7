package train_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// pairs are the ways in which two halves may come about.
var pairs = map[string]func() train.Mate{
	"the session": func() train.Mate { return nil },
	"another goroutine": func() train.Mate {
		return mate(func(first func(), h *train.Half) {
			done := make(chan bool)
			go func() { h.Compute(); close(done) }()
			first()
			<-done
		})
	},
	"a network of its own": func() train.Mate {
		var own *train.Half
		return mate(func(first func(), h *train.Half) {
			first()
			if own == nil {
				own = train.NewHalf(lenet(rand.New(rand.NewPCG(9, 9))), train.CrossEntropy)
			}
			own.Data, own.Seed, own.Step, own.Examples = h.Data, h.Seed, h.Step, h.Examples
			for i, p := range own.Params() {
				tensor.Copy(p.Value, h.Params()[i].Value)
			}
			own.Compute()
			h.Result = own.Result
			for i, p := range own.Params() {
				tensor.Copy(h.Params()[i].Grad, p.Grad)
			}
		})
	},
}

type mate func(first func(), h *train.Half)

func (m mate) Both(first func(), h *train.Half) { m(first, h) }

// lenet has a layer that draws random numbers.
func lenet(rng *rand.Rand) nn.Module {
	return nn.NewSequential(nn.NewConv2D(1, 4, 5, nn.ConvOptions{Stride: 2, Padding: 2}, rng), nn.ReLU(), nn.Flatten{},
		nn.NewDropout(0.3, rng.Uint64()), nn.NewLinear(4*14*14, 10, rng))
}

func halves(t testing.TB, build func(*rand.Rand) nn.Module, set train.Settings) *train.Session {
	t.Helper()
	dir := filepath.Join("..", "..", "assets", "data", "digits", "ocvdigits-test1k-")
	digits, err := data.LoadImageFiles(dir+"images.idx3.gz", dir+"labels.idx1.gz", data.DigitClasses)
	if err != nil {
		t.Fatal(err)
	}
	if set.Data = digits.Subset([]int{5, 100, 203, 306, 411, 502, 603, 744, 820, 904, 111, 222, 333, 444, 555, 666, 777, 888, 999, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27}); set.ClipNorm == 0 {
		set.Data = &data.Augmented{Images: set.Data.(*data.Images), Augment: data.Digits}
	}
	if set.Rule == nil {
		set.Rule = optim.DefaultAdam(0.01)
	}
	s, err := train.New(train.Config{Model: build, Loss: train.CrossEntropy, Seed: 4, Settings: set, SnapshotEvery: 4})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestHalvesAreTheSameWhoeverComputesThem takes steps, forks, changes settings and
// goes back: the bits are those of a session that is alone.
func TestHalvesAreTheSameWhoeverComputesThem(t *testing.T) {
	var want []string
	for _, name := range []string{"the session", "another goroutine", "a network of its own"} {
		s := halves(t, lenet, train.Settings{BatchSize: 17, Halves: true, L2: 0.001}) // 9 and 8; the last batch of an epoch is too small
		s.Beside(pairs[name]())
		var got []string
		look := func() { got = append(got, state(t, s)) }
		steps(t, s, 11)
		look()
		f, err := s.Fork()
		if err != nil {
			t.Fatal(err)
		}
		f.Beside(pairs[name]())
		if err := s.SeekNow(6); err != nil {
			t.Fatal(err)
		}
		look()
		c := s.Settings()
		c.Rule, c.BatchSize = optim.SGD{LR: 0.05, Momentum: 0.5}, 30
		if err := s.Change(c); err != nil {
			t.Fatal(err)
		}
		steps(t, s, 3)
		look()
		steps(t, f, 4)
		s = f
		look()
		if want == nil {
			want = got
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: picture %d is another one", name, i)
			}
		}
	}
}

// TestHalvesAreTheBatch: without layers that draw random numbers, the gradient of
// two halves is that of the whole up to rounding, and so are loss and accuracy.
func TestHalvesAreTheBatch(t *testing.T) {
	plain := func(rng *rand.Rand) nn.Module {
		return nn.NewSequential(nn.Flatten{}, nn.NewLinear(784, 20, rng), nn.Tanh(), nn.NewLinear(20, 10, rng))
	}
	set := train.Settings{BatchSize: 17, ClipNorm: 1e6}
	whole := halves(t, plain, set)
	set.Halves = true
	cut := halves(t, plain, set)
	for k := range 20 {
		steps(t, whole, 1)
		steps(t, cut, 1)
		a, b := whole.History(), cut.History()
		if math.Abs(float64(a.Loss[k]-b.Loss[k])) > 1e-4 || math.Abs(float64(a.GradNorm[k]-b.GradNorm[k])) > 1e-3 || a.Accuracy[k] != b.Accuracy[k] {
			t.Errorf("step %d: loss %v, gradient %v, right %v; of the whole %v, %v, %v", k, b.Loss[k], b.GradNorm[k], b.Accuracy[k], a.Loss[k], a.GradNorm[k], a.Accuracy[k])
		}
	}
}

// TestWhatStaysWhole has a batch that is too small to be cut, and batch norm.
func TestWhatStaysWhole(t *testing.T) {
	for name, c := range map[string]struct {
		build func(*rand.Rand) nn.Module
		batch int
	}{"fifteen": {lenet, 15}, "batch norm": {func(rng *rand.Rand) nn.Module {
		return nn.NewSequential(nn.Flatten{}, nn.NewLinear(784, 10, rng), nn.NewBatchNorm(10))
	}, 16}} {
		s := halves(t, c.build, train.Settings{BatchSize: c.batch, Halves: true})
		s.Beside(mate(func(func(), *train.Half) { t.Errorf("%s: a mate was asked", name) }))
		steps(t, s, 2)
	}
}

// TestDivergedHalf finds the number that broke in the second half, though a mate
// computed it.
func TestDivergedHalf(t *testing.T) {
	s := halves(t, lenet, train.Settings{BatchSize: 16, Halves: true})
	steps(t, s, 2)
	before := state(t, s)
	s.Beside(mate(func(first func(), h *train.Half) {
		first()
		h.Data = broken{h.Data}
		h.Compute()
	}))
	var d *train.Diverged
	if err := s.Step(); !errors.As(err, &d) || d.What != "the value" || d.Op != "input" {
		t.Errorf("%v", err)
	}
	if state(t, s) != before {
		t.Error("it does not stand as before the step")
	}
}

// broken is a set of images with a number too many for a float.
type broken struct{ data.Source }

func (b broken) Gather(to *data.Batch, index []int, rng *rand.Rand) {
	b.Source.Gather(to, index, rng)
	to.X.Data()[3] = tensor.Elem(math.Inf(1))
}

// TestRehearsalInHalves: a step that is rehearsed has the gradient of the step.
func TestRehearsalInHalves(t *testing.T) {
	s := halves(t, lenet, train.Settings{BatchSize: 17, Halves: true})
	steps(t, s, 4)
	f, err := s.Fork()
	if err != nil {
		t.Fatal(err)
	}
	var r train.Rehearsal
	if err := r.Run(f.Model(), train.CrossEntropy, s.Settings(), 4, 4); err != nil {
		t.Fatal(err)
	}
	steps(t, s, 1)
	if got, want := float32(r.Norm), s.History().GradNorm[4]; got != want {
		t.Errorf("gradient %v, of the step %v", got, want)
	}
	for i, p := range s.Model().Params() {
		for k, v := range p.Grad.Data() {
			if got := f.Model().Params()[i].Grad.Data()[k]; got != v {
				t.Fatalf("%s[%d]: %v, of the step %v", p.Name, k, got, v)
			}
		}
	}
}

func TestStepInHalvesAllocatesNothing(t *testing.T) {
	cfg := config()
	cfg.SnapshotEvery, cfg.Halves = 1<<20, true
	cfg.Model = func(rng *rand.Rand) nn.Module { // without batch norm
		return nn.NewSequential(nn.NewLinear(2, 16, rng), nn.ReLU(), nn.NewDropout(0.2, 0), nn.NewLinear(16, 2, rng))
	}
	s := start(t, cfg)
	steps(t, s, 20)
	if n := testing.AllocsPerRun(100, func() { steps(t, s, 1) }); n != 0 {
		t.Errorf("%v allocations a step", n)
	}
}

// BenchmarkHalves says what cutting costs one processor.
func BenchmarkHalves(b *testing.B) {
	for name, cut := range map[string]bool{"whole": false, "halves": true} {
		b.Run(name, func(b *testing.B) {
			s := halves(b, func(rng *rand.Rand) nn.Module { return nn.NewLeNet(1, 10, rng) }, train.Settings{BatchSize: 30, Halves: cut, ClipNorm: 100})
			for b.Loop() {
				if err := s.Step(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
