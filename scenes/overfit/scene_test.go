package overfit_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/overfit"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

func open(t testing.TB, w, h float64) *stage.Stage {
	t.Helper()
	st := stage.New(stage.Options{Entries: []stage.Entry{overfit.Entry()}, Lang: i18n.EN})
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

func metric(t testing.TB, st *stage.Stage, name string) float64 {
	t.Helper()
	switch v := st.State().Metrics[name].(type) {
	case float64:
		return v
	case int:
		return float64(v)
	default:
		t.Fatalf("%s is %T %v; %v", name, v, v, st.State().Metrics["reason"])
		return 0
	}
}

func list(t testing.TB, st *stage.Stage, name string) []float64 {
	t.Helper()
	var out []float64
	switch v := st.State().Metrics[name].(type) {
	case []float64:
		out = v
	case []any:
		for _, x := range v {
			out = append(out, x.(float64))
		}
	default:
		t.Fatalf("%s is %T", name, v)
	}
	return out
}

// shows reports whether some line on screen contains a text.
func shows(st *stage.Stage, text string) bool {
	on := false
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { on = on || strings.Contains(s, text) }
	st.Draw(c, 1)
	return on
}

// TestDegrees: a high degree hits every point and is worse on unseen ones; one
// in between is best, and the prediction is scored by that.
func TestDegrees(t *testing.T) {
	st := open(t, 1280, 800)
	if train, val := metric(t, st, "train_loss"), metric(t, st, "val_loss"); train > 1e-6 || val < 1 || !shows(st, "Overfitting") {
		t.Errorf("degree 9 through ten points: %v on them, %v on unseen ones", train, val)
	}
	val := list(t, st, "val_loss_by_degree")
	if !(val[3] < val[1] && val[3] < val[12]) {
		t.Errorf("errors by degree %v", val)
	}
	set(t, st, "guess_degree", "3")
	if !shows(st, "Right.") {
		t.Error("the prediction is not scored")
	}
	set(t, st, "degree", "1")
	if !shows(st, "Underfitting") {
		t.Error("degree 1 is not called underfitting")
	}
	if train, last := metric(t, st, "train_loss"), list(t, st, "val_loss_by_degree")[1]; metric(t, st, "val_loss") != last || train < 0.1 {
		t.Errorf("degree 1: %v on the points, %v unseen, %v in the plot", train, metric(t, st, "val_loss"), last)
	}
}

// TestMoreData: more points cure overfitting, and not underfitting.
func TestMoreData(t *testing.T) {
	st := open(t, 1280, 800)
	noise := 0.25 * 0.25
	over := list(t, st, "val_loss_by_samples")
	if n := len(over) - 1; over[n] > 1.4*noise || over[3] < 2*over[n] {
		t.Errorf("degree 9: %v", over)
	}
	set(t, st, "degree", "1")
	under := list(t, st, "val_loss_by_samples")
	if n := len(under) - 1; under[n] < 3*noise || under[n] < 0.8*under[n-3] {
		t.Errorf("degree 1: %v: more points seem to help", under)
	}
}

// TestRidge: the penalty shrinks the weights and the error on unseen points.
func TestRidge(t *testing.T) {
	st := open(t, 1280, 800)
	largest := func() (m float64) {
		for _, w := range list(t, st, "weights") {
			m = math.Max(m, math.Abs(w))
		}
		return m
	}
	w, val := largest(), metric(t, st, "val_loss")
	set(t, st, "ridge", "0.01")
	if largest() > w/20 || metric(t, st, "val_loss") > val/5 {
		t.Errorf("λ = 0.01: weights up to %v from %v, error %v from %v", largest(), w, metric(t, st, "val_loss"), val)
	}
}

// TestDragPoint: a point moved by hand moves the curve, and the link keeps it.
func TestDragPoint(t *testing.T) {
	st := open(t, 1280, 800)
	before := metric(t, st, "val_loss")
	set(t, st, "points", "4,0.1,2")
	if metric(t, st, "val_loss") == before || metric(t, st, "train_loss") > 1e-6 {
		t.Error("the curve does not follow the point")
	}
	if link := st.Link().String(); !strings.Contains(link, "points=") {
		t.Errorf("the link %s forgets the point", link)
	}
	for _, v := range []string{"1,2", "x,1,2", "-1,0,0", "1,NaN,0"} {
		if st.Set("points", v) == nil {
			t.Errorf("points = %q was taken", v)
		}
	}
	if err := st.Press("original"); err != nil {
		t.Fatal(err)
	}
	settle(t, st)
	if got := metric(t, st, "val_loss"); got != before {
		t.Errorf("the points restored give %v, want %v", got, before)
	}
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}} {
		st.Resize(size[0], size[1])
		st.Update(0.016)
		st.Draw(paint.NewCanvas(), 1)
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v: %s", size, e)
		}
	}
}

