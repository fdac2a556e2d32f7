package gates_test

import (
	"strings"
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

// TestLayerTitlesAreWhole: what stands above the maps is not cut off, beside the
// inspector either.
func TestLayerTitlesAreWhole(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		st := inside(t, 1280, 800, "lang", lang, "preset", "cnn")
		for _, place := range [][]string{{"level", "layer", "cell", "fc2.7"}, {"level", "cnn", "cell", "conv1.2.18.18.0.2.3", "inspect", "conv1.weight.150.grad"}} {
			for i := 0; i < len(place); i += 2 {
				st.MustSet(place[i], place[i+1])
				st.Tick(90)
			}
			for text, at := range st.Texts() {
				if strings.HasSuffix(text, "…") && at.X < 860 && at.Y < 300 {
					t.Errorf("%s %v: %q", lang, place, text)
				}
			}
		}
	}
}
