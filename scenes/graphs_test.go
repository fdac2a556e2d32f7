package scenes

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// withCurves are the views with curves on which each point is a number to press,
// and how far they are run.
var withCurves = []struct {
	id, view string
	at       int
	set      string // what is answered before, and how
}{
	{id: "regression", at: 20},
	{id: "descent", at: 20},
	{id: "setup", at: 40},
	{id: "depth", view: "fit", at: 40},
	{id: "depth", view: "race", at: 70},
	{id: "playground", at: 120},
	{id: "overfit", view: "network", at: 4},
	{id: "overfit", view: "curve", at: 9, set: "guess_degree=3"},
	{id: "overfit", view: "shapes", at: 12},
	{id: "validate", view: "search", at: 49},
	{id: "draw", view: "learn", at: 120},
	{id: "score", view: "digits", at: 120},
}

// TestPointsOfCurves presses points of every curve, at its end and on the way,
// by pointer and by keyboard: the run goes where the point was recorded, and the
// inspector opens on a number of the record that is the point's.
func TestPointsOfCurves(t *testing.T) {
	for _, c := range withCurves {
		t.Run(c.id+c.view, func(t *testing.T) {
			st, scene := withScene(t, c.id)
			if c.view != "" {
				st.MustSet("view", c.view)
			}
			if id, v, ok := strings.Cut(c.set, "="); ok {
				st.MustSet(id, v)
			}
			st.MustSeek(c.at)
			st.Settle()
			graphs := scene().(stage.Grapher).Graphs()
			if len(graphs) == 0 {
				t.Fatal("no curve")
			}
			for which := range graphs {
				pressed := 0
				for k := range graphs[which].Paths {
					for _, part := range [2]float64{1, 0.4} {
						st.MustSeek(c.at)
						st.Settle()
						g := scene().(stage.Grapher).Graphs()[which]
						n := len(g.Paths[k].X)
						if n < 2 {
							continue
						}
						pressed++
						pressPoint(t, st, &g, k, int(part*float64(n-1)))
					}
				}
				if pressed < 2 {
					t.Fatal("no points")
				}
				readByKeys(t, st, scene, which, c.at)
			}
		})
	}
}

// withScene opens a scene, and lets a test see the one that is on.
func withScene(t *testing.T, id string) (*stagetest.Stage, func() stage.Scene) {
	var scene stage.Scene
	for _, e := range All() {
		if e.ID == id {
			open := e.New
			e.New = func(env *stage.Env) (s stage.Scene, err error) { scene, err = open(env); return scene, err }
			return stagetest.OpenSettled(t, e, 1280, 800), func() stage.Scene { return scene }
		}
	}
	t.Fatalf("no scene is called %s", id)
	return nil, nil
}

// pressPoint presses the i-th point of a line.
func pressPoint(t *testing.T, st *stagetest.Stage, g *stage.Graph, line, i int) {
	t.Helper()
	p := &g.Paths[line]
	x, y := p.X[i], p.Y[i]
	at := p.Place(i)
	press := func() {
		st.Input(ui.Event{Kind: ui.PointerDown, X: at.X, Y: at.Y})
		st.Input(ui.Event{Kind: ui.PointerUp, X: at.X, Y: at.Y})
		st.Tick(1)
		st.Settle()
	}
	if press(); g.Choose != nil && !st.State().Inspector.Open { // it is chosen now
		press()
	}
	in := st.State().Inspector
	v, ok := in.Value.(float64)
	if !in.Open || !ok || math.Abs(v-y) > 1e-5*math.Abs(y) {
		t.Errorf("“%s” at %v is %v; pressed, the inspector has %v = %v at step %d; %s", p.Name.EN, x, y, in.Path, in.Value, st.State().Step, st.State().Notice)
	}
	if err := st.SetInspect(""); err != nil {
		t.Error(err)
	}
}

// readByKeys reads a plot without a pointer: the end, the point before it, and
// unfolds that.
func readByKeys(t *testing.T, st *stagetest.Stage, scene func() stage.Scene, which, at int) {
	t.Helper()
	st.MustSeek(at)
	st.Settle()
	g := scene().(stage.Grapher).Graphs()[which]
	p := &g.Paths[0]
	n := len(p.X)
	st.FocusByKeyboard(g.Figure)
	key := func(k string) string {
		st.Spoken()
		st.Input(ui.Event{Kind: ui.KeyDown, Key: k})
		st.Tick(1)
		return st.Spoken()
	}
	y := p.Y[n-2]
	want := p.Name.EN + " " + p.Value(n-2)
	if end := p.Name.EN + " " + p.Value(n-1); !strings.Contains(key("End"), end) {
		t.Errorf("the end is not said: %q", end)
	}
	if said := key("ArrowLeft"); !strings.Contains(said, want) {
		t.Errorf("the point before it says %q, want %q", said, want)
	}
	key("Enter")
	st.Settle()
	if v, ok := st.State().Inspector.Value.(float64); !ok || math.Abs(v-y) > 1e-5*math.Abs(y) {
		t.Errorf("Enter on %q opens %v", want, st.State().Inspector)
	}
}

