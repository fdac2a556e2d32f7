package substep

import (
	"testing"

	"gradtheatre/scenes/paint"
)

// TestRowsSpread: the numbers of the examples take the height that the card has, and
// stay on it.
func TestRowsSpread(t *testing.T) {
	for _, c := range []struct {
		w, h         float64
		n            int
		bands, shown int
		pitch        float64
	}{
		{720, 180, 8, 1, 8, rowMax},                     // all side by side, and room
		{720, 126, 8, 1, 8, (126 - 28 + 12 - 26) / 4.0}, // as far as it goes
		{340, 110, 8, 1, 4, rowH},                       // a low card
		{340, 230, 8, 2, 8, (202 + 12 - 52) / 8.0},      // two bands, close
		{340, 600, 8, 2, 8, rowMax},
	} {
		k := Card{at: paint.Rect{W: c.w, H: c.h}, samples: make([]sample, c.n), part: Loss}
		for i := range k.samples {
			k.samples[i].says = "7"
		}
		if got := k.pitch(); k.bands() != c.bands || k.shown() != c.shown || got < c.pitch-1e-9 || got > c.pitch+1e-9 {
			t.Errorf("%v×%v: %d bands with %d of %d examples, rows of %v; want %d, %d, %v", c.w, c.h, k.bands(), k.shown(), c.n, got, c.bands, c.shown, c.pitch)
		}
		body := k.body()
		if last := k.cell(body, rowShare, k.shown()-1); c.h > 110 && last.Bottom() > body.Bottom() {
			t.Errorf("%v×%v: the last row ends at %v, the card at %v", c.w, c.h, last.Bottom(), body.Bottom())
		}
	}
}
