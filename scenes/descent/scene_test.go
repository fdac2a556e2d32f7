package descent

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
)

func open(t testing.TB) *stagetest.Stage {
	t.Helper()
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.Settle()
	return st
}

// TestBook: the first step of plain descent in the ravine, to the digit:
// (−7, 2) with η = 0.95 goes to (−7 + 0.95·0.7, 2 − 0.95·4).
func TestBook(t *testing.T) {
	st := open(t)
	next := st.Row("next")
	if math.Abs(next[0]+6.335) > 1e-5 || math.Abs(next[1]+1.8) > 1e-5 {
		t.Errorf("the first step leads to %v, want (−6.335, −1.8)", next)
	}
	if !st.Has("x′ = −7 − 0.95×(−0.7) = −6.33") && !st.Has("x′ = −7 − 0.95×(−0.7) = −6.34") {
		t.Errorf("the step is not worked out; there is %v", st.Texts())
	}
}

// TestNumbersOnScreen: what the board says is what the runs recorded.
func TestNumbersOnScreen(t *testing.T) {
	st := open(t)
	for _, at := range []int{0, 7, 60} {
		st.MustSeek(at)
		for _, id := range []string{"sgd", "momentum", "adam"} {
			if want := short(st.Metric("losses." + id)); !st.Has(want) {
				t.Errorf("step %d does not show %s's loss %s", at, id, want)
			}
		}
		if st.Metric("step") != float64(at) {
			t.Errorf("sought %d, at %v", at, st.Metric("step"))
		}
	}
}

// TestTooLargeARate: past 2/λ plain descent diverges, just below it does not,
// and the reason is told in the engine's numbers.
func TestTooLargeARate(t *testing.T) {
	st := open(t)
	limit := st.Metric("max_stable_learning_rate")
	if math.Abs(limit-1) > 1e-3 {
		t.Fatalf("the ravine's steepest curvature is 2, but the limit is %v", limit)
	}
	for _, want := range []bool{false, true} {
		rate := map[bool]string{false: "0.99", true: "1.02"}[want]
		st.MustSet("learning_rate", rate, "details", tabShape)
		st.MustSeek(60)
		wild, _ := st.State().Metrics["diverged"].([]any)
		if got := len(wild) == 1 && wild[0] == "sgd"; got != want {
			t.Errorf("η = %s: diverged %v", rate, wild)
		}
	}
	if !st.Shows("η·λ₁ = 2.04 > 2") {
		t.Errorf("the reason is missing; step %v, curvature %v, there is %v", st.Metric("step"), st.Row("curvature"), slices.Sorted(maps.Keys(st.Texts())))
	}
}

// TestGuesses are scored by the engine.
func TestGuesses(t *testing.T) {
	st := open(t)
	st.MustSeek(60)
	best, first := "", math.Inf(1)
	for _, id := range []string{"sgd", "momentum", "adam"} {
		if r := st.Metric("reached_step." + id); r >= 0 && r < first {
			best, first = id, r
		}
	}
	if where := st.Widget("guess_diverge"); where.Shown {
		t.Error("two predictions are asked for at once")
	}
	st.MustSet("guess_first", best)
	if where := st.Widget("guess_diverge"); !where.Shown {
		t.Error("the second question does not follow the first")
	}
	if !st.Shows("Right.") {
		t.Errorf("%s was first at step %v, and the guess is wrong", best, first)
	}
	st.MustSet("surface", "bowl", "guess_diverge", "no")
	if !st.Shows("Not so.") || st.Metric("learning_rate") != 2.2 {
		t.Errorf("η = %v in the bowl does not diverge", st.Metric("learning_rate"))
	}
	st.MustSet("surface", "ravine", "guess_diverge", "no")
	if !st.Shows("Right.") {
		t.Error("0.98 of the limit diverges in the ravine")
	}
}

