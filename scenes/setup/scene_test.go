package setup

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestLayersAreTheEngines holds the deviations on screen against a network of
// the same seed that is run, and measured, by hand.
func TestLayersAreTheEngines(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	for _, act := range []string{"tanh", "relu", "sigmoid"} {
		st.MustSet("init", "xavier")
		st.MustSet("activation", act)
		st.MustSet("data", "standardised")
		c := newCloud(stage.DefaultSeed)
		c.way = standardised
		c.run()
		sp := spec{layers: 10, act: act, init: xavier}
		s, err := train.New(train.Config{Model: func(rng *rand.Rand) nn.Module { return sp.build(rng) }, Loss: train.CrossEntropy, Seed: stage.DefaultSeed,
			Settings: train.Settings{Data: c.dataset(), BatchSize: 40, Rule: optim.SGD{LR: 0.03, Momentum: 0.9}}})
		if err != nil {
			t.Fatal(err)
		}
		tape := grad.NewTape()
		got := st.Series("activation_std")
		var x = tape.Const("x", c.fed)
		m := s.Model().(*nn.Sequential)
		l := 0
		for i := range m.Len() {
			name, layer := m.At(i)
			if x = layer.Forward(x); name[0] != 'a' {
				continue
			}
			sum, squares := 0.0, 0.0
			for _, v := range x.Value.Data() {
				sum, squares = sum+float64(v), squares+float64(v)*float64(v)
			}
			n := float64(x.Value.Len())
			want := math.Sqrt(squares/n - sum/n*sum/n)
			if math.Abs(got[l]-want) > 1e-4*want {
				t.Errorf("%s, layer %d: %v, want %v", act, l+1, got[l], want)
			}
			l++
		}
		if l != 10 {
			t.Errorf("%d layers", l)
		}
	}
}

// TestInit is the lesson: what becomes of the deviation, and why.
func TestInit(t *testing.T) {
	for _, c := range []struct {
		init, act string
		lo, hi    float64 // of the last deviation over the first
		why       string
	}{
		{"small", "tanh", 0, 1e-3, "multiplies the deviation"},
		{"large", "tanh", 0.3, 3, "sit at the rim"},
		{"xavier", "tanh", 0.2, 3, "this one learns"},
		{"he", "relu", 0.1, 5, "this one learns"},
		{"large", "relu", 1e4, 1e9, "multiplies the deviation"},
		{"small", "relu", 0, 1e-4, ""},
		{"equal", "tanh", 0.1, 10, "stay one neuron"},
	} {
		st := stagetest.Open(t, Entry(), 1280, 800)
		st.MustSet("data", "standardised")
		st.MustSet("activation", c.act)
		st.MustSet("init", c.init)
		if c.init == "small" && c.act == "tanh" { // the one it opens with
			st.MustSet("guess", "vanishes")
		}
		st.Tick(60)
		sd := st.Series("activation_std")
		if r := sd[9] / sd[0]; !(r >= c.lo && r <= c.hi) {
			t.Errorf("%s, %s: the deviation goes from %v to %v", c.init, c.act, sd[0], sd[9])
		}
		if why := fmt.Sprint(st.State().Metrics["verdict"]); !strings.Contains(why, c.why) {
			t.Errorf("%s, %s: %q, want %q", c.init, c.act, why, c.why)
		}
	}
}

// TestZerosAndEqual: nothing comes back through zeros, and equal neurons stay
// equal however long they learn.
func TestZerosAndEqual(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("init", "zeros")
	for i, v := range st.Series("gradient_std") {
		if v != 0 {
			t.Errorf("through zeros the gradient of layer %d is %v", i+1, v)
		}
	}
	st.MustSet("init", "equal")
	st.MustSet("data", "standardised")
	st.Learn(60)
	for i, n := range st.Series("distinct_neurons") {
		if n != 1 {
			t.Errorf("layer %d has %v different neurons", i+1, n)
		}
	}
	st.MustSet("init", "xavier")
	if n := st.Series("distinct_neurons")[4]; n != 32 {
		t.Errorf("drawn at random, %v neurons differ", n)
	}
}

