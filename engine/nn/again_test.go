package nn_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

func allActivations(rng *rand.Rand) *nn.Sequential {
	return nn.NewSequential(nn.NewLinear(3, 5, rng), nn.Tanh(), nn.NewLinear(5, 4, rng), nn.ReLU(), nn.NewLinearNoBias(4, 6, rng), nn.GELU(),
		nn.Flatten{}, nn.NewSequential(nn.NewLinear(6, 3, rng), nn.LeakyReLU(0.1)), nn.Softplus(), nn.NewLinear(3, 2, rng), nn.Sigmoid())
}

// learner takes steps and records them; fresh uses a new tape for each, on
// which nothing can be computed again.
type learner struct {
	m     *nn.Sequential
	opt   *optim.Optimizer
	tape  *grad.Tape
	rng   *rand.Rand
	fresh bool
	trace trace.Trace
}

func newLearner(fresh bool) *learner {
	m := allActivations(rand.New(rand.NewPCG(1, 2)))
	return &learner{m: m, opt: optim.New(m.Params(), optim.DefaultAdam(0.05)), tape: grad.NewTape(), rng: rand.New(rand.NewPCG(3, 4)), fresh: fresh}
}

func (l *learner) step(batch int, wanted bool) {
	x, target := tensor.New(batch, 3), tensor.New(batch, 2)
	for _, v := range [2]*tensor.Tensor{x, target} {
		for i := range v.Data() {
			v.Data()[i] = tensor.Elem(l.rng.Float64())
		}
	}
	if l.fresh {
		l.tape = grad.NewTape()
	}
	l.tape.Reset()
	l.opt.ZeroGrad()
	var in *grad.Var
	if wanted {
		in = l.tape.Input("x", x)
	} else {
		in = l.tape.Const("x", x)
	}
	loss := grad.MSE(l.m.Forward(in), l.tape.Const("target", target))
	l.tape.Backward(loss)
	l.tape.Record(&l.trace)
	l.opt.Step()
}

func sameRecord(a, b *trace.Trace) bool {
	return slices.EqualFunc(a.Nodes, b.Nodes, func(p, q trace.Node) bool {
		return p.Op == q.Op && p.Name == q.Name && slices.Equal(p.Inputs, q.Inputs) && slices.Equal(p.Shape, q.Shape) &&
			slices.Equal(p.Value, q.Value) && slices.Equal(p.Grad, q.Grad) && slices.Equal(p.Attrs, q.Attrs)
	})
}

// TestAgain wants runs that are computed again to be those that are written
// anew, to the bit and in every part of the record.
func TestAgain(t *testing.T) {
	again, anew := newLearner(false), newLearner(true)
	for i := range 40 {
		batch, wanted := 4+i/7%3, i/5%2 == 1 // another shape, another want now and then
		for _, l := range [2]*learner{again, anew} {
			switch i {
			case 9: // a run in between that came to nothing
				if !l.fresh {
					l.tape.Reset()
				}
			case 15: // other memory, and no longer end to end
				p := l.m.Params()[2]
				p.Value = p.Value.Clone()
			case 20: // used in between, on another tape
				l.m.Forward(grad.NewTape().Const("x", tensor.New(2, 3)))
			case 25: // refused in between
				if err := tensor.Catch(func() { l.m.Forward(l.tape.Const("x", tensor.New(2, 7))) }); err == nil {
					t.Fatal("a wrong shape was taken")
				}
			}
			l.step(batch, wanted)
		}
		if !sameRecord(&again.trace, &anew.trace) {
			t.Fatalf("step %d: computed again\n%+v\nwritten anew\n%+v", i, again.trace, anew.trace)
		}
	}
	for k, p := range again.m.Params() {
		if !slices.Equal(p.Value.Data(), anew.m.Params()[k].Value.Data()) {
			t.Errorf("%s differs after all steps", p.Name)
		}
	}
}

