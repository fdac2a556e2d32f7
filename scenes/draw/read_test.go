package draw

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// TestCurvesArePressed: beside a drawing that is read the curves of the training
// can be pressed too, at a point and at their present values; the transport stays
// with the layers, and the inspector says what is recorded and what is not kept.
func TestCurvesArePressed(t *testing.T) {
	e, s := Entry(), (*Scene)(nil)
	stagetest.Watch(&e, &s)
	st := stagetest.OpenSettled(t, e, 1280, 800)
	s.trainer.seek(130)
	st.Settle()
	at := st.State().Step
	press := func(x, y float64) (v float64) {
		st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
		st.Tick(2)
		in := st.State().Inspector
		if v, _ = in.Value.(float64); !in.Open || !in.Adds && in.Count > 0 || st.State().Step != at {
			t.Fatalf("pressed at %v, %v: %+v at step %d", x, y, in, st.State().Step)
		}
		return v
	}
	near := func(got, want float64, what string) {
		t.Helper()
		if math.Abs(got-want) > 1e-5*math.Abs(want) {
			t.Errorf("%s is %v, the inspector has %v", what, want, got)
		}
	}
	g := s.Graphs()[0]
	p := g.Paths[0].Place(3)
	near(press(p.X, p.Y), g.Paths[0].Y[3], "the fourth point of the loss")
	if err := st.SetInspect(strings.Join(st.State().Inspector.Path, ">") + ">losses.0"); err != nil {
		t.Fatal(err)
	}
	if !st.Shows("steps 49 to 64") {
		t.Error("it does not say of which steps the losses are")
	}
	if err := st.SetInspect(""); err != nil {
		t.Fatal(err)
	}
	for line, want := range []float64{s.trainer.loss, s.trainer.tested} {
		r := s.curves.label(line)
		near(press(r.X+20, r.Y+12), want, "the present value")
		if err := st.SetInspect(""); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPicturesFollowTheLook: paper and ink of the pictures are those of the look on
// view, of high contrast too.
func TestPicturesFollowTheLook(t *testing.T) {
	s, env := open(t, 780, 590)
	for _, look := range []*theme.Theme{theme.Dark(), theme.Dark().Sharp(), theme.Light()} {
		env.Theme, env.Look.Theme = look, look
		s.Update(env)
		paper := look.Grey(0)
		for name, pix := range map[string][]byte{"picture": s.figures[layerInput].maps[0].Pix(), "sample": s.picker.pics[0].Pix()} {
			if pix[0] != paper.R || pix[1] != paper.G || pix[2] != paper.B {
				t.Errorf("%s: the paper is %v, want %v", name, pix[:3], paper)
			}
		}
	}
}

// TestSmallProbabilitiesAreSeen: on a phone, too, a probability of 2 % is not 0.0.
func TestSmallProbabilitiesAreSeen(t *testing.T) {
	for _, w := range []float64{358, 780} {
		s, env := open(t, w, 640)
		s.unfold(placeOf(layerOut, 3))
		s.Update(env)
		seen := 0
		for i := range s.card.cells {
			if k := &s.card.cells[i]; k.rect.Y > s.card.cells[0].rect.Y { // below the scores
				if seen++; k.decimals < 2 {
					t.Errorf("%v wide: %g with %d decimals", w, k.value, k.decimals)
				}
			}
		}
		if seen < 20 {
			t.Errorf("%v wide: %d probabilities and their parts", w, seen)
		}
	}
}