func TestLearns(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("data", "standardised")
	st.MustSet("init", "small")
	st.Learn(150)
	if l := st.Number("loss"); math.Abs(l-math.Ln2) > 0.01 {
		t.Errorf("too small, after 150 steps the loss is %v", l)
	}
	st.MustSet("batch_norm", "true")
	st.Learn(150)
	if l := st.Number("loss"); l > 0.35 {
		t.Errorf("with batch norm the loss is %v", l)
	}
	st.MustSet("batch_norm", "false")
	st.MustSet("init", "xavier")
	st.Learn(150)
	if l, a := st.Number("loss"), st.Number("train_accuracy"); l > 0.2 || a < 0.95 {
		t.Errorf("Xavier: loss %v, accuracy %v", l, a)
	}
	at := st.Number("loss")
	st.Seek(100)
	st.Tick(3)
	st.Learn(150)
	if l := st.Number("loss"); l != at {
		t.Errorf("gone back and learned again: %v, before %v", l, at)
	}
	st.MustSet("activation", "relu")
	st.MustSet("init", "large")
	st.Learn(20)
	if s := st.State(); s.Metrics["diverged"] != true || !strings.Contains(fmt.Sprint(s.Metrics["reason"]), "not finite") {
		t.Errorf("ReLU, too large: %v, %v", s.Metrics["diverged"], s.Metrics["reason"])
	}
}

// TestValley: the eigenvalues by hand, the steps they cost, and where it diverges.
func TestValley(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	steps := map[string]float64{}
	for _, way := range []string{"raw", "centred", "standardised"} {
		st.MustSet("data", way)
		c := newCloud(stage.DefaultSeed)
		c.way = way
		c.run()
		var h [3]float64 // of xx, xy, yy
		for i := range examples {
			x, y := float64(c.fed.At(i, 0)), float64(c.fed.At(i, 1))
			h[0], h[1], h[2] = h[0]+2*x*x/examples, h[1]+2*x*y/examples, h[2]+2*y*y/examples
		}
		m, r := (h[0]+h[2])/2, math.Hypot((h[0]-h[2])/2, h[1])
		e := st.Series("eigenvalues")
		if math.Abs(e[0]-(m+r)) > 1e-4*m || math.Abs(e[1]-(m-r)) > 1e-3*m {
			t.Errorf("%s: eigenvalues %v, want %v, %v", way, e, m+r, m-r)
		}
		if k := st.Number("best_learning_rate"); math.Abs(k-2/(e[0]+e[1])) > 1e-5 {
			t.Errorf("%s: the best rate is %v", way, k)
		}
		steps[way] = st.Number("descent_steps")
	}
	if !(steps["raw"] > steps["centred"] && steps["centred"] > steps["standardised"] && steps["standardised"] <= 5) {
		t.Errorf("steps: %v", steps)
	}
	limit := st.Number("largest_learning_rate")
	st.MustSet("descent_rate", fmt.Sprint(limit*1.02))
	if n := st.Number("descent_steps"); n != -1 {
		t.Errorf("beyond the limit it arrives after %v steps", n)
	}
	st.MustSet("descent_rate", fmt.Sprint(limit*1.5))
	if st.State().Metrics["descent_diverged"] != true || !st.Shows("diverges") {
		t.Error("half as much again does not diverge")
	}
	st.MustPress("best_rate")
	if n := st.Number("descent_steps"); n != steps["standardised"] {
		t.Errorf("the best rate again: %v steps", n)
	}
}

