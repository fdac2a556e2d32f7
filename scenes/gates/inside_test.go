package gates_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
)

var zoomLevels = []string{"gate", "neuron", "layer", "cnn"}

// inside opens the network at a level.
func inside(t testing.TB, w, h float64, pairs ...string) *stagetest.Stage {
	t.Helper()
	st := stagetest.Open(t, gates.Entry(), w, h)
	st.MustSet(pairs...)
	return st
}

// TestTheSameNumberAtEveryLevel reads the numbers of one gate at each level, in
// the state, on the screen and in the inspector.
func TestTheSameNumberAtEveryLevel(t *testing.T) {
	st := inside(t, 1280, 800, "level", "cnn")
	first := st.State().Metrics
	if first["prediction"] != 9 || first["loss"].(float64) < 0.05 {
		t.Fatalf("the careless 9: %v", first)
	}
	for _, level := range slices.Backward(zoomLevels) {
		st.MustSet("level", level)
		m := st.State().Metrics
		if m["level"] != level {
			t.Errorf("the level is %v, want %s", m["level"], level)
		}
		for _, key := range []string{"values", "grads", "shares"} {
			if a, b := first[key].(map[string]any), m[key].(map[string]any); !maps.Equal(a, b) {
				t.Errorf("%s at the level %s are %v, were %v", key, level, b, a)
			}
		}
		for _, path := range []string{"values.L", "values.p", "values.a", "values.z", "values.q", "values.w", "values.x", "grads.z", "grads.w", "grads.x"} {
			if text := number.Precise(st.Metric(path)); !st.Has(text) {
				t.Errorf("at the level %s %s = %s is not on screen", level, path, text)
			}
		}
	}
	st.MustSet("level", "gate")
	for _, path := range []string{"values.q", "values.z", "grads.q", "shares.w", "shares.x", "grads.w"} {
		if text := number.Short(st.Metric(path)); !st.Has(text) {
			t.Errorf("the gate does not show %s = %s", path, text)
		}
	}
}

// TestStepsInside walks through the events of every level: before an event its
// numbers are not on screen.
func TestStepsInside(t *testing.T) {
	st := inside(t, 1280, 800, "level", "gate")
	last := st.State().Last
	q, share := number.Short(st.Metric("values.q")), number.Short(st.Metric("shares.w"))
	st.MustSeek(0)
	if st.Has(q) || st.Has(share) {
		t.Error("at the start the product is known already")
	}
	st.MustSeek(1)
	if !st.Has(q) || st.Has(share) {
		t.Error("after × the product is not there, or its gradient is")
	}
	st.MustSeek(last)
	if !st.Has(share) {
		t.Error("at the end the share of w is not there")
	}
	for _, level := range zoomLevels {
		st.MustSet("level", level)
		titles := map[string]bool{}
		for at := range st.State().Last + 1 {
			st.MustSeek(at)
			titles[fmt.Sprint(st.Widget("zoom_card").Value)] = true
		}
		said := strings.Join(slices.Sorted(maps.Keys(titles)), "\n")
		for _, want := range map[string][]string{
			"gate":   {"Multiply gate · swaps", "Add gate · shares", "copies sum"},
			"neuron": {"Multiply gate · swaps", "Add gate · shares", "copies sum", "Max gate · routes", "ReLU gate · passes or blocks"},
			"layer":  {"copies sum", "Max gate · routes", "ReLU gate · passes or blocks"},
			"cnn":    {"copies sum", "Max gate · routes", "ReLU gate · passes or blocks", "The gradient starts at L"},
		}[level] {
			if !strings.Contains(said, want) {
				t.Errorf("at the level %s nobody says %q", level, want)
			}
		}
	}
}

