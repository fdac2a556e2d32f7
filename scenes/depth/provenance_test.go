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

// TestPiecesUnfold: the linear pieces are counted on the tape, along the line and
// over the plane: a press unfolds them into the places where a new one begins, and
// one of those into the units that switch there.
func TestPiecesUnfold(t *testing.T) {
	env := stagetest.Env(784, 595)
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	stagetest.Choose(t, s, "view", "race")
	stagetest.Choose(t, s, "race_activation", "relu")
	for _, task := range []string{"saw", "spiral", "parity"} {
		stagetest.Choose(t, s, "task", task)
		stagetest.Settle(t, s, env)
		for i := range s.marks.lines {
			c, ok := inspect.Find(s, s.marks.lines[i][2].Right()-4, s.marks.lines[i][2].Y+8)
			terms := s.Explain(c.Ref)
			if !ok || s.texts.raceNumbers[i][2] != digit(int(s.Trace().Nodes[c.Node].Value[0])) || len(terms) != len(s.race.views[i].values) {
				t.Fatalf("%s: %s pieces cannot be pressed: %v, %d terms", task, s.texts.raceNumbers[i][2], ok, len(terms))
			}
			begun := 0
			for k, term := range terms[1:] {
				if term.Value == 0 {
					continue
				}
				begun++
				switches := s.Explain(term.Factors[0].Ref)[0].Factors
				if len(switches) == 0 || len(switches)%2 != 0 {
					t.Fatalf("%s: the piece that begins at %d is made of %d numbers", task, k+1, len(switches))
				}
				for j := 0; j < len(switches); j += 2 {
					if (switches[j].Value > 0) == (switches[j+1].Value > 0) {
						t.Errorf("%s: at %d a unit goes from %v to %v", task, k+1, switches[j].Value, switches[j+1].Value)
					}
				}
			}
			if n := s.race.views[i].regions(); begun != n-1 || n < 2 {
				t.Errorf("%s: %d pieces, of which %d begin behind the first place", task, n, begun)
			}
		}
	}
}
