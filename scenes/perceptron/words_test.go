package perceptron_test

import (
	"strings"
	"testing"

	"gradtheatre/scenes/perceptron"
	"gradtheatre/scenes/stage/stagetest"
)

// TestChineseWords: what is read in Chinese names the loss in Chinese, and w is
// drawn to a point or pushed off it, not both.
func TestChineseWords(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, perceptron.Entry(), size[0], size[1])
		st.MustSet("lang", "zh")
		st.MustSeek(4)
		st.Tick(30)
		said := ""
		for text := range st.Texts() {
			said += text
		}
		if !strings.Contains(said, "推离") {
			t.Errorf("%v: the card of a mistake says %s", size, said)
		}
		st.MustSet("output", "sigmoid")
		st.MustSeek(10)
		st.Tick(30)
		for text := range st.Texts() {
			if strings.Contains(text, "loss") {
				t.Errorf("%v: %q", size, text)
			}
		}
	}
}
