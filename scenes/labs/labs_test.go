package labs_test

import (
	"testing"

	"gradtheatre/scenes/overfit"
	"gradtheatre/scenes/stage/stagetest"
)

// TestOneAtATime changes the laboratory of a scene: what was shown goes out of
// sight, and what was set in it is there again.
func TestOneAtATime(t *testing.T) {
	st := stagetest.Open(t, overfit.Entry(), 1280, 800)
	st.MustSet("degree", "4")
	st.MustSet("view", "shapes")
	if r := st.Widget("points").Rect; r.Width != 0 || r.Height != 0 {
		t.Errorf("the curve's picture is at %+v while another laboratory is shown", r)
	}
	if st.Has("Points and curve") {
		t.Error("the curve is still drawn")
	}
	st.MustSet("view", "curve")
	if !st.Has("Points and curve") || st.State().Parameters["degree"] != 4.0 {
		t.Errorf("the curve does not come back: degree %v", st.State().Parameters["degree"])
	}
}
