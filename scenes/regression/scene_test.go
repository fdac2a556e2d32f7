package regression_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/regression"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestAsPrinted: the textbook's program, its gradient summed, runs to infinity.
func TestAsPrinted(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.Settle()
	if n := st.Metric("train_examples"); n != 800 {
		t.Errorf("%v training points, want 800 of 1,000", n)
	}
	a, b := st.Metric("float64_loss_overflow_epoch"), st.Metric("float64_prediction_overflow_epoch")
	if a < 171 || a > 193 || b < 344 || b > 388 {
		t.Errorf("in float64 it overflows at epochs %v and %v, want 171…193 and 344…388", a, b)
	}
	loss, guess := st.Metric("loss_overflow_epoch"), st.Metric("prediction_overflow_epoch")
	if math.MaxFloat32 < tensorMax() { // built with float64: the very same
		if loss != a || guess != b {
			t.Errorf("the tape overflows at %v and %v, the loop at %v and %v", loss, guess, a, b)
		}
	} else if loss < 19 || loss > 24 || guess < 38 || guess > 50 {
		t.Errorf("in float32 it overflows at epochs %v and %v", loss, guess)
	}
	if v := st.Metric("max_stable_learning_rate"); math.Abs(v-0.0025) > 2.5e-4 {
		t.Errorf("stable below η = %v, want about 0.0025", v)
	}
	if err := st.Set("guess", "settle"); err != nil {
		t.Fatal(err)
	}
	st.Tick(2)
	if !st.Shows("Not so.") {
		t.Error("the prediction is not scored")
	}
	st.MustSeek(int(guess))
	if !st.Shows("∞") {
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
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("reduction", "mean")
	st.MustSeek(1000)
	if at := st.Metric("epoch"); at != 1000 {
		t.Fatalf("epoch %v", at)
	}
	if d := st.Metric("relative_difference"); d > 5e-5 {
		t.Errorf("w is %v from the closed form, want 0.005 %%", d)
	}
	if w, c := st.Metric("weight"), st.Metric("closed_form"); math.Abs(w-c) > 5e-5*math.Abs(c) {
		t.Errorf("w = %v, closed form %v", w, c)
	}
}

// TestStableBelowTheMark: the sum converges below 2/Σx² and not above it.
func TestStableBelowTheMark(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("learning_rate", "0.0023")
	st.MustSeek(1000)
	if d := st.Metric("relative_difference"); d > 1e-5 {
		t.Errorf("η = 0.0023: %v from the closed form", d)
	}
	st.MustSet("learning_rate", "0.0027")
	st.MustSeek(0)
	first := st.Metric("loss")
	st.MustSeek(50)
	if later := st.Metric("loss"); !(later > 100*first) {
		t.Errorf("η = 0.0027: the loss goes from %v to %v", first, later)
	}
	st.MustSet("learning_rate", "0.01")
	st.MustSet("samples", "20") // fewer points, a smaller sum
	if n := st.Metric("loss_overflow_epoch"); n >= 0 {
		t.Error("twenty points overflow too")
	}
}

// TestScreenAgainstRecord: the card's numbers are those of the run, and its
// terms add up to the gradient.
func TestScreenAgainstRecord(t *testing.T) {
	s := regression.New(42)
	env := stagetest.Room(784, 595)
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

// TestDrag: a point dragged on the stage changes the data, the line's knob the
// first weight, and the link keeps both.
func TestDrag(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("samples", "20")
	st.MustSet("reduction", "mean")
	before := st.Metric("closed_form")
	if err := st.Press("outlier"); err != nil {
		t.Fatal(err)
	}
	st.Settle()
	after := st.Metric("closed_form")
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
		st.Tick(1)
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
	st.Settle()
	if got := st.Metric("closed_form"); got != before {
		t.Errorf("the data restored gives %v, want %v", got, before)
	}
}

func TestBadInput(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	for _, v := range []string{"1,2", "x,1,2", "-1,0,0", "1,NaN,0", "1,1e999,0"} {
		if err := st.Set("points", v); err == nil {
			t.Errorf("points = %q was taken", v)
		}
		st.Tick(1)
	}
	st.MustSet("points", "5,1e300,-1e300;3,0,0")
	st.MustSet("w0", "1000")
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}, {390, 844}} {
		st.Resize(size[0], size[1])
		st.Tick(2)
		st.Draw(paint.NewCanvas(), 1)
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v stopped the scene: %s", size, e)
		}
	}
}

// TestPlay: the play button brings the default run to its end in half a minute.
func TestPlay(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 390, 844)
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	st.Tick(60 * 30)
	if at, n := st.Metric("epoch"), st.Metric("prediction_overflow_epoch"); at != n || n < 0 {
		t.Errorf("epoch %v after half a minute, want %v", at, n)
	}
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s, env := regression.New(42), stagetest.Room(784, 595)
	s.Seek(5)
	for range 5 {
		s.Update(env)
	}
	if n := stagetest.FigureAllocs(s, env); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}

