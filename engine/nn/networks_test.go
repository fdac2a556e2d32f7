package nn_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// noise fills a tensor from N(0, 1).
func noise(seed uint64, shape ...int) *tensor.Tensor {
	r, x := rand.New(rand.NewPCG(seed, 9)), tensor.New(shape...)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(r.NormFloat64())
	}
	return x
}

// fit takes steps of Adam on a loss and returns its first and last value.
func fit(t *testing.T, m nn.Module, steps int, lr float64, loss func(tape *grad.Tape) *grad.Var) (first, last float64) {
	t.Helper()
	o := optim.New(m.Params(), optim.DefaultAdam(lr))
	tape := grad.NewTape()
	tape.Training = true
	for i := range steps {
		tape.Reset()
		o.ZeroGrad()
		l := loss(tape)
		tape.Backward(l)
		o.Step()
		if last = l.Item(); i == 0 {
			first = last
		}
	}
	return first, last
}

// Every small network learns six random images by heart.
func TestSmallModelsLearn(t *testing.T) {
	labels := []int{0, 1, 2, 0, 1, 2}
	for _, s := range nn.SmallModels() {
		t.Run(s.Name, func(t *testing.T) {
			m := s.New(1, 28, 3, rng())
			x := noise(1, 6, 1, 28, 28)
			first, last := fit(t, m, 25, 2e-3, func(tape *grad.Tape) *grad.Var {
				return grad.CrossEntropy(m.Forward(tape.Const("x", x)), labels)
			})
			if !(last < first/2) {
				t.Errorf("loss from %v to %v", first, last)
			}
			used := map[string]bool{}
			for _, p := range m.Params() {
				if used[p.Name] {
					t.Errorf("two parameters are called %s", p.Name)
				}
				used[p.Name] = true
			}
			colour := s.New(3, 32, 10, rng())
			tape := grad.NewTape()
			if y := colour.Forward(tape.Const("x", noise(2, 2, 3, 32, 32))); !tensor.SameShape(y.Shape(), []int{2, 10}) || !y.Value.IsFinite() {
				t.Errorf("colour images give %v", y.Shape())
			}
			t.Logf("%d parameters for 28×28×1, %d for 32×32×3; loss %.3f → %.3f", nn.CountParams(m), nn.CountParams(colour), first, last)
		})
	}
}

func TestWarmBlocksAllocateNothing(t *testing.T) {
	x, sequence, labels := noise(1, 2, 4, 8, 8), noise(2, 5, 2, 4), []int{0, 1}
	image := func(m nn.Module) nn.Module {
		return nn.NewSequential(m, nn.GlobalAvgPool2D{}, nn.NewLinear(8, 2, rng()))
	}
	for name, c := range map[string]struct {
		m nn.Module
		x *tensor.Tensor
	}{
		"residual":   {image(nn.NewResNetBlock(4, 8, 2, rng())), x},
		"plain":      {image(nn.NewPlainBlock(4, 8, 1, rng())), x},
		"inception":  {image(nn.NewInception(4, 2, 2, 2, 2, 2, 2, rng())), x},
		"dense":      {image(nn.NewDenseBlock(4, 2, 2, rng())), x},
		"separable":  {image(nn.NewDepthwiseSeparable(4, 8, 1, rng())), x},
		"inverted":   {image(nn.NewInvertedResidual(4, 8, 1, 2, rng())), x},
		"transposed": {image(nn.NewConvTranspose2D(4, 8, 4, 2, 1, rng())), x},
		"rnn":        {nn.NewSequential(nn.NewRNN(4, 3, nn.RecurrentOptions{Layers: 2, Bidirectional: true}, rng()), nn.LastStep{}, nn.NewLinear(6, 2, rng())), sequence},
		"lstm":       {nn.NewSequential(nn.NewLSTM(4, 3, nn.RecurrentOptions{Layers: 2, Bidirectional: true}, rng()), nn.LastStep{}, nn.NewLinear(6, 2, rng())), sequence},
		"block":      {nn.NewSequential(nn.NewTransformerBlock(4, 2, true, rng()), nn.LastStep{}, nn.NewLinear(4, 2, rng())), sequence},
		"lora":       {nn.Adapt(nn.NewSequential(nn.Flatten{}, nn.NewLinear(256, 2, rng())), 2, 4, rng()), x},
	} {
		tape := grad.NewTape()
		tape.Training = true
		step := func() {
			tape.Reset()
			tape.Backward(grad.CrossEntropy(c.m.Forward(tape.Const("x", c.x)), labels))
		}
		step()
		if n := testing.AllocsPerRun(5, step); n != 0 {
			t.Errorf("%s: a warm step allocates %v times", name, n)
		}
	}
}

