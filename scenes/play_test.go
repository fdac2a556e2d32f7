package scenes

import (
	"strings"
	"testing"

	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestPlayHasSomethingToShow presses play first, in every view of every scene whose
// timeline has an end: the next step follows, and at the end the first one. A link
// to the start leads there.
func TestPlayHasSomethingToShow(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			st := stagetest.Open(t, e, 1280, 800)
			if st.State().Last <= 0 {
				t.Skip("there is no end, or nothing to play")
			}
			for _, v := range laboratories(st.Stage) {
				if param, value, ok := strings.Cut(v, "="); ok {
					st.MustSet(param, value)
				}
				last := st.State().Last
				if last <= 0 {
					continue
				}
				for _, from := range []int{st.State().Step, last, 0} {
					st.MustSeek(from)
					want := from + 1
					if from >= last {
						want = 1
					}
					if err := st.Play(); err != nil {
						t.Fatal(err)
					}
					played := false
					for range 90 { // a step and a half
						st.Tick(1)
						played = played || st.State().Step == want
					}
					if !played {
						t.Errorf("%q: played from %d of %d it stands at %d", v, from, last, st.State().Step)
					}
					st.Pause()
				}
				st.MustSeek(0)
				again := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}}, 1280, 800)
				again.Follow(st.State().Link)
				again.Settle()
				if at := again.State().Step; at != 0 {
					t.Errorf("%q: the link %s leads to step %d", v, st.State().Link, at)
				}
			}
		})
	}
}