// TestFork: a fork keeps the epochs before it to the digit, and only what comes
// after follows its own learning rate; the other branch is not touched.
func TestFork(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("reduction", "mean")
	st.MustSeek(40)
	before, a20 := st.Metric("weight"), 0.0
	if err := st.Fork(""); err != nil {
		t.Fatal(err)
	}
	st.MustSet("learning_rate", "0.5")
	if w := st.Metric("weight"); w != before {
		t.Errorf("where it was forked w is %v, it was %v", w, before)
	}
	st.MustSeek(20)
	b20 := st.Metric("weight")
	st.MustSeek(60)
	fast := st.Metric("loss")
	if err := st.SetBranch("A"); err != nil {
		t.Fatal(err)
	}
	st.Tick(2)
	slow := st.Metric("loss")
	st.MustSeek(20)
	if a20 = st.Metric("weight"); a20 != b20 {
		t.Errorf("before the fork B has w = %v, A %v", b20, a20)
	}
	if !(fast < slow/10) {
		t.Errorf("at epoch 60 the fork's loss is %v, the other's %v", fast, slow)
	}
	lone := stagetest.Open(t, regression.Entry(), 1280, 800)
	lone.MustSet("reduction", "mean")
	lone.MustSeek(60)
	if l := lone.Metric("loss"); l != slow {
		t.Errorf("beside a fork the run has loss %v, alone %v", slow, l)
	}
}

// TestSubSteps: a step in parts shows each number when it is found, and ends
// where a whole step does.
func TestSubSteps(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("reduction", "mean")
	st.MustSeek(3)
	loss := plot.Format(st.Metric("loss"))
	st.MustSeek(4)
	want := st.Metric("weight")
	st.MustSeek(3)
	part := func() {
		t.Helper()
		if err := st.SubStep(); err != nil {
			t.Fatal(err)
		}
		st.Tick(40)
	}
	next := plot.Format(want)
	for k, on := range []map[string]bool{{loss: false, next: false}, {loss: true, next: false}, {loss: true, next: false}} {
		part()
		for text, shown := range on {
			if st.Shows(text) != shown {
				t.Errorf("after part %d, %s on screen is %v", k+1, text, !shown)
			}
		}
	}
	if at := st.State().Step; at != 3 {
		t.Errorf("before the update it stands at %d", at)
	}
	part()
	if w := st.Metric("weight"); st.State().Step != 4 || w != want {
		t.Errorf("after the update it stands at %d with w = %v, want %v", st.State().Step, w, want)
	}
	part()
	st.Back()
	if st.Tick(2); st.State().Step != 4 {
		t.Errorf("back in the midst of a step leads to %d", st.State().Step)
	}
	part()
	st.Step()
	if st.Tick(2); st.State().Step != 5 {
		t.Errorf("a step in the midst of one leads to %d", st.State().Step)
	}
}

// TestForksInALink: a fork of a fork comes back from a link with the past it had.
func TestForksInALink(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("reduction", "mean")
	for _, to := range []struct {
		at   int
		rate string
	}{{10, "0.1"}, {14, "0.6"}} {
		st.MustSeek(to.at)
		if err := st.Fork(""); err != nil {
			t.Fatal(err)
		}
		st.MustSet("learning_rate", to.rate)
	}
	st.MustSeek(30)
	again := stagetest.Open(t, regression.Entry(), 1280, 800)
	again.Follow(st.Link().String())
	again.Settle()
	for _, name := range []string{"C", "A", "B"} {
		for _, s := range []*stagetest.Stage{st, again} {
			if err := s.SetBranch(name); err != nil {
				t.Fatal(err)
			}
			s.MustSeek(12)
			s.MustSeek(30)
		}
		if got, want := again.Metric("weight"), st.Metric("weight"); got != want || again.Metric("epoch") != 30 {
			t.Errorf("%s comes back with w = %v at epoch %v, it was %v", name, got, again.Metric("epoch"), want)
		}
	}
}

// TestOverflowsUnfold: the epochs at which the numbers end can be pressed where they
// stand, and are counted from the losses and predictions before them.
func TestOverflowsUnfold(t *testing.T) {
	for _, width := range []float64{880, 358} {
		env := stagetest.Room(width, 700)
		s := regression.New(env.Seed)
		for range 2000 {
			if s.Update(env); s.Settled() {
				break
			}
		}
		_, last := s.At()
		s.Seek(last)
		for range 3 {
			s.Update(env)
		}
		want := map[string]int{}
		s.Metrics(func(name string, v any) {
			if n, ok := v.(int); ok && strings.HasSuffix(name, "overflow_epoch") {
				want[name] = n
			}
		})
		found := map[int]bool{}
		for _, c := range s.Cells(nil) {
			n := &s.Trace().Nodes[c.Node]
			if n.Name != "epochs" {
				continue
			}
			terms, sum := s.Explain(c.Ref), 0
			for _, term := range terms {
				sum += int(term.Value)
			}
			epoch := int(n.Value[0])
			if last := terms[len(terms)-1]; sum != epoch || len(terms) > epoch+1 || len(terms) == epoch+1 && last.Value != 0 {
				t.Errorf("epoch %d is made of %d epochs, %d of them finite", epoch, len(terms), sum)
			}
			found[epoch] = true
		}
		for name, n := range want {
			if n < 0 || !found[n] {
				t.Errorf("width %v: %s, %d, cannot be pressed", width, name, n)
			}
		}
		if len(want) != 4 {
			t.Errorf("%d overflows", len(want))
		}
	}
}
