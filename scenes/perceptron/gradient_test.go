package perceptron

import (
	"math"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/stage/stagetest"
)

// TestRuleIsDescent: a correction of the rule is η times the negative gradient of
// what the wrong point costs, also for the first, which lies on the line; and all
// gradients of a step and of the points hold against finite differences.
func TestRuleIsDescent(t *testing.T) {
	s := New(42)
	for at := range 6 {
		s.Seek(at)
		s.Update(stagetest.Env(1280, 800))
		l := s.last()
		if l == nil {
			continue
		}
		tr, w := s.Trace(), s.Ref(runStep, l.ids.w, 0).Node
		for i, old := range [2]float64{l.before.w1, l.before.w2} {
			fresh := [2]float64{l.after.w1, l.after.w2}[i]
			if g := tr.Nodes[w].Grad[i]; fresh != old-s.eta*g {
				t.Errorf("mistake %d: w%d goes from %v to %v, and its gradient is %v", at, i+1, old, fresh, g)
			}
		}
		checked := 0
		for i := range tr.Nodes {
			for c := range tr.Nodes[i].Grad {
				if check, ok := s.Check(trace.Ref{Node: i, Cell: c, Grad: true}); ok {
					if checked++; !check.Agrees && !check.Kink {
						t.Errorf("mistake %d: ∂L/∂%s is %v, nudging finds %v", at, tr.Nodes[i].Name, tr.Nodes[i].Grad[c], check.Value)
					}
				}
			}
		}
		if checked < 10 {
			t.Errorf("mistake %d: only %d gradients can be checked", at, checked)
		}
	}
}

// TestLossSoFar: the line of the logistic loss has the steps before the one on view,
// and ends there, at the recorded loss.
func TestLossSoFar(t *testing.T) {
	s := New(42)
	s.Update(stagetest.Env(1280, 800))
	if err := s.output.Set("sigmoid"); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{gradientSteps, 60, 1, 0} {
		s.Seek(at)
		s.Update(stagetest.Env(1280, 800))
		line, foot := s.card.loss, s.card.plotBox().Bottom()
		if len(line) != at+1 {
			t.Fatalf("at step %d the line has %d points", at, len(line))
		}
		height := func(i int) float64 { return foot - line[i].Y }
		for i := range at {
			want := s.past.steps[i].at(s.past.steps[i].ids.loss, 0) / s.eval.loss()
			if got := height(i) / height(at); math.Abs(got-want) > 1e-4*want {
				t.Errorf("at step %d, point %d is %v of the last, want %v", at, i, got, want)
			}
		}
	}
}
