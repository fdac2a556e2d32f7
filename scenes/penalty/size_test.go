package penalty_test

import (
	"testing"

	"gradtheatre/scenes/penalty"
	"gradtheatre/scenes/stage/stagetest"
)

// TestSumsReadAlike: a sum of six signs is set about as large as the one digit
// above it.
func TestSumsReadAlike(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, penalty.Entry(), size[0], size[1])
		st.MustSet("x3", "-1.5", "w2_3", "0.75")
		st.MustSeek(3)
		st.Tick(30)
		one, long := st.Texts()["1.5"], st.Texts()["−0.375"]
		if one.Empty() || long.H < 0.85*one.H {
			t.Errorf("%v: 1.5 is %v high, −0.375 %v", size, one.H, long.H)
		}
	}
}
