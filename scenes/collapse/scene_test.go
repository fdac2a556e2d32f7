package collapse_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/collapse"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestFolds: any number of linear layers is one, to the digit, biases too.
func TestFolds(t *testing.T) {
	st := stagetest.Open(t, collapse.Entry(), 1280, 800)
	for n := 1; n <= 4; n++ {
		st.MustSet("layers", fmt.Sprint(n))
		for round := range 6 {
			if d := st.Number("max_difference"); d != 0 {
				t.Errorf("%d layers, weights %d: up to %v apart", n, round, d)
			}
			a, b := st.Series("outputs"), st.Series("folded_outputs")
			if a[0] != b[0] || a[1] != b[1] {
				t.Errorf("%d layers give %v, the one layer %v", n, a, b)
			}
			if err := st.Press("random"); err != nil {
				t.Fatal(err)
			}
			st.Tick(2)
		}
	}
	st.MustSet("w1_11", "0.1") // no quarter: float32 rounds
	st.MustSet("b2_1", "0.3")
	if d := st.Number("max_difference"); d > 1e-5 {
		t.Errorf("rounding makes %v", d)
	}
}

// TestFoldByHand: two layers, multiplied by hand.
func TestFoldByHand(t *testing.T) {
	st := stagetest.Open(t, collapse.Entry(), 1280, 800)
	st.MustSet("layers", "2")
	for k, v := range map[string]string{"w1_11": "1", "w1_12": "2", "w1_21": "3", "w1_22": "4", "b1_1": "5", "b1_2": "6",
		"w2_11": "1", "w2_12": "-1", "w2_21": "2", "w2_22": "0.5", "b2_1": "7", "b2_2": "8"} {
		st.MustSet(k, v)
	}
	w, b := st.Series("folded_weight"), st.Series("folded_bias")
	for i, want := range []float64{-2, -2, 3.5, 6} {
		if w[i] != want {
			t.Errorf("W = %v", w)
			break
		}
	}
	if b[0] != 6 || b[1] != 21 { // 5 − 6 + 7, 10 + 3 + 8
		t.Errorf("b = %v, want 6, 21", b)
	}
	on := st.Texts()
	for _, want := range []string{"W₁₁ = 1×1 + (−1)×3 = −2", "21", "3.5"} {
		if !on.Has(want) {
			t.Errorf("%q is not on screen", want)
		}
	}
}

// TestReLU: linear layers leave XOR as it is; one ReLU takes it apart, and no
// single layer does the same.
func TestReLU(t *testing.T) {
	st := stagetest.Open(t, collapse.Entry(), 1280, 800)
	for n := 1; n <= 4; n++ {
		st.MustSet("layers", fmt.Sprint(n))
		if st.State().Metrics["separable"] != false {
			t.Errorf("%d linear layers separate XOR", n)
		}
	}
	st.MustSet("layers", "3")
	st.MustSet("guess", "yes")
	if !st.Shows("Not so.") {
		t.Error("the guess is not scored")
	}
	st.MustSet("relu1", "true")
	if st.State().Metrics["separable"] != true {
		t.Error("a ReLU does not separate XOR")
	}
	if st.State().Parameters["guess"] != "" {
		t.Errorf("the guess stays though the network is another: %v", st.State().Parameters["guess"])
	}
	if d := st.Number("max_difference"); d < 0.1 {
		t.Errorf("the best single layer is only %v away", d)
	}
	if a, b := st.Number("product_difference"), st.Number("max_difference"); a < b {
		t.Errorf("the product is off by %v, less than the best layer, %v", a, b)
	}
	st.MustSet("guess", "yes")
	if !st.Shows("Right.") || !st.Shows("No single layer does this") {
		t.Error("the screen does not say so")
	}
	// Biases that keep everything positive leave nothing to flatten.
	st.MustSet("b1_1", "9")
	st.MustSet("b1_2", "9")
	if d := st.Number("max_difference"); d > 1e-4 {
		t.Errorf("nothing is negative, and yet one layer is %v away", d)
	}
}

