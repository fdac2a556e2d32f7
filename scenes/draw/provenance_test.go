package draw

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// TestGradientsOfTheAnswer unfolds the gradient of the winning score in every
// layer, and in the weights, and compares it with a nudge.
func TestGradientsOfTheAnswer(t *testing.T) {
	st := stage.New(stage.Options{Entries: []stage.Entry{Entry()}, Lang: i18n.EN})
	st.Resize(1280, 800)
	for range 4 {
		st.Update(1.0 / 60)
	}
	checked := 0
	for _, path := range []string{"x.410", "conv1.1000", "relu1.2000", "pool1.700", "conv2.900", "relu2.1200", "pool2.300", "flat.300", "fc1.7", "relu3.7",
		"logits.3", "conv1.weight.12", "conv1.bias.3", "conv2.weight.1500", "fc1.weight.9000", "fc1.bias.7", "fc2.weight.200", "fc2.bias.3"} {
		if err := st.Set("inspect", path+".grad"); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		in := st.State().Inspector
		if in.Count > 0 && !in.Adds || in.Difference == nil {
			t.Errorf("%s: %+v", path, in)
			continue
		}
		if in.Value.(float64) != 0 {
			checked++
		}
		if !in.Agrees && !in.Kink {
			t.Errorf("∂s/∂%s is %v, nudging finds %v", path, in.Value, *in.Difference)
		}
	}
	if checked < 9 {
		t.Errorf("only %d gradients are not 0", checked)
	}
	if err := st.Set("inspect", "probabilities.3"); err != nil {
		t.Fatal(err)
	}
	if in := st.State().Inspector; math.Abs(in.Sum-in.Value.(float64)) > 1e-4 {
		t.Errorf("p(3): %+v", in)
	}
}

// TestCoveredHalf asks what is read of half a digit: the answer is not on
// screen before the guess, the record scores it, and a link brings it back.
func TestCoveredHalf(t *testing.T) {
	st := stage.New(stage.Options{Entries: []stage.Entry{Entry()}, Lang: i18n.EN})
	st.Resize(1280, 800)
	tick := func() {
		for range 4 {
			st.Update(1.0 / 60)
		}
	}
	tick()
	for range 5 {
		if err := st.Press("cover_half"); err != nil {
			t.Fatal(err)
		}
		tick()
		s := st.State()
		sample, _ := s.Parameters["sample"].(string)
		if s.Step != 0 || !strings.Contains(sample, ".") {
			t.Fatalf("a question about sample %q stands at %d", sample, s.Step)
		}
		for _, text := range shown(st) {
			if strings.HasSuffix(text, "%") && strings.Contains(text, ".") || strings.HasPrefix(text, "p(") { // others are on axes
				t.Errorf("before the guess it says %q", text)
			}
		}
		prediction := s.Metrics["prediction"].(int)
		options := []string{}
		for _, w := range s.Widgets {
			for _, o := range w.Options {
				if w.ID == "guess_digit" {
					options = append(options, o.Value)
				}
			}
		}
		if len(options) != 2 || !slices.Contains(options, strconv.Itoa(prediction)) {
			t.Fatalf("it reads %d; the choices are %v", prediction, options)
		}
		if err := st.Set("guess_digit", strconv.Itoa(prediction)); err != nil {
			t.Fatal(err)
		}
		tick()
		if s = st.State(); s.Step != s.Last || !slices.ContainsFunc(shown(st), func(s string) bool { return strings.HasPrefix(s, "Right.") }) {
			t.Errorf("after the guess at %d of %d, or nobody says that it is right", s.Step, s.Last)
		}
		again := stage.New(stage.Options{Entries: []stage.Entry{Entry()}, Lang: i18n.EN})
		again.Follow(st.Link().String())
		again.Update(1.0 / 60)
		if got := again.State().Metrics["prediction"]; got != prediction {
			t.Errorf("the link reads %v, not %d", got, prediction)
		}
	}
	if err := st.Set("sample", "6"); err != nil {
		t.Fatal(err)
	}
	tick()
	for _, w := range st.State().Widgets {
		if w.ID == "guess_digit" {
			t.Error("the question stays with another sample")
		}
	}
	if err := st.Set("sample", "6.nowhere"); err == nil {
		t.Error("a half without a name is taken")
	}
}

func shown(st *stage.Stage) (texts []string) {
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { texts = append(texts, s) }
	st.Draw(c, 1)
	return texts
}
