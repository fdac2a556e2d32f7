package parallel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/parallel"
)

// problem is a batch of points of two classes.
func problem(n int) (x []tensor.Elem, labels []int) {
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range n {
		labels = append(labels, i%2)
		x = append(x, tensor.Elem(rng.NormFloat64()+float64(i%2)), tensor.Elem(rng.NormFloat64()))
	}
	return x, labels
}

func build() nn.Module {
	rng := rand.New(rand.NewPCG(1, 1))
	return nn.NewSequential(nn.NewLinear(2, 8, rng), nn.Tanh(), nn.NewLinear(8, 2, rng))
}

// shares splits the batch into runs of equal length, the last one shorter.
func shares(x []tensor.Elem, labels []int) parallel.Share {
	return func(w *parallel.Worker) (*grad.Var, int) {
		n := (len(labels) + w.Of - 1) / w.Of
		from, to := min(w.Index*n, len(labels)), min((w.Index+1)*n, len(labels))
		if from == to {
			return nil, 0
		}
		in := w.Tape.Const("x", tensor.From(x[2*from:2*to], to-from, 2))
		return grad.CrossEntropy(w.Model.Forward(in), labels[from:to]), to - from
	}
}

func TestSameStepsAsOneWorker(t *testing.T) {
	x, labels := problem(7)
	run := func(workers int) ([]tensor.Elem, []float64) {
		tr := parallel.New(workers, optim.SGD{LR: 0.5, Momentum: 0.9}, build)
		defer tr.Close()
		tr.ShareEverything()
		var losses []float64
		for range 20 {
			losses = append(losses, tr.Step(shares(x, labels)))
		}
		var all []tensor.Elem
		for _, p := range tr.Model().Params() {
			all = append(all, p.Value.Data()...)
		}
		return all, losses
	}
	want, wantLoss := run(1)
	for _, workers := range []int{2, 3, 5} { // of seven samples, five workers leave one without
		got, loss := run(workers)
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 2e-4 {
				t.Fatalf("%d workers: parameter %d is %v, one worker gives %v", workers, i, got[i], want[i])
			}
		}
		if last := len(loss) - 1; math.Abs(loss[last]-wantLoss[last]) > 1e-4 || !(loss[last] < loss[0]) {
			t.Errorf("%d workers: loss %v → %v, one worker's ends at %v", workers, loss[0], loss[last], wantLoss[last])
		}
		again, _ := run(workers)
		for i := range got {
			if got[i] != again[i] {
				t.Fatalf("%d workers: two runs differ in parameter %d", workers, i)
			}
		}
	}
}

// TestOnlyWhatPays has a batch that is too small to be shared out and one that
// is not, of a network with few parameters, and a network with many.
func TestOnlyWhatPays(t *testing.T) {
	wide := func() nn.Module {
		rng := rand.New(rand.NewPCG(1, 1))
		return nn.NewSequential(nn.NewLinear(2, 300, rng), nn.Tanh(), nn.NewLinear(300, 300, rng), nn.NewLinear(300, 2, rng))
	}
	for _, c := range []struct {
		name  string
		build func() nn.Module
		batch int
		want  int
	}{{"few points", build, 100, 1}, {"many points", build, 5000, 2}, {"many parameters", wide, 100, 1}} {
		x, labels := problem(c.batch)
		tr := parallel.New(2, optim.SGD{LR: 0.5}, c.build)
		of := 0
		share := shares(x, labels)
		for range 3 {
			tr.Step(func(w *parallel.Worker) (*grad.Var, int) {
				if w.Index == 0 {
					of = w.Of
				}
				return share(w)
			})
		}
		tr.Close()
		if of != c.want {
			t.Errorf("%s: %d workers, want %d", c.name, of, c.want)
		}
	}
}

// TestRateChanges: the rate that the optimizer is given between steps counts for all
// workers.
func TestRateChanges(t *testing.T) {
	x, labels := problem(6)
	run := func(first, then float64) (all []tensor.Elem) {
		tr := parallel.New(2, optim.SGD{LR: first}, build)
		defer tr.Close()
		tr.ShareEverything()
		if err := tr.Optimizer().SetLR(then); err != nil {
			t.Fatal(err)
		}
		tr.Step(shares(x, labels))
		for _, p := range tr.Model().Params() {
			all = append(all, p.Value.Data()...)
		}
		return all
	}
	if got, want := run(0.5, 0.25), run(0.25, 0.25); !slices.Equal(got, want) {
		t.Errorf("after a change of the rate %v, want %v", got, want)
	} else if slices.Equal(got, run(0.5, 0.5)) {
		t.Error("the rate makes no difference")
	}
}

func TestPanicOfAShare(t *testing.T) {
	tr := parallel.New(2, optim.SGD{LR: 0.5}, build)
	defer tr.Close()
	tr.ShareEverything()
	defer func() {
		if p := recover(); p != "second" {
			t.Errorf("Step panicked with %v", p)
		}
		x, labels := problem(4)
		tr.Step(shares(x, labels)) // and the workers go on
	}()
	tr.Step(func(w *parallel.Worker) (*grad.Var, int) {
		if w.Index == 1 {
			panic("second")
		}
		return nil, 0
	})
}

func TestNoWorker(t *testing.T) {
	defer func() {
		if _, ok := recover().(*tensor.ValueError); !ok {
			t.Error("no *tensor.ValueError")
		}
	}()
	parallel.New(0, optim.SGD{LR: 0.5}, build)
}

func Example() {
	x, labels := problem(64)
	tr := parallel.New(2, optim.SGD{LR: 0.5}, build)
	defer tr.Close()
	first := tr.Step(shares(x, labels))
	var last float64
	for range 50 {
		last = tr.Step(shares(x, labels))
	}
	fmt.Println("the loss fell:", last < first)
	// Output: the loss fell: true
}
