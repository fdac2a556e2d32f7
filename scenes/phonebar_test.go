package scenes

import (
	"testing"

	"gradtheatre/scenes/stage/stagetest"
)

// TestPhoneTransport: on a phone every scene with a timeline has reset, play, both
// steps and the branches, large enough for a finger, and beside them a line with
// room for its words.
func TestPhoneTransport(t *testing.T) {
	for _, e := range All() {
		st := stagetest.Open(t, e, 390, 844)
		st.Tick(10)
		if !st.Widget("play").Enabled {
			continue
		}
		for _, id := range []string{"reset", "back", "play", "step", "branches", "position"} {
			w := st.Widget(id)
			if !w.Shown || w.Rect.Width < 40 || w.Rect.Height < 40 || w.Rect.X+w.Rect.Width > 390 {
				t.Errorf("%s: %s is at %+v", e.ID, id, w.Rect)
			}
		}
		if w := st.Widget("position"); w.Rect.Width < 80 {
			t.Errorf("%s: the line is %v wide", e.ID, w.Rect.Width)
		}
	}
}
