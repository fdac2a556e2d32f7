package regression_test

import (
	"strings"
	"testing"

	"gradtheatre/scenes/regression"
	"gradtheatre/scenes/stage/stagetest"
)

// TestNothingCutShort: beside the inspector the pushes are written without their
// factors rather than with half of them, and a ball at the foot lies off the
// number there.
func TestNothingCutShort(t *testing.T) {
	var s *regression.Scene
	e := regression.Entry()
	stagetest.Watch(&e, &s)
	st := stagetest.Open(t, e, 1280, 800)
	st.MustSeek(3)
	if !st.Shows("(−3.369) × (−34764)") {
		t.Error("the factors of a push are not written where they have room")
	}
	if err := st.SetInspect("w′.0"); err != nil {
		t.Fatal(err)
	}
	st.Tick(30)
	for text := range st.Texts() {
		if strings.Contains(text, "×") && strings.HasSuffix(text, "…") {
			t.Errorf("%q is cut short", text)
		}
	}
	if err := st.SetInspect(""); err != nil {
		t.Fatal(err)
	}
	st.MustSet("reduction", "mean", "learning_rate", "0.3")
	st.MustSeek(40)
	st.Tick(30)
	bottom := s.Ball()
	if r, ok := st.Texts()["−12.67"]; !ok || r.Y+2 < bottom {
		t.Errorf("the ball reaches down to %v, the numbers of the axis begin at %v (on view: %v)", bottom, r.Y, ok)
	}
	if !st.Shows("(−2.434) × (−0.000338)") {
		t.Error("the longest factors have room and are not written")
	}
}
