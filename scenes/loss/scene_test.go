package loss

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

func near(t testing.TB, name string, got []float64, want ...float64) {
	t.Helper()
	if len(got) < len(want) {
		t.Fatalf("%s = %v, want %v", name, got, want)
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= 2e-6+1e-5*math.Abs(w)) {
			t.Errorf("%s[%d] = %v, want %v", name, i, got[i], w)
		}
	}
}

// TestWorkedExample holds every step against the lecture's figures.
func TestWorkedExample(t *testing.T) {
	x := stagetest.WorkedExample(t, "cs231n_hinge_softmax")
	m := stagetest.Open(t, Entry(), 1280, 800).State().Metrics
	near(t, "hinge", stagetest.Numbers(m["hinge"]), stagetest.Numbers(x.Forward["hinge"])...)
	near(t, "exp", stagetest.Numbers(m["exp"]), stagetest.Numbers(x.Forward["unnormalised"])...)
	near(t, "softmax", stagetest.Numbers(m["softmax"]), stagetest.Numbers(x.Forward["softmax"])...)
	near(t, "gradient", stagetest.Numbers(m["grad_scores"]), stagetest.Numbers(x.Grads["d_scores_row0"])...)
	near(t, "losses", []float64{m["hinge_mean"].(float64), stagetest.Numbers(m["cross_entropy"])[0], stagetest.Numbers(m["cross_entropy_log10"])[0]},
		x.Forward["hinge_mean"].(float64), x.Forward["softmax_loss_natural"].(float64), x.Forward["softmax_loss_log10"].(float64))
	near(t, "steady", stagetest.Numbers(m["cross_entropy_stable"]), stagetest.Numbers(m["cross_entropy"])...)
}

// TestNumbersOnScreen: what the table says is what the engine recorded, and a
// number appears with its step.
func TestNumbersOnScreen(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	at := func(k int, want, not string) {
		t.Helper()
		st.Seek(k)
		st.Tick(2)
		on := st.Texts()
		if _, ok := on[want]; !ok {
			t.Errorf("step %d does not show %s", k, want)
		}
		if _, ok := on[not]; ok {
			t.Errorf("step %d shows %s already", k, not)
		}
	}
	at(0, "s(cat) = 3.2", "24.53")
	at(1, "2.9 + 0 = 2.9", "24.53")
	at(2, "exp(3.2) = 24.53", "0.13")
	at(3, "24.53 ÷ 188.7 = 0.13", "2.04")
	at(4, "−ln 0.13 = 2.04", "−0.87")
	at(5, "0.13 − 1 = −0.87", "?")
	st.MustSet("true_class", "frog")
	st.Seek(1)
	st.Tick(2)
	if _, ok := st.Texts()["5.9 + 7.8 = 13.7"]; !ok {
		t.Error("read as a frog the first image's hinge terms are 5.9 and 7.8")
	}
}

func TestHoverUnfoldsAHingeTerm(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.Seek(1)
	st.Tick(2)
	for _, w := range st.State().Widgets {
		if w.ID == "s1_car" { // the term stands right of its score
			st.Input(ui.Event{Kind: ui.PointerMove, X: w.Rect.X + 140, Y: w.Rect.Y + w.Rect.Height/2})
		}
	}
	st.Tick(2)
	if _, ok := st.Texts()["max(0, 5.1 − 3.2 + 1) = 2.9"]; !ok {
		t.Error("the term is not unfolded")
	}
}

func TestOverflowAndItsCure(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	if err := st.Press("overflow"); err != nil {
		t.Fatal(err)
	}
	st.Tick(2)
	if p := st.Row("softmax")[1]; !math.IsNaN(p) {
		t.Errorf("exp(100) is beyond single precision, yet p = %v", p)
	}
	if _, ok := st.Texts()["Overflow"]; !ok {
		t.Error("nobody says why")
	}
	st.MustSet("subtract_max", "true")
	if p := st.Row("softmax")[1]; p != 1 {
		t.Errorf("p = %v with the maximum subtracted", p)
	}
}

