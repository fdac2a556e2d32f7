package depth

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestOneLayerFits: sixteen hinges come close to hills, three do not; a jump is
// beyond any number of them.
func TestOneLayerFits(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.Learn(1500)
	if e := st.Number("max_error"); e > 0.15 {
		t.Errorf("16 units are off by %v", e)
	}
	if n := st.Number("parameters"); n != 3*16+1 {
		t.Errorf("%v parameters", n)
	}
	st.MustSet("hidden_units", "3")
	st.Learn(1500)
	if e := st.Number("max_error"); e < 0.4 {
		t.Errorf("3 units are off by %v only", e)
	}
	for _, units := range []string{"16", "64"} {
		st.MustSet("hidden_units", units)
		st.MustSet("target", "jump")
		st.Learn(1500)
		if e := st.Number("max_error"); e < 0.6 {
			t.Errorf("%s units leave only %v at a jump", units, e)
		}
	}
	if !st.Shows("no gap") {
		t.Error("the screen does not say why")
	}
}

// TestPartsSum: at every place of the plot the units and c add up to the curve.
func TestPartsSum(t *testing.T) {
	f, err := newFit(stage.DefaultSeed, alone())
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range []string{"relu", "tanh", "sigmoid"} {
		f.act = act
		if err := f.begin(); err != nil {
			t.Fatal(err)
		}
		for f.lanes.Seek(1); !f.lanes.Settled() || f.lanes.Step() < 1; {
			f.lanes.Poll(time.Millisecond)
		}
		if err := f.run(); err != nil {
			t.Fatal(err)
		}
		y, parts := f.all(f.y), f.all(f.parts)
		for i := range fitCells {
			sum := f.value(f.c, 0)
			for j := range f.width {
				sum += parts[i*f.width+j]
			}
			if math.Abs(sum-y[i]) > 1e-5 {
				t.Fatalf("%s, place %d: the parts make %v, the curve is %v", act, i, sum, y[i])
			}
		}
		for j := range f.width {
			if w, b, k := f.value(f.w, j), f.value(f.b, j), f.value(f.knot, j); math.Abs(w*k+b) > 1e-5 {
				t.Errorf("%s, unit %d: %v·%v + %v is not 0", act, j, w, k, b)
			}
		}
	}
}

// TestDrawing: the pointer draws the target, learning goes on from the weights
// there are, and a link holds it.
func TestDrawing(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, Entry(), size[0], size[1])
		st.Learn(20)
		r := st.Widget("curve").Rect
		press := func(kind ui.Kind, fx, fy float64) {
			st.Input(ui.Event{Kind: kind, X: r.X + fx*r.Width, Y: r.Y + fy*r.Height, Touch: size[0] < 500})
			st.Tick(2)
		}
		press(ui.PointerDown, 0.2, 0.3)
		press(ui.PointerMove, 0.8, 0.3)
		if s := st.State(); s.Step < 20 {
			t.Errorf("drawing threw the run away: step %d", s.Step)
		}
		press(ui.PointerUp, 0.8, 0.3)
		text := fmt.Sprint(st.State().Parameters["curve"])
		cells := strings.Split(text, ",")
		if len(cells) != samples || cells[samples/2] != cells[samples/2+8] {
			t.Fatalf("at %v the curve is %q", size, text)
		}
		st.Tick(10)
		if !st.State().Playing {
			t.Error("a drawn curve is not learned by itself")
		}
		other := stagetest.Open(t, Entry(), 1280, 800)
		other.MustSet("curve", text)
		if got := fmt.Sprint(other.State().Parameters["curve"]); got != text {
			t.Errorf("set to %q, it is %q", text, got)
		}
		for _, bad := range []string{"", "1,2", strings.Repeat("900,", samples-1) + "0", strings.Repeat("x,", samples-1) + "0"} {
			if err := other.Set("curve", bad); err == nil {
				t.Errorf("curve = %.20q was taken", bad)
			}
		}
	}
}

// TestRace: on the spiral deep ends lower, on parity and the smooth curve it
// does not help; neither has more parameters than the budget.
func TestRace(t *testing.T) {
	for task, want := range map[string]string{"spiral": "deep", "parity": "same", "smooth": "same"} {
		st := stagetest.Open(t, Entry(), 1280, 800)
		st.MustSet("view", "race")
		st.MustSet("task", task)
		st.MustSet("guess", "deep")
		if !st.Shows("They are off.") {
			t.Error("the verdict is given before the end")
		}
		st.Learn(raceSteps)
		st.Tick(5)
		m := st.State().Metrics
		if m["winner"] != want || m["finished"] != true {
			t.Errorf("%s: %v wins, deep %v, wide %v", task, m["winner"], m["deep_loss"], m["wide_loss"])
		}
		verdict := "Not so."
		if want == "deep" {
			verdict = "Right."
		}
		if !st.Shows(verdict) {
			t.Errorf("%s: the guess is not scored", task)
		}
		if even := st.Shows("Much the same"); even != (want == "same") {
			t.Errorf("%s: the verdict says that they end alike: %v", task, even)
		}
		for _, who := range []string{"deep", "wide"} {
			if n := st.Number(who + "_parameters"); n > 300 || n < 200 {
				t.Errorf("%s: %s has %v parameters", task, who, n)
			}
		}
		st.Seek(raceSteps + 100)
		st.Tick(5)
		if s := st.State(); s.Step != raceSteps {
			t.Errorf("beyond the end: step %d", s.Step)
		}
	}
}

