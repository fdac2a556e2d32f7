package overfit

import (
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// TestCurvesAreMeans: every point of the curves is a mean on the tape, of what the
// seeds came to, and so is every point of the run before; the best epoch is the
// count of the worse ones before it.
func TestCurvesAreMeans(t *testing.T) {
	s := New(42)
	t.Cleanup(s.Close)
	env := &stage.Env{Theme: theme.Dark(), Look: &ui.Look{Theme: theme.Dark()}, Seed: 42, Dt: 1.0 / 60, Budget: 0.02, Play: stage.Playing{Speed: 1, Phase: 1}}
	env.Area.W, env.Area.H, env.Size.W, env.Size.H = 880, 600, 1280, 800
	for _, w := range s.Controls() {
		if v, ok := w.(*ui.Select); ok && w.ID() == "view" {
			if err := v.Set("network"); err != nil {
				t.Fatal(err)
			}
		}
	}
	stagetest.Settle(t, s, env)
	l := s.Lab.(*networkLab)
	learn := func(epochs int) {
		t.Helper()
		s.Seek(epochs)
		for range 20_000 {
			if s.Update(env); l.now.epoch() >= epochs && len(l.curves[1].Mid) > epochs {
				return
			}
		}
		t.Fatalf("stands at epoch %d", l.now.epoch())
	}
	hold := func() {
		t.Helper()
		a, v := l.now, &l.now.means
		for k, b := range l.curves {
			for e, drawn := range b.Mid {
				if terms := grad.Explain(v.of[k], e); len(terms) != runs || drawn != float64(v.of[k].Value.Data()[e]) {
					t.Errorf("curve %d at epoch %d: drawn %v, on the tape %v of %d seeds", k, e, drawn, v.of[k].Value.Data()[e], len(terms))
				}
				sum := 0.0
				for _, m := range a.members {
					r := a.at(m, e)
					sum += [2]float64{r.trainLoss, r.valLoss}[k]
				}
				if math.Abs(sum/runs-drawn) > 1e-6*drawn {
					t.Errorf("curve %d at epoch %d: drawn %v, the seeds have %v", k, e, drawn, sum/runs)
				}
			}
		}
		if best, _ := a.best(a.epoch()); best != int(v.worse.Item()) {
			t.Errorf("best epoch %d, counted %v", best, v.worse.Item())
		}
	}
	learn(12)
	hold()
	before := slices.Clone(l.curves[1].Mid)
	if err := l.early.Set("true"); err != nil {
		t.Fatal(err)
	}
	stagetest.Settle(t, s, env)
	if !slices.Equal(l.ghost.Mid, before[:len(l.ghost.Mid)]) || len(l.ghost.Mid) < 12 {
		t.Errorf("the run before: %v, was drawn as %v", l.ghost.Mid, before)
	}
	learn(12)
	hold()
}
