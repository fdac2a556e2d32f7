package forward_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"gradtheatre/scenes/forward"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

func open(t testing.TB, w, h float64) *stage.Stage {
	t.Helper()
	st := stage.New(stage.Options{Entries: []stage.Entry{forward.Entry()}, Lang: i18n.EN})
	st.Resize(w, h)
	tick(st, 3)
	return st
}

func tick(st *stage.Stage, n int) {
	for range n {
		st.Update(1.0 / 60)
	}
}

func set(t testing.TB, st *stage.Stage, name, value string) {
	t.Helper()
	if err := st.Set(name, value); err != nil {
		t.Fatalf("set %s = %s: %v", name, value, err)
	}
	tick(st, 2)
}

func row(t testing.TB, v any) []float64 {
	t.Helper()
	list, ok := v.([]any)
	if !ok {
		t.Fatalf("%v is no list", v)
	}
	out := make([]float64, len(list))
	for i, x := range list {
		out[i] = x.(float64)
	}
	return out
}

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
	raw, err := os.ReadFile("../../engine/testdata/conformance/worked-examples.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Examples []struct {
			Name    string
			Forward map[string]any
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for _, x := range file.Examples {
		if x.Name != "hungyi_lee_three_layers" {
			continue
		}
		for _, in := range []struct{ x1, x2, key string }{{"1", "-1", "1_-1"}, {"0", "0", "0_0"}} {
			st := open(t, 1280, 800)
			set(t, st, "x1", in.x1)
			set(t, st, "x2", in.x2)
			m := st.State().Metrics
			for l := range 3 {
				i := fmt.Sprint(l + 1)
				near(t, "z"+i, row(t, m["sums"].([]any)[l]), x.Forward["z"+i+"("+in.key+")"].([]any))
				near(t, "a"+i, row(t, m["activations"].([]any)[l]), x.Forward["a"+i+"("+in.key+")"].([]any))
			}
			near(t, "outputs", row(t, m["outputs"]), x.Forward["a3("+in.key+")"].([]any))
		}
		return
	}
	t.Error("the worked example is missing")
}

func TestPresetsAndWeights(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "preset", "0,0")
	if got := fmt.Sprintf("%.2f", row(t, st.State().Metrics["outputs"])); got != "[0.51 0.85]" {
		t.Errorf("outputs at (0, 0): %s", got)
	}
	set(t, st, "w3_21", "2.5")
	if st.State().Parameters["preset"] != "0,0" {
		t.Errorf("a weight changed the input's preset: %v", st.State().Parameters["preset"])
	}
	set(t, st, "x1", "3")
	if st.State().Parameters["preset"] != "own" {
		t.Errorf("preset = %v", st.State().Parameters["preset"])
	}
	if err := st.Press("lecture"); err != nil {
		t.Fatal(err)
	}
	set(t, st, "preset", "1,-1")
	if got := fmt.Sprintf("%.2f", row(t, st.State().Metrics["outputs"])); got != "[0.62 0.83]" {
		t.Errorf("outputs with the lecture's weights again: %s", got)
	}
}

func TestBadInput(t *testing.T) {
	st := open(t, 1280, 800)
	for _, v := range []string{"NaN", "1e999", "", "x", "Infinity"} {
		if err := st.Set("w1_11", v); err == nil && v != "1e999" && v != "Infinity" {
			t.Errorf("w1_11 = %q was taken", v)
		}
		tick(st, 1)
	}
	set(t, st, "b2_1", "1e30")
	for _, y := range row(t, st.State().Metrics["outputs"]) {
		if math.IsNaN(y) {
			t.Error("NaN came out")
		}
	}
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}} {
		st.Resize(size[0], size[1])
		tick(st, 2)
		st.Draw(paint.NewCanvas(), 1)
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v stopped the scene: %s", size, e)
		}
	}
}

// TestEveryNumberNamed: those who cannot see where a number stands hear it.
func TestEveryNumberNamed(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		st := open(t, 1280, 800)
		set(t, st, "lang", lang)
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
	st := open(t, 1280, 800)
	if err := st.Reset(); err != nil {
		t.Fatal(err)
	}
	tick(st, 60)
	if on := texts(st); on["0.98"] || on["0.62"] {
		t.Error("activations before the first step")
	}
	st.Step()
	tick(st, 60)
	if on := texts(st); !on["0.98"] || on["0.12"] {
		t.Error("after one step the first neuron is known, the second is not")
	}
	if c := st.State().Caption; !strings.Contains(c, "layer 1, neuron 1") {
		t.Errorf("caption %q", c)
	}
	st.Seek(6)
	tick(st, 60)
	for _, want := range []string{"0.98", "0.12", "0.86", "0.11", "0.62", "0.83"} {
		if !texts(st)[want] {
			t.Errorf("%s is not on screen", want)
		}
	}
}

func TestHoverUnfoldsTheTerms(t *testing.T) {
	st := open(t, 1280, 800)
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
	tick(st, 1)
	on := texts(st)
	for _, want := range []string{"w₁₂ × x₂", "(−2) × (−1)", "σ(4)", "0.982"} {
		if !on[want] {
			t.Errorf("%q is not in the card: %v", want, on)
		}
	}
}

func texts(st *stage.Stage) map[string]bool {
	on := map[string]bool{}
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { on[s] = true }
	st.Draw(c, 1)
	return on
}

func TestDrawEverywhere(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}, {2560, 1440}, {700, 420}} {
		st := open(t, size[0], size[1])
		for _, view := range []string{"neurons", "matrix"} {
			set(t, st, "view", view)
			for at := range 7 {
				st.Seek(at)
				tick(st, 1)
				c := paint.NewCanvas()
				if st.Draw(c, 1); c.Triangles() == 0 {
					t.Fatalf("nothing drawn: %v, %s, step %d", size, view, at)
				}
			}
		}
		if e := st.State().Error; e != "" {
			t.Errorf("%v: %s", size, e)
		}
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	st := open(t, 1280, 800)
	scene := forward.New()
	env := &stage.Env{Area: paint.Rect{X: 200, Y: 120, W: 800, H: 600}, Size: paint.Rect{W: 1280, H: 800}, Theme: st.Theme(),
		Look: &ui.Look{Theme: st.Theme()}, Play: stage.Playing{Phase: 1, Speed: 1}}
	scene.Update(env)
	c := paint.NewCanvas()
	paintAll := func() {
		c.Begin(1280, 800, 1)
		for _, f := range scene.Figures() {
			f.Draw(c, env.Look)
		}
	}
	paintAll()
	if n := testing.AllocsPerRun(20, paintAll); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}
