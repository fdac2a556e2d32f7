package scenes

import (
	"testing"

	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestStepsAreSpoken: who cannot see the canvas hears after each step where the
// run is now, not where it was, in scenes that learn on another thread too.
func TestStepsAreSpoken(t *testing.T) {
	for _, e := range All() {
		var scene stage.Scene
		open := e.New
		e.New = func(env *stage.Env) (s stage.Scene, err error) { scene, err = open(env); return scene, err }
		st := stagetest.OpenSettled(t, e, 1280, 800)
		line, ok := scene.(stage.Timeline)
		if !ok {
			continue
		}
		line.Seek(0)
		st.Settle()
		for range 2 {
			st.Spoken()
			before, _ := line.At()
			if err := st.Step(); err != nil {
				t.Errorf("%s: %v", e.ID, err)
				continue
			}
			said := ""
			for i := 0; i < 2000 && (i < 3 || !st.Settled()); i++ {
				st.Tick(1)
				if now := st.Spoken(); now != "" {
					said = now
				}
			}
			at, _ := line.At()
			if want := line.Caption(st.Lang()); said != want || at == before {
				t.Errorf("%s: a step from %d to %d says %q, it is at %q", e.ID, before, at, said, want)
			}
		}
	}
}
