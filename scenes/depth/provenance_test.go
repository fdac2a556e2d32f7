package depth

import (
	"strings"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage/stagetest"
)

var _ inspect.Differentiator = (*Scene)(nil)

// TestLossesGoBack: what the losses on view are made of has gradients as soon as
// somebody asks, and nudging finds the same ones.
func TestLossesGoBack(t *testing.T) {
	env := stagetest.Env(784, 595)
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, view := range []string{"fit", "race"} {
		stagetest.Choose(t, s, "view", view)
		s.Seek(8)
		stagetest.Settle(t, s, env)
		s.Differentiate()
		checked := 0
		for id := range s.Trace().Nodes {
			n := &s.Trace().Nodes[id]
			if n.Op != "param" || n.Grad == nil {
				continue
			}
			ref := trace.Ref{Node: id, Cell: len(n.Value) / 2, Grad: true}
			if len(s.Explain(ref)) == 0 && n.Grad[ref.Cell] != 0 {
				t.Errorf("%s: nothing is said of the gradient of %s", view, n.Name)
			}
			if c, ok := s.Check(ref); ok {
				if checked++; !c.Agrees && !c.Kink {
					t.Errorf("%s: ∂L/∂%s = %v, nudging finds %+v", view, n.Name, n.Grad[ref.Cell], c)
				}
			}
		}
		if checked < 4 {
			t.Errorf("%s: %d gradients were checked", view, checked)
		}
	}
}

// TestUnitsNumbers: each number of the unit that was pressed stands where it says.
func TestUnitsNumbers(t *testing.T) {
	env := stagetest.Env(784, 595)
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for s.chosen = range s.fit.width {
		s.Stale = true
		s.Update(env)
		found := map[int]bool{}
		for _, c := range s.Cells(nil) {
			if s.marks.numbers[3].Contains(c.Rect.Center()) {
				found[c.Node] = true
			}
		}
		if len(found) != 3 {
			t.Errorf("unit %d: %s has %d numbers", s.chosen, s.texts.fitNumbers[3], len(found))
		}
	}
	if !strings.Contains(s.texts.fitNumbers[3], s.texts.unit[2]) {
		t.Errorf("%s does not say %s", s.texts.fitNumbers[3], s.texts.unit[2])
	}
}
