package stage

import (
	"unicode/utf8"

	"gradtheatre/scenes/ui"
)

// key tries the focused widget, then the theatre's own keys, then the scene.
func (s *Stage) key(ev ui.Event) {
	if ev.Key == "Escape" {
		s.escape(ev)
		return
	}
	if s.inspectorKey(ev) {
		return
	}
	if s.presenting && s.sheet == sheetNone && !s.Typing() && s.presentKey(ev) {
		return
	}
	if w := s.widget(s.look.Focus); w != nil && s.isLocked(w) {
		if ev.Key == "Enter" {
			s.tellLocked(w)
			return
		}
	} else if w != nil {
		char := !ev.Ctrl && utf8.RuneCountInString(ev.Key) == 1
		if char && typing(w) {
			s.guard(func() { w.Handle(ui.Event{Kind: ui.Input, Text: ev.Key}) })
			return
		}
		used := false
		s.guard(func() { used = w.Handle(ev) })
		if used && char && typing(w) { // the key began typing and is its first letter
			s.guard(func() { w.Handle(ui.Event{Kind: ui.Input, Text: ev.Key}) })
		}
		if used || typing(w) || s.graphKey(ev) {
			return
		}
		if p, ok := w.(ui.Presser); ok && (ev.Key == "Enter" || ev.Key == " ") {
			s.guard(p.Press)
			return
		}
	}
	if s.shortcut(ev) {
		return
	}
	used := false
	if h := s.handler(); h != nil {
		s.guard(func() { used = h.Handle(&s.env, ev) })
	}
	if !used && !ev.Ctrl {
		s.scrollKey(ev.Key)
	}
}

// escape leaves, one thing at a time: the sheet, what is focused, what the
// scene has open.
func (s *Stage) escape(ev ui.Event) {
	if s.sheet != sheetNone {
		s.closeSheet()
		return
	}
	if (s.insp.IsOpen() || s.insp.picking) && !s.Typing() {
		s.closeInspector()
		return
	}
	if s.guide.until > 0 {
		s.unpin()
		return
	}
	w := s.widget(s.look.Focus)
	if w == nil {
		w = s.drawing()
	}
	if w != nil {
		s.guard(func() { w.Handle(ev) })
		s.focus("")
		return
	}
	if s.presenting {
		s.Present(false)
		return
	}
	if h := s.handler(); h != nil {
		s.guard(func() { h.Handle(&s.env, ev) })
	}
}

// shortcut does what a key means anywhere in the theatre.
func (s *Stage) shortcut(ev ui.Event) bool {
	if ev.Ctrl {
		return false
	}
	switch ev.Key {
	case " ":
		s.TogglePlay()
	case "ArrowRight":
		s.Step()
	case "ArrowLeft":
		s.Back()
	case "r", "R":
		s.Reset()
	case "?":
		s.openSheet(sheetHelp)
	case "i", "I":
		s.togglePicking()
	case "p", "P":
		s.Present(!s.presenting)
	case "b", "B":
		s.toggleBranches()
	case ".":
		s.SubStep()
	default:
		if len(ev.Key) != 1 || ev.Key[0] < '1' || ev.Key[0] > '9' {
			return false
		}
		s.setSpeed(speeds[min(int(ev.Key[0]-'1'), len(speeds)-1)])
	}
	return true
}

// UsesKey reports whether the stage would take a key, so that a page prevents
// only those and leaves Tab, F5 and the rest to the browser.
func (s *Stage) UsesKey(key string, ctrl bool) bool {
	if ctrl { // undo and redo, where the scene has them; select all while typing
		return key == "z" || key == "Z" || key == "y" || key == "a" && s.Typing()
	}
	if s.Typing() && (utf8.RuneCountInString(key) == 1 || key == "Backspace" || key == "Delete" || key == "Enter") {
		return true
	}
	if w := s.widget(s.look.Focus); w != nil {
		switch key {
		case "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Enter", "Backspace", "Delete", "-", "+", "=", ".", "0":
			return true
		}
	}
	if s.insp.IsOpen() {
		switch key {
		case "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Enter", "Backspace", "v", "g", "m", "c", "n", "p":
			return true
		}
	}
	switch key {
	case ".", "b", "B", "i", "I", " ", "ArrowLeft", "ArrowRight", "r", "R", "?", "p", "P", "Escape":
		return true
	case "PageDown", "PageUp":
		return s.presenting || s.whole() || s.scrolls()
	case "ArrowUp", "ArrowDown", "Home", "End":
		return s.scrolls()
	}
	return len(key) == 1 && key[0] >= '1' && key[0] <= '9'
}

// Typing reports whether what has the keyboard takes text now.
func (s *Stage) Typing() bool {
	w := s.widget(s.look.Focus)
	return w != nil && typing(w)
}

func typing(w ui.Widget) bool {
	e, ok := w.(interface{ Editing() bool })
	return ok && e.Editing()
}

// takesKeys reports whether a pointer's press also moves the keyboard there.
// A pressed button or choice does not keep it: Space should go on playing, and
// the arrows take steps.
func takesKeys(w ui.Widget) bool {
	switch w.Role() {
	case ui.RoleField, ui.RoleNumber, ui.RoleSlider, ui.RolePad, ui.RoleFigure:
		return true
	}
	return false
}
