package playground

import (
	"strings"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
)

// TestFeatureSaysWhoseIdeaItIs: who takes in x₁² is told that it is made by hand;
// x₁ itself, and a feature that a link brings, pass without a word.
func TestFeatureSaysWhoseIdeaItIs(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("feature_x1_x2", "true")
	st.Tick(3)
	if said := st.State().Notice; said != "" {
		t.Errorf("a program is told %q", said)
	}
	st.ClickOn("feature_x1_squared")
	st.Tick(3)
	if said := st.State().Notice; !strings.Contains(said, "x₁² is a feature made by hand") || st.State().Parameters["feature_x1_squared"] != true {
		t.Errorf("it says %q", said)
	}
}
