package perceptron

import (
	"testing"

	"gradtheatre/scenes/stage/stagetest"
)

// TestScorePressed: of each mistake the score that the sentence names, and the answer
// that was wanted, can be pressed where they stand.
func TestScorePressed(t *testing.T) {
	for _, width := range []float64{784, 358} {
		env := stagetest.Room(width, 640)
		scene, err := Entry().New(env)
		if err != nil {
			t.Fatal(err)
		}
		s := scene.(*Scene)
		s.Update(env)
		for at := 1; at <= 5; at++ {
			s.Seek(at)
			s.Update(env)
			s.Update(env)
			l := s.last()
			found := map[float64]int{}
			for _, c := range s.Cells(nil) {
				if !s.card.whyAt.Intersect(c.Rect).Empty() && s.card.whyAt.Contains(c.Rect.Center()) {
					found[s.Trace().Nodes[c.Node].Value[c.Cell]]++
				}
			}
			z, y := l.at(l.ids.z, 0), l.at(l.ids.y, 0)
			if s.Part > 0 || found[z] == 0 || found[y] == 0 {
				t.Errorf("width %v, mistake %d, %q: z = %v and %v are not among %v", width, at, s.card.why, z, y, found)
			}
		}
	}
}
