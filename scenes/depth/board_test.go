package depth

import (
	"testing"

	"gradtheatre/scenes/stage/stagetest"
)

// TestDrawnCurveIsKept: a stroke over a preset is the same curve when a link or a
// reload brings it back, also where the preset shows beside it.
func TestDrawnCurveIsKept(t *testing.T) {
	st := stagetest.OpenSettled(t, Entry(), 1280, 800)
	r := st.Widget("curve").Rect
	st.Drag(r.X+0.4*r.Width, r.Y+0.3*r.Height, r.X+0.6*r.Width, r.Y+0.6*r.Height)
	st.MustSeek(3)
	st.Settle()
	again := stagetest.OpenSettled(t, Entry(), 1280, 800)
	again.Follow(st.Link().String())
	again.MustSeek(3)
	again.Settle()
	if a, b := st.Number("loss"), again.Number("loss"); a != b {
		t.Errorf("drawn, its loss after three steps is %v; from its link %v", a, b)
	}
}