func TestGuesses(t *testing.T) {
	s := New()
	for _, x := range []struct {
		view       int
		right, not string
	}{{viewScores, "same", "rise"}, {viewLine, "square", "absolute"}, {viewRace, "bce", "mse"}} {
		for v, want := range map[string]bool{x.right: true, x.not: false} {
			if err := s.Guesses[x.view].Set(v); err != nil {
				t.Fatal(err)
			}
			if got, chosen := s.Guesses[x.view].Right(); got != want || !chosen {
				t.Errorf("%s in laboratory %d is judged %v", v, x.view, got)
			}
		}
	}
	s.race.start = -4 // both are there already: nobody can be ahead
	s.race.run()
	if right, _ := s.Guesses[viewRace].Right(); right {
		t.Error("a tie has a winner")
	}
}

// TestOutlierPullsTheSquares drags the last point far away and back.
func TestOutlierPullsTheSquares(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "outlier")
	slope := func() (q, a float64) {
		m := st.State().Metrics
		return m["slope_mse"].(float64), m["slope_mae"].(float64)
	}
	q0, a0 := slope()
	plane := st.Widget("points").Rect
	at := func(x, y float64) (float64, float64) {
		return plane.X + 30 + x/10*(plane.Width-42), plane.Y + 12 + (1-y/10)*(plane.Height-40)
	}
	x, y := at(9, 1.2)
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
	x, y = at(9, 7)
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y})
	st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
	st.Tick(2)
	q1, a1 := slope()
	if !(q1 > q0+0.3) || math.Abs(a1-a0) > 0.1 {
		t.Errorf("slopes %v, %v became %v, %v", q0, a0, q1, a1)
	}
	if v := st.State().Parameters["points"].(string); !strings.HasSuffix(v, "9,7") {
		t.Errorf("points = %s", v)
	}
	for _, bad := range []string{"", "1,2", strings.Repeat("NaN,1;", 7) + "1,1", "x"} {
		if st.Set("points", bad) == nil {
			t.Errorf("%q was taken for points", bad)
		}
	}
	st.MustSet("points", strings.TrimSuffix(strings.Repeat("3,4;", dots), ";")) // all on one spot
	if e := st.State().Error; e != "" {
		t.Error(e)
	}
}

// TestRace: the gradient on screen is the product of its two factors, and
// squared error is the slower one from a confident mistake.
func TestRace(t *testing.T) {
	r := newRaceRun()
	for _, n := range []*runner{&r.mse, &r.bce} {
		for k := range n.dz {
			if d := n.up[k]*n.slope[k] - n.dz[k]; math.Abs(d) > 1e-6 {
				t.Fatalf("step %d: %v × %v is not %v", k, n.up[k], n.slope[k], n.dz[k])
			}
		}
	}
	if r.bce.first < 0 || r.mse.first >= 0 && r.mse.first <= r.bce.first {
		t.Errorf("cross-entropy arrives at %d, squared error at %d", r.bce.first, r.mse.first)
	}
}

// viewIDs are the laboratories.
var viewIDs = []string{"classes", "outlier", "race"}

func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, Entry(), func(st *stagetest.Stage) {
		for _, view := range viewIDs {
			st.MustSet("view", view)
			for _, v := range []string{"1000", "-1000", "3.2"} {
				st.MustSet("s1_cat", v)
			}
			for at := range 9 {
				st.DrawAt(at)
			}
		}
	})
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range viewIDs {
		s, env := stagetest.Lab(t, New(), view, 8)
		s.Update(env)
		if n := stagetest.FigureAllocs(s, env); n > 0 {
			t.Errorf("%s: %v allocations in a warm draw", view, n)
		}
	}
}

// TestLink: all laboratories come back from a link.
func TestLink(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("s2_frog", "7.5")
	st.MustSet("learning_rate", "2")
	st.MustSet("view", "outlier")
	again := stagetest.Open(t, Entry(), 1280, 800)
	again.Follow(st.Link().String())
	again.Tick(2)
	a, b := st.State(), again.State()
	for _, k := range []string{"view", "s2_frog", "learning_rate", "points"} {
		if fmt.Sprint(a.Parameters[k]) != fmt.Sprint(b.Parameters[k]) {
			t.Errorf("%s = %v, was %v", k, b.Parameters[k], a.Parameters[k])
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
