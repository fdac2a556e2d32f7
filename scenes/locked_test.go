package scenes

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestLocksHold: where a link locks all controls, no button of any scene changes
// a setting, in any view; runs go on all the same.
func TestLocksHold(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			for _, view := range viewsOf(stagetest.OpenSettled(t, e, 1280, 800)) {
				st := stagetest.OpenSettled(t, e, 1280, 800)
				if view != "" {
					st.MustSet("view", view)
				}
				st.Settle()
				for _, w := range st.State().Widgets { // not as the lecture has it, which buttons restore
					if w.Role == string(ui.RoleSlider) && w.Group == "controls" && w.Min != nil && w.Max != nil {
						_ = st.Set(w.ID, strconv.FormatFloat(*w.Min+0.3*(*w.Max-*w.Min), 'g', 3, 64))
					}
				}
				st.Settle()
				st.MustSet("lock", "*")
				locksHold(t, st, view)
			}
		})
	}
}

// locksHold presses each button.
func locksHold(t *testing.T, st *stagetest.Stage, view string) {
	settings := func() map[string]string {
		v := st.Link().Values
		for _, free := range []string{"at", "branches", "inspect", "speed", "test", "view", "weights"} { // what a run does
			delete(v, free)
		}
		return v
	}
	want := settings()
	for _, w := range st.State().Widgets {
		if w.Role != string(ui.RoleButton) || !w.Enabled || !slices.Contains([]string{"controls", "figures"}, w.Group) {
			continue
		}
		if st.Press(w.ID) != nil { // what another one has taken away
			continue
		}
		st.Settle()
		if got := settings(); !maps.Equal(got, want) {
			t.Errorf("%s: %s changes what is locked: %v, before %v", view, w.ID, got, want)
			want = got
		}
	}
}
