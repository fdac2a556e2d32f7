package activation

import (
	"testing"

	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestListUnfolds: what each of the six functions leaves is a number of its own
// chain: pressed, it unfolds, and the function on stage stays; the name beside it
// chooses. Before the gradient has walked home there is nothing to press.
func TestListUnfolds(t *testing.T) {
	e, s := Entry(), (*Scene)(nil)
	stagetest.Watch(&e, &s)
	st := stagetest.Open(t, e, 1280, 800)
	press := func(x, y float64) {
		st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
		st.Tick(2)
	}
	if len(s.Graphs()) > 0 {
		t.Error("its answer can be pressed before it is known")
	}
	st.MustSeek(2 * s.n)
	was := s.f
	for i := range functions {
		x, y := s.raceNumber(i).Center()
		press(x, y)
		in := st.State().Inspector
		if v, ok := in.Value.(float64); !ok || in.Mode != "gradient" || v != s.others[i].left(0) || s.f != was {
			t.Errorf("%s leaves %v; the inspector has %+v, the function is %s", functions[i].id, s.others[i].left(0), in, s.fn().id)
		}
		if err := st.SetInspect(""); err != nil {
			t.Fatal(err)
		}
	}
	r := s.race.Rect()
	press(r.X+20, r.Y+raceLine*2.5)
	if s.f != 2 {
		t.Errorf("the third name chooses %s", s.fn().id)
	}
}
