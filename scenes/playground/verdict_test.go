package playground

import (
	"testing"

	"gradtheatre/scenes/stage/stagetest"
)

// TestVerdictHasAColour: a guess that was right does not look like one that was wrong.
func TestVerdictHasAColour(t *testing.T) {
	e, s := Entry(), (*Scene)(nil)
	stagetest.Watch(&e, &s)
	st := stagetest.Open(t, e, 1280, 800)
	for _, c := range []struct {
		best float64
		yes  bool
		want mood
	}{{1, true, good}, {1, false, bad}, {0.5, false, good}, {0.5, true, bad}} {
		s.guess.made, s.guess.judged, s.guess.yes, s.guess.best = true, true, c.yes, c.best
		if s.card = (card{}); s.card.mood != calm {
			t.Fatal("an empty card is not calm")
		}
		s.writeGuess()
		if s.card.mood != c.want {
			t.Errorf("best %v, guessed %v: the card is %d, want %d", c.best, c.yes, s.card.mood, c.want)
		}
	}
	st.Tick(1)
}

// TestPhoneKeepsPictures: on a phone the question leaves the pictures above it their
// room: of another network than the one on view, and answered, too.
func TestPhoneKeepsPictures(t *testing.T) {
	e, s := Entry(), (*Scene)(nil)
	stagetest.Watch(&e, &s)
	for _, lang := range []string{"en", "zh"} {
		st := stagetest.Open(t, e, 390, 844)
		st.MustSet("lang", lang)
		st.Step()
		st.Tick(90)
		for _, view := range []string{viewHist, viewConfusion} {
			st.MustSet("view", view)
			for _, data := range []string{"circle", "moons", "spiral", "xor"} {
				st.MustSet("data", data)
				for _, judged := range []bool{false, true} {
					s.guess.made, s.guess.judged = judged, judged
					s.fresh = true
					st.Tick(4)
					if h := s.unfold.rect.H; h > 155 {
						t.Errorf("%s %s %s, answered %v: the card is %v high with %q", lang, view, data, judged, h, s.card.title)
					}
				}
				s.guess.made, s.guess.judged = false, false
			}
		}
	}
}