// Where the blocks have learnt nothing yet (their last scale is 0), a gradient
// reaches the image by the shortcuts alone.
func TestShortcutCarriesTheGradient(t *testing.T) {
	size := func(m *nn.Sequential) float64 {
		for _, p := range m.Params() {
			if strings.HasSuffix(p.Name, ".bn2.weight") {
				tensor.Fill(p.Value, 0)
			}
		}
		tape := grad.NewTape()
		tape.Training = true
		x := tape.Input("x", noise(1, 4, 1, 12, 12))
		tape.Backward(grad.CrossEntropy(m.Forward(x), []int{0, 1, 2, 3}))
		s := 0.0
		for _, g := range x.Grad.Data() {
			s += float64(g) * float64(g)
		}
		return math.Sqrt(s)
	}
	res, plain := size(nn.NewSmallResNet(1, 12, 4, 3, rng())), size(nn.NewSmallPlainNet(1, 12, 4, 3, rng()))
	if !(res > 1e-3) || plain != 0 {
		t.Errorf("|∂L/∂x| is %v with shortcuts, %v without", res, plain)
	}
}

// Reading the first of five numbers takes memory that reaches back.
func TestRecurrentRemembers(t *testing.T) {
	r := rng()
	for _, c := range []grad.Cell{grad.TanhCell, grad.LSTMCell, grad.GRUCell} {
		m := nn.NewSequential(nn.NewRecurrent(c, 1, 12, nn.RecurrentOptions{}, rng()), nn.LastStep{}, nn.NewLinear(12, 2, rng()))
		x, labels := tensor.New(5, 16, 1), make([]int, 16)
		_, last := fit(t, m, 300, 0.02, func(tape *grad.Tape) *grad.Var {
			for i := range x.Data() {
				x.Data()[i] = tensor.Elem(r.IntN(2)*2 - 1)
			}
			for n := range labels {
				labels[n] = int(x.Data()[n]+1) / 2
			}
			return grad.CrossEntropy(m.Forward(tape.Const("x", x)), labels)
		})
		if last > 0.1 {
			t.Errorf("%v: loss %v", c, last)
		}
	}
}

func TestTransformer(t *testing.T) {
	m := nn.NewTransformer(5, 8, 16, 2, 2, rng())
	text := []tensor.Elem{1, 2, 3, 4, 1, 2, 3, 4}
	logits := func(words []tensor.Elem) []tensor.Elem {
		return m.Forward(grad.NewTape().Const("x", tensor.From(words, len(words), 1))).Value.Data()
	}
	before := append([]tensor.Elem{}, logits(text)...)
	changed := append([]tensor.Elem{}, text...)
	changed[7] = 0
	after := logits(changed)
	for i := range 7 * 5 {
		if before[i] != after[i] {
			t.Fatalf("logit %d knows of a later word", i)
		}
	}
	if before[7*5] == after[7*5] {
		t.Error("the last word does not matter")
	}
	_, last := fit(t, m, 60, 0.01, func(tape *grad.Tape) *grad.Var {
		y := m.Forward(tape.Const("x", tensor.From(text[:7], 7, 1)))
		return grad.CrossEntropy(grad.Reshape(y, 7, 5), []int{2, 3, 4, 1, 2, 3, 4})
	})
	if last > 0.05 {
		t.Errorf("loss %v", last)
	}
}

func TestLoRA(t *testing.T) {
	base := nn.NewLinear(6, 4, rng())
	l := nn.NewLoRA(base, 2, 4, rng())
	x, target, kept := noise(1, 8, 6), noise(2, 8, 4), base.Weight.Value.Clone()
	out := func(m nn.Module) []tensor.Elem { return m.Forward(grad.NewTape().Const("x", x)).Value.Data() }
	near := func(what string, a, b []tensor.Elem, tol float64) {
		t.Helper()
		for i := range a {
			if math.Abs(float64(a[i]-b[i])) > tol {
				t.Fatalf("%s: %v and %v", what, a[i], b[i])
			}
		}
	}
	near("before training the adapter changes the output", out(base), out(l), 0)
	first, last := fit(t, l, 50, 0.05, func(tape *grad.Tape) *grad.Var {
		return grad.MSE(l.Forward(tape.Const("x", x)), tape.Const("target", target))
	})
	if !(last < 0.8*first) {
		t.Errorf("loss from %v to %v", first, last)
	}
	near("the frozen weight moved", base.Weight.Value.Data(), kept.Data(), 0)
	near("merged", out(l), out(l.Merge()), 1e-5)

	net := nn.NewSequential(nn.NewConv2D(1, 2, 3, nn.ConvOptions{}, rng()), nn.Flatten{}, nn.Named("body", nn.NewSequential(nn.NewLinear(8, 3, rng()))))
	adapted := nn.Adapt(net, 1, 1, rng())
	if got := names(adapted.Params()); got != "body.fc1.lora_A body.fc1.lora_B" {
		t.Error(got)
	}
	all := map[string]bool{}
	for _, b := range nn.Buffers(adapted) {
		all[b.Name] = true
	}
	for _, name := range []string{"conv1.weight", "conv1.bias", "body.fc1.base.weight", "body.fc1.base.bias"} {
		if !all[name] {
			t.Errorf("no buffer %s in %v", name, all)
		}
	}
}