// TestBackAndOn: a step back is the step before, and on again the same.
func TestBackAndOn(t *testing.T) {
	for _, view := range viewIDs {
		st := stagetest.Open(t, Entry(), 1280, 800)
		st.MustSet("view", view)
		st.Learn(40)
		name := map[string]string{"fit": "loss", "race": "deep_loss"}[view]
		if name == "" {
			name = "train_loss"
		}
		at := fmt.Sprint(st.State().Metrics[name])
		st.Back()
		st.Settle()
		if s := st.State(); s.Step != 39 || fmt.Sprint(s.Metrics[name]) == at {
			t.Errorf("%s: one back is step %d, %v", view, s.Step, s.Metrics[name])
		}
		st.Step()
		st.Settle()
		if s := st.State(); s.Step != 40 || fmt.Sprint(s.Metrics[name]) != at {
			t.Errorf("%s: on again is step %d, %v, was %v", view, s.Step, s.Metrics[name], at)
		}
		if err := st.Reset(); err != nil {
			t.Fatal(err)
		}
		st.Settle()
		if s := st.State(); s.Step != 0 {
			t.Errorf("%s: reset is step %d", view, s.Step)
		}
	}
}

// alone is a thread that is this one.
func alone() *job.Runner { return (&stage.Env{}).NewRunner() }

func scene(t testing.TB, w, h float64) (*Scene, *stage.Env) {
	t.Helper()
	s, err := New(&stage.Env{Seed: stage.DefaultSeed})
	if err != nil {
		t.Fatal(err)
	}
	env := stagetest.Room(w, h)
	s.Update(env)
	return s, env
}

// TestUnfolds: every number on screen is the sum of its terms.
func TestUnfolds(t *testing.T) {
	for _, view := range viewIDs {
		s, env := scene(t, 784, 595)
		s.chosen = 2
		if err := s.tabs.Set(view); err != nil {
			t.Fatal(err)
		}
		s.Update(env)
		s.Update(env)
		cells := s.Cells(nil)
		for _, b := range []paint.Rect{s.marks.board.box, s.marks.runners[0].box, s.marks.runners[1].box} {
			x, y := b.Center()
			if c, ok := s.NumberAt(x+3, y+3); ok {
				cells = append(cells, c)
			}
		}
		if len(cells) < 2 {
			t.Errorf("%s: %d numbers unfold", view, len(cells))
		}
		for _, c := range cells {
			n := &s.Trace().Nodes[c.Node]
			terms := s.Explain(c.Ref)
			if got := trace.Sum(terms); len(terms) == 0 || math.Abs(got-n.Value[c.Cell]) > 1e-4*math.Abs(n.Value[c.Cell])+1e-9 {
				t.Errorf("%s: %s (%s): %d terms, %v, want %v", view, n.Name, n.Op, len(terms), got, n.Value[c.Cell])
			}
		}
	}
}

func TestSizes(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}, {390, 844}, {844, 390}} {
		st.Resize(size[0], size[1])
		for _, v := range viewIDs {
			st.MustSet("view", v)
			st.Draw(paint.NewCanvas(), 1)
		}
		st.Sound()
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, w := range []float64{784, 358} {
		s, env := scene(t, w, 595)
		for _, view := range viewIDs {
			for _, task := range []string{"parity", "saw", "spiral"} {
				if err := s.tabs.Set(view); err != nil {
					t.Fatal(err)
				}
				if err := s.taskSel.Set(task); err != nil {
					t.Fatal(err)
				}
				s.Update(env)
				s.Update(env)
				if n := stagetest.FigureAllocs(s, env); n > 0 {
					t.Errorf("%v wide, %s, %s: %v allocations in a warm draw", w, view, task, n)
				}
			}
		}
	}
}

// TestLink: what was set is in the link, and comes again from it.
func TestLink(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	for _, kv := range [][2]string{{"curve", "bump"}, {"hidden_units", "5"}, {"activation", "tanh"}, {"view", "race"}, {"task", "saw"}, {"budget", "120"}, {"folded", "true"},
		{"layers", "4"}, {"layers_activation", "relu"}, {"train_size", "30"}} {
		st.MustSet(kv[0], kv[1])
	}
	want := st.State()
	again := stagetest.Open(t, Entry(), 1280, 800)
	again.Follow(want.Link)
	again.Tick(5)
	got := again.State()
	if got.Link != want.Link || got.Metrics["deep_loss"] != want.Metrics["deep_loss"] || got.Metrics["deep_parameters"] != want.Metrics["deep_parameters"] {
		t.Errorf("from %s\ncomes %s; deep loss %v, want %v", want.Link, got.Link, got.Metrics["deep_loss"], want.Metrics["deep_loss"])
	}
}

// TestTheLossUnfoldsIntoNames: what the loss is made of has names that say what
// it is, and where nothing is nudged, agrees speaks of the sum.
func TestTheLossUnfoldsIntoNames(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	for _, path := range []string{"loss.0", "squared_error.64", "error.64"} {
		st.MustSet("inspect", path)
		in := st.State().Inspector
		if !in.Open || !in.Adds || !in.Agrees || in.Difference != nil {
			t.Errorf("%s: %+v", path, in)
		}
		for _, term := range in.Terms {
			if strings.Contains(term.Text, "v^{") || strings.Contains(strings.Join(term.Factors, " "), "#") {
				t.Errorf("%s has a term without a name: %+v", path, term)
			}
		}
	}
}
