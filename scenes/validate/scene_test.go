package validate_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
	"gradtheatre/scenes/validate"
)

func open(t testing.TB, w, h float64) *stage.Stage {
	t.Helper()
	st := stage.New(stage.Options{Entries: []stage.Entry{validate.Entry()}, Lang: i18n.EN})
	st.Resize(w, h)
	settle(t, st)
	return st
}

// settle lets everything that was asked for be computed.
func settle(t testing.TB, st *stage.Stage) {
	t.Helper()
	for range 20000 {
		st.Update(1.0 / 60)
		if st.Settled() {
			st.Update(1.0 / 60)
			if e := st.State().Error; e != "" {
				t.Fatal(e)
			}
			return
		}
	}
	t.Fatal("it does not come to its end")
}

func set(t testing.TB, st *stage.Stage, name, value string) {
	t.Helper()
	if err := st.Set(name, value); err != nil {
		t.Fatalf("set %s = %s: %v", name, value, err)
	}
	settle(t, st)
}

func press(t testing.TB, st *stage.Stage, name string) {
	t.Helper()
	if err := st.Press(name); err != nil {
		t.Fatal(err)
	}
	settle(t, st)
}

func metric(t testing.TB, st *stage.Stage, name string) float64 {
	t.Helper()
	switch v := st.State().Metrics[name].(type) {
	case float64:
		return v
	case int:
		return float64(v)
	default:
		t.Fatalf("%s is %T %v", name, v, v)
		return 0
	}
}

// shows reports whether some line on screen contains a text.
func shows(st *stage.Stage, text string) bool {
	on := false
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { on = on || strings.Contains(s, text) }
	st.Draw(c, 1)
	return on
}

// TestSplit: the parts have the sizes asked for, the test stays sealed until it
// is opened, and opening it again after a change is told.
func TestSplit(t *testing.T) {
	st := open(t, 1280, 800)
	a, b, c := metric(t, st, "train_size"), metric(t, st, "val_size"), metric(t, st, "test_size")
	if a+b+c != 342 || math.Abs(a-205) > 2 || math.Abs(c-68) > 2 {
		t.Errorf("parts of %v, %v and %v", a, b, c)
	}
	if _, known := st.State().Metrics["test_accuracy"]; known || !shows(st, "sealed") {
		t.Error("the test is not sealed")
	}
	press(t, st, "open_test")
	if v := metric(t, st, "test_accuracy"); v < 0.95 || metric(t, st, "test_opened") != 1 {
		t.Errorf("test %v", v)
	}
	set(t, st, "train_share", "0.3")
	if _, known := st.State().Metrics["test_accuracy"]; known {
		t.Error("a new split leaves the test open")
	}
	press(t, st, "open_test")
	if !shows(st, "Opened 2 times") {
		t.Error("opening it twice is not told")
	}
}

// TestFileOrder: cut without shuffling, validation and every fold are all
// right, and the test all wrong.
func TestFileOrder(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "guess_order", "worse")
	if !shows(st, "Right.") {
		t.Error("the prediction is not scored")
	}
	set(t, st, "deal", "file_order")
	st.Seek(5)
	settle(t, st)
	press(t, st, "open_test")
	if v, cv := metric(t, st, "val_accuracy"), metric(t, st, "cv_accuracy"); v < 0.97 || cv < 0.97 {
		t.Errorf("validation %v, folds %v", v, cv)
	}
	if v := metric(t, st, "test_accuracy"); v > 0.05 {
		t.Errorf("test %v", v)
	}
}

// TestFolds: playing shows fold by fold, and the mean is that of those shown.
func TestFolds(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "features", "bill")
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	for range 60 * 20 {
		st.Update(1.0 / 60)
	}
	var folds []float64
	for _, v := range st.State().Metrics["fold_accuracies"].([]any) {
		folds = append(folds, v.(float64))
	}
	if len(folds) != 5 {
		t.Fatalf("folds %v", folds)
	}
	sum := 0.0
	for _, v := range folds {
		sum += v / 5
	}
	if got := metric(t, st, "cv_accuracy"); math.Abs(got-sum) > 1e-9 || got < 0.9 || got > 0.99 {
		t.Errorf("mean %v of %v", got, folds)
	}
	set(t, st, "features", "ratio") // one feature that people thought up
	if v := metric(t, st, "cv_accuracy"); v < 0.9 {
		t.Errorf("bill ratio alone: %v", v)
	}
}