// On a machine small enough to count every state, contrastive divergence makes
// the data more probable.
func TestRBMLearns(t *testing.T) {
	m := nn.NewRBM(4, 3, rng())
	data := tensor.From([]tensor.Elem{1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1}, 4, 4)
	every := tensor.New(16, 4)
	for i := range 16 {
		for b := range 4 {
			every.Set(tensor.Elem(i>>b&1), i, b)
		}
	}
	likelihood := func() float64 {
		tape := grad.NewTape()
		z, s := 0.0, 0.0
		for _, f := range m.FreeEnergy(tape.Const("v", every)).Value.Data() {
			z += math.Exp(-float64(f))
		}
		for _, f := range m.FreeEnergy(tape.Const("v", data)).Value.Data() {
			s += -float64(f) - math.Log(z)
		}
		return s / 4
	}
	before := likelihood()
	if math.Abs(before+math.Log(16)) > 0.05 {
		t.Errorf("an untrained machine gives ln p = %v, want about −ln 16", before)
	}
	r := rng()
	fit(t, m, 400, 0.05, func(tape *grad.Tape) *grad.Var {
		loss, _ := m.ContrastiveDivergence(tape.Const("v", data), 2, r)
		return loss
	})
	if after := likelihood(); after < -1 { // the best is −ln 2 = −0.69
		t.Errorf("ln p from %v to %v", before, after)
	}
}

func TestVAELearns(t *testing.T) {
	m := nn.NewVAE(1, 8, 2, 5, rng())
	x := tensor.New(8, 1, 8, 8)
	for i := range x.Data() { // images with one bright half
		if n, row := i/64, i/8%8; (row < 4) == (n%2 == 0) {
			x.Data()[i] = 1
		}
	}
	first, last := fit(t, m, 120, 0.01, func(tape *grad.Tape) *grad.Var {
		loss, _, _ := m.Loss(tape.Const("x", x))
		return loss
	})
	if !(last < first/3) {
		t.Errorf("loss from %v to %v", first, last)
	}
	tape := grad.NewTape()
	y := m.Forward(tape.Const("x", x)).Value.Data()
	if y[0] < 0.8 || y[63] > 0.2 {
		t.Errorf("the first image comes back as %v … %v", y[0], y[63])
	}
	a := m.Forward(tape.Const("x", x)).Value.Data()
	if a[0] != y[0] {
		t.Error("in use the autoencoder is not deterministic")
	}
}

func TestImportance(t *testing.T) {
	mean := tensor.From([]tensor.Elem{0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 1}, 8, 1)
	w := nn.Importance(mean, 4, 0.01)
	sum := 0.0
	for _, v := range w {
		sum += v
	}
	if math.Abs(sum-1) > 1e-12 || w[7] < 4*w[0] {
		t.Errorf("weights %v", w)
	}
}

func TestNetworkRefusals(t *testing.T) {
	tape := grad.NewTape()
	for name, call := range map[string]func(){
		"fractional word":   func() { nn.NewEmbedding(3, 2, nil).Forward(tape.Const("x", tensor.From([]tensor.Elem{0.5}, 1))) },
		"unknown word":      func() { nn.NewEmbedding(3, 2, nil).Forward(tape.Const("x", tensor.From([]tensor.Elem{3}, 1))) },
		"heads":             func() { nn.NewMultiHeadAttention(6, 4, false, nil) },
		"long text":         func() { nn.NewTransformer(3, 2, 4, 2, 1, rng()).Forward(tape.Const("x", tensor.New(3, 1))) },
		"rank":              func() { nn.NewLoRA(nn.NewLinear(2, 2, nil), 0, 1, nil) },
		"alpha":             func() { nn.NewLoRA(nn.NewLinear(2, 2, nil), 1, math.NaN(), nil) },
		"hidden":            func() { nn.NewLSTM(2, 0, nn.RecurrentOptions{}, nil) },
		"layers":            func() { nn.NewGRU(2, 2, nn.RecurrentOptions{Layers: -1}, nil) },
		"vae size":          func() { nn.NewVAE(1, 30, 2, 1, nil) },
		"vae image":         func() { nn.NewVAE(1, 8, 2, 1, rng()).Loss(tape.Const("x", tensor.New(1, 1, 4, 4))) },
		"small image":       func() { nn.NewSmallVGG(1, 4, 10, nil) },
		"dreams":            func() { nn.NewRBM(2, 2, nil).ContrastiveDivergence(tape.Const("v", tensor.New(1, 2)), 0, rng()) },
		"importance, alpha": func() { nn.Importance(tensor.New(1, 1), 2, 0) },
	} {
		if tensor.Catch(call) == nil {
			t.Errorf("%s is not refused", name)
		}
	}
}
