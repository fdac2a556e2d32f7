package perceptron_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/perceptron"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

func open(t testing.TB, w, h float64) *stage.Stage {
	t.Helper()
	st := stage.New(stage.Options{Entries: []stage.Entry{perceptron.Entry()}, Lang: i18n.EN})
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
		switch x := x.(type) {
		case float64:
			out[i] = x
		case int64:
			out[i] = float64(x)
		case int:
			out[i] = float64(x)
		}
	}
	return out
}

func metric(t testing.TB, st *stage.Stage, name string) float64 {
	t.Helper()
	switch v := st.State().Metrics[name].(type) {
	case float64:
		return v
	case int:
		return float64(v)
	case int64:
		return float64(v)
	}
	t.Fatalf("metric %s is %v", name, st.State().Metrics[name])
	return 0
}

func texts(st *stage.Stage) map[string]bool {
	on := map[string]bool{}
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { on[s] = true }
	st.Draw(c, 1)
	return on
}

var tables = map[string][]int{"and": {-1, -1, -1, 1}, "or": {-1, 1, 1, 1}, "xor": {-1, 1, 1, -1}}

// TestRule holds the scene's run against the engine's own perceptron.
func TestRule(t *testing.T) {
	x := tensor.From([]tensor.Elem{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2)
	for name, y := range tables {
		st := open(t, 1280, 800)
		set(t, st, "data", name)
		if err := st.Press("zeros"); err != nil {
			t.Fatal(err)
		}
		st.Seek(1000)
		tick(st, 2)
		got := row(t, st.State().Metrics["mistakes_per_epoch"])
		p := classic.NewPerceptron(2)
		want := p.Fit(x, y, len(got))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: mistakes by pass %v, the engine's perceptron has %v", name, got, want)
		}
		w := row(t, st.State().Metrics["weights"])
		if w[0] != p.Weights[0] || w[1] != p.Weights[1] || metric(t, st, "bias") != p.Bias {
			t.Errorf("%s: weights %v, bias %v; want %v, %v", name, w, metric(t, st, "bias"), p.Weights, p.Bias)
		}
		if done := st.State().Metrics["converged"]; done != (name != "xor") {
			t.Errorf("%s: converged = %v", name, done)
		}
		if acc := metric(t, st, "train_accuracy"); (acc == 1) != (name != "xor") {
			t.Errorf("%s: accuracy %v", name, acc)
		}
	}
}

// TestAND pins the run of the textbook: zeros, η = 1.
func TestAND(t *testing.T) {
	st := open(t, 1280, 800)
	st.Press("zeros")
	for k, want := range []string{"[0 0] 0", "[0 0] -1", "[1 1] 0", "[1 1] -1", "[1 0] -2"} {
		st.Seek(k)
		tick(st, 2)
		if got := fmt.Sprint(row(t, st.State().Metrics["weights"])) + " " + fmt.Sprint(metric(t, st, "bias")); got != want {
			t.Errorf("after %d mistakes %s, want %s", k, got, want)
		}
	}
	st.Seek(2)
	tick(st, 2)
	on := texts(st)
	for _, want := range []string{"Mistake 2: (1, 1)", "0 + 1 × 1 × 1", "−1 + 1 × 1"} {
		if !on[want] {
			t.Errorf("%q is not on screen", want)
		}
	}
}

// TestXORGoesRound: the weights come back, so the run repeats for ever.
// told is what is said of the guess: the words on screen, in lines.
func told(st *stage.Stage) string {
	var words []string
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { words = append(words, s) }
	st.Draw(c, 1)
	return strings.Join(words, " ")
}

func TestXORGoesRound(t *testing.T) {
	for _, start := range []string{"zeros", "random", ""} {
		st := open(t, 1280, 800)
		set(t, st, "data", "xor")
		if start != "" {
			st.Press(start)
		}
		set(t, st, "guess", "yes")
		st.Seek(1000)
		tick(st, 3)
		if metric(t, st, "repeats_epoch") == 0 {
			t.Errorf("%s: no pass ended with the weights of another", start)
		}
		verdict := told(st)
		if !strings.Contains(verdict, "Not so.") || !strings.Contains(verdict, "circles") {
			t.Errorf("the guess is told %q", verdict)
		}
	}
}