// TestNetwork: without a cure the network learns wrong labels by heart, and
// each cure does better on unseen digits.
func TestNetwork(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "view", "network")
	plain := metric(t, st, "val_accuracy")
	if acc := metric(t, st, "train_accuracy"); acc < 0.99 || plain > 0.8 {
		t.Errorf("without a cure %v of the training images, %v of unseen ones", acc, plain)
	}
	if end, low := metric(t, st, "val_loss"), metric(t, st, "best_val_loss"); end < 1.3*low {
		t.Errorf("the loss on unseen images goes from %v to %v only", low, end)
	}
	set(t, st, "guess_loss", "rise")
	if !shows(st, "Right.") {
		t.Error("the prediction is not scored")
	}
	for _, cure := range [][3]string{{"l2", "0.01", "0"}, {"l1", "0.003", "0"}, {"dropout", "0.7", "0"}, {"augmentation", "true", "false"}, {"early_stopping", "true", "false"}} {
		set(t, st, cure[0], cure[1])
		if got := metric(t, st, "val_accuracy"); got < plain+0.04 {
			t.Errorf("%s: %v of unseen images, %v without", cure[0], got, plain)
		}
		if cure[0] == "dropout" {
			checkDropout(t, st)
		}
		set(t, st, cure[0], cure[2])
	}
	set(t, st, "hidden_width", "2")
	if a, b := metric(t, st, "train_accuracy"), metric(t, st, "val_accuracy"); a > 0.6 || b > 0.6 {
		t.Errorf("two neurons: %v and %v", a, b)
	}
}

// TestGuessWithCure: the prediction is scored by the run without a cure, even
// where another one is on stage.
func TestGuessWithCure(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "view", "network")
	set(t, st, "early_stopping", "true")
	set(t, st, "l2", "0.01")
	set(t, st, "guess_loss", "fall")
	set(t, st, "l2", "0")
	if v := metric(t, st, "train_accuracy"); v > 0.97 {
		t.Errorf("stopped early at %v of the training images", v)
	}
	if !shows(st, "Not so.") {
		t.Error("the prediction is not scored")
	}
}

// checkDropout: off is best, and a penalty like L2 only roughly the same.
func checkDropout(t *testing.T, st *stage.Stage) {
	t.Helper()
	off, on, twice := metric(t, st, "val_loss_dropout_off"), metric(t, st, "val_loss_dropout_left_on"), metric(t, st, "val_loss_scaled_twice")
	if off > on || off > twice {
		t.Errorf("dropout off %v, left on %v, scaled twice %v", off, on, twice)
	}
	rise, as := metric(t, st, "dropout_loss_rise"), metric(t, st, "dropout_as_l2")
	if as < 0.2*rise || as > 1.5*rise || as == rise {
		t.Errorf("the loss rises by %v, as a penalty by %v", rise, as)
	}
	if kept := metric(t, st, "dropout_mask_kept"); math.Abs(kept-0.3) > 0.05 {
		t.Errorf("%v of the mask is kept at p = 0.7", kept)
	}
}

// TestBlocks: full marks on both tidy sets, and a turn defeats it; varied
// training mends that.
func TestBlocks(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "view", "shapes")
	if a, b := metric(t, st, "train_accuracy"), metric(t, st, "val_accuracy"); a < 1 || b < 0.99 {
		t.Errorf("tidy pictures: %v and %v", a, b)
	}
	if c := metric(t, st, "turned_accuracy"); c > 0.7 {
		t.Errorf("turned at random: %v", c)
	}
	set(t, st, "angle", "45")
	if p := st.State().Metrics["prediction"]; p == "square" {
		t.Errorf("turned by 45° it says %v", p)
	}
	set(t, st, "guess_turn", "disc")
	if !shows(st, "Right.") {
		t.Error("the prediction is not scored")
	}
	set(t, st, "varied_training", "true")
	if a, b := metric(t, st, "turned_accuracy"), metric(t, st, "shaded_accuracy"); a < 0.9 || b < 0.88 {
		t.Errorf("after varied training: turned %v, shaded %v", a, b)
	}
	if p := st.State().Metrics["prediction"]; p != "square" {
		t.Errorf("after varied training it says %v", p)
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range []string{"curve", "network", "shapes"} {
		st := stage.New(stage.Options{Entries: []stage.Entry{overfit.Entry()}, Lang: i18n.EN})
		s := overfit.New(42)
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
