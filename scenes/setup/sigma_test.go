package setup

import (
	"fmt"
	"testing"

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