// TestLogistic holds one gradient step against the formula, and XOR's end
// against ln 2.
func TestLogistic(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "output", "sigmoid")
	set(t, st, "learning_rate", "0.5")
	w := [3]float64{-1, 1, 0.5}
	var g [3]float64
	loss := 0.0
	for i, y := range tables["and"] {
		x := [3]float64{float64(i / 2), float64(i % 2), 1}
		z := w[0]*x[0] + w[1]*x[1] + w[2]
		p, target := 1/(1+math.Exp(-z)), float64(y+1)/2
		loss -= (target*math.Log(p) + (1-target)*math.Log(1-p)) / 4
		for k := range g {
			g[k] += (p - target) * x[k] / 4
		}
	}
	if got := metric(t, st, "loss"); math.Abs(got-loss) > 1e-6 {
		t.Errorf("loss %v, want %v", got, loss)
	}
	st.Seek(1)
	tick(st, 2)
	got := append(row(t, st.State().Metrics["weights"]), metric(t, st, "bias"))
	for k := range w {
		if want := w[k] - 0.5*g[k]; math.Abs(got[k]-want) > 1e-6 {
			t.Errorf("weight %d after one step: %v, want %v", k, got[k], want)
		}
	}
	set(t, st, "data", "xor")
	set(t, st, "learning_rate", "4")
	st.Seek(100)
	tick(st, 2)
	if l := metric(t, st, "loss"); math.Abs(l-math.Ln2) > 1e-4 {
		t.Errorf("XOR ends at loss %v, a line's best is ln 2", l)
	}
}

// TestUnfold: a point of the table unfolds into its score, a line of a gradient
// step into the terms of its slope.
func TestUnfold(t *testing.T) {
	press := func(st *stage.Stage, text string) {
		t.Helper()
		var box paint.Rect
		c := paint.NewCanvas()
		c.OnText = func(s string, r paint.Rect, _ paint.Style) {
			if s == text {
				box = r
			}
		}
		st.Draw(c, 1)
		if box.Empty() {
			t.Fatalf("%q is not on screen", text)
		}
		x, y := box.Center()
		st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Pointer: 1, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y, Pointer: 1, Touch: true})
		tick(st, 2)
	}
	st := open(t, 1280, 800)
	press(st, "1.5") // the score of (0, 1)
	on := texts(st)
	for _, want := range []string{"Point (0, 1)", "(−1) × 0", "1 × 1", "w₂·x₂"} {
		if !on[want] {
			t.Errorf("the point does not show %q", want)
		}
	}
	st = open(t, 1280, 800)
	set(t, st, "output", "sigmoid")
	st.Seek(1)
	tick(st, 2)
	press(st, "w₁")
	on = texts(st)
	if !on["∂L/∂w₁ = Σ x·∂L/∂z"] || !on["Σ"] || on["w ← w − η·∂L/∂w"] {
		t.Errorf("the slope of w₁ does not unfold")
	}
	press(st, "Σ")
	if !texts(st)["w ← w − η·∂L/∂w"] {
		t.Error("a second tap does not fold it up")
	}
}

// box is where the plane is; at is the place of x1, x2 in it.
func at(t testing.TB, st *stage.Stage, x1, x2 float64) (x, y float64) {
	t.Helper()
	for _, w := range st.State().Widgets {
		if w.ID == "points" {
			r := w.Rect
			unit := min(r.Width, r.Height) / 4
			return r.X + r.Width/2 + (x1-0.5)*unit, r.Y + r.Height/2 - (x2-0.5)*unit
		}
	}
	t.Fatal("no plane")
	return 0, 0
}

func drag(t testing.TB, st *stage.Stage, x1, y1, x2, y2 float64) {
	t.Helper()
	x, y := at(t, st, x1, y1)
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Pointer: 1, Touch: true})
	x, y = at(t, st, x2, y2)
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y, Pointer: 1, Touch: true})
	tick(st, 1)
	st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y, Pointer: 1, Touch: true})
	tick(st, 1)
}

func TestDragArrow(t *testing.T) {
	st := open(t, 1280, 800)
	drag(t, st, -0.5, 0.5, 0.5, 0.75) // the arrow is drawn at half its length
	if w := row(t, st.State().Metrics["weights"]); math.Abs(w[0]-1) > 1e-6 || math.Abs(w[1]-1.5) > 1e-6 {
		t.Errorf("w = %v, want (1, 1.5)", w)
	}
	if b := metric(t, st, "bias"); b != 0.5 {
		t.Errorf("the arrow changed b to %v", b)
	}
}

