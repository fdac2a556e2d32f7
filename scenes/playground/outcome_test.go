package playground_test

import (
	"fmt"
	"strings"
	"testing"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage/stagetest"
)

// TestGuess asks about the data and the network on view, and lets the engine answer.
func TestGuess(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	asks := func(what string) {
		t.Helper()
		if got := fmt.Sprint(st.Widget("card").Value); !strings.Contains(got, what) {
			t.Errorf("asks %q, and not about %s", got, what)
		}
	}
	asks("this network get 95% of the circle")
	for _, q := range []struct{ asks, press, want, layers string }{
		{"this network", "guess_no", "wrong", "6:tanh,4:tanh"}, {"1 hidden neuron", "guess_no", "right", "1:tanh"}, {"4 hidden neurons", "guess_yes", "right", "4:tanh"},
	} {
		asks(q.asks)
		st.MustPress(q.press)
		st.MustSet("speed", "16")
		for range 6000 {
			if st.Tick(1); st.State().Metrics["guess"] != "training" {
				break
			}
		}
		if s := st.State(); s.Metrics["guess"] != q.want || s.Playing || s.Parameters["network"] != q.layers {
			t.Fatalf("%s: %v after %v epochs, want %s; playing %v, layers %v", q.asks, s.Metrics["guess"], s.Metrics["epoch"], q.want, s.Playing, s.Parameters["network"])
		}
		st.MustPress("go_on")
	}
	for data, name := range map[string]string{"moons": "the moons", "hills": "the loss on the hills", "own": "your points"} {
		st.MustSet("data", data)
		asks(name)
	}
	steps(t, st, 3)
	asks("1 hidden neuron") // what the network on view does is no guess any more
}

// TestDiverge breaks the training, reads the reason and mends it.
func TestDiverge(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustPress("diverge")
	for range 600 {
		if st.Tick(1); st.State().Metrics["diverged"] == true {
			break
		}
	}
	m := st.State().Metrics
	if m["diverged"] != true || !strings.Contains(fmt.Sprint(m["reason"]), "not finite") || st.State().Playing {
		t.Fatalf("diverged %v: %v", m["diverged"], m["reason"])
	}
	for range 4 {
		st.MustPress("go_on")
		st.Tick(60)
		if st.State().Metrics["diverged"] == false {
			break
		}
	}
	if m := st.State().Metrics; m["diverged"] != false || !(st.Number("train_loss") < 1) {
		t.Errorf("not mended: diverged %v, train_loss %v", m["diverged"], m["train_loss"])
	}
}

// TestStopsEarly waits until the validation loss stands still, and looks at the
// test set once.
func TestStopsEarly(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	for _, kv := range [][2]string{{"data", "xor"}, {"noise", "0.3"}, {"test_fraction", "0.2"}, {"val_fraction", "0.2"}, {"learning_rate", "0.03"}, {"stop_after", "10"}, {"speed", "16"}} {
		st.MustSet(kv[0], kv[1])
	}
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	for range 3000 {
		if st.Tick(1); st.State().Metrics["stopped_early"] == true {
			break
		}
	}
	if s := st.State(); s.Metrics["stopped_early"] != true || s.Playing || !strings.Contains(s.Notice, "validation") {
		t.Fatalf("epoch %v: stopped %v, playing %v, %q", s.Metrics["epoch"], s.Metrics["stopped_early"], s.Playing, s.Notice)
	}
	if _, has := st.State().Metrics["test_loss"]; has {
		t.Error("the test set was looked at")
	}
	st.MustPress("open_test")
	if st.Number("test_size") != 60 || !(st.Number("test_loss") > 0) {
		t.Errorf("test_loss %v of %v points", st.State().Metrics["test_loss"], st.State().Metrics["test_size"])
	}
	at := st.Number("step")
	if err := st.Step(); err != nil {
		t.Fatal(err)
	}
	if st.Tick(2); st.Number("step") != at+1 {
		t.Errorf("a step from %v led to %v", at, st.Number("step"))
	}
}

// TestFormula writes the network out; its numbers are the engine's.
func TestFormula(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("network", "2:tanh")
	st.MustSet("view", "formula")
	steps(t, st, 3)
	text := fmt.Sprint(st.Widget("curves").Value)
	if strings.Count(text, "tanh(") != 2 || strings.Count(text, "x₁") != 2 || !strings.Contains(text, "y = σ(") {
		t.Errorf("%q", text)
	}
	r := st.Widget("curves").Rect
	x, y := r.X+120, r.Y+38+4+14
	drag(st, x, y, x, y)
	if u := fmt.Sprint(st.State().Metrics["unfolded"]); !strings.Contains(u, "Weight") {
		t.Errorf("the number pressed is not unfolded: %s", u)
	}
}

// TestSweep tries learning rates beside the run, and takes one by a press.
func TestSweep(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 5)
	loss := st.Number("train_loss")
	st.MustSet("view", "find_rate")
	st.Tick(20)
	if n := st.Number("rates_tried"); n < 50 {
		t.Errorf("%v rates were tried", n)
	}
	r := st.Widget("curves").Rect
	drag(st, r.X+r.Width*0.7, r.Y+r.Height-80, r.X+r.Width*0.7, r.Y+r.Height-80)
	if lr := st.Number("learning_rate"); lr == 0.01 || st.Number("train_loss") != loss || st.Number("step") != 5 {
		t.Errorf("a press in the plot: learning_rate %v, train_loss %v at step %v", lr, st.Number("train_loss"), st.Number("step"))
	}
}

// TestHistograms counts the numbers of the last batch.
func TestHistograms(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 3)
	st.MustSet("view", "histograms")
	if at := st.Number("histograms"); at != 2 {
		t.Errorf("histograms of %v layers, want 2", at)
	}
}

// TestHistogramEnds presses the smallest and the largest number of a histogram.
func TestHistogramEnds(t *testing.T) {
	e, p := playground.Entry(), inspect.Provenance(nil)
	stagetest.Watch(&e, &p)
	st := stagetest.Open(t, e, 1280, 800)
	steps(t, st, 3)
	st.MustSet("view", "histograms")
	pressed := 0
	for _, c := range p.Cells(nil) {
		n := &p.Trace().Nodes[c.Node]
		if !strings.HasPrefix(n.Name, "min ") && !strings.HasPrefix(n.Name, "max ") {
			continue
		}
		pressed++
		want := n.Value[0]
		x, y := c.Rect.Center()
		drag(st, x, y, x, y)
		st.Tick(2)
		if in := st.State().Inspector; in.Value != want {
			t.Errorf("%s is %v, the inspector has %+v", n.Name, want, in)
		} else if !st.Shows("the last step's batch") && !st.Shows("of the last step") {
			t.Errorf("of %s it is not said how it was found", n.Name)
		}
		if err := st.SetInspect(""); err != nil {
			t.Fatal(err)
		}
		st.Tick(2)
	}
	if pressed != 8 {
		t.Errorf("%d ends can be pressed, want those of two layers' values and gradients", pressed)
	}
}
