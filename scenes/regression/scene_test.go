package regression_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/regression"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

func open(t testing.TB, w, h float64) *stage.Stage {
	t.Helper()
	st := stage.New(stage.Options{Entries: []stage.Entry{regression.Entry()}, Lang: i18n.EN})
	st.Resize(w, h)
	tick(st, 3)
	return st
}

func tick(st *stage.Stage, n int) {
	for range n {
		st.Update(1.0 / 60)
	}
}

func set(t testing.TB, st *stage.Stage, name, value string) {
	t.Helper()
	if err := st.Set(name, value); err != nil {
		t.Fatalf("set %s = %s: %v", name, value, err)
	}
	settle(t, st)
}

// settle lets the run come to its end.
func settle(t testing.TB, st *stage.Stage) {
	t.Helper()
	for range 2000 {
		if tick(st, 1); st.Settled() {
			tick(st, 2)
			return
		}
	}
	t.Fatal("the run does not come to its end")
}

func seek(st *stage.Stage, at int) {
	st.Seek(at)
	tick(st, 40)
}

func metric(t testing.TB, st *stage.Stage, name string) float64 {
	t.Helper()
	switch v := st.State().Metrics[name].(type) {
	case float64:
		return v
	case int:
		return float64(v)
	case string: // what JSON cannot hold
		if strings.Contains(v, "NaN") {
			return math.NaN()
		}
		return math.Inf(1)
	case nil:
		return math.NaN()
	default:
		t.Fatalf("%s is %T", name, v)
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

// TestAsPrinted: the textbook's program, its gradient summed, runs to infinity.
func TestAsPrinted(t *testing.T) {
	st := open(t, 1280, 800)
	settle(t, st)
	if n := metric(t, st, "train_examples"); n != 800 {
		t.Errorf("%v training points, want 800 of 1,000", n)
	}
	a, b := metric(t, st, "float64_loss_overflow_epoch"), metric(t, st, "float64_prediction_overflow_epoch")
	if a < 171 || a > 193 || b < 344 || b > 388 {
		t.Errorf("in float64 it overflows at epochs %v and %v, want 171…193 and 344…388", a, b)
	}
	loss, guess := metric(t, st, "loss_overflow_epoch"), metric(t, st, "prediction_overflow_epoch")
	if math.MaxFloat32 < tensorMax() { // built with float64: the very same
		if loss != a || guess != b {
			t.Errorf("the tape overflows at %v and %v, the loop at %v and %v", loss, guess, a, b)
		}
	} else if loss < 19 || loss > 24 || guess < 38 || guess > 50 {
		t.Errorf("in float32 it overflows at epochs %v and %v", loss, guess)
	}
	if v := metric(t, st, "max_stable_learning_rate"); math.Abs(v-0.0025) > 2.5e-4 {
		t.Errorf("stable below η = %v, want about 0.0025", v)
	}
	if err := st.Set("guess", "settle"); err != nil {
		t.Fatal(err)
	}
	tick(st, 2)
	if !shows(st, "Not so.") {
		t.Error("the prediction is not scored")
	}
	seek(st, int(guess))
	if !shows(st, "∞") {
		t.Error("infinity is not on screen")
	}
}

func tensorMax() float64 {
	if e := tensor.Elem(math.MaxFloat32); float64(e*2)-float64(e*2) == 0 {
		return math.MaxFloat64
	}
	return math.MaxFloat32
}

// TestMean: averaged, the same program lands within 0.005 % of the closed form.
func TestMean(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "reduction", "mean")
	seek(st, 1000)
	if at := metric(t, st, "epoch"); at != 1000 {
		t.Fatalf("epoch %v", at)
	}
	if d := metric(t, st, "relative_difference"); d > 5e-5 {
		t.Errorf("w is %v from the closed form, want 0.005 %%", d)
	}
	if w, c := metric(t, st, "weight"), metric(t, st, "closed_form"); math.Abs(w-c) > 5e-5*math.Abs(c) {
		t.Errorf("w = %v, closed form %v", w, c)
	}
}

// TestStableBelowTheMark: the sum converges below 2/Σx² and not above it.
func TestStableBelowTheMark(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "learning_rate", "0.0023")
	seek(st, 1000)
	if d := metric(t, st, "relative_difference"); d > 1e-5 {
		t.Errorf("η = 0.0023: %v from the closed form", d)
	}
	set(t, st, "learning_rate", "0.0027")
	seek(st, 0)
	first := metric(t, st, "loss")
	seek(st, 50)
	if later := metric(t, st, "loss"); !(later > 100*first) {
		t.Errorf("η = 0.0027: the loss goes from %v to %v", first, later)
	}
	set(t, st, "learning_rate", "0.01")
	set(t, st, "samples", "20") // fewer points, a smaller sum
	if n := metric(t, st, "loss_overflow_epoch"); n >= 0 {
		t.Error("twenty points overflow too")
	}
}

