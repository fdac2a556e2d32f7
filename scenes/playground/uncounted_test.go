package playground

import (
	"strings"
	"testing"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/stage/stagetest"
)

// TestUncounted: where scores are not finite there are no answers to count; the
// matrix and the accuracy say NaN, as they are recorded, and can be pressed.
func TestUncounted(t *testing.T) {
	huge := make([]tensor.Elem, 2*3+3+3*3+3)
	for i := range huge {
		huge[i] = 3e38
	}
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.Follow("#/playground?data=blobs&network=3:relu&view=confusion&weights=" + writeWeights(huge))
	st.Tick(3)
	st.Sound()
	m := st.State().Metrics
	if m["confusion"] != nil || m["train_accuracy"] != nil || m["val_accuracy"] != nil {
		t.Errorf("counted %v, accuracies %v and %v", m["confusion"], m["train_accuracy"], m["val_accuracy"])
	}
	if text := st.Widget("curves").Value.(string); !strings.Contains(text, "no answers to count") || !st.Has("NaN") || !st.Shows("Some scores are not finite") {
		t.Errorf("the matrix says %q", text)
	}
	r := st.Widget("curves").Rect
	for x := r.X + 60; !st.State().Inspector.Open && x < r.X+r.Width/2; x += 20 {
		st.Click(x, r.Y+r.Height/2)
		st.Tick(2)
	}
	if in := st.State().Inspector; !in.Open || !strings.HasPrefix(in.Path[0], "count") {
		t.Errorf("a press in the matrix leads to %+v", in)
	}
}
