package perceptron_test

import (
	"fmt"
	"strconv"
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/perceptron"
	"gradtheatre/scenes/stage/stagetest"
)

// TestRoundsSoFar: at every step the bars count the mistakes up to there, on screen,
// in the plot and for programs; the last round is that without mistakes.
func TestRoundsSoFar(t *testing.T) {
	for _, data := range []string{"and", "xor"} {
		st := stagetest.Open(t, perceptron.Entry(), 1280, 800)
		st.MustSet("data", data)
		st.MustSeek(1000)
		st.Tick(2)
		all := st.Row("mistakes_per_epoch")
		last := st.State().Step
		for at := last; at > 0; at-- { // back from the end: nothing of it stays
			st.MustSeek(at)
			st.Tick(2)
			want, left := []float64{}, at
			for _, n := range all {
				if left == 0 && (n > 0 || at < last) {
					break
				}
				k := min(left, int(n))
				want, left = append(want, float64(k)), left-k
			}
			if got := st.Row("mistakes_per_epoch"); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s, step %d: %v, want %v", data, at, got, want)
			}
			drawn, card := []float64{}, st.Widget("card").Rect
			c := paint.NewCanvas()
			c.OnText = func(s string, r paint.Rect, style paint.Style) {
				if n, err := strconv.Atoi(s); err == nil && style.Tick && r.X > card.X && r.Y > card.Y && r.X < card.X+card.Width {
					drawn = append(drawn, float64(n))
				}
			}
			st.Draw(c, 1)
			if fmt.Sprint(drawn) != fmt.Sprint(want) {
				t.Errorf("%s, step %d: the bars are %v, want %v", data, at, drawn, want)
			}
		}
	}
}
