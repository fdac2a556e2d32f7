package setup

import (
	"fmt"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage/stagetest"
)

// TestLinkInit: the init of a link is the network's, also where the link says no
// deviation, whatever was on view before; and σ alone is N(0, σ²).
func TestLinkInit(t *testing.T) {
	layers := func(st *stagetest.Stage) string { return fmt.Sprint(st.State().Metrics["activation_std"]) }
	for _, init := range []string{zeros, equal, small, large, xavier, he, normal} {
		chosen := stagetest.Open(t, Entry(), 1280, 800)
		chosen.MustSet("init", init)
		chosen.Tick(2)
		want := layers(chosen)
		st := stagetest.Open(t, Entry(), 1280, 800)
		for _, before := range []string{"", "?init=" + init, "?init=he", "?weight_sd=2", "?init=zeros"} {
			st.Follow("#/setup" + before)
			st.Tick(2)
			st.Follow("#/setup?init=" + init)
			st.Tick(2)
			if got := st.Widget("init").Value; got != init || layers(st) != want {
				t.Errorf("after %q init=%s alone opens %v, deviations %s, want %s", before, init, got, layers(st), want)
			}
			link := st.State().Link
			st.Follow(link)
			st.Tick(2)
			if again := st.State().Link; again != link || layers(st) != want {
				t.Errorf("%s comes again as %s", link, again)
			}
		}
		st.Follow("#/setup?weight_sd=0.3")
		st.Tick(2)
		if w, sd := st.Widget("init").Value, st.Widget("weight_sd").Value; w != normal || sd != 0.3 {
			t.Errorf("σ alone opens %v, σ %v", w, sd)
		}
	}
}

// TestReasonFits: what is said of a network stays on its card.
func TestReasonFits(t *testing.T) {
	for _, init := range []string{zeros, equal, small, large, xavier, he} {
		for _, l := range []i18n.Lang{i18n.EN, i18n.ZH} {
			s, env := scene(t, 784, 595)
			env.Lang = l
			stagetest.Choose(t, s, "init", init)
			stagetest.Choose(t, s, "guess", "vanishes")
			stagetest.Settle(t, s, env)
			if r := s.say.Rect(); !s.told || r.Bottom() > s.card.Rect().Bottom()-4 {
				t.Errorf("%s, %v: the words end at %v, the card at %v", init, l, r.Bottom(), s.card.Rect().Bottom())
			}
			s.Close()
		}
	}
}

// TestLossInside: a loss above 1 has room on the curve's axis.
func TestLossInside(t *testing.T) {
	s, env := scene(t, 784, 595)
	defer s.Close()
	stagetest.Choose(t, s, "activation", "relu")
	stagetest.Choose(t, s, "init", he)
	stagetest.Choose(t, s, "learning_rate", "0.01")
	stagetest.Settle(t, s, env)
	s.Seek(30)
	stagetest.Settle(t, s, env)
	most := 1.0
	for k, l := 0, s.learner.losses(); len(l) >= every; k, l = k+1, l[every:] {
		most = max(most, float64(l[0]+l[1]+l[2])/every)
	}
	if most == 1 || s.highest < most-1e-4 {
		t.Errorf("the axis has room for %v, the loss comes to %v", s.highest, most)
	}
}