// TestTypedSurface: a formula is run as it is typed; a mistake keeps the last
// one and says where it is.
func TestTypedSurface(t *testing.T) {
	st := open(t)
	st.MustSet("surface", "own", "expression", "3x^2+y^2+x", "start", "1,1")
	if l := st.Metric("loss"); l != 5 {
		t.Errorf("3+1+1 = %v", l)
	}
	if h := st.Row("hessian"); math.Abs(h[0]-6) > 1e-2 || math.Abs(h[3]-2) > 1e-2 {
		t.Errorf("second derivatives %v, want 6 and 2", h)
	}
	for text, want := range map[string]string{"3x^2+": "stops too early", "x^2+z": "“z” is not known", "x+*y": "Character 3"} {
		st.MustSet("expression", text)
		if !st.Shows(want) {
			t.Errorf("%s: %q is not said", text, want)
		}
		if l := st.Metric("loss"); l != 5 {
			t.Errorf("%s: the last surface is gone", text)
		}
	}
	for _, wild := range []string{"1/x", "log(x)", "sqrt(x)+y", "x", "exp(exp(x^2))", "0x"} {
		st.MustSet("expression", wild) // some of it is no number; nothing may break
		st.MustSeek(50)
		if e := st.State().Error; e != "" {
			t.Fatalf("%s: %s", wild, e)
		}
	}
}

// TestDrag: the start is where it is dragged, on the map, and the race is run
// from there at once; the position stays.
func TestDrag(t *testing.T) {
	st := open(t)
	st.MustSeek(30)
	before := st.Row("gradient")
	box := st.Widget("start").Rect
	st.Drag(box.X+box.Width*0.3, box.Y+box.Height*0.4, box.X+box.Width*0.75, box.Y+box.Height*0.7)
	st.Settle()
	if v, _ := st.Widget("start").Value.(string); v == "" || st.Metric("step") != 30 {
		t.Errorf("start %q, step %v", v, st.Metric("step"))
	}
	if after := st.Row("gradient"); after[0] == before[0] {
		t.Error("the run is the old one")
	}
	turned := st.Widget("relief_view").Rect
	was := st.Widget("relief_view").Value
	st.Drag(turned.X+50, turned.Y+90, turned.X+110, turned.Y+70)
	if st.Widget("relief_view").Value == was {
		t.Error("the relief was not turned")
	}
	old := st.Row("grid")
	st.MustSet("zoom", "2")
	if st.Row("grid")[0] != old[0] {
		t.Error("zooming changed the grid's size")
	}
}

// TestLink: what a visitor set is in the link, and opens again.
func TestLink(t *testing.T) {
	st := open(t)
	st.MustSet("surface", "saddle", "optimizer", "rmsprop", "learning_rate", "0.123", "start", "1.5,-0.25", "schedule", "cosine", "relief_view", "100,50")
	link := st.State().Link
	other := open(t)
	other.Follow(link)
	other.Settle()
	for _, id := range []string{"surface", "optimizer", "learning_rate", "start", "schedule", "relief_view"} {
		if a, b := st.Widget(id).Value, other.Widget(id).Value; a != b {
			t.Errorf("%s was %v and is %v (%s)", id, a, b, link)
		}
	}
	st.MustSet("surface", "own", "expression", "x^2+3y^2")
	if link = st.State().Link; !strings.Contains(link, "3y") {
		t.Errorf("the formula is not in %s", link)
	}
}

// TestSaddleIsNamed: plain descent comes to the saddle point and is told so;
// in the end it has left.
func TestSaddleIsNamed(t *testing.T) {
	st := open(t)
	st.MustSet("surface", "saddle")
	st.MustSeek(26)
	if p := st.State().Metrics["place"]; p != "saddle" || !st.Shows("Saddle point") {
		t.Errorf("at step 26 the place is called %v", p)
	}
	st.MustSet("lang", "en", "view", "relief") // the map is small
	st.Tick(5)
	if !st.Has("Saddle point") {
		t.Error("what is said on the small map is longer than the map is wide")
	}
	st.MustSet("view", "map")
	st.MustSeek(120)
	if p := st.State().Metrics["place"]; p != "minimum" {
		t.Errorf("at the end the place is called %v", p)
	}
	st.MustSet("surface", "valleys")
	st.MustSeek(100)
	if !st.Shows("Local minimum") {
		t.Error("the local minimum is not named")
	}
}