func TestData(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	near := func(name string, a, b float64) {
		t.Helper()
		if v := st.Series(name); math.Abs(v[0]-a) > 1e-5 || math.Abs(v[1]-b) > 1e-5 {
			t.Errorf("%s = %v, want %v, %v", name, v, a, b)
		}
	}
	near("data_mean", 5, 3)
	near("data_std", 1.6, 0.6)
	st.MustSet("data", "centred")
	near("data_mean", 0, 0)
	near("data_std", 1.6, 0.6)
	st.MustSet("data", "standardised")
	near("data_mean", 0, 0)
	near("data_std", 1, 1)
	st.MustSet("data", "raw")
	st.MustSet("cloud", "1,-0.5,2,0.25")
	near("data_mean", 1, -0.5)
	near("data_std", 2, 0.25)
	for _, bad := range []string{"", "1", "1,2,3,x", "NaN,0,1,1", "1,2,3,4,5"} {
		if err := st.Set("cloud", bad); err == nil {
			t.Errorf("cloud = %q was taken", bad)
		}
	}
}

func TestDrag(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, Entry(), size[0], size[1])
		press := func(kind ui.Kind, x, y float64) {
			st.Input(ui.Event{Kind: kind, X: x, Y: y, Touch: size[0] < 500})
			st.Tick(2)
		}
		b := st.Widget("cloud").Rect
		x, y := b.X+b.Width*0.6, b.Y+b.Height*0.6
		press(ui.PointerDown, x, y)
		press(ui.PointerMove, x-40, y+20)
		press(ui.PointerUp, x-40, y+20)
		m := st.Series("data_mean")
		if !(m[0] < 4.5) || !(m[1] < 2.9) {
			t.Errorf("at %v the cloud was dragged to %v", size, m)
		}
		b = st.Widget("valley").Rect
		press(ui.PointerDown, b.X+b.Width/2, b.Y+b.Height*0.6)
		press(ui.PointerUp, b.X+b.Width/2, b.Y+b.Height*0.6)
		if v := fmt.Sprint(st.State().Parameters["valley"]); v == "-1.1,0.9" {
			t.Errorf("at %v the ball did not move", size)
		}
	}
}

func TestGuess(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	if !st.Has("?") || st.Shows("3.56e−6") {
		t.Error("the layers are not veiled")
	}
	st.MustSet("guess", "grows")
	st.Tick(60)
	if !st.Shows("Not so.") || st.Has("?") {
		t.Error("a wrong guess is not scored, or the veil stays")
	}
	st.MustSet("guess", "vanishes")
	if !st.Shows("Right.") {
		t.Error("a right guess is not scored")
	}
	st.MustSet("init", "xavier")
	if v := st.State().Parameters["guess"]; v != "" {
		t.Errorf("another network, and the guess is still %v", v)
	}
}

// TestModes: in training the answer depends on the company, in use it does not.
func TestModes(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("data", "standardised")
	st.MustSet("batch_norm", "true")
	st.MustSet("batch_size", "8")
	st.MustSet("view", "modes")
	st.Learn(30)
	if a, b := st.Number("train_mode_spread"), st.Number("eval_mode_spread"); !(a > 0.01) || b != 0 {
		t.Errorf("the answers differ by %v in training, %v in use", a, b)
	}
	before := st.Series("activation_std")[5]
	st.MustSet("eval_mode", "true")
	if after := st.Series("activation_std")[5]; after == before {
		t.Errorf("eval mode changes nothing: %v", after)
	}
}

// TestChannels: mean and deviation of a channel run over pictures and places.
func TestChannels(t *testing.T) {
	c, err := newChannels()
	if err != nil {
		t.Fatal(err)
	}
	for ch := range kernels {
		sum, squares, n := 0.0, 0.0, 0.0
		for i := range pictures {
			for _, v := range c.picture(i, ch, false) {
				sum, squares, n = sum+v, squares+v*v, n+1
			}
		}
		mean, sd := sum/n, math.Sqrt(squares/n-sum/n*sum/n)
		if int(n) != c.count() || math.Abs(c.stat(c.mean, ch)-mean) > 1e-5 || math.Abs(c.stat(c.sd, ch)-sd) > 1e-5 {
			t.Errorf("channel %d: μ %v, σ %v, want %v, %v", ch, c.stat(c.mean, ch), c.stat(c.sd, ch), mean, sd)
		}
		for i, v := range c.picture(1, ch, true) {
			if want := (c.picture(1, ch, false)[i] - mean) / math.Sqrt(sd*sd+1e-5); math.Abs(v-want) > 1e-4 {
				t.Fatalf("channel %d, place %d: %v, want %v", ch, i, v, want)
			}
		}
	}
}

