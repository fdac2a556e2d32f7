package stagetest_test

import (
	"testing"

	"gradtheatre/scenes/regression"
	"gradtheatre/scenes/stage/stagetest"
)

// TestStage sits through a scene as its own tests do.
func TestStage(t *testing.T) {
	st := stagetest.Open(t, regression.Entry(), 1280, 800)
	st.MustSet("reduction", "mean", "learning_rate", "0.5")
	st.MustSeek(100)
	if w, c := st.Metric("weight"), st.Metric("closed_form"); w < 0.99*c || w > 1.01*c {
		t.Errorf("after 100 epochs w = %v, the closed form is %v", w, c)
	}
	if !st.Shows("Epoch 100") || st.Has("Epoch") {
		t.Error("the position is not on screen")
	}
	st.Keys("ArrowLeft")
	if st.State().Step != 99 {
		t.Errorf("one key back it stands at %d", st.State().Step)
	}
	st.ClickOn("reset")
	if st.State().Step != 0 || len(st.Row("epoch")) != 1 {
		t.Errorf("reset, it stands at %d", st.State().Step)
	}
	if n := st.Allocs(); n > 20 {
		t.Errorf("%v allocations in a warm frame", n)
	}
}