// TestDenseAtEveryLevel goes into a neuron of the dense layer and into a score: the
// same numbers at each level, the patterns named, and what the number in focus is
// made of in the inspector.
func TestDenseAtEveryLevel(t *testing.T) {
	for cell, said := range map[string][]string{
		"fc1.50": {"Multiply gate · swaps", "Add gate · shares", "copies sum", "ReLU gate · passes or blocks"},
		"fc2.7":  {"Multiply gate · swaps", "Add gate · shares", "copies sum", "The gradient starts at L"},
	} {
		st := inside(t, 1280, 800, "level", "cnn", "cell", cell)
		first := st.State().Metrics
		if first["layer"] != cell[:3] || !strings.HasPrefix(fmt.Sprint(st.Widget("cell").Value), cell+".") {
			t.Fatalf("%s is %v, %v", cell, first, st.Widget("cell"))
		}
		for _, level := range slices.Backward(zoomLevels) {
			st.MustSet("level", level)
			m := st.State().Metrics
			for _, key := range []string{"values", "grads", "shares"} {
				if a, b := first[key].(map[string]any), m[key].(map[string]any); !maps.Equal(a, b) {
					t.Errorf("%s: %s at the level %s are %v, were %v", cell, key, level, b, a)
				}
			}
			for _, path := range []string{"values.L", "values.z", "values.q", "values.w", "values.x", "grads.z", "grads.w", "grads.x"} {
				if text := number.Precise(st.Metric(path)); !st.Has(text) {
					t.Errorf("%s: at the level %s %s = %s is not on screen", cell, level, path, text)
				}
			}
			titles := ""
			for at := range st.State().Last + 1 {
				st.MustSeek(at)
				titles += fmt.Sprint(st.Widget("zoom_card").Value) + "\n"
			}
			for _, want := range said {
				if level == "neuron" && !strings.Contains(titles, want) {
					t.Errorf("%s: at the level %s nobody says %q", cell, level, want)
				}
			}
			st.MustSeek(st.State().Last)
		}
		x, q := first["values"].(map[string]any), first["shares"].(map[string]any)
		g := first["grads"].(map[string]any)
		near(t, "q", x["q"].(float64), x["w"].(float64)*x["x"].(float64))
		near(t, "share of w", q["w"].(float64), x["x"].(float64)*g["z"].(float64))
		near(t, "gradient of w, used once", g["w"].(float64), q["w"].(float64))
	}
}

// TestExpressionLeavesTheNetwork: what was set last is on view.
func TestExpressionLeavesTheNetwork(t *testing.T) {
	for _, source := range []string{"x*y", "(x+y)z"} { // another one, and the one that stands outside
		st := inside(t, 1280, 800, "level", "layer", "expression", source)
		if m := st.State().Metrics; m["expression"] != source || m["level"] != nil || st.Widget("preset").Value == "cnn" {
			t.Errorf("after %s: %v", source, m)
		}
	}
	st := inside(t, 1280, 800, "expression", "x*y", "level", "layer")
	link := st.State().Link
	for range 2 { // from outside, and on the very place
		st.Follow(link)
		st.Tick(3)
		st.Settle()
		if m := st.State().Metrics; m["level"] != "layer" {
			t.Errorf("%s leads to %v", link, m)
		}
	}
	st.MustSet("preset", "own", "level", "")
	if m := st.State().Metrics; m["expression"] == nil {
		t.Errorf("outside: %v", m)
	}
}

// TestWrongLabel: a label that is not so costs more, and what comes back grows.
func TestWrongLabel(t *testing.T) {
	st := inside(t, 1280, 800, "level", "cnn")
	right, g := st.Metric("loss"), math.Abs(st.Metric("grads.w"))
	st.MustSet("label", "3")
	if wrong := st.Metric("loss"); wrong < 5*right || st.State().Metrics["prediction"] != 9 {
		t.Errorf("with the label 3 the loss is %v, was %v", wrong, right)
	}
	if st.Metric("grads.w") == g {
		t.Error("the gradient stays")
	}
	st.MustSet("digit", "6")
	if m := st.State().Metrics; m["label"] != 6 || m["prediction"] != 6 {
		t.Errorf("the digit 6: %v", m)
	}
}

// TestGuessOfUses: at most a quarter of the places of a weight send anything
// back, and the verdict says how many.
func TestGuessOfUses(t *testing.T) {
	st := inside(t, 1280, 800, "level", "cnn", "guess_uses", "quarter")
	n := st.Metric("nonzero_uses")
	if w := st.Widget("guess_uses"); !strings.Contains(fmt.Sprint(w.Value), "Right.") && !st.Shows("Right.") {
		t.Errorf("a quarter is right: %+v", w)
	}
	if n <= 0 || n > 196 {
		t.Errorf("%v places of 784 send something back", n)
	}
	if !st.Shows(fmt.Sprintf("at %v.", n)) {
		t.Errorf("the verdict does not say %v", n)
	}
}

