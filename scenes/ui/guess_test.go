package ui_test

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
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

// TestVerdictsDiffer: what is right and what is wrong differ by sign, word and
// colour, in every theme; and the card is as high as it was before.
func TestVerdictsDiffer(t *testing.T) {
	g := ui.NewGuess("guess", i18n.Same("which?"), func(v string, _ i18n.Lang) (bool, string) { return v == "a", "It was a." },
		ui.Opt("a", i18n.Same("a")), ui.Opt("b", i18n.Same("b")))
	inks := func(th *theme.Theme, l i18n.Lang, choice string) (words map[string]paint.Color) {
		g.SetValue(choice)
		g.SetLang(l)
		words = map[string]paint.Color{}
		c, lk := paint.NewCanvas(), &ui.Look{Theme: th, Lang: l}
		c.OnText = func(text string, _ paint.Rect, st paint.Style) { words[text] = st.Color }
		height := g.Height(224)
		g.SetRect(paint.Rect{W: 224, H: height})
		g.SetValue("")
		if open := g.Height(224); open != height {
			t.Errorf("%q: the card is %v high, open %v", choice, height, open)
		}
		g.SetValue(choice)
		g.Height(224)
		c.Begin(300, 300, 1)
		g.Draw(c, lk)
		return words
	}
	for name, th := range map[string]*theme.Theme{"light": theme.Light(), "dark": theme.Dark(), "sharp light": theme.Light().Sharp(), "sharp dark": theme.Dark().Sharp()} {
		for l, said := range map[i18n.Lang][2]string{i18n.ZH: {"猜对了。", "不是这样。"}, i18n.EN: {"Right.", "Not so."}} {
			right := inks(th, l, "a")
			wrong := inks(th, l, "b")
			good, bad := right[said[0]], wrong[said[1]]
			if good != th.Good || bad != th.Bad {
				t.Errorf("%s: right is said in %v, wrong in %v; want %v, %v", name, good, bad, th.Good, th.Bad)
			}
		}
	}
}

// TestOnlyOpenQuestionsPromise: that the engine answers is said below a question
// that can be answered, and below no other.
func TestOnlyOpenQuestionsPromise(t *testing.T) {
	g := ui.NewGuess("guess", i18n.Same("which?"), func(string, i18n.Lang) (bool, string) { return true, "It was." }, ui.Opt("a", i18n.Same("a")))
	promised := func() bool {
		var words []string
		c := paint.NewCanvas()
		c.OnText = func(text string, _ paint.Rect, _ paint.Style) { words = append(words, text) }
		g.SetLang(i18n.EN)
		g.SetRect(paint.Rect{W: 224, H: g.Height(224)})
		c.Begin(300, 300, 1)
		g.Draw(c, &ui.Look{Theme: theme.Dark(), Lang: i18n.EN})
		return strings.Contains(strings.Join(words, "|"), "The engine answers here")
	}
	if !promised() {
		t.Error("an open question promises no answer")
	}
	if g.SetEnabled(false); promised() {
		t.Error("a closed question promises an answer")
	}
	g.SetEnabled(true)
	if g.SetValue("a"); promised() {
		t.Error("an answered question promises an answer")
	}
}
