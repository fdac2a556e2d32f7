package validate

import (
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// TestScoresGoBack: each score that is shown, of a part, of a fold, of a trial on
// the images it was chosen by, on the test and on fresh ones, goes back to the
// network of then, which answers as it did.
func TestScoresGoBack(t *testing.T) {
	s, err := New(42)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	env := &stage.Env{Theme: theme.Dark(), Look: &ui.Look{Theme: theme.Dark()}, Seed: 42, Dt: 1.0 / 60, Budget: 0.02, Play: stage.Playing{Speed: 1, Phase: 1}}
	env.Area.W, env.Area.H, env.Size.W, env.Size.H = 880, 600, 1280, 800
	rest := func() {
		t.Helper()
		stagetest.Settle(t, s, env)
		s.Update(env)
	}
	press := func(id string) {
		t.Helper()
		for _, w := range ui.Flatten(s.Controls()) {
			if b, ok := w.(*ui.Button); ok && w.ID() == id {
				b.Press()
			}
		}
		rest()
	}
	check := func(l *tally, want int) {
		t.Helper()
		if len(l.scores) != want {
			t.Errorf("%d scores are on the record, want %d", len(l.scores), want)
		}
		for _, v := range l.scores {
			ref := l.Ref(0, v.mean.ID(), 0)
			s.Differentiate()
			s.Deepen(ref)
			answer := s.Explain(ref)[0].Factors[1].Ref
			if op := s.Trace().Nodes[answer.Node].Op; op != "step" {
				t.Errorf("%+v: the first answer leads to %s", v.source, op)
			}
		}
		for _, e := range l.exams {
			for _, v := range l.scores {
				if v.source == e.source && e.Accuracy.Item() != grad.Mean(v.right).Item() {
					t.Errorf("%+v is %v now, was %v", v.source, e.Accuracy.Item(), v.mean.Item())
				}
			}
		}
	}
	split := s.Lab.(*splitLab)
	rest()
	press("open_test")
	s.Seek(5)
	rest()
	check(split.tally, 3+5)
	if w := s.Trace().Nodes[split.Ref(1, split.reading.loss.ID(), 0).Node]; len(w.Grad) != 1 || w.Grad[0] != 1 {
		t.Errorf("the loss of the chosen penguin has the gradient %v", w.Grad)
	}
	for _, w := range s.Controls() {
		if v, ok := w.(*ui.Select); ok && w.ID() == "view" {
			if err := v.Set("search"); err != nil {
				t.Fatal(err)
			}
		}
	}
	rest()
	search := s.Lab.(*searchLab)
	s.Seek(6)
	rest()
	press("open_sealed")
	check(search.tally, 3+2*followers)
	_, last := s.At()
	s.Seek(last)
	rest()
	if at := search.Ref(0, search.graded.excess.ID(), 0); len(s.Explain(at)) != deals {
		t.Errorf("the mean excess has %d terms", len(s.Explain(at)))
	}
	var p inspect.Provenance = s
	if _, ok := p.(inspect.Deepener); !ok {
		t.Error("the scene does not go back")
	}
}
