package validate_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/validate"
)

// TestSplit: the parts have the sizes asked for, the test stays sealed until it
// is opened, and opening it again after a change is told.
func TestSplit(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	st.MustSet("deal", "stratified")
	st.Settle()
	a, b, c := st.Number("train_size"), st.Number("val_size"), st.Number("test_size")
	if a+b+c != 342 || math.Abs(a-205) > 2 || math.Abs(c-68) > 2 {
		t.Errorf("parts of %v, %v and %v", a, b, c)
	}
	if _, known := st.State().Metrics["test_accuracy"]; known || !st.Shows("sealed") {
		t.Error("the test is not sealed")
	}
	st.MustPress("open_test")
	st.Settle()
	if v := st.Number("test_accuracy"); v < 0.95 || st.Number("test_opened") != 1 {
		t.Errorf("test %v", v)
	}
	st.MustSet("train_share", "0.3")
	if _, known := st.State().Metrics["test_accuracy"]; known {
		t.Error("a new split leaves the test open")
	}
	st.MustPress("open_test")
	st.Settle()
	if !st.Shows("Opened 2 times") {
		t.Error("opening it twice is not told")
	}
}

// TestFileOrder: cut without shuffling, validation and every fold are all
// right, and the test all wrong.
func TestFileOrder(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	st.MustSet("guess_order", "worse")
	if !st.Shows("Right.") {
		t.Error("the prediction is not scored")
	}
	st.MustSet("deal", "file_order")
	st.MustSeek(5)
	st.MustPress("open_test")
	st.Settle()
	if v, cv := st.Number("val_accuracy"), st.Number("cv_accuracy"); v < 0.97 || cv < 0.97 {
		t.Errorf("validation %v, folds %v", v, cv)
	}
	if v := st.Number("test_accuracy"); v > 0.05 {
		t.Errorf("test %v", v)
	}
}

// TestFolds: playing shows fold by fold, and the mean is that of those shown.
func TestFolds(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	st.MustSet("deal", "stratified")
	st.MustSet("features", "bill")
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	st.Tick(60 * 20)
	folds := st.Series("fold_accuracies")
	if len(folds) != 5 {
		t.Fatalf("folds %v", folds)
	}
	sum := 0.0
	for _, v := range folds {
		sum += v / 5
	}
	if got := st.Number("cv_accuracy"); math.Abs(got-sum) > 1e-9 || got < 0.9 || got > 0.99 {
		t.Errorf("mean %v of %v", got, folds)
	}
	st.MustSet("features", "ratio") // one feature that people thought up
	if v := st.Number("cv_accuracy"); v < 0.9 {
		t.Errorf("bill ratio alone: %v", v)
	}
}

// TestSearch: choosing by validation flatters, more images flatter less, and a
// test that is used to choose is no test.
func TestSearch(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	st.MustSet("view", "search")
	if n := st.Number("trials"); n != 0 || !st.Settled() {
		t.Errorf("%v trials before play", n)
	}
	st.MustSet("guess_best", "lower")
	if !st.Shows("Press play: when all are tried") {
		t.Error("a prediction before play is not told to wait")
	}
	st.MustSeek(49)
	if n := st.Number("trials"); n != 49 {
		t.Fatalf("%v trials", n)
	}
	small := st.Number("optimism")
	if small < 0.02 || st.Number("optimistic_share") < 0.6 {
		t.Errorf("30 images: the score chosen by is too high by %v", small)
	}
	if !st.Shows("Right.") {
		t.Error("the prediction is not scored")
	}
	if _, known := st.State().Metrics["test_accuracy"]; known {
		t.Error("the test is not sealed")
	}
	st.MustPress("open_sealed")
	st.Settle()
	if st.Number("test_opened") != 1 || st.Number("test_accuracy") < 0.7 {
		t.Errorf("opened %v times: %v", st.Number("test_opened"), st.Number("test_accuracy"))
	}
	st.MustPress("peek")
	st.Settle()
	if st.Number("test_opened") != 50 || !st.Shows("Test: chosen by") {
		t.Error("the peek is not told")
	}
	st.MustSet("val_images", "300")
	if big := st.Number("optimism"); big > small/2 {
		t.Errorf("300 images: too high by %v, with 30 by %v", big, small)
	}
	for _, m := range []string{"grid", "architecture"} {
		st.MustSet("method", m)
		if v := st.Number("val_accuracy"); v < 0.85 || st.Number("trials") < 40 {
			t.Errorf("%s: best %v of %v", m, v, st.Number("trials"))
		}
	}
	if p := st.Number("parameters"); p > 5000 {
		t.Errorf("an architecture of %v parameters", p)
	}
	st.MustSeek(3)
	if n := st.Number("trials"); n != 3 {
		t.Errorf("after going back to 3: %v trials", n)
	}
}

