package scenes

import (
	"strings"
	"testing"

	"gradtheatre/scenes/stage"
)

// TestWayBackSaysWhere: it says where the run went back to in the words of the
// scene's own timeline, epochs or steps.
func TestWayBackSaysWhere(t *testing.T) {
	for _, c := range withCurves {
		st, scene := withScene(t, c.id)
		if c.view != "" {
			st.MustSet("view", c.view)
		}
		st.MustSeek(c.at)
		g := scene().(stage.Grapher).Graphs()[0]
		i := len(g.Paths[0].X) / 2
		if g.Step(0, i) <= 0 {
			continue
		}
		pressPoint(t, st, &g, 0, i)
		if s := st.State(); !s.Undo || !strings.EqualFold(s.Notice, "Back at "+s.Caption) {
			t.Errorf("%s %s: the notice says %q, the timeline %q", c.id, c.view, s.Notice, s.Caption)
		}
	}
}