// TestUnfolds: every number on screen is the sum of its terms.
func TestUnfolds(t *testing.T) {
	s, env := scene(t, 784, 595)
	s.guess.SetValue("vanishes")
	s.tell()
	for range 60 {
		s.Update(env)
	}
	cells := s.Cells(nil)
	if len(cells) < 7+2*10+4 {
		t.Fatalf("%d numbers unfold", len(cells))
	}
	for _, c := range cells {
		n := &s.Trace().Nodes[c.Node]
		terms := s.Explain(c.Ref)
		if got := trace.Sum(terms); len(terms) == 0 || math.Abs(got-n.Value[c.Cell]) > 1e-4*math.Abs(n.Value[c.Cell])+1e-12 {
			t.Errorf("%s (%s): %d terms, %v, want %v", n.Name, n.Op, len(terms), got, n.Value[c.Cell])
		}
	}
}

func scene(t testing.TB, w, h float64) (*Scene, *stage.Env) {
	t.Helper()
	s, err := New(&stage.Env{Seed: stage.DefaultSeed})
	if err != nil {
		t.Fatal(err)
	}
	env := stagetest.Room(w, h)
	s.Update(env)
	s.Update(env)
	return s, env
}

func TestSizes(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("init", "he")
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}, {390, 844}, {844, 390}} {
		st.Resize(size[0], size[1])
		for _, v := range []string{"layer", "modes", "channels"} {
			st.MustSet("view", v)
			st.Draw(paint.NewCanvas(), 1)
		}
		st.Sound()
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, w := range []float64{784, 358} {
		s, env := scene(t, w, 595)
		s.tell()
		for range 60 {
			s.Update(env)
		}
		for _, view := range []string{viewWhy, viewModes, viewChannels} {
			if err := s.tabs.Set(view); err != nil {
				t.Fatal(err)
			}
			s.Update(env)
			s.Update(env)
			if n := stagetest.FigureAllocs(s, env); n > 0 {
				t.Errorf("%v wide, %s: %v allocations in a warm draw", w, view, n)
			}
		}
	}
}

// TestLink: what was set is in the link, and comes again from it.
func TestLink(t *testing.T) {
	for _, init := range [][2]string{{"init", "xavier"}, {"init", "equal"}, {"weight_sd", "0.3"}} {
		st := stagetest.Open(t, Entry(), 1280, 800)
		for _, kv := range [][2]string{{"cloud", "1,-0.5,2,0.25"}, {"data", "centred"}, {"valley", "-0.5,0.25"}, {"activation", "relu"}, {"batch_norm", "true"}, {"layers", "8"},
			{"learning_rate", "0.1"}, {"view", "channels"}, init} {
			st.MustSet(kv[0], kv[1])
		}
		want := st.State()
		again := stagetest.Open(t, Entry(), 1280, 800)
		again.Follow(want.Link)
		again.Tick(5)
		got := again.State()
		if got.Link != want.Link || fmt.Sprint(got.Metrics["activation_std"]) != fmt.Sprint(want.Metrics["activation_std"]) || got.Metrics["descent_steps"] != want.Metrics["descent_steps"] {
			t.Errorf("from %s\ncomes %s\n%v, want %v", want.Link, got.Link, got.Metrics["activation_std"], want.Metrics["activation_std"])
		}
	}
}
