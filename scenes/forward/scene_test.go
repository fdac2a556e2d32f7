package forward_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/forward"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

func near(t testing.TB, name string, got []float64, want []any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s = %v, want %v", name, got, want)
	}
	for i := range got {
		w := want[i].(float64)
		if !(math.Abs(got[i]-w) <= 1e-6+1e-5*math.Abs(w)) {
			t.Errorf("%s[%d] = %v, want %v", name, i, got[i], w)
		}
	}
}

// TestWorkedExample holds every layer against the lecture's figures.
func TestWorkedExample(t *testing.T) {
	x := stagetest.WorkedExample(t, "hungyi_lee_three_layers")
	for _, in := range []struct{ x1, x2, key string }{{"1", "-1", "1_-1"}, {"0", "0", "0_0"}} {
		st := stagetest.Open(t, forward.Entry(), 1280, 800)
		st.MustSet("x1", in.x1)
		st.MustSet("x2", in.x2)
		m := st.State().Metrics
		for l := range 3 {
			i := fmt.Sprint(l + 1)
			near(t, "z"+i, stagetest.Numbers(m["sums"].([]any)[l]), x.Forward["z"+i+"("+in.key+")"].([]any))
			near(t, "a"+i, stagetest.Numbers(m["activations"].([]any)[l]), x.Forward["a"+i+"("+in.key+")"].([]any))
		}
		near(t, "outputs", stagetest.Numbers(m["outputs"]), x.Forward["a3("+in.key+")"].([]any))
	}
}

func TestPresetsAndWeights(t *testing.T) {
	st := stagetest.Open(t, forward.Entry(), 1280, 800)
	st.MustSet("preset", "0,0")
	if got := fmt.Sprintf("%.2f", st.Row("outputs")); got != "[0.51 0.85]" {
		t.Errorf("outputs at (0, 0): %s", got)
	}
	st.MustSet("w3_21", "2.5")
	if st.State().Parameters["preset"] != "0,0" {
		t.Errorf("a weight changed the input's preset: %v", st.State().Parameters["preset"])
	}
	st.MustSet("x1", "3")
	if st.State().Parameters["preset"] != "own" {
		t.Errorf("preset = %v", st.State().Parameters["preset"])
	}
	if err := st.Press("lecture"); err != nil {
		t.Fatal(err)
	}
	st.MustSet("preset", "1,-1")
	if got := fmt.Sprintf("%.2f", st.Row("outputs")); got != "[0.62 0.83]" {
		t.Errorf("outputs with the lecture's weights again: %s", got)
	}
}

func TestBadInput(t *testing.T) {
	st := stagetest.Open(t, forward.Entry(), 1280, 800)
	for _, v := range []string{"NaN", "1e999", "", "x", "Infinity"} {
		if err := st.Set("w1_11", v); err == nil && v != "1e999" && v != "Infinity" {
			t.Errorf("w1_11 = %q was taken", v)
		}
		st.Tick(1)
	}
	st.MustSet("b2_1", "1e30")
	for _, y := range st.Row("outputs") {
		if math.IsNaN(y) {
			t.Error("NaN came out")
		}
	}
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}} {
		st.Resize(size[0], size[1])
		st.Tick(2)
		st.Draw(paint.NewCanvas(), 1)
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v stopped the scene: %s", size, e)
		}
	}
}

// TestEveryNumberNamed: those who cannot see where a number stands hear it.
func TestEveryNumberNamed(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		st := stagetest.Open(t, forward.Entry(), 1280, 800)
		st.MustSet("lang", lang)
		n := 0
		for _, w := range st.State().Widgets {
			if w.Group == "figures" && w.Role == "spinbutton" {
				n++
				if w.Label == "" || !w.Shown {
					t.Errorf("%s: label %q, shown %v", w.ID, w.Label, w.Shown)
				}
			}
		}
		if n != 20 {
			t.Errorf("%d numbers can be edited, want 20", n)
		}
	}
}

// TestTimeline: a number is on screen when its neuron has been computed.
func TestTimeline(t *testing.T) {
	st := stagetest.Open(t, forward.Entry(), 1280, 800)
	if err := st.Reset(); err != nil {
		t.Fatal(err)
	}
	st.Tick(60)
	if on := st.Texts(); on.Has("0.98") || on.Has("0.62") {
		t.Error("activations before the first step")
	}
	st.Step()
	st.Tick(60)
	if on := st.Texts(); !on.Has("0.98") || on.Has("0.12") {
		t.Error("after one step the first neuron is known, the second is not")
	}
	if c := st.State().Caption; !strings.Contains(c, "layer 1, neuron 1") {
		t.Errorf("caption %q", c)
	}
	st.Seek(6)
	st.Tick(60)
	for _, want := range []string{"0.98", "0.12", "0.86", "0.11", "0.62", "0.83"} {
		if !st.Has(want) {
			t.Errorf("%s is not on screen", want)
		}
	}
}

func TestHoverUnfoldsTheTerms(t *testing.T) {
	st := stagetest.Open(t, forward.Entry(), 1280, 800)
	var at paint.Rect
	c := paint.NewCanvas()
	c.OnText = func(s string, r paint.Rect, _ paint.Style) {
		if s == "0.98" {
			at = r
		}
	}
	st.Draw(c, 1)
	x, y := at.Center()
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y})
	st.Tick(1)
	on := st.Texts()
	for _, want := range []string{"w₁₂ × x₂", "(−2) × (−1)", "σ(4)", "0.982"} {
		if !on.Has(want) {
			t.Errorf("%q is not in the card: %v", want, on)
		}
	}
}

func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, forward.Entry(), func(st *stagetest.Stage) {
		for _, view := range []string{"neurons", "matrix"} {
			st.MustSet("view", view)
			for at := range 7 {
				st.DrawAt(at)
			}
		}
	})
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s, env := forward.New(), stagetest.Room(800, 600)
	s.Update(env)
	if n := stagetest.FigureAllocs(s, env); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}

// TestLongWeightIsReadable: a number of many digits that would be too small on its
// chip is written with three; the inspector and the box that is typed into have all.
func TestLongWeightIsReadable(t *testing.T) {
	for w, want := range map[float64]string{390: "−12.3", 1280: "−12.345"} {
		st := stagetest.Open(t, forward.Entry(), w, 844)
		st.MustSet("w2_11", "-12.345")
		st.Tick(2)
		if !st.Has(want) {
			t.Errorf("%v wide: no %s on the network", w, want)
		}
	}
}
