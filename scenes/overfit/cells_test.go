package overfit

import (
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// TestSharesGoBack: each test of the blocks, taken again once its share is
// unfolded, has the answers that it had beside the frames; the loss of the block on
// stage and the error of the curve have gradients that nudging finds.
func TestSharesGoBack(t *testing.T) {
	s := New(42)
	t.Cleanup(s.Close)
	env := &stage.Env{Theme: theme.Dark(), Look: &ui.Look{Theme: theme.Dark()}, Seed: 42, Dt: 1.0 / 60, Budget: 0.02, Play: stage.Playing{Speed: 1, Phase: 1}}
	env.Area.W, env.Area.H, env.Size.W, env.Size.H = 880, 600, 1280, 800
	rest := func() {
		t.Helper()
		stagetest.Settle(t, s, env)
	}
	nudge := func(ref trace.Ref) {
		t.Helper()
		s.Differentiate()
		ref.Grad = true
		if c, ok := s.Check(ref); !ok || !c.Agrees {
			t.Errorf("nudging %+v finds %+v", ref, c)
		}
	}
	rest()
	curve := s.Lab.(*curveLab)
	nudge(curve.Ref(runFit, curve.fit.wNode, 1))
	for _, w := range s.Controls() {
		if v, ok := w.(*ui.Select); ok && w.ID() == "view" {
			if err := v.Set("shapes"); err != nil {
				t.Fatal(err)
			}
		}
	}
	rest()
	blocks := s.Lab.(*blocksLab)
	g := &blocks.run.grades
	for k := range jobs.BlockTests {
		ref := blocks.Ref(runGrades, g.share[k].ID(), 0)
		s.Deepen(ref)
		if len(g.taken) != k+1 {
			t.Fatalf("test %d is not taken again", k)
		}
		if a, b := g.exams[k].Right.Value, g.answers[k].Value; a.Len() != b.Len() || grad.Mean(g.exams[k].Right).Item() != g.tr.Nodes[g.share[k].ID()].Value[0] {
			t.Errorf("test %d comes to %v", k, g.exams[k].Accuracy.Item())
		}
		if op := s.Trace().Nodes[s.Explain(ref)[2].Factors[1].Node].Op; op != "step" {
			t.Errorf("test %d: an answer leads to %s", k, op)
		}
	}
	nudge(blocks.Ref(runLook, 0, 7))
}
