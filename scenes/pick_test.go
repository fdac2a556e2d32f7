package scenes

import (
	"maps"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestPickingChangesNothing: with the magnifier on, a press on a figure unfolds the
// number there, or does nothing; it drags nothing.
func TestPickingChangesNothing(t *testing.T) {
	for _, id := range []string{"activation", "perceptron", "regression"} {
		st := stagetest.OpenSettled(t, entry(t, id), 1280, 800)
		want := st.Link().Values
		for _, w := range st.State().Widgets {
			if r := ui.Role(w.Role); w.Group != "figures" || !w.Shown || r != ui.RoleFigure && r != ui.RolePad && r != ui.RoleSlider {
				continue
			}
			for i := range 9 {
				st.ClickOn("probe")
				st.Click(w.Rect.X+w.Rect.Width*(0.2+0.3*float64(i%3)), w.Rect.Y+w.Rect.Height*(0.2+0.3*float64(i/3)))
				_ = st.SetInspect("")
				if got := st.Link().Values; !maps.Equal(got, want) {
					t.Fatalf("%s: a press on %s with the magnifier leads to %v, before %v", id, w.ID, got, want)
				}
			}
		}
	}
}