func TestDragLine(t *testing.T) {
	st := open(t, 1280, 800)
	drag(t, st, 0.8, 0.3, 1.8, 0.3) // −x₁ + x₂ + ½ = 0 moves right by one
	if w := row(t, st.State().Metrics["weights"]); w[0] != -1 || w[1] != 1 || math.Abs(metric(t, st, "bias")-1.5) > 1e-6 {
		t.Errorf("w = %v, b = %v, want (−1, 1), 1.5", w, metric(t, st, "bias"))
	}
}

func TestDragPointsAndPaint(t *testing.T) {
	st := open(t, 1280, 800)
	drag(t, st, 1, 0, 1.5, -0.5)
	if v := st.State().Parameters["points"]; v != "0,0,-1;0,1,-1;1.5,-0.5,-1;1,1,1" {
		t.Errorf("points = %v", v)
	}
	if d := st.State().Parameters["data"]; d != "own" {
		t.Errorf("data = %v", d)
	}
	drag(t, st, 1.5, -0.5, 1.02, 0.03)
	if d := st.State().Parameters["data"]; d != "and" {
		t.Errorf("back in its corner, data = %v", d)
	}
	set(t, st, "tool", "+1")
	drag(t, st, 2, 0.25, 2, 0.25)
	if v := st.State().Parameters["points"].(string); !strings.HasSuffix(v, ";2,0.25,1") {
		t.Errorf("painted: %v", v)
	}
	set(t, st, "tool", "erase")
	for _, p := range [][2]float64{{2, 0.25}, {0, 0}, {0, 1}, {1, 0}, {1, 1}} {
		drag(t, st, p[0], p[1], p[0], p[1])
	}
	if v := st.State().Parameters["points"]; v != "" {
		t.Errorf("all erased: %v", v)
	}
	st.Step()
	tick(st, 40)
	st.Draw(paint.NewCanvas(), 1)
	if e := st.State().Error; e != "" {
		t.Error(e)
	}
}

func TestPasteAndRefuse(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "points", "x1,x2,label\n0.5,1,1\n1,−0.5,0\n")
	if v := st.State().Parameters["points"]; v != "0.5,1,1;1,-0.5,-1" {
		t.Errorf("points = %v", v)
	}
	for _, bad := range []string{"1,2", "1,2,1;a,b,c", "1,NaN,1;2,2,2", "1,1,1;x,y,z", strings.Repeat("1,1,1;", 121)} {
		if err := st.Set("points", bad); err == nil {
			t.Errorf("%.20q was taken", bad)
		}
	}
	for _, v := range []string{"NaN", "", "x"} {
		if err := st.Set("w1", v); err == nil {
			t.Errorf("w1 = %q was taken", v)
		}
	}
	set(t, st, "w1", "1e30")
	if w := row(t, st.State().Metrics["weights"]); math.IsNaN(w[0]) || w[0] > 20 {
		t.Errorf("w = %v", w)
	}
}

func TestDrawEverywhere(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}, {2560, 1440}, {700, 420}, {1, 1}, {0, 0}, {320, 200}} {
		st := open(t, size[0], size[1])
		for _, data := range []string{"and", "xor", "clouds", "own"} {
			for _, out := range []string{"step", "sigmoid"} {
				set(t, st, "data", data)
				set(t, st, "output", out)
				for _, at := range []int{0, 1, 5, 100} {
					st.Seek(at)
					tick(st, 1)
					st.Draw(paint.NewCanvas(), 1)
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
	scene := perceptron.New(42)
	env := &stage.Env{Area: paint.Rect{X: 200, Y: 120, W: 800, H: 600}, Size: paint.Rect{W: 1280, H: 800}, Theme: st.Theme(),
		Look: &ui.Look{Theme: st.Theme()}, Play: stage.Playing{Phase: 1, Speed: 1}}
	scene.Seek(3)
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

// BenchmarkDrag is one frame of dragging the arrow: the whole run anew, the
// picture, the texts.
func BenchmarkDrag(b *testing.B) {
	st := open(b, 1280, 800)
	set(b, st, "data", "clouds")
	i := 0
	for b.Loop() {
		i++
		st.Set("w1", fmt.Sprint(float64(i%30)/10))
		st.Update(1.0 / 60)
	}
}