// TestSearch: choosing by validation flatters, more images flatter less, and a
// test that is used to choose is no test.
func TestSearch(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "view", "search")
	if n := metric(t, st, "trials"); n != 49 {
		t.Fatalf("%v trials", n)
	}
	small := metric(t, st, "optimism")
	if small < 0.02 || metric(t, st, "optimistic_share") < 0.6 {
		t.Errorf("30 images: the score chosen by is too high by %v", small)
	}
	set(t, st, "guess_best", "lower")
	if !shows(st, "Right.") {
		t.Error("the prediction is not scored")
	}
	if _, known := st.State().Metrics["test_accuracy"]; known {
		t.Error("the test is not sealed")
	}
	press(t, st, "open_sealed")
	if metric(t, st, "test_opened") != 1 || metric(t, st, "test_accuracy") < 0.7 {
		t.Errorf("opened %v times: %v", metric(t, st, "test_opened"), metric(t, st, "test_accuracy"))
	}
	press(t, st, "peek")
	if metric(t, st, "test_opened") != 50 || !shows(st, "Test: chosen by") {
		t.Error("the peek is not told")
	}
	set(t, st, "val_images", "300")
	if big := metric(t, st, "optimism"); big > small/2 {
		t.Errorf("300 images: too high by %v, with 30 by %v", big, small)
	}
	for _, m := range []string{"grid", "architecture"} {
		set(t, st, "method", m)
		if v := metric(t, st, "val_accuracy"); v < 0.85 || metric(t, st, "trials") < 40 {
			t.Errorf("%s: best %v of %v", m, v, metric(t, st, "trials"))
		}
	}
	if p := metric(t, st, "parameters"); p > 5000 {
		t.Errorf("an architecture of %v parameters", p)
	}
	st.Seek(3)
	settle(t, st)
	if n := metric(t, st, "trials"); n != 3 {
		t.Errorf("after going back to 3: %v trials", n)
	}
}

// TestDeterministic: the same seed gives the same search, in any slices of time.
func TestDeterministic(t *testing.T) {
	var got [2]float64
	for i := range got {
		st := open(t, 1280, 800)
		set(t, st, "view", "search")
		got[i] = metric(t, st, "optimism")
	}
	if got[0] != got[1] {
		t.Errorf("%v and %v", got[0], got[1])
	}
}

func TestSizes(t *testing.T) {
	st := open(t, 1280, 800)
	for _, view := range []string{"split", "search"} {
		set(t, st, "view", view)
		for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {390, 844}, {4000, 3000}} {
			st.Resize(size[0], size[1])
			st.Update(0.016)
			st.Draw(paint.NewCanvas(), 1)
			if e := st.State().Error; e != "" {
				t.Fatalf("%s: a window of %v: %s", view, size, e)
			}
		}
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range []string{"split", "search"} {
		st := stage.New(stage.Options{Entries: []stage.Entry{validate.Entry()}, Lang: i18n.EN})
		s, err := validate.New(42)
		if err != nil {
			t.Fatal(err)
		}
		env := &stage.Env{Area: paint.Rect{X: 212, Y: 125, W: 784, H: 594}, Size: paint.Rect{W: 1280, H: 800}, Theme: st.Theme(),
			Look: &ui.Look{Theme: st.Theme()}, Play: stage.Playing{Phase: 1, Speed: 1}, Budget: 0.05}
		for _, w := range s.Controls() {
			if v, ok := w.(ui.Valued); ok && w.ID() == "view" {
				v.Set(view)
			}
		}
		for range 2000 {
			if s.Update(env); s.Settled() {
				break
			}
		}
		c := paint.NewCanvas()
		figures := s.Figures()
		all := func() {
			c.Begin(1280, 800, 1)
			for _, f := range figures {
				if !f.Rect().Empty() {
					f.Draw(c, env.Look)
				}
			}
		}
		all()
		if n := testing.AllocsPerRun(20, all); n > 0 {
			t.Errorf("%s: %v allocations in a warm draw", view, n)
		}
	}
}
