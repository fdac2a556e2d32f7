package ui_test

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// TestGuessWaits: a verdict that the engine cannot give yet is held back, and
// told once when it can.
func TestGuessWaits(t *testing.T) {
	done := false
	g := ui.NewGuess("guess", i18n.Same("which?"), func(v string, _ i18n.Lang) (bool, string) { return v == "a", "It was a." },
		ui.Opt("a", i18n.Same("a")), ui.Opt("b", i18n.Same("b"))).Until(func() bool { return done }, i18n.T("等一等", "Wait."))
	if err := g.Set("a"); err != nil {
		t.Fatal(err)
	}
	if _, chosen := g.Right(); chosen || g.Verdict(i18n.EN) != "Wait." {
		t.Errorf("before the end: scored %v, %q", chosen, g.Verdict(i18n.EN))
	}
	if _, ok := g.News(); ok {
		t.Error("there is news before the end")
	}
	done = true
	if right, chosen := g.Right(); !right || !chosen || !strings.HasSuffix(g.Verdict(i18n.EN), "It was a.") {
		t.Errorf("at the end: %v, %v, %q", right, chosen, g.Verdict(i18n.EN))
	}
	if _, ok := g.News(); !ok {
		t.Error("there is no news at the end")
	}
	if _, ok := g.News(); ok {
		t.Error("the news come twice")
	}
}
