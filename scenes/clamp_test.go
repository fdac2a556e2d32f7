package scenes

import (
	"fmt"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
)

// TestNothingIsClampedInSilence asks every number of every scene for more and for
// less than there is: a program is refused, or told what was taken instead, as a
// visitor who types it is.
func TestNothingIsClampedInSilence(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			s := stage.New(stage.Options{Entries: All(), Lang: i18n.EN, Still: true})
			s.Resize(1280, 800)
			if err := s.Go(e.ID); err != nil {
				t.Fatal(err)
			}
			tick(s, 20)
			for _, v := range laboratories(s) {
				if param, value, ok := strings.Cut(v, "="); ok && s.Set(param, value) != nil {
					t.Fatalf("there is no view %s", v)
				}
				tick(s, 5)
				for _, w := range s.Widgets() {
					if w.Group != "controls" && w.Group != "figures" || w.Min == nil || w.Max == nil || *w.Max <= *w.Min {
						continue
					}
					was := fmt.Sprint(w.Value)
					for _, beyond := range []float64{*w.Min - 5*(*w.Max-*w.Min) - 1, *w.Max + 5*(*w.Max-*w.Min) + 1} {
						s.Notice(i18n.Text{})
						err := s.Set(w.ID, fmt.Sprint(beyond))
						taken := s.State().Parameters[w.ID]
						if err == nil && taken != nil && taken != beyond && s.State().Notice == "" {
							t.Errorf("%s %s: %v became %v, and nothing is said", v, w.ID, beyond, taken)
						}
						tick(s, 1)
					}
					s.Set(w.ID, was)
					tick(s, 1)
				}
			}
		})
	}
}
