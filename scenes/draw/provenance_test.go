package draw

import (
	"math"
	"testing"
	"time"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
)

// TestGradientsOfTheAnswer unfolds the gradient of the winning score in every
// layer, and in the weights, and compares it with a nudge.
func TestGradientsOfTheAnswer(t *testing.T) {
	st := stage.New(stage.Options{Entries: []stage.Entry{Entry}, Lang: i18n.EN})
	st.Resize(1280, 800)
	for range 4 {
		st.Update(1.0 / 60)
	}
	checked := 0
	for _, path := range []string{"x.400", "conv1.1000", "relu1.2000", "pool1.700", "conv2.900", "relu2.1200", "pool2.300", "flat.300", "fc1.7", "relu3.7",
		"logits.3", "conv1.weight.12", "conv1.bias.3", "conv2.weight.1500", "fc1.weight.9000", "fc1.bias.7", "fc2.weight.200", "fc2.bias.3"} {
		from := time.Now()
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
		t.Logf("%-18s %12v  %d terms  %v", path, in.Value, in.Count, time.Since(from).Round(10*time.Microsecond))
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
