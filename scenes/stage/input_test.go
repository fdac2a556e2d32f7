package stage

import (
	"fmt"
	"strings"
	"testing"

	"gradtheatre/scenes/ui"
)

func TestQuickTapIsNotLost(t *testing.T) {
	s, l := house(t)
	tap(s, "go") // press and release in one tick
	if l().presses != 1 {
		t.Errorf("%d presses, want 1", l().presses)
	}
	ev := middle(s, "go")
	for _, k := range []ui.Kind{ui.PointerDown, ui.PointerCancel, ui.PointerUp} {
		ev.Kind = k
		s.Input(ev)
	}
	s.Update(0.016)
	if l().presses != 1 {
		t.Error("a press that was taken away pressed")
	}
}

func TestPointerStaysWithWhoTookIt(t *testing.T) {
	s, l := house(t)
	ev := middle(s, "pad")
	ev.Kind, ev.Pointer, ev.Touch = ui.PointerDown, 1, true
	s.Input(ev)
	ev.Kind, ev.X = ui.PointerMove, 5 // over the rail by now
	s.Input(ev)
	ev.Kind = ui.PointerCancel
	s.Input(ev)
	s.Update(0.016)
	want := []ui.Kind{ui.PointerDown, ui.PointerMove, ui.PointerCancel}
	if fmt.Sprint(l().pad.kinds) != fmt.Sprint(want) {
		t.Errorf("the pad got %v, want %v", l().pad.kinds, want)
	}
}

func TestKeysLeftToTheBrowser(t *testing.T) {
	s, _ := house(t)
	for _, key := range []string{"Tab", "F5", "F12", "PageDown", "a", "Shift"} {
		if s.UsesKey(key, false) {
			t.Errorf("%s is taken from the browser", key)
		}
	}
	for _, key := range []string{"r", "l", "t", "w", "f", "+"} {
		if s.UsesKey(key, true) {
			t.Errorf("Ctrl-%s is taken from the browser", key)
		}
	}
	for _, key := range []string{" ", "ArrowLeft", "?", "5", "Escape"} {
		if !s.UsesKey(key, false) {
			t.Errorf("%q is not used", key)
		}
	}
}

func TestTypingIsNotAShortcut(t *testing.T) {
	s, l := house(t)
	tap(s, "expression")
	for _, key := range []string{"r", " ", "5", "?"} {
		press(s, key)
	}
	if v := s.State().Parameters["expression"].(string); !strings.Contains(v, "r 5?") || s.State().Playing || s.sheet != sheetNone {
		t.Errorf("typed %q, playing %v", v, s.State().Playing)
	}
	press(s, "Escape")
	if s.Typing() || s.Focused() != "" {
		t.Error("Esc does not leave the field")
	}
	press(s, " ")
	if !s.State().Playing || l().at > 1 {
		t.Error("after Esc, Space does not play")
	}
}

func TestFocusOrderReachesEverything(t *testing.T) {
	s, _ := house(t)
	seen := map[string]bool{}
	for range 60 {
		s.FocusNext(false)
		seen[s.Focused()] = true
	}
	for _, id := range []string{"language", "theme", "help", "scene-plain", "pad", "expression", "go", "lr", "aug", "play", "position", "seed"} {
		if !seen[id] {
			t.Errorf("Tab never reaches %s", id)
		}
	}
	s.Focus("")
	press(s, "?")
	for range 5 {
		if s.FocusNext(false); s.Focused() != "close" && s.Focused() != "present" {
			t.Errorf("behind the open sheet Tab reaches %s", s.Focused())
		}
	}
	press(s, "Escape")
	s.FocusNext(false)
	a := s.Focused()
	s.FocusNext(true)
	s.FocusNext(false)
	if s.Focused() != a {
		t.Error("Shift-Tab is not the way back")
	}
}

func TestTheWheelTakesTheTipAway(t *testing.T) {
	s, _ := house(t)
	ev := middle(s, "go")
	ev.Kind = ui.PointerMove
	s.Input(ev)
	s.Update(0.016)
	for range 20 {
		s.Update(0.05)
	}
	if s.hovered == nil || s.rested < tipDelay {
		t.Fatalf("no tip of %v after %v s", s.hovered, s.rested)
	}
	ev.Kind, ev.DY = ui.Wheel, 1
	s.Input(ev)
	s.Update(0.05)
	if s.hovered != nil || s.look.Hover != "" {
		t.Error("the tip stays though its widget was scrolled")
	}
}
