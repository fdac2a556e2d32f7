package activation

import (
	"testing"

	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestAxesStandClear: the numbers of the axes stand beside what is plotted, where
// no curve and no grip runs over them.
func TestAxesStandClear(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		var s *Scene
		e := Entry()
		open := e.New
		e.New = func(env *stage.Env) (stage.Scene, error) {
			made, err := open(env)
			s, _ = made.(*Scene)
			return made, err
		}
		st := stagetest.Open(t, e, size[0], size[1])
		for _, f := range functions {
			st.MustSet("function", f.id, "x", "-2")
			st.Tick(2)
			p := s.graph.plot
			for text, r := range st.Texts() {
				if x, y := r.Center(); p.Inset(1).Contains(x, y) {
					t.Errorf("%v, %s: %q stands among the curves, at %v", size, f.id, text, r)
				}
			}
			for _, l := range s.graph.levels {
				if r, ok := st.Texts()[l.text]; !ok || r.X < s.graph.rect.X {
					t.Errorf("%v, %s: the level %q is not read beside its line: %v", size, f.id, l.text, r)
				}
			}
		}
	}
}
