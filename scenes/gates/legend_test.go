package gates_test

import (
	"testing"

	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/stage/stagetest"
)

// TestColours: before maps blue and orange are signs, nearer they are the ways forward and back.
func TestColours(t *testing.T) {
	s, env := gates.New(42), stagetest.Room(748, 600)
	for _, level := range zoomLevels {
		stagetest.Choose(t, s, "level", level)
		stagetest.Settle(t, s, env)
		want := "f"
		if level == "layer" || level == "cnn" {
			want = "+"
		}
		if blue, _ := s.Colours(); blue.Mark != want {
			t.Errorf("%s: blue is %q, want %q", level, blue.Mark, want)
		}
	}
}

// TestLegendFollows: the legend on the stage changes with the level.
func TestLegendFollows(t *testing.T) {
	st := inside(t, 1280, 800, "lang", "en")
	for _, level := range []string{"cnn", "neuron", "layer"} {
		st.MustSet("level", level)
		st.Tick(120)
		if signs := st.Has("positive"); signs != (level != "neuron") {
			t.Errorf("%s: the legend of signs is there: %v", level, signs)
		}
	}
}

// TestCaptions: what stands below a gate is short enough, in both languages, not
// to run under the gradient's chip beside it; the gate's name is its sign.
func TestCaptions(t *testing.T) {
	for lang, caption := range map[string]string{"zh": "互换输入", "en": "swaps"} {
		st := inside(t, 1280, 800, "lang", lang, "preset", "xyz", "inspect", "f.0")
		st.Tick(60)
		if !st.Has(caption) {
			t.Errorf("%s: no gate has the caption %q", lang, caption)
		}
	}
}