// TestScreenAgainstRecord: the card's numbers are those of the run, and its
// terms add up to the gradient.
func TestScreenAgainstRecord(t *testing.T) {
	s := regression.New(42)
	env := environment(1280, 800)
	for range 3 {
		s.Update(env)
	}
	for _, at := range []int{0, 1, 7} {
		s.Seek(at)
		s.Update(env)
		w, g, sum := s.Step1()
		if want := w - 0.01*g; math.Abs(s.Next()-want) > 1e-6*math.Abs(want) {
			t.Errorf("epoch %d: new w = %v, want %v", at, s.Next(), want)
		}
		if math.Abs(sum-g) > 1e-5*math.Abs(g) {
			t.Errorf("epoch %d: the terms make %v, the gradient is %v", at, sum, g)
		}
	}
}

func environment(w, h float64) *stage.Env {
	st := stage.New(stage.Options{Entries: []stage.Entry{regression.Entry()}, Lang: i18n.EN})
	return &stage.Env{Area: paint.Rect{X: 212, Y: 125, W: w - 496, H: h - 205}, Size: paint.Rect{W: w, H: h}, Theme: st.Theme(),
		Look: &ui.Look{Theme: st.Theme()}, Play: stage.Playing{Phase: 1, Speed: 1}, Budget: 0.01}
}

// TestDrag: a point dragged on the stage changes the data, the line's knob the
// first weight, and the link keeps both.
func TestDrag(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "samples", "20")
	set(t, st, "reduction", "mean")
	before := metric(t, st, "closed_form")
	if err := st.Press("outlier"); err != nil {
		t.Fatal(err)
	}
	settle(t, st)
	after := metric(t, st, "closed_form")
	if !(after < before*0.8) {
		t.Errorf("an outlier moves the closed form from %v to %v only", before, after)
	}
	var r paint.Rect
	for _, w := range st.State().Widgets {
		if w.ID == "points" {
			r = paint.Rect{X: w.Rect.X, Y: w.Rect.Y, W: w.Rect.Width, H: w.Rect.Height}
		}
	}
	// The line lies flat at w = 0; its knob is at nine tenths of it.
	x, y := r.X+14+0.9*(r.W-28), r.Y+34+(r.H-34)/2
	for _, ev := range []ui.Event{{Kind: ui.PointerDown, X: x, Y: y}, {Kind: ui.PointerMove, X: x, Y: y - 60}, {Kind: ui.PointerUp, X: x, Y: y - 60}} {
		st.Input(ev)
		tick(st, 1)
	}
	if w0, ok := st.State().Parameters["w0"]; !ok || w0 == "0" || w0 == 0.0 {
		t.Errorf("w0 = %v after dragging the line", w0)
	}
	if v := st.State().Parameters["points"]; !strings.Contains(v.(string), "20,") {
		t.Errorf("points = %v", v)
	}
	if err := st.Press("original"); err != nil {
		t.Fatal(err)
	}
	settle(t, st)
	if got := metric(t, st, "closed_form"); got != before {
		t.Errorf("the data restored gives %v, want %v", got, before)
	}
}