// TestLinkIntoTheNetwork: a link leads to the same gate, and out again.
func TestLinkIntoTheNetwork(t *testing.T) {
	st := inside(t, 1280, 800, "level", "neuron", "cell", "conv2.3.6.7.2.1.4", "digit", "5", "label", "8")
	st.MustSeek(4)
	want := st.State().Metrics
	again := stagetest.Open(t, gates.Entry(), 390, 844)
	again.Follow(st.State().Link)
	again.Tick(3)
	again.Settle()
	got := again.State().Metrics
	for _, key := range []string{"level", "layer", "channel", "row", "column", "digit", "label", "loss"} {
		if got[key] != want[key] {
			t.Errorf("%s is %v, want %v", key, got[key], want[key])
		}
	}
	if again.State().Step != 4 {
		t.Errorf("the step is %d", again.State().Step)
	}
	again.MustSet("preset", "xyz")
	near(t, "output", again.Metric("output"), -12)
	if link := again.State().Link; strings.Contains(link, "level=") {
		t.Errorf("outside the link still says %s", link)
	}
	again.MustSet("level", "")
	for _, bad := range [][2]string{{"level", "atom"}, {"cell", "conv9.1.1.1"}, {"digit", "10"}, {"label", "x"}} {
		if err := again.Set(bad[0], bad[1]); err == nil {
			t.Errorf("%s = %s was taken", bad[0], bad[1])
		}
	}
}

// TestInspectInside unfolds the sum of the neuron, down to the pixel.
func TestInspectInside(t *testing.T) {
	st := inside(t, 1280, 800, "level", "gate")
	r := st.Widget("network").Rect
	var at paint.Rect
	for x := r.X + r.Width*0.7; x < r.X+r.Width && at.Empty(); x += 4 { // the add gate
		st.Click(x, r.Y+r.Height*0.47)
		if in := st.State().Inspector; in.Open {
			at = paint.Rect{X: x, Y: r.Y, W: 1, H: 1}
		}
	}
	in := st.State().Inspector
	if !in.Open || in.Op != "conv2d" || !in.Adds || math.Abs(in.Value.(float64)-st.Metric("values.z")) > 1e-9 {
		t.Fatalf("the add gate unfolds to %+v", in)
	}
	st.Tick(30)
	if card := fmt.Sprint(st.Widget("zoom_card").Value); strings.Count(card, "≈") != 2 {
		t.Errorf("the card does not say what nudging found: %s", card)
	}
	st.Keys("g")
	if in = st.State().Inspector; in.Difference == nil || !in.Agrees {
		t.Errorf("∂L/∂z is not confirmed: %+v", in)
	}
}

// TestDrawInside draws every level at every step, between the levels and at
// every size.
func TestDrawInside(t *testing.T) {
	stagetest.Everywhere(t, gates.Entry(), func(st *stagetest.Stage) {
		st.Set("preset", "cnn")
		for range 20 {
			st.Tick(12)
			st.Sound()
		}
		for _, cell := range []string{"", "conv2.3.0.13", "fc1.50", "fc2.7"} {
			st.MustSet("cell", cell)
			for _, level := range zoomLevels {
				st.MustSet("level", level)
				for at := 0; at <= st.State().Last; at += 2 {
					st.DrawAt(at)
				}
			}
		}
	})
}

func TestWarmDrawInsideAllocatesNothing(t *testing.T) {
	for _, w := range []float64{748, 358} {
		s, env := gates.New(42), stagetest.Room(w, 600)
		for _, cell := range []string{"conv1.2.18.18", "fc1.50.600", "fc2.7.50"} {
			for _, level := range zoomLevels {
				stagetest.Choose(t, s, "level", level)
				stagetest.Choose(t, s, "cell", cell)
				stagetest.Settle(t, s, env)
				if n := stagetest.FigureAllocs(s, env); n > 0 {
					t.Errorf("%v allocations in a warm draw of %s at the level %s", n, cell, level)
				}
			}
		}
		stagetest.Choose(t, s, "level", "cnn")
		for range 8 { // between two levels
			s.Update(env)
			if n := stagetest.FigureAllocs(s, env); n > 0 {
				t.Errorf("%v allocations in a warm draw between two levels", n)
			}
		}
	}
}

func BenchmarkInside(b *testing.B) {
	for _, level := range zoomLevels {
		b.Run(level, func(b *testing.B) {
			s, env := gates.New(42), stagetest.Room(748, 600)
			stagetest.Choose(b, s, "level", level)
			stagetest.Settle(b, s, env)
			stagetest.Frames(b, s, env, func() {})
		})
	}
}