// TestBoard: a press joins, or looks at one that runs; the tick lets it leave.
func TestBoard(t *testing.T) {
	st := open(t)
	press := func(id string, at float64) {
		r := st.Widget(id).Rect
		st.Click(r.X+r.Width*at, r.Y+r.Height*0.3)
		st.Settle()
	}
	press("run_adagrad", 0.3)
	if v := st.Widget("optimizer").Value; v != "adagrad" || st.Widget("run_adagrad").Value != true {
		t.Errorf("after joining, %v is looked at", v)
	}
	press("run_adam", 0.3)
	if v := st.Widget("optimizer").Value; v != "adam" || st.Widget("run_adam").Value != true {
		t.Errorf("after a press on Adam, %v is looked at", v)
	}
	press("run_adam", 0.93)
	if v := st.Widget("optimizer").Value; v == "adam" || st.Widget("run_adam").Value != false {
		t.Errorf("Adam has left, and %v is looked at", v)
	}
	for _, id := range []string{"run_sgd", "run_momentum", "run_adagrad"} {
		st.MustSet(id, "false")
	}
	if losses, _ := st.State().Metrics["losses"].(map[string]any); len(losses) != 1 {
		t.Errorf("%v run, want one: there is always one", losses)
	}
}

// TestInspector: place, gradient and loss of the ball are numbers of the run on
// the scene's tape, and the finite difference agrees.
func TestInspector(t *testing.T) {
	for _, id := range []string{"ravine", lineID, netID} {
		s := settled(t, id, nil)
		env := stagetest.Env(1280, 800)
		for range 400 {
			if s.Update(env); s.Settled() {
				break
			}
		}
		s.Update(env)
		cells := s.Cells(nil)
		if len(cells) != 18 {
			t.Fatalf("%s: %d numbers unfold, want 18", id, len(cells))
		}
		for _, c := range cells {
			if c.Rect.Empty() || c.Node >= len(s.Trace().Nodes) {
				t.Errorf("%s: %+v is nowhere", id, c)
			}
			if !c.Grad {
				continue
			}
			if check, ok := s.Check(c.Ref); !ok || !check.Agrees {
				t.Errorf("%s: gradient %v, by differences %+v", id, s.Trace().Nodes[c.Node].Grad, check)
			}
		}
	}
}

// TestFinderAndPlan: the range test finds a rate that falls, below the one that
// breaks; the schedule is the engine's.
func TestFinderAndPlan(t *testing.T) {
	st := open(t)
	st.MustSet("details", tabFinder)
	if v := st.Metric("suggested_learning_rate"); !(v > 0.01 && v < 1) {
		t.Errorf("suggested %v for plain descent in the ravine", v)
	}
	st.MustSet("schedule", "step", "details", tabPlan)
	st.MustSeek(31)
	if v := st.Metric("learning_rate"); v != 0.95/4 {
		t.Errorf("after two of four stairs η is %v", v)
	}
	if !st.Has(short(0.95 / 4)) {
		t.Error("η is not shown")
	}
	st.MustSet("schedule", "warmup")
	st.MustSeek(0)
	if v := st.Metric("learning_rate"); v != 0 {
		t.Errorf("warm-up begins at %v", v)
	}
}

// TestEverySurfaceAndTab is drawn in both sizes, and drawing makes no garbage.
func TestEverySurfaceAndTab(t *testing.T) {
	for _, size := range [][2]float64{{755, 593}, {358, 600}} {
		s := New(42)
		env := stagetest.Env(size[0], size[1])
		env.Phone = size[0] < 500
		c := paint.NewCanvas()
		for _, p := range presets {
			s.choose(p.id)
			for range 4000 {
				if s.Update(env); s.Settled() {
					break
				}
			}
			s.Seek(p.steps / 3)
			for _, tab := range []string{tabState, tabShape, tabCloud, tabFinder, tabPlan, tabNetwork} {
				for _, view := range []string{viewSolid, viewMap, viewLoss} {
					if s.tab.Set(tab) != nil || s.view.Set(view) != nil {
						continue
					}
					for range 10 {
						s.Update(env)
					}
					draw := func() {
						c.Begin(size[0], size[1], 2)
						for _, w := range s.Figures() {
							w.Draw(c, env.Look)
						}
					}
					draw()
					if n := testing.AllocsPerRun(10, draw); n > 0 {
						t.Errorf("%s, %s, %s: drawing allocates %v times", p.id, tab, view, n)
					}
				}
			}
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	s := New(42)
	env, c := stagetest.Env(755, 593), paint.NewCanvas()
	for range 4000 {
		if s.Update(env); s.Settled() {
			break
		}
	}
	s.Seek(40)
	for range 10 {
		s.Update(env)
	}
	for b.Loop() {
		c.Begin(755, 593, 2)
		for _, w := range s.Figures() {
			w.Draw(c, env.Look)
		}
	}
	b.ReportMetric(float64(c.Triangles()), "triangles")
}