// TestDeterministic: the same seed gives the same search, in any slices of time.
func TestDeterministic(t *testing.T) {
	var got [2]float64
	for i := range got {
		st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
		st.MustSet("view", "search")
		st.MustSeek(49)
		got[i] = st.Number("optimism")
	}
	if got[0] != got[1] {
		t.Errorf("%v and %v", got[0], got[1])
	}
}

func TestSizes(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	for _, view := range []string{"split", "search"} {
		st.MustSet("view", view)
		for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {390, 844}, {4000, 3000}} {
			st.Resize(size[0], size[1])
			st.Tick(1)
			st.Draw(paint.NewCanvas(), 1)
			st.Sound()
		}
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range []string{"split", "search"} {
		s, err := validate.New(42)
		if err != nil {
			t.Fatal(err)
		}
		env := stagetest.Room(784, 594)
		stagetest.Choose(t, s, "view", view)
		stagetest.Settle(t, s, env)
		s.Seek(49)
		stagetest.Settle(t, s, env)
		if n := stagetest.FigureAllocs(s, env); n > 0 {
			t.Errorf("%s: %v allocations in a warm draw", view, n)
		}
	}
}

// TestForkDealt: a branch of birds that were dealt anew can be painted at once.
func TestForkDealt(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	st.MustSet("deal", "random")
	st.MustSeek(2)
	if err := st.Fork(""); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		st.Draw(paint.NewCanvas(), 1)
		st.Sound()
		st.Tick(1)
	}
}

// TestSealedIsUnspoken: nobody says what a sealed test holds, neither the verdict of
// the question about it nor what the network makes of one of its penguins; once it
// is opened both are said.
func TestSealedIsUnspoken(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	shares := regexp.MustCompile(`[\d.]+ ?%`)
	verdict := func() (figures []string) {
		label := st.Widget("guess_order").Label
		_, said, ok := strings.Cut(label, "Right.")
		if !ok {
			t.Fatalf("the prediction is not scored: %q", label)
		}
		return shares.FindAllString(said, -1)
	}
	st.MustSet("guess_order", "worse")
	st.Settle()
	if said := verdict(); len(said) != 1 {
		t.Errorf("with the test sealed the verdict says %q, not only validation", said)
	}
	st.FocusByKeyboard("bar")
	for range 100 { // into the test
		st.Keys("ArrowDown")
	}
	st.Settle()
	if p, known := st.State().Metrics["probabilities"]; known {
		t.Errorf("of a penguin of the sealed test the network says %v", p)
	}
	st.MustPress("open_test")
	st.Settle()
	if said := verdict(); len(said) != 2 || st.Number("test_accuracy") != 0 || said[1] != "0.0%" {
		t.Errorf("opened, it says %q", said)
	}
	if p := st.Series("probabilities"); len(p) != 3 {
		t.Errorf("opened, the network says %v of the penguin", p)
	}
	st.MustSet("train_share", "0.5") // another deal, sealed
	st.Settle()
	if said := verdict(); len(said) != 1 {
		t.Errorf("of a deal that is sealed again the verdict says %q", said)
	}
}

// TestSealedIsCounted: how many penguins a sealed test holds unfolds into all of the
// file, and is pressed where it stands.
func TestSealedIsCounted(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	for text, at := range st.Texts() {
		if text != "68" {
			continue
		}
		x, y := at.Center()
		st.Click(x, y)
		st.Tick(2)
		if in := st.State().Inspector; in.Value != 68.0 || in.Count != 342 || in.Op != "sum" {
			t.Errorf("pressed, it is %v, a %s of %d", in.Value, in.Op, in.Count)
		}
		return
	}
	t.Error("it is not shown")
}

// TestSearchUnderWay: the best so far is called that, and the test is offered when
// all are tried.
func TestSearchUnderWay(t *testing.T) {
	st := stagetest.OpenSettled(t, validate.Entry(), 1280, 800)
	st.MustSet("view", "search")
	for n, want := range map[int][2]string{8: {"best so far by validation: 8 of 49", "open the test set, once"}, 49: {"The best of 49 by validation. Now open the test set", "so far"}} {
		st.MustSeek(n)
		st.Settle()
		if said := fmt.Sprint(st.Widget("chosen")); !strings.Contains(said, want[0]) || strings.Contains(said, want[1]) {
			t.Errorf("after %d it says %q", n, said)
		}
	}
}