// TestDrag: a point dragged in the plane of the inputs, the probe put down.
func TestDrag(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, collapse.Entry(), size[0], size[1])
		r := st.Widget("points").Rect
		at := func(x, y float64) (float64, float64) {
			return r.X + (x+1)/3*r.Width, r.Y + (2-y)/3*r.Height
		}
		send := func(kind ui.Kind, x, y float64) {
			px, py := at(x, y)
			st.Input(ui.Event{Kind: kind, X: px, Y: py})
			st.Tick(1)
		}
		send(ui.PointerDown, 1, 1)
		send(ui.PointerMove, -0.5, -0.5)
		send(ui.PointerUp, -0.5, -0.5)
		if v := st.State().Parameters["points"]; !strings.HasSuffix(fmt.Sprint(v), "-0.5,-0.5,-1") {
			t.Errorf("points = %v", v)
		}
		send(ui.PointerDown, 1.5, 1.5)
		send(ui.PointerUp, 1.5, 1.5)
		if x := st.State().Parameters["x1"]; fmt.Sprint(x) != "1.5" {
			t.Errorf("x1 = %v after a press on an empty place", x)
		}
	}
}

func TestTimeline(t *testing.T) {
	st := stagetest.Open(t, collapse.Entry(), 1280, 800)
	if err := st.Reset(); err != nil {
		t.Fatal(err)
	}
	st.Tick(5)
	if s := st.State(); s.Step != 0 || s.Last != 3 || s.Caption != "Input" {
		t.Errorf("step %d of %d, %q", s.Step, s.Last, s.Caption)
	}
	for range 5 {
		st.Step()
		st.Tick(40)
	}
	if s := st.State(); s.Step != 3 || s.Caption != "After layer 3 of 3" {
		t.Errorf("step %d, %q", s.Step, s.Caption)
	}
	st.MustSet("layers", "2")
	if s := st.State(); s.Step != 2 {
		t.Errorf("step %d of two layers", s.Step)
	}
}

func TestBadInput(t *testing.T) {
	st := stagetest.Open(t, collapse.Entry(), 1280, 800)
	st.MustSet("points", "x1,x2,class\r\n0\t1\t0\r\n1,−0.5,1\r\n")
	if v := st.State().Parameters["points"]; v != "0,1,-1;1,-0.5,1" {
		t.Errorf("a pasted table became %v", v)
	}
	for _, v := range []string{"1,2", "x,1,2", "x,y,z", "0,1,1\nx,y,z", "1,NaN,0", "1,1e999,0", "1e300,-1e300,-1", "0,2.1,1", strings.Repeat("0,0,1;", 300)} {
		if err := st.Set("points", v); err == nil {
			t.Errorf("points = %.20q was taken", v)
		}
		st.Tick(1)
	}
	for _, v := range []string{"", "0,0,1", "-1,2,-1"} {
		st.MustSet("points", v)
		st.MustSet("guess", "no")
		st.Draw(paint.NewCanvas(), 1)
		if e := st.State().Error; e != "" {
			t.Fatalf("points %q stopped the scene: %s", v, e)
		}
	}
	for k := range 4 {
		st.MustSet(fmt.Sprintf("w1_%d%d", k/2+1, k%2+1), "0")
	}
	st.MustSet("relu1", "true")
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}, {390, 844}} {
		st.Resize(size[0], size[1])
		for _, n := range []string{"1", "4"} {
			st.MustSet("layers", n)
			st.Draw(paint.NewCanvas(), 1)
		}
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v stopped the scene: %s", size, e)
		}
	}
	if v := st.Series("outputs"); math.IsNaN(v[0]) {
		t.Error("NaN came out")
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s, env := collapse.New(42), stagetest.Room(784, 595)
	s.Update(env)
	if n := stagetest.FigureAllocs(s, env); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}
