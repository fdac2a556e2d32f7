package penalty

import (
	"math"
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

func texts(st *stagetest.Stage) map[string]int {
	on := map[string]int{}
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { on[s]++ }
	st.Draw(c, 1)
	return on
}

func near(t testing.TB, name string, got []float64, want ...float64) {
	t.Helper()
	for i, w := range want {
		if len(got) != len(want) || math.Abs(got[i]-w) > 1e-6 {
			t.Errorf("%s = %v, want %v", name, got, want)
			return
		}
	}
}

// TestWorkedExample holds scores, penalties and gradients against the lecture's.
func TestWorkedExample(t *testing.T) {
	x := stagetest.WorkedExample(t, "cs231n_penalty")
	f := func(k string) float64 { return x.Forward[k].(float64) }
	m := stagetest.Open(t, Entry(), 1280, 800).State().Metrics
	near(t, "scores", stagetest.Numbers(m["scores"]), f("score1"), f("score2"))
	near(t, "l1", stagetest.Numbers(m["l1"]), f("l1_1"), f("l1_2"))
	near(t, "l2", stagetest.Numbers(m["l2"]), f("l2_1"), f("l2_2"))
	g := m["grad_l2"].([]any)
	near(t, "gradient of w₁", stagetest.Numbers(g[0]), stagetest.Numbers(x.Grads["d_l2_1"])...)
	near(t, "gradient of w₂", stagetest.Numbers(g[1]), stagetest.Numbers(x.Grads["d_l2_2"])...)
}

// TestTimeline: a sum is on screen when its step has come, with its terms.
func TestTimeline(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	for at, want := range []string{"Two rows of weights, one input", "0.25×1 + 0.25×1 + 0.25×1 + 0.25×1 = 1",
		"|0.25| + |0.25| + |0.25| + |0.25| = 1", "0.25² + 0.25² + 0.25² + 0.25² = 0.25"} {
		st.Seek(at)
		st.Tick(2)
		on := texts(st)
		if on[want] == 0 {
			t.Errorf("step %d does not say %q", at, want)
		}
		if on["?"] != 2*(3-at) {
			t.Errorf("step %d hides %d sums", at, on["?"])
		}
	}
	on := texts(st)
	if on["="] != 2 || on["≠"] != 1 {
		t.Errorf("score and L1 are equal, L2 is not; the screen says = %d and ≠ %d times", on["="], on["≠"])
	}
	st.MustSet("w1_2", "0.5")
	if on := texts(st); on["≠"] != 3 {
		t.Errorf("another weight breaks every tie; ≠ %d times", on["≠"])
	}
}

// TestPulls: L1 takes the same from every weight, L2 a share of each.
func TestPulls(t *testing.T) {
	r := newPullRun()
	for i, w := range mixed {
		near(t, "L1's pull", []float64{r.lanes[0].pull[0][i]}, r.lambda)
		near(t, "L2's pull", []float64{r.lanes[1].pull[0][i]}, float64(float32(2*r.lambda*w)))
		near(t, "L2's step", []float64{r.lanes[1].w[1][i]}, float64(float32(w*(1-2*r.rate*r.lambda))))
	}
	if !r.lanes[0].trembles() || r.lanes[1].trembles() {
		t.Error("L1 trembles around zero at this rate, L2 does not")
	}
}

// TestL2Spreads: with the score kept at 1, L2 leads from w₁ to w₂'s shape and
// L1 leaves the one large weight.
func TestL2Spreads(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "pull")
	st.MustSet("start", "w1")
	st.MustSet("data", "true")
	st.Seek(steps)
	st.Tick(40)
	m := st.State().Metrics
	l1, l2 := stagetest.Numbers(m["weights_l1"]), stagetest.Numbers(m["weights_l2"])
	for i := range n {
		if math.Abs(l2[i]-0.22) > 0.05 {
			t.Errorf("L2 should have spread the weight: %v", l2)
			break
		}
	}
	if l1[0] < 0.5 || math.Abs(l1[1]) > 0.1 {
		t.Errorf("L1 should have left the weight where it was: %v", l1)
	}
	if on := texts(st); on[fixed(l2[0])] == 0 {
		t.Errorf("%s is not on screen", fixed(l2[0]))
	}
}

func TestStepsTooLarge(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "pull")
	st.MustSet("learning_rate", "2")
	st.MustSet("lambda", "10")
	for at := range steps + 1 {
		st.Seek(at)
		st.Tick(1)
		texts(st)
	}
	if e := st.State().Error; e != "" {
		t.Fatal(e)
	}
	s := New()
	s.pull.rate, s.pull.lambda = 2, 10
	s.pull.run()
	s.View = viewPull
	s.fillPull()
	if !s.bars.bad {
		t.Error("nobody says that the steps are too large")
	}
}

func TestDragABar(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "pull")
	r := st.Widget("lanes").Rect
	x, y := r.X+60, r.Y+80
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y + 60})
	st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y + 60})
	st.Tick(2)
	m := st.State()
	w := stagetest.Numbers(m.Metrics["weights_l1"])
	if m.Step != 0 || w[0] == 1 || math.Abs(w[0]-m.Parameters["start_w1"].(float64)) > 1e-6 {
		t.Errorf("at step %d the first weight is %v, its start %v", m.Step, w[0], m.Parameters["start_w1"])
	}
	if m.Parameters["lambda"].(float64) != 0.5 {
		t.Error("dragging changed λ")
	}
}

func TestGuesses(t *testing.T) {
	s := New()
	for _, x := range []struct {
		view       int
		right, not string
	}{{viewTie, "w2", "w1"}, {viewPull, "l1", "l2"}} {
		for v, want := range map[string]bool{x.right: true, x.not: false} {
			if err := s.Guesses[x.view].Set(v); err != nil {
				t.Fatal(err)
			}
			if got, _ := s.Guesses[x.view].Right(); got != want {
				t.Errorf("%s is judged %v", v, got)
			}
		}
	}
}

// viewIDs are the laboratories.
var viewIDs = []string{"tie", "pull"}

func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, Entry(), func(st *stagetest.Stage) {
		for _, view := range viewIDs {
			st.MustSet("view", view)
			for _, v := range []string{"-2", "2", "0"} {
				st.MustSet("w2_1", v, "start_w3", v)
			}
			for at := range 5 {
				st.DrawAt(at)
			}
		}
	})
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range viewIDs {
		s, env := stagetest.Lab(t, New(), view, 3)
		s.Update(env)
		if n := stagetest.FigureAllocs(s, env); n > 0 {
			t.Errorf("%s: %v allocations in a warm draw", view, n)
		}
	}
}

// BenchmarkFrame is a frame in which everything changed: Update and Draw.
func BenchmarkFrame(b *testing.B) {
	for _, view := range viewIDs {
		b.Run(view, func(b *testing.B) {
			s, env := stagetest.Lab(b, New(), view, 8)
			stagetest.Frames(b, s, env, func() { s.Stale = true })
		})
	}
}
