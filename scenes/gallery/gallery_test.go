package gallery

import (
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// TestEveryPageDraws in both looks and languages, in a window and on a phone.
func TestEveryPageDraws(t *testing.T) {
	s := newSamples()
	for _, th := range []*theme.Theme{theme.Light(), theme.Dark()} {
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			for _, r := range []paint.Rect{{X: 200, Y: 100, W: 800, H: 620}, {X: 16, Y: 100, W: 358, H: 600}} {
				lk := &ui.Look{Theme: th, Lang: l}
				for i, draw := range []func(*ui.Look, *paint.Canvas, paint.Rect){states, typeAndColour, s.figures, questions} {
					c := paint.NewCanvas()
					draw(lk, c, r)
					if c.Triangles() < 200 {
						t.Errorf("page %d draws only %d triangles", i, c.Triangles())
					}
				}
			}
		}
	}
}
