package scenes

import (
	"fmt"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// window is a size in CSS pixels; large type is for a lecture.
type window struct {
	w, h  float64
	large bool
}

func (w window) String() string {
	return fmt.Sprintf("%v×%v%s", w.w, w.h, map[bool]string{true: " presented"}[w.large])
}

// TestLegible looks at every view of every scene in windows that are low, narrow
// or both, and with the large type of a lecture: no text lies over another, none
// is cut off, wherever the stage is scrolled to.
func TestLegible(t *testing.T) {
	windows := []window{
		{844, 390, false}, {700, 500, false}, {1024, 600, false}, {320, 568, false}, {667, 375, false}, {1366, 650, false},
		{390, 844, false}, {1280, 800, false}, {1280, 800, true}, {1024, 768, true},
	}
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			for _, w := range windows {
				for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
					st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: lang, Still: true}, w.w, w.h)
					if w.large {
						st.Present(true)
						st.Tick(600) // until its hint is gone
					}
					for _, pose := range poses(st) {
						st.MustSet(pose[0], pose[1])
						st.Tick(30)
						for _, what := range st.Illegible(rolls[e.ID]...) {
							t.Errorf("%v, %s, %s = %s: %s", w, lang.Code(), pose[0], pose[1], what)
						}
					}
				}
			}
		})
	}
}

// rolls are the figures whose contents a visitor moves under a window of their own; * is all.
var rolls = map[string][]string{
	stage.HomeID: {"*"},
	"gates":      {"graph", "network"},
	"playground": {"curves"},
}

// poses are the values of the choices that change what is on view; one that
// changes nothing where there are none.
func poses(st *stagetest.Stage) (out [][2]string) {
	for _, id := range []string{"details", "preset", "level", "view"} {
		for _, w := range st.Widgets() {
			if w.ID != id {
				continue
			}
			for _, o := range w.Options {
				if o.Value != "own" {
					out = append(out, [2]string{id, o.Value})
				}
			}
		}
	}
	if len(out) == 0 {
		out = [][2]string{{"lang", st.Lang().Code()}}
	}
	return out
}