// TestAgainOnOneTape uses a network twice in a run, and beside other values.
func TestAgainOnOneTape(t *testing.T) {
	m := nn.NewSequential(nn.NewLinear(2, 2, rand.New(rand.NewPCG(5, 6))), nn.Tanh())
	run := func(tape *grad.Tape, i int) []tensor.Elem {
		tape.Reset()
		tape.NoGrad = i%4 == 3
		x := tape.Input("x", tensor.From([]tensor.Elem{tensor.Elem(i), 1}, 1, 2))
		if i%5 == 2 {
			x = grad.Neg(x)
		}
		if i%6 == 1 {
			tape.Param(m.Params()[1])
		}
		y := grad.Sum(grad.Mul(m.Forward(x), m.Forward(grad.Square(x))))
		for _, p := range m.Params() {
			p.ZeroGrad()
		}
		if !tape.NoGrad {
			tape.Backward(y)
		}
		return append(append([]tensor.Elem{y.Value.Item()}, m.Params()[0].Grad.Data()...), tensor.Elem(tape.Len()))
	}
	tape := grad.NewTape()
	for i := range 30 {
		if got, want := run(tape, i), run(grad.NewTape(), i); !slices.Equal(got, want) {
			t.Fatalf("run %d: %v on a used tape, %v on a new one", i, got, want)
		}
	}
}

// TestAgainNudged wants a nudge to reach values inside a network that was computed before.
func TestAgainNudged(t *testing.T) {
	m := nn.NewSequential(nn.NewLinear(2, 2, rand.New(rand.NewPCG(7, 8))), nn.Tanh())
	tape := grad.NewTape()
	run := func() (y float64, at int) {
		tape.Reset()
		v := grad.Sum(m.Forward(tape.Const("x", tensor.From([]tensor.Elem{1, 2}, 1, 2))))
		return v.Item(), v.Inputs()[0].Inputs()[0].ID()
	}
	run()
	y, at := run()
	tape.Nudge(at, 0, 0.5)
	moved, _ := run()
	tape.Nudge(0, 0, 0)
	back, _ := run()
	if moved <= y || back != y {
		t.Errorf("%g, nudged %g, and back %g", y, moved, back)
	}
}

func TestAgainAllocatesNothing(t *testing.T) {
	l := newLearner(false)
	x := tensor.New(4, 3)
	step := func() {
		l.tape.Reset()
		l.opt.ZeroGrad()
		l.tape.Backward(grad.Sum(l.m.Forward(l.tape.Const("x", x))))
		l.opt.Step()
	}
	step()
	if n := testing.AllocsPerRun(20, step); n != 0 {
		t.Errorf("a step allocates %v times", n)
	}
}

// TestAgainInParts takes the backward pass of a run that was computed again from
// within the network, after the network went elsewhere, and after a value that
// it needs was overwritten.
func TestAgainInParts(t *testing.T) {
	m := allActivations(rand.New(rand.NewPCG(9, 10)))
	x, other := tensor.New(4, 3), grad.NewTape()
	nn.Normal(1)(x, rand.New(rand.NewPCG(11, 12)))
	grads := func(tape *grad.Tape, runs int, backward func(y *grad.Var)) (all []tensor.Elem) {
		for range runs {
			tape.Reset()
			for _, p := range m.Params() {
				p.ZeroGrad()
			}
			backward(m.Forward(tape.Input("x", x)))
		}
		all = append(all, tape.Var(0).Grad.Data()...)
		for _, p := range m.Params() {
			all = append(all, p.Grad.Data()...)
		}
		return all
	}
	cotangent := func(v *grad.Var) *tensor.Tensor {
		c := tensor.New(v.Shape()...)
		tensor.Fill(c, 1)
		return c
	}
	from := func(v *grad.Var) { v.Tape().BackwardFrom(v, cotangent(v)) }
	for name, backward := range map[string]func(y *grad.Var){
		"from within":           func(y *grad.Var) { from(y.Tape().Var(6)) },
		"from within, then all": func(y *grad.Var) { from(y.Tape().Var(6)); from(y) },
		"all, twice":            func(y *grad.Var) { from(y); from(y) },
		"after another tape":    func(y *grad.Var) { from(m.Forward(other.Input("x", x))); from(y) },
	} {
		if got, want := grads(grad.NewTape(), 4, backward), grads(grad.NewTape(), 1, backward); !slices.Equal(got, want) {
			t.Errorf("%s: computed again %v, written anew %v", name, got, want)
		}
		other.Reset()
	}
	tape := grad.NewTape()
	err := tensor.Catch(func() {
		grads(tape, 3, func(y *grad.Var) {
			from(y)
			tape.Var(3).Value.Touch()
		})
		from(tape.Var(tape.Len() - 1))
	})
	if err == nil {
		t.Error("a value overwritten within was not noticed")
	}
}
