package playground_test

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestFirstSecond: a run begins slowly enough to be watched.
func TestFirstSecond(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	st.Tick(60)
	if e := st.Number("epoch"); e == 0 || e > 5 {
		t.Errorf("at speed 1 the first second takes %v epochs", e)
	}
}

// TestCopySaysWeights: who copies a link hears whether what was learned is in it.
func TestCopySaysWeights(t *testing.T) {
	st := stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{Copy: func(string) error { return nil }}}, 1280, 800)
	for _, learned := range []bool{false, true} {
		if learned {
			steps(t, st, 3)
		}
		st.MustPress("share")
		st.MustPress("copy")
		st.Tick(1)
		if n := st.State().Notice; strings.Contains(n, "weights") != learned {
			t.Errorf("learned %v: %q", learned, n)
		}
	}
}
