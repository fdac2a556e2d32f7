package playground

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage/stagetest"
)

// TestSharesUnfold: the accuracies beside the losses are numbers of the run too,
// with two classes, with more, and with a network that cannot tell them apart.
func TestSharesUnfold(t *testing.T) {
	env := stagetest.Room(784, 590)
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range []struct{ problem, init string }{{"moons", "xavier"}, {"spiral", "zeros"}, {"blobs", "xavier"}, {"blobs", "zeros"}} {
		if err := errors.Join(s.problem.Set(c.problem), s.initial.Set(c.init)); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			s.Update(env)
		}
		cells := s.Cells(nil)
		for i, want := range []float64{s.run.now.trainAcc, s.run.now.valAcc} {
			at := slices.IndexFunc(cells, func(k inspect.Cell) bool { return k.Rect == s.shares[i] })
			if at < 0 {
				t.Errorf("%v: accuracy %d cannot be pressed", c, i)
				continue
			}
			if got := trace.Sum(s.Explain(cells[at].Ref)); math.Abs(got-want) > 1e-6 {
				t.Errorf("%v: accuracy %d unfolds into %v, it is %v", c, i, got, want)
			}
		}
	}
}
