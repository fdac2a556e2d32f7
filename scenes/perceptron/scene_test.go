package perceptron_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/perceptron"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

var tables = map[string][]int{"and": {-1, -1, -1, 1}, "or": {-1, 1, 1, 1}, "xor": {-1, 1, 1, -1}}

// TestRule holds the scene's run against the engine's own perceptron.
func TestRule(t *testing.T) {
	x := tensor.From([]tensor.Elem{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2)
	for name, y := range tables {
		st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
		st.MustSet("data", name)
		if err := st.Press("zeros"); err != nil {
			t.Fatal(err)
		}
		st.Seek(1000)
		st.Tick(2)
		got := st.Row("mistakes_per_epoch")
		p := classic.NewPerceptron(2)
		want := p.Fit(x, y, len(got))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: mistakes by pass %v, the engine's perceptron has %v", name, got, want)
		}
		w := st.Row("weights")
		if w[0] != p.Weights[0] || w[1] != p.Weights[1] || st.Metric("bias") != p.Bias {
			t.Errorf("%s: weights %v, bias %v; want %v, %v", name, w, st.Metric("bias"), p.Weights, p.Bias)
		}
		if done := st.State().Metrics["converged"]; done != (name != "xor") {
			t.Errorf("%s: converged = %v", name, done)
		}
		if acc := st.Metric("train_accuracy"); (acc == 1) != (name != "xor") {
			t.Errorf("%s: accuracy %v", name, acc)
		}
	}
}

// TestAND pins the run of the textbook: zeros, η = 1.
func TestAND(t *testing.T) {
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	st.Press("zeros")
	for k, want := range []string{"[0 0] 0", "[0 0] -1", "[1 1] 0", "[1 1] -1", "[1 0] -2"} {
		st.Seek(k)
		st.Tick(2)
		if got := fmt.Sprint(st.Row("weights")) + " " + fmt.Sprint(st.Metric("bias")); got != want {
			t.Errorf("after %d mistakes %s, want %s", k, got, want)
		}
	}
	st.Seek(2)
	st.Tick(2)
	on := st.Texts()
	for _, want := range []string{"Mistake 2: (1, 1)", "0 + 1 × 1 × 1", "−1 + 1 × 1"} {
		if !on.Has(want) {
			t.Errorf("%q is not on screen", want)
		}
	}
}

// TestXORGoesRound: the weights come back, so the run repeats for ever.
// told is what is said of the guess: the words on screen, in lines.
func told(st *stagetest.Stage) string {
	var words []string
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { words = append(words, s) }
	st.Draw(c, 1)
	return strings.Join(words, " ")
}

func TestXORGoesRound(t *testing.T) {
	for _, start := range []string{"zeros", "random", ""} {
		st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
		st.MustSet("data", "xor")
		if start != "" {
			st.Press(start)
		}
		st.MustSet("guess", "yes")
		st.Seek(1000)
		st.Tick(3)
		if st.Metric("repeats_epoch") == 0 {
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
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	st.MustSet("output", "sigmoid")
	st.MustSet("learning_rate", "0.5")
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
	if got := st.Metric("loss"); math.Abs(got-loss) > 1e-6 {
		t.Errorf("loss %v, want %v", got, loss)
	}
	st.Seek(1)
	st.Tick(2)
	got := append(st.Row("weights"), st.Metric("bias"))
	for k := range w {
		if want := w[k] - 0.5*g[k]; math.Abs(got[k]-want) > 1e-6 {
			t.Errorf("weight %d after one step: %v, want %v", k, got[k], want)
		}
	}
	st.MustSet("data", "xor")
	st.MustSet("learning_rate", "4")
	st.Seek(100)
	st.Tick(2)
	if l := st.Metric("loss"); math.Abs(l-math.Ln2) > 1e-4 {
		t.Errorf("XOR ends at loss %v, a line's best is ln 2", l)
	}
}

// TestUnfold: a point of the table unfolds into its score, a line of a gradient
// step into the terms of its slope.
func TestUnfold(t *testing.T) {
	press := func(st *stagetest.Stage, text string) {
		t.Helper()
		box := st.Texts()[text]
		if box.Empty() {
			t.Fatalf("%q is not on screen", text)
		}
		x, y := box.Center()
		st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Pointer: 1, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y, Pointer: 1, Touch: true})
		st.Tick(2)
	}
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	press(st, "1.5") // the score of (0, 1)
	on := st.Texts()
	for _, want := range []string{"Point (0, 1)", "(−1) × 0", "1 × 1", "w₂·x₂"} {
		if !on.Has(want) {
			t.Errorf("the point does not show %q", want)
		}
	}
	st = stagetest.Open(t, perceptron.Entry(), 1280, 800)
	st.MustSet("output", "sigmoid")
	st.Seek(1)
	st.Tick(2)
	press(st, "w₁")
	on = st.Texts()
	if !on.Has("∂L/∂w₁ = Σ x·∂L/∂z") || !on.Has("Σ") || on.Has("w ← w − η·∂L/∂w") {
		t.Errorf("the slope of w₁ does not unfold")
	}
	press(st, "Σ")
	if !st.Has("w ← w − η·∂L/∂w") {
		t.Error("a second tap does not fold it up")
	}
}

