package overfit_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/overfit"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
)

// TestDegrees: a high degree hits every point and is worse on unseen ones; one
// in between is best, and the prediction is scored by that.
func TestDegrees(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	if train, val := st.Number("train_loss"), st.Number("val_loss"); train > 1e-6 || val < 1 || !st.Shows("Overfitting") {
		t.Errorf("degree 9 through ten points: %v on them, %v on unseen ones", train, val)
	}
	val := st.Series("val_loss_by_degree")
	if !(val[3] < val[1] && val[3] < val[12]) {
		t.Errorf("errors by degree %v", val)
	}
	st.MustSet("guess_degree", "3")
	if !st.Shows("Right.") {
		t.Error("the prediction is not scored")
	}
	st.MustSet("degree", "1")
	if !st.Shows("Underfitting") {
		t.Error("degree 1 is not called underfitting")
	}
	if train, last := st.Number("train_loss"), st.Series("val_loss_by_degree")[1]; st.Number("val_loss") != last || train < 0.1 {
		t.Errorf("degree 1: %v on the points, %v unseen, %v in the plot", train, st.Number("val_loss"), last)
	}
}

// TestMoreData: more points cure overfitting, and not underfitting.
func TestMoreData(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	noise := 0.25 * 0.25
	over := st.Series("val_loss_by_samples")
	if n := len(over) - 1; over[n] > 1.4*noise || over[3] < 2*over[n] {
		t.Errorf("degree 9: %v", over)
	}
	st.MustSet("degree", "1")
	under := st.Series("val_loss_by_samples")
	if n := len(under) - 1; under[n] < 3*noise || under[n] < 0.8*under[n-3] {
		t.Errorf("degree 1: %v: more points seem to help", under)
	}
}

// TestRidge: the penalty shrinks the weights and the error on unseen points.
func TestRidge(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	largest := func() (m float64) {
		for _, w := range st.Series("weights") {
			m = math.Max(m, math.Abs(w))
		}
		return m
	}
	w, val := largest(), st.Number("val_loss")
	st.MustSet("ridge", "0.01")
	if largest() > w/20 || st.Number("val_loss") > val/5 {
		t.Errorf("λ = 0.01: weights up to %v from %v, error %v from %v", largest(), w, st.Number("val_loss"), val)
	}
}

// TestDragPoint: a point moved by hand moves the curve, and the link keeps it.
func TestDragPoint(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	before := st.Number("val_loss")
	st.MustSet("points", "4,0.1,2")
	if st.Number("val_loss") == before || st.Number("train_loss") > 1e-6 {
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
	st.MustPress("original")
	st.Settle()
	if got := st.Number("val_loss"); got != before {
		t.Errorf("the points restored give %v, want %v", got, before)
	}
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}} {
		st.Resize(size[0], size[1])
		st.Tick(1)
		st.Draw(paint.NewCanvas(), 1)
		st.Sound()
	}
}

// TestNetwork: without a cure the network learns wrong labels by heart, and
// each cure does better on unseen digits.
func TestNetwork(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	st.MustSet("view", "network")
	st.MustSeek(100)
	plain := st.Number("val_accuracy")
	if acc := st.Number("train_accuracy"); acc < 0.99 || plain > 0.8 {
		t.Errorf("without a cure %v of the training images, %v of unseen ones", acc, plain)
	}
	if end, low := st.Number("val_loss"), st.Number("best_val_loss"); end < 1.3*low {
		t.Errorf("the loss on unseen images goes from %v to %v only", low, end)
	}
	st.MustSet("guess_loss", "rise")
	if !st.Shows("Right.") {
		t.Error("the prediction is not scored")
	}
	for _, cure := range [][3]string{{"l2", "0.01", "0"}, {"l1", "0.003", "0"}, {"dropout", "0.7", "0"}, {"augmentation", "true", "false"}, {"early_stopping", "true", "false"}} {
		st.MustSet(cure[0], cure[1])
		if got := st.Number("val_accuracy"); got < plain+0.04 {
			t.Errorf("%s: %v of unseen images, %v without", cure[0], got, plain)
		}
		if cure[0] == "dropout" {
			checkDropout(t, st)
		}
		st.MustSet(cure[0], cure[2])
	}
	st.MustSet("hidden_width", "2")
	if a, b := st.Number("train_accuracy"), st.Number("val_accuracy"); a > 0.6 || b > 0.6 {
		t.Errorf("two neurons: %v and %v", a, b)
	}
}