func TestBadInput(t *testing.T) {
	st := open(t, 1280, 800)
	for _, v := range []string{"1,2", "x,1,2", "-1,0,0", "1,NaN,0", "1,1e999,0"} {
		if err := st.Set("points", v); err == nil {
			t.Errorf("points = %q was taken", v)
		}
		tick(st, 1)
	}
	set(t, st, "points", "5,1e300,-1e300;3,0,0")
	set(t, st, "w0", "1000")
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}, {390, 844}} {
		st.Resize(size[0], size[1])
		tick(st, 2)
		st.Draw(paint.NewCanvas(), 1)
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v stopped the scene: %s", size, e)
		}
	}
}

// TestPlay: the play button brings the default run to its end in half a minute.
func TestPlay(t *testing.T) {
	st := open(t, 390, 844)
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	tick(st, 60*30)
	if at, n := metric(t, st, "epoch"), metric(t, st, "prediction_overflow_epoch"); at != n || n < 0 {
		t.Errorf("epoch %v after half a minute, want %v", at, n)
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s := regression.New(42)
	env := environment(1280, 800)
	s.Seek(5)
	for range 5 {
		s.Update(env)
	}
	c := paint.NewCanvas()
	all := func() {
		c.Begin(1280, 800, 1)
		for _, f := range s.Figures() {
			f.Draw(c, env.Look)
		}
	}
	all()
	if n := testing.AllocsPerRun(20, all); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}

// TestFork: a fork keeps the epochs before it to the digit, and only what comes
// after follows its own learning rate; the other branch is not touched.
func TestFork(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "reduction", "mean")
	seek(st, 40)
	before, a20 := metric(t, st, "weight"), 0.0
	if err := st.Fork(""); err != nil {
		t.Fatal(err)
	}
	set(t, st, "learning_rate", "0.5")
	if w := metric(t, st, "weight"); w != before {
		t.Errorf("where it was forked w is %v, it was %v", w, before)
	}
	seek(st, 20)
	b20 := metric(t, st, "weight")
	seek(st, 60)
	fast := metric(t, st, "loss")
	if err := st.SetBranch("A"); err != nil {
		t.Fatal(err)
	}
	tick(st, 2)
	slow := metric(t, st, "loss")
	seek(st, 20)
	if a20 = metric(t, st, "weight"); a20 != b20 {
		t.Errorf("before the fork B has w = %v, A %v", b20, a20)
	}
	if !(fast < slow/10) {
		t.Errorf("at epoch 60 the fork's loss is %v, the other's %v", fast, slow)
	}
	lone := open(t, 1280, 800)
	set(t, lone, "reduction", "mean")
	seek(lone, 60)
	if l := metric(t, lone, "loss"); l != slow {
		t.Errorf("beside a fork the run has loss %v, alone %v", slow, l)
	}
}

// TestSubSteps: a step in parts shows each number when it is found, and ends
// where a whole step does.
func TestSubSteps(t *testing.T) {
	st := open(t, 1280, 800)
	set(t, st, "reduction", "mean")
	seek(st, 3)
	loss := plot.Format(metric(t, st, "loss"))
	seek(st, 4)
	want := metric(t, st, "weight")
	seek(st, 3)
	part := func() {
		t.Helper()
		if err := st.SubStep(); err != nil {
			t.Fatal(err)
		}
		tick(st, 40)
	}
	next := plot.Format(want)
	for k, on := range []map[string]bool{{loss: false, next: false}, {loss: true, next: false}, {loss: true, next: false}} {
		part()
		for text, shown := range on {
			if shows(st, text) != shown {
				t.Errorf("after part %d, %s on screen is %v", k+1, text, !shown)
			}
		}
	}
	if at := st.State().Step; at != 3 {
		t.Errorf("before the update it stands at %d", at)
	}
	part()
	if w := metric(t, st, "weight"); st.State().Step != 4 || w != want {
		t.Errorf("after the update it stands at %d with w = %v, want %v", st.State().Step, w, want)
	}
	part()
	st.Back()
	if tick(st, 2); st.State().Step != 4 {
		t.Errorf("back in the midst of a step leads to %d", st.State().Step)
	}
	part()
	st.Step()
	if tick(st, 2); st.State().Step != 5 {
		t.Errorf("a step in the midst of one leads to %d", st.State().Step)
	}
}
