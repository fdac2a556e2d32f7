package activation_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/activation"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

func close(a, b float64) bool { return math.Abs(a-b) <= 1e-6+1e-4*math.Abs(b) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
func phi(x float64) float64     { return 0.5 * math.Erfc(-x/math.Sqrt2) }

// formulas are f and f′ in float64, apart from the engine.
var formulas = map[string]struct{ f, slope func(x float64) float64 }{
	"step": {func(x float64) float64 {
		if x >= 0 {
			return 1
		}
		return 0
	}, func(float64) float64 { return 0 }},
	"sigmoid": {sigmoid, func(x float64) float64 { return sigmoid(x) * (1 - sigmoid(x)) }},
	"tanh":    {math.Tanh, func(x float64) float64 { return 1 - math.Tanh(x)*math.Tanh(x) }},
	"relu": {func(x float64) float64 { return max(0, x) }, func(x float64) float64 {
		if x > 0 {
			return 1
		}
		return 0
	}},
	"leaky_relu": {func(x float64) float64 { return max(0.01*x, x) }, func(x float64) float64 {
		if x > 0 {
			return 1
		}
		return 0.01
	}},
	"gelu": {func(x float64) float64 { return x * phi(x) }, func(x float64) float64 {
		return phi(x) + x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
	}},
}

func TestPointAndChain(t *testing.T) {
	st := stagetest.Open(t, activation.Entry(), 1280, 800)
	for name, want := range formulas {
		for _, x := range []float64{-3.5, -0.05, 0.4, 2} {
			for _, w := range []float64{1, -1.5, 2} {
				st.MustSet("function", name, "x", fmt.Sprint(x), "layers", "7", "weight", fmt.Sprint(w))
				if f, k := st.Metric("f"), st.Metric("slope"); !close(f, want.f(x)) || !close(k, want.slope(x)) {
					t.Errorf("%s at %v: f %v, f′ %v; want %v, %v", name, x, f, k, want.f(x), want.slope(x))
				}
				a, slopes, weights := x, 1.0, 1.0
				for range 7 {
					z := w * a
					slopes, weights, a = slopes*want.slope(z), weights*w, want.f(z)
				}
				got, left := st.Metric("grad"), slopes*weights
				if !close(got, left) && math.Abs(got-left) > 1e-3*math.Abs(left) {
					t.Errorf("%s from %v with w = %v: gradient %v, want %v", name, x, w, got, left)
				}
				if p := st.Metric("product_of_slopes") * st.Metric("product_of_weights"); !close(p, got) {
					t.Errorf("%s: Π f′ × Π w is %v, the gradient %v", name, p, got)
				}
			}
		}
	}
}

// TestWorkedExamples: σ(1) = 0.73 with slope 0.20 (CS231n), and the tanh
// neuron of Karpathy's lecture, o = 0.7071 with slope 0.5.
func TestWorkedExamples(t *testing.T) {
	st := stagetest.Open(t, activation.Entry(), 1280, 800)
	st.MustSet("function", "sigmoid", "x", "1")
	if got := fmt.Sprintf("%.2f %.2f", st.Metric("f"), st.Metric("slope")); got != "0.73 0.20" {
		t.Errorf("σ(1): %s", got)
	}
	st.MustSet("function", "tanh", "x", "0.8813735870195432")
	if got := fmt.Sprintf("%.4f %.4f", st.Metric("f"), st.Metric("slope")); got != "0.7071 0.5000" {
		t.Errorf("tanh: %s", got)
	}
}

// TestVanishes: what the lesson says about thirty layers.
func TestVanishes(t *testing.T) {
	st := stagetest.Open(t, activation.Entry(), 1280, 800)
	st.MustSet("layers", "30", "x", "1")
	st.MustSet("function", "sigmoid")
	if g := st.Metric("grad"); !(g > 0 && g < 1e-18) {
		t.Errorf("thirty sigmoids leave %v", g)
	}
	if m := st.Metric("max_slope"); m != 0.25 {
		t.Errorf("σ is at most %v steep", m)
	}
	for name, mean := range map[string]float64{"sigmoid": 0.5, "tanh": 0} {
		st.MustSet("function", name)
		if m := st.Metric("mean_output"); math.Abs(m-mean) > 1e-6 {
			t.Errorf("%s: mean output %v, want %v", name, m, mean)
		}
	}
	st.MustSet("function", "relu")
	if g := st.Metric("grad"); g != 1 {
		t.Errorf("thirty ReLUs leave %v of 1", g)
	}
	st.MustSet("x", "-1")
	if g := st.Metric("grad"); g != 0 {
		t.Errorf("a dead ReLU lets %v through", g)
	}
	st.MustSet("x", "1", "weight", "2", "layers", "10")
	if g := st.Metric("grad"); g != 1024 {
		t.Errorf("ten weights of 2 make %v of 1, want 1024", g)
	}
	on := st.State().Metrics["grad_by_function"].(map[string]any)
	if on["relu"] != 1024.0 || on["step"] != 0.0 {
		t.Errorf("by function: %v", on)
	}
}

func TestTimelineAndGuess(t *testing.T) {
	st := stagetest.Open(t, activation.Entry(), 1280, 800)
	if s := st.State(); s.Step != 8 || s.Last != 16 {
		t.Fatalf("opens at %d of %d", s.Step, s.Last)
	}
	if st.Has("5.52e−6") {
		t.Error("the gradient is told before it has walked")
	}
	st.MustSet("guess", "little")
	st.Seek(16)
	st.Tick(3)
	if !st.Has("5.52e−6") {
		t.Error("the gradient at x is not on screen")
	}
	right := false
	for words := range st.Texts() {
		right = right || strings.HasPrefix(words, "Right.")
	}
	if !right {
		t.Error("nothing says that the guess is right")
	}
	st.MustSet("layers", "12")
	if s := st.State(); s.Step != 24 || s.Last != 24 || s.Parameters["guess"] != "" {
		t.Errorf("with more layers at %d of %d, guess %v", s.Step, s.Last, s.Parameters["guess"])
	}
}

func TestDragAndUnfold(t *testing.T) {
	st := stagetest.Open(t, activation.Entry(), 1280, 800)
	var box stage.Box
	var chain stage.Box
	for _, w := range st.State().Widgets {
		switch w.ID {
		case "x":
			box = w.Rect
		case "chain":
			chain = w.Rect
		}
	}
	y := box.Y + box.Height/2
	st.Input(ui.Event{Kind: ui.PointerDown, X: box.X + box.Width/2, Y: y, Pointer: 1, Touch: true})
	st.Tick(1)
	if x := st.State().Parameters["x"]; x != 0.0 {
		t.Errorf("a press in the middle puts x at %v", x)
	}
	st.Input(ui.Event{Kind: ui.PointerMove, X: box.X + box.Width*2, Y: y, Pointer: 1, Touch: true})
	st.Input(ui.Event{Kind: ui.PointerUp, X: box.X + box.Width*2, Y: y, Pointer: 1, Touch: true})
	st.Tick(1)
	if x := st.State().Parameters["x"]; x != 6.0 {
		t.Errorf("dragged far right, x = %v", x)
	}
	st.MustSet("x", "1")
	st.Seek(16)
	st.Tick(2)
	st.Input(ui.Event{Kind: ui.PointerMove, X: chain.X + 14 + 1.5*(chain.Width-28-46)/9, Y: chain.Y + chain.Height - 20})
	st.Tick(1)
	on := st.Texts()
	for _, want := range []string{"Layer 1", "1 × 1", "σ(1)", "∂a₈/∂a₀"} {
		if !on.Has(want) {
			t.Errorf("%q is not in the card", want)
		}
	}
}

func TestBadInput(t *testing.T) {
	st := stagetest.Open(t, activation.Entry(), 1280, 800)
	for _, v := range []string{"NaN", "", "x"} {
		for _, id := range []string{"x", "layers", "weight"} {
			if err := st.Set(id, v); err == nil {
				t.Errorf("%s = %q was taken", id, v)
			}
		}
	}
	st.MustSet("x", "1e30", "layers", "1000", "weight", "-99")
	for _, f := range []string{"step", "sigmoid", "tanh", "relu", "leaky_relu", "gelu"} {
		for _, w := range []string{"-4", "0", "4"} {
			for _, x := range []string{"-6", "0", "6"} {
				st.MustSet("function", f, "weight", w, "x", x)
				if g := st.Metric("grad"); math.IsNaN(g) || math.IsInf(g, 0) {
					t.Errorf("%s, w %s, x %s: gradient %v", f, w, x, g)
				}
			}
		}
	}
}

func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, activation.Entry(), func(st *stagetest.Stage) {
		for _, f := range []string{"step", "sigmoid", "relu", "gelu"} {
			for _, n := range []string{"1", "8", "30"} {
				st.MustSet("function", f, "layers", n)
				for _, at := range []int{0, 1, 30, 60} {
					st.DrawAt(at)
				}
			}
		}
	})
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s, env := activation.New(), stagetest.Room(800, 600)
	s.Seek(16)
	s.Update(env)
	if n := stagetest.FigureAllocs(s, env); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}

// BenchmarkDrag is one frame of dragging the point with thirty layers.
func BenchmarkDrag(b *testing.B) {
	st := stagetest.Open(b, activation.Entry(), 1280, 800)
	st.MustSet("layers", "30")
	i := 0
	for b.Loop() {
		i++
		st.Set("x", fmt.Sprint(float64(i%40)/20))
		st.Update(1.0 / 60)
	}
}