// TestNothingBeforePlay: the network stands at epoch 0 until play or a step, also
// with a cure and a prediction, and the scene is at rest.
func TestNothingBeforePlay(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	rests := func(after string) {
		t.Helper()
		st.Tick(600)
		if e := st.Number("epoch"); e != 0 || st.State().Step != 0 || !st.Settled() {
			t.Errorf("%s: epoch %v, step %v, settled %v", after, e, st.State().Step, st.Settled())
		}
	}
	st.MustSet("view", "network")
	rests("opened")
	st.MustSet("guess_loss", "rise")
	if !st.Shows("Press play: by epoch 100") {
		t.Error("a prediction before play is not told to wait")
	}
	rests("a prediction")
	st.MustSet("dropout", "0.5")
	rests("dropout")
	if st.State().Metrics["val_loss_dropout_off"] != nil {
		t.Error("dropout in use is measured before anything was learned")
	}
	st.MustSeek(1)
	st.Tick(600)
	if e := st.Number("epoch"); e != 1 || !st.Settled() {
		t.Errorf("a step: epoch %v, settled %v", e, st.Settled())
	}
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	for n := 0; st.Number("epoch") < 4 && n < 1e5; n++ {
		st.Tick(1)
	}
	if err := st.Pause(); err != nil || st.Number("epoch") < 4 {
		t.Errorf("played to epoch %v, %v", st.Number("epoch"), err)
	}
	st.Settle()
}

// TestErrorsVeiled: the errors by degree are not drawn before a prediction, or
// before the degrees it asks for were tried.
func TestErrorsVeiled(t *testing.T) {
	const veil = "Guess, or try each"
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	if !st.Has(veil) {
		t.Error("the errors are drawn before a prediction")
	}
	st.MustSet("guess_degree", "12")
	if st.Has(veil) {
		t.Error("a prediction does not unveil them")
	}
	st = stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	for _, d := range []string{"1", "3"} {
		if st.MustSet("degree", d); !st.Has(veil) || st.Shows("the best for these points") {
			t.Errorf("degree %s unveils them", d)
		}
	}
	if st.MustSet("degree", "12"); st.Has(veil) {
		t.Error("all three tried, and they are veiled still")
	}
}

// TestGuessWithCure: the prediction is scored by the run without a cure, even
// where another one is on stage.
func TestGuessWithCure(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	st.MustSet("view", "network")
	st.MustSeek(100)
	st.MustSet("early_stopping", "true")
	st.MustSet("l2", "0.01")
	st.MustSet("guess_loss", "fall")
	st.MustSet("l2", "0")
	if v := st.Number("train_accuracy"); v > 0.97 {
		t.Errorf("stopped early at %v of the training images", v)
	}
	if !st.Shows("Not so.") {
		t.Error("the prediction is not scored")
	}
}

// checkDropout: off is best, and a penalty like L2 only roughly the same.
func checkDropout(t *testing.T, st *stagetest.Stage) {
	t.Helper()
	off, on, twice := st.Number("val_loss_dropout_off"), st.Number("val_loss_dropout_left_on"), st.Number("val_loss_scaled_twice")
	if off > on || off > twice {
		t.Errorf("dropout off %v, left on %v, scaled twice %v", off, on, twice)
	}
	rise, as := st.Number("dropout_loss_rise"), st.Number("dropout_as_l2")
	if as < 0.2*rise || as > 1.5*rise || as == rise {
		t.Errorf("the loss rises by %v, as a penalty by %v", rise, as)
	}
	if kept := st.Number("dropout_mask_kept"); math.Abs(kept-0.3) > 0.05 {
		t.Errorf("%v of the mask is kept at p = 0.7", kept)
	}
}

// TestBlocks: full marks on both tidy sets, and a turn defeats it; varied
// training mends that.
func TestBlocks(t *testing.T) {
	st := stagetest.OpenSettled(t, overfit.Entry(), 1280, 800)
	st.MustSet("view", "shapes")
	if a, b := st.Number("train_accuracy"), st.Number("val_accuracy"); a < 1 || b < 0.99 {
		t.Errorf("tidy pictures: %v and %v", a, b)
	}
	if c := st.Number("turned_accuracy"); c > 0.7 {
		t.Errorf("turned at random: %v", c)
	}
	st.MustSet("angle", "45")
	if p := st.State().Metrics["prediction"]; p == "square" {
		t.Errorf("turned by 45° it says %v", p)
	}
	st.MustSet("guess_turn", "disc")
	if !st.Shows("Right.") {
		t.Error("the prediction is not scored")
	}
	st.MustSet("varied_training", "true")
	if a, b := st.Number("turned_accuracy"), st.Number("shaded_accuracy"); a < 0.9 || b < 0.88 {
		t.Errorf("after varied training: turned %v, shaded %v", a, b)
	}
	if p := st.State().Metrics["prediction"]; p != "square" {
		t.Errorf("after varied training it says %v", p)
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range []string{"curve", "network", "shapes"} {
		s := overfit.New(42)
		env := stagetest.Room(784, 594)
		stagetest.Choose(t, s, "view", view)
		if view == "network" {
			s.Seek(20)
		}
		stagetest.Settle(t, s, env)
		if n := stagetest.FigureAllocs(s, env); n > 0 {
			t.Errorf("%s: %v allocations in a warm draw", view, n)
		}
	}
}
