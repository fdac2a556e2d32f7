package scenes

import (
	"slices"
	"testing"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestLinksToNumbers: wherever the inspector stands, in every view of every
// scene, a link brings it back there, though the run has to be computed first.
func TestLinksToNumbers(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			var env *stage.Env
			var scene stage.Scene
			own, plain := e, e.New
			e.New = func(now *stage.Env) (s stage.Scene, err error) {
				env = now
				scene, err = plain(now)
				return scene, err
			}
			st := stagetest.OpenSettled(t, e, 1280, 800)
			for _, view := range viewsOf(st) {
				if view != "" {
					st.MustSet("view", view)
					st.Settle()
				}
				p, ok := scene.(inspect.Provenance)
				if !ok {
					continue
				}
				var cells []inspect.Cell
				for i := range 5 {
					cells = p.Cells(cells[:0])
					if len(cells) == 0 {
						break
					}
					env.Inspect(cells[i*(len(cells)-1)/4].Ref)
					st.Tick(2)
					want, link := st.State().Inspector.Path, st.Link().String()
					if len(want) == 0 {
						t.Errorf("%s: number %d does not unfold", view, i)
						continue
					}
					again := stagetest.Open(t, own, 1280, 800)
					again.Follow(link)
					again.Settle()
					if got := again.State(); !slices.Equal(got.Inspector.Path, want) || got.Notice != "" {
						t.Errorf("%s opens at %q and says %q, not at %q", link, got.Inspector.Path, got.Notice, want)
					}
				}
			}
		})
	}
}

// viewsOf are the views that a scene can be set to, "" for the only one.
func viewsOf(st *stagetest.Stage) (views []string) {
	for _, w := range st.State().Widgets {
		if w.ID == "view" {
			for _, o := range w.Options {
				views = append(views, o.Value)
			}
			return views
		}
	}
	return []string{""}
}
