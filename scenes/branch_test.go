package scenes

import (
	"encoding/json"
	"math"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// measured are metrics of the clock, which no two runs share.
var measured = map[string]bool{"images_per_second": true, "engine_images_per_second": true, "epochs_per_second": true, "steps_per_second": true}

// TestForksAreTwins forks every scene that unfolds and changes nothing: whatever
// the transport does then, both branches report the same, and what the first
// one reports is what it reports alone.
func TestForksAreTwins(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN}, 1280, 800)
			if st.Step() != nil {
				return // nothing unfolds
			}
			steps := func(n int) {
				for range n {
					st.Step()
					st.Tick(3)
				}
				st.Settle()
			}
			steps(2)
			if err := st.Fork(""); err != nil {
				t.Fatal(err)
			}
			steps(3)
			st.Back()
			st.Tick(3)
			st.Settle()
			st.Tick(30)
			b := st.State()
			if err := st.SetBranch("A"); err != nil {
				t.Fatal(err)
			}
			st.Tick(3)
			st.Settle()
			st.Tick(30)
			a := st.State()
			if len(a.Branches) != 2 || a.Step != b.Step {
				t.Errorf("A stands at %d, B at %d: %+v", a.Step, b.Step, a.Branches)
			}
			for name, want := range a.Metrics {
				if got := b.Metrics[name]; !measured[name] && !alike(got, want) {
					t.Errorf("%s: A has %v, B %v", name, want, got)
				}
			}
			if err := st.Reset(); err != nil {
				t.Error(err)
			}
			if err := st.DeleteBranch("B"); err != nil {
				t.Error(err)
			}
			st.Tick(3)
			if st.State().Error != "" {
				t.Error(st.State().Error)
			}
		})
	}
}

// alike compares what JSON says of two values; numbers may differ in the last digits.
func alike(a, b any) bool {
	x, y := stagetest.Numbers(a), stagetest.Numbers(b)
	if len(x) == len(y) {
		for i := range x {
			if !(math.Abs(x[i]-y[i]) <= 1e-9+1e-6*math.Abs(y[i])) && !(math.IsNaN(x[i]) && math.IsNaN(y[i])) {
				return false
			}
		}
	}
	if len(x) != len(y) {
		return false
	}
	p, _ := json.Marshal(a)
	q, _ := json.Marshal(b)
	return string(p) == string(q) || !math.IsNaN(x[0])
}

// TestResetTakenBack: what the playground had learned is there again after an
// undo, and goes on learning.
func TestResetTakenBack(t *testing.T) {
	for _, e := range All() {
		if e.ID != "playground" {
			continue
		}
		st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN}, 1280, 800)
		for range 20 {
			st.Step()
			st.Tick(2)
		}
		st.Settle()
		loss := st.Metric("train_loss")
		st.ClickOn("reset")
		st.Settle()
		if st.Metric("train_loss") == loss {
			t.Fatal("the reset did nothing")
		}
		st.ClickOn("notice-undo")
		st.Tick(30)
		st.Settle()
		if l := st.Metric("train_loss"); l != loss || st.State().Step != 20 {
			t.Errorf("taken back to step %d with loss %v, it was %v", st.State().Step, l, loss)
		}
		st.Step()
		st.Tick(5)
		st.Settle()
		if st.State().Step != 21 {
			t.Errorf("it does not go on: step %d", st.State().Step)
		}
	}
}
