package loss

import (
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
)

// TestRaceStandsClear: at both ends of the race the balls stay inside their
// cards and off the numbers of the axes, and a loss stands apart from the product
// beside it.
func TestRaceStandsClear(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		var s *Scene
		e := Entry()
		stagetest.Watch(&e, &s)
		st := stagetest.Open(t, e, size[0], size[1])
		for _, start := range []string{"-6", "6"} {
			st.MustSet("view", "race", "target", "1", "start", start, "learning_rate", "30")
			for _, at := range []int{0, 999} {
				st.MustSeek(at)
				st.Tick(30)
				on := st.Texts()
				v := &s.track
				for k := range 2 {
					for _, ball := range []paint.Point{v.ball[k], v.runner[k]} {
						b := paint.Around(10, ball)
						if card := s.hills.Rect().Inset(3); b.X < card.X || b.Right() > card.Right() {
							t.Errorf("%v, start %s: a ball is at %v, its cards fill %v", size, start, ball, card)
						}
						for _, text := range []string{"−6", "6", "0", "1", "300"} {
							if r, ok := on[text]; ok && !b.Intersect(r.InsetXY(0, 2)).Empty() && s.hills.Rect().Contains(r.Center()) {
								t.Errorf("%v, start %s, at %d: a ball at %v lies on %q at %v", size, start, at, ball, text, r)
							}
						}
					}
					if s.slimTrack() {
						continue
					}
					loss, _ := s.raceNumbers(k)
					x, _, _ := s.raceProduct(k)
					end := loss.X + 70 + paint.Measure(v.rows[k][1], paint.Style{Font: paint.Mono, Size: 13})
					if x < end+16 {
						t.Errorf("%v: the loss %s ends at %v, the product %s begins at %v", size, v.rows[k][1], end, v.rows[k][2], x)
					}
				}
			}
		}
	}
}
