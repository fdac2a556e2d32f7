package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// TestRefusalSaysWhat types what is no number: beside the field, and in the mirror,
// it is said what would be one, and Enter leaves it there to be mended.
func TestRefusalSaysWhat(t *testing.T) {
	for lang, want := range map[i18n.Lang]string{i18n.ZH: "要一个 0 到 1 之间的数。", i18n.EN: "A number between 0 and 1."} {
		s, _ := house(t)
		s.setLang(lang)
		run(s, 0.5)
		problem := func() string {
			for _, w := range s.Widgets() {
				if w.ID == "lr" {
					return w.Problem
				}
			}
			return "there is no lr"
		}
		drawn := func() (at rect) {
			c := paint.NewCanvas()
			c.OnText = func(text string, r paint.Rect, _ paint.Style) {
				if strings.HasPrefix(want, text) {
					at = r
				}
			}
			s.Draw(c, 1)
			return at
		}
		box := s.widget("lr").(ui.Refuser).Typed()
		x, y := box.Center()
		tap := func() {
			s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
			s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
			run(s, 0.05)
		}
		keys := func(keys ...string) {
			for _, k := range keys {
				s.Input(ui.Event{Kind: ui.KeyDown, Key: k})
			}
			run(s, 0.05)
		}
		tap()
		keys("0", ".", "2")
		if p := problem(); p != "" || !drawn().Empty() {
			t.Errorf("0.2 is refused: %q", p)
		}
		s.Spoken()
		keys("x")
		if p := problem(); p != want || !strings.Contains(s.Spoken(), want) {
			t.Errorf("0.2x: %q, want %q", p, want)
		}
		if at := drawn(); at.Empty() || at.Y < box.Bottom() || at.Y > box.Bottom()+40 {
			t.Errorf("it is written at %v, the field is at %v", at, box)
		}
		keys("Enter")
		if w := s.widget("lr").(ui.Valued); problem() != want || !typing(w) || w.Value() != "0.5" {
			t.Errorf("after Enter: %q, typing %v, %s", problem(), typing(w), w.Value())
		}
		keys("Backspace")
		if p := problem(); p != "" {
			t.Errorf("mended, it still says %q", p)
		}
		keys("x")
		s.focus("")
		run(s, 0.05)
		if w := s.widget("lr").(ui.Valued); problem() != want || typing(w) || w.Value() != "0.5" {
			t.Errorf("left: %q, typing %v, %s", problem(), typing(w), w.Value())
		}
		run(s, refusalTime+1)
		if p := problem(); p != "" {
			t.Errorf("a while later it still says %q", p)
		}
		if err := s.SetWidget("lr", "many"); err == nil || s.Problem("lr") != want {
			t.Errorf("the mirror is told %v, %q", err, s.Problem("lr"))
		}
		if err := s.SetWidget("lr", "0.7"); err != nil || s.Problem("lr") != "" {
			t.Errorf("the mirror is told %v, %q of 0.7", err, s.Problem("lr"))
		}
	}
}