// box is where the plane is; at is the place of x1, x2 in it.
func at(t testing.TB, st *stagetest.Stage, x1, x2 float64) (x, y float64) {
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

func drag(t testing.TB, st *stagetest.Stage, x1, y1, x2, y2 float64) {
	t.Helper()
	x, y := at(t, st, x1, y1)
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Pointer: 1, Touch: true})
	x, y = at(t, st, x2, y2)
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y, Pointer: 1, Touch: true})
	st.Tick(1)
	st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y, Pointer: 1, Touch: true})
	st.Tick(1)
}

func TestDragArrow(t *testing.T) {
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	drag(t, st, -0.5, 0.5, 0.5, 0.75) // the arrow is drawn at half its length
	if w := st.Row("weights"); math.Abs(w[0]-1) > 1e-6 || math.Abs(w[1]-1.5) > 1e-6 {
		t.Errorf("w = %v, want (1, 1.5)", w)
	}
	if b := st.Metric("bias"); b != 0.5 {
		t.Errorf("the arrow changed b to %v", b)
	}
}

func TestDragLine(t *testing.T) {
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	drag(t, st, 0.8, 0.3, 1.8, 0.3) // −x₁ + x₂ + ½ = 0 moves right by one
	if w := st.Row("weights"); w[0] != -1 || w[1] != 1 || math.Abs(st.Metric("bias")-1.5) > 1e-6 {
		t.Errorf("w = %v, b = %v, want (−1, 1), 1.5", w, st.Metric("bias"))
	}
}

func TestDragPointsAndPaint(t *testing.T) {
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
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
	st.MustSet("tool", "+1")
	drag(t, st, 2, 0.25, 2, 0.25)
	if v := st.State().Parameters["points"].(string); !strings.HasSuffix(v, ";2,0.25,1") {
		t.Errorf("painted: %v", v)
	}
	st.MustSet("tool", "erase")
	for _, p := range [][2]float64{{2, 0.25}, {0, 0}, {0, 1}, {1, 0}, {1, 1}} {
		drag(t, st, p[0], p[1], p[0], p[1])
	}
	if v := st.State().Parameters["points"]; v != "" {
		t.Errorf("all erased: %v", v)
	}
	st.Step()
	st.Tick(40)
	st.Draw(paint.NewCanvas(), 1)
	if e := st.State().Error; e != "" {
		t.Error(e)
	}
}

func TestPasteAndRefuse(t *testing.T) {
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	st.MustSet("points", "x1,x2,label\n0.5,1,1\n1,−0.5,0\n")
	if v := st.State().Parameters["points"]; v != "0.5,1,1;1,-0.5,-1" {
		t.Errorf("points = %v", v)
	}
	for _, bad := range []string{"1,2", "1,2,1;a,b,c", "1,NaN,1;2,2,2", "1,1,1;x,y,z", strings.Repeat("1,1,1;", 121), "1,900,1;0,0,-1"} {
		if err := st.Set("points", bad); err == nil {
			t.Errorf("%.20q was taken", bad)
		}
	}
	for _, v := range []string{"NaN", "", "x"} {
		if err := st.Set("w1", v); err == nil {
			t.Errorf("w1 = %q was taken", v)
		}
	}
	st.MustSet("w1", "1e30")
	if w := st.Row("weights"); math.IsNaN(w[0]) || w[0] > 20 {
		t.Errorf("w = %v", w)
	}
}

func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, perceptron.Entry(), func(st *stagetest.Stage) {
		for _, data := range []string{"and", "xor", "clouds", "own"} {
			for _, out := range []string{"step", "sigmoid"} {
				st.MustSet("data", data)
				st.MustSet("output", out)
				for _, at := range []int{0, 1, 5, 100} {
					st.DrawAt(at)
				}
			}
		}
	})
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s, env := perceptron.New(42), stagetest.Room(800, 600)
	s.Seek(3)
	s.Update(env)
	if n := stagetest.FigureAllocs(s, env); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}

// BenchmarkDrag is one frame of dragging the arrow: the whole run anew, the
// picture, the texts.
func BenchmarkDrag(b *testing.B) {
	st := stagetest.Open(b, perceptron.Entry(), 1280, 800)
	st.MustSet("data", "clouds")
	i := 0
	for b.Loop() {
		i++
		st.Set("w1", fmt.Sprint(float64(i%30)/10))
		st.Update(1.0 / 60)
	}
}

// TestSubSteps: each part of a gradient step shows what it has found, and no
// more; a correction by the rule has a verdict in place of loss and gradient.
func TestSubSteps(t *testing.T) {
	st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
	part := func(want string, shows map[string]bool) {
		t.Helper()
		if err := st.SubStep(); err != nil {
			t.Fatal(err)
		}
		st.Tick(40)
		if c := st.State().Caption; !strings.Contains(c, want) {
			t.Errorf("the caption is %q, want %q in it", c, want)
		}
		for text, on := range shows {
			if st.Shows(text) != on {
				t.Errorf("%s: %q on screen is %v", want, text, !on)
			}
		}
	}
	part("forward", map[string]bool{"Forward:": true})
	part("verdict", map[string]bool{"Verdict:": true})
	part("Mistake 1", map[string]bool{"Mistake 1:": true})
	st.MustSet("output", "sigmoid")
	st.MustSeek(2)
	part("forward", map[string]bool{"the mean of all": false, "∂L/∂w₁": false})
	part("loss", map[string]bool{"the mean of all": true, "∂L/∂w₁": false})
	part("gradient", map[string]bool{"∂L/∂w₁": true, "Gradient: which way": true})
	part("Gradient step 3", map[string]bool{"Forward:": false})
}
