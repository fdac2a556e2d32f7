package scenes

import "testing"

// TestScrubOpenEnded: the line of a run without an end runs as far as was learned:
// it is dragged back to any step, and forth to where the run stood, with the same
// numbers there.
func TestScrubOpenEnded(t *testing.T) {
	for _, c := range []struct{ scene, view, number string }{
		{"playground", "", "train_loss"}, {"setup", "", "loss"}, {"depth", "fit", "loss"}, {"overfit", "network", "val_loss"}, {"draw", "learn", "loss"},
	} {
		t.Run(c.scene, func(t *testing.T) {
			st, _ := withScene(t, c.scene)
			if c.view != "" {
				st.MustSet("view", c.view)
			}
			st.Learn(12)
			st.Settle()
			end, want := st.State().Step, st.Number(c.number)
			w := st.Widget("position")
			if end < 12 || w.Max == nil || int(*w.Max) < end {
				t.Fatalf("at step %d the line ends at %v", end, w.Max)
			}
			far, x, y := *w.Max, w.Rect.X+10, w.Rect.Y+w.Rect.Height/2
			at := func(step float64) float64 { return x + (w.Rect.Width-20)*step/far }
			st.Drag(at(float64(end)), y, at(4), y)
			st.Settle()
			if s := st.State(); s.Step != 4 || st.Number(c.number) == want {
				t.Errorf("dragged to step 4 it is at %d", s.Step)
			}
			if w := st.Widget("position"); w.Max == nil || *w.Max != far {
				t.Errorf("then the line ends at %v, before at %v", w.Max, far)
			}
			st.Drag(at(4), y, at(float64(end)), y)
			st.Settle()
			if s := st.State(); s.Step != end || st.Number(c.number) != want {
				t.Errorf("dragged back it is at step %d with %v, before at %d with %v", s.Step, st.Number(c.number), end, want)
			}
		})
	}
}