// TestWayBackFromAPoint: who pressed a point of long ago gets back to where the
// run stood, and has the same numbers there.
func TestWayBackFromAPoint(t *testing.T) {
	st, scene := withScene(t, "playground")
	st.MustSeek(60)
	st.Settle()
	want := st.Number("train_loss")
	g := scene().(stage.Grapher).Graphs()[0]
	pressPoint(t, st, &g, 0, 0)
	if s := st.State(); s.Step != 0 || !s.Undo {
		t.Fatalf("pressed, the run is at step %d, and can be taken back: %v", s.Step, s.Undo)
	}
	if err := st.Undo(); err != nil {
		t.Fatal(err)
	}
	st.Settle()
	if s := st.State(); s.Step != 60 || st.Number("train_loss") != want {
		t.Errorf("taken back it is at step %d with %v, before %v", s.Step, st.Number("train_loss"), want)
	}
}

// TestNoSuchScene: an address of a scene that does not exist leaves the one on
// view as it is.
func TestNoSuchScene(t *testing.T) {
	st, _ := withScene(t, "playground")
	st.MustSet("hidden_layers", "4")
	st.MustSeek(5)
	st.Settle()
	want := st.Link().String()
	st.Follow("#/nowhere?learning_rate=1")
	st.Tick(2)
	st.Settle()
	if got := st.Link().String(); got != want || st.State().Notice == "" {
		t.Errorf("it is now at %s and says %q, before at %s", got, st.State().Notice, want)
	}
}

// TestPadsWithPoints: a plot that is also a slider chooses where it is pressed, goes
// on choosing while it is dragged, and unfolds a point only where that was pressed;
// the way back leads to where it stood.
func TestPadsWithPoints(t *testing.T) {
	st, scene := withScene(t, "overfit")
	st.MustSet("guess_degree", "3")
	st.Settle()
	g := scene().(stage.Grapher).Graphs()[0]
	from, to := g.Paths[1].Place(9), g.Paths[1].Place(5)
	st.Drag(from.X, from.Y, to.X, to.Y)
	st.Settle()
	if s := st.State(); s.Inspector.Open || s.Step != 5 {
		t.Errorf("dragged over points it stands at %d, the inspector is open: %v", s.Step, s.Inspector.Open)
	}
	st.MustSeek(9)
	st.Settle()
	g = scene().(stage.Grapher).Graphs()[0]
	pressPoint(t, st, &g, 1, 3)
	if s := st.State(); s.Step != 3 || !s.Undo {
		t.Fatalf("pressed, it stands at %d, and can be taken back: %v", s.Step, s.Undo)
	}
	if err := st.Undo(); err != nil {
		t.Fatal(err)
	}
	st.Settle()
	if s := st.State(); s.Step != 9 {
		t.Errorf("taken back it stands at %d", s.Step)
	}
}

// TestPointsOfTheRunBefore: a point of the dashed line of the run before, whose
// networks are gone, unfolds into what is kept of it, after a reload too; the run on
// view stays where it is.
func TestPointsOfTheRunBefore(t *testing.T) {
	for id, c := range map[string]struct {
		view string
		at   int
		then [2]string
	}{
		"overfit": {"network", 14, [2]string{"l2", "0.01"}},
		"setup":   {"", 30, [2]string{"init", "he"}},
	} {
		t.Run(id, func(t *testing.T) {
			st, scene := withScene(t, id)
			if c.view != "" {
				st.MustSet("view", c.view)
			}
			st.MustSeek(c.at)
			st.Settle()
			st.MustSet(c.then[0], c.then[1])
			st.Settle()
			st.MustSeek(4)
			st.Settle()
			read := func() {
				t.Helper()
				g := scene().(stage.Grapher).Graphs()[0]
				line := len(g.Paths) - 1
				if line == 0 || len(g.Paths[line].X) < 8 {
					t.Fatalf("%d lines", line+1)
				}
				pressPoint(t, st, &g, line, 5)
				if s := st.State(); s.Step != 4 {
					t.Errorf("pressed, the run goes to step %d", s.Step)
				}
				if terms := scene().(inspect.Provenance).Explain(g.Number(line, 5)); len(terms) != 3 {
					t.Errorf("the point has %d terms", len(terms))
				}
			}
			read()
			note := scene().(stage.Noter).Note()
			if err := scene().(stage.Noter).Recall(note); err != nil {
				t.Fatal(err)
			}
			st.MustSeek(4)
			st.Settle()
			read()
		})
	}
}
