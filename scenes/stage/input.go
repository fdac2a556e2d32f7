package stage

import (
	"sync"

	"gradtheatre/scenes/ui"
)

// queue collects what the visitor did until the next Update. It may be filled
// from any goroutine. Nothing is lost: a tap shorter than a tick is a press
// and a release in the same Update.
type queue struct {
	mu     sync.Mutex
	events []ui.Event
}

const maxQueue = 4096 // more than any hand makes between two ticks

func (q *queue) push(ev ui.Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.events); ev.Kind == ui.PointerMove && n >= maxQueue {
		return // moves may be dropped when a tab was stuck; presses may not
	}
	q.events = append(q.events, ev)
}

// take returns the waiting events; buf's storage is used for the next ones.
func (q *queue) take(buf []ui.Event) []ui.Event {
	q.mu.Lock()
	defer q.mu.Unlock()
	out := q.events
	q.events = buf[:0]
	return out
}

// Input hands the stage one thing the visitor did, to be taken in the next
// Update.
func (s *Stage) Input(ev ui.Event) { s.queue.push(ev) }

// dispatch gives one event to who it is for.
func (s *Stage) dispatch(ev ui.Event) {
	s.dirty = true
	switch ev.Kind {
	case ui.PointerDown, ui.Wheel:
		s.keyboard = false
	case ui.KeyDown, ui.Input:
		s.keyboard = true
	}
	switch ev.Kind {
	case ui.PointerDown:
		s.press(ev)
	case ui.PointerMove:
		s.move(ev)
	case ui.PointerUp, ui.PointerCancel:
		s.release(ev)
	case ui.PointerLeave:
		s.hover(nil, ev)
		s.look.Hover = ""
	case ui.Wheel:
		s.wheel(ev)
	case ui.KeyDown:
		s.key(ev)
	case ui.Input:
		if w := s.widget(s.look.Focus); w != nil {
			s.guard(func() { w.Handle(ev) })
		}
	}
}

// layer is one group of widgets under the pointer: their events are shifted by
// the scroll of the panel they are in.
type layer struct {
	widgets []ui.Widget
	clip    bool // only inside view
	view    rect
	scroll  *float64
}

func (s *Stage) press(ev ui.Event) {
	if s.sheet != sheetNone && !s.sheetRect().Contains(ev.X, ev.Y) {
		s.closeSheet()
		return
	}
	focus := ""
	for _, l := range s.layers() {
		if l.clip && !l.view.Contains(ev.X, ev.Y) {
			continue
		}
		local := shifted(ev, l.scroll)
		for i := len(l.widgets) - 1; i >= 0; i-- {
			w := l.widgets[i]
			if r := w.Rect(); r.Empty() || !r.Contains(local.X, local.Y) {
				continue
			}
			used := false
			s.guard(func() { used = w.Handle(local) })
			if !used {
				continue
			}
			s.capture[ev.Pointer] = held{w, l.scroll}
			if takesKeys(w) {
				focus = w.ID()
			}
			s.focus(focus)
			return
		}
		if l.scroll != nil { // the empty parts of a panel drag it
			s.drags[ev.Pointer] = drag{l.scroll, ev.Y}
			s.focus("")
			return
		}
	}
	s.focus("")
	if h := s.handler(); h != nil && s.inStage(ev) {
		s.guard(func() { h.Handle(&s.env, ev) })
		s.toScene[ev.Pointer] = true
	}
}

// held is a widget that took a press and gets the rest of that pointer.
type held struct {
	w      ui.Widget
	scroll *float64
}

type drag struct {
	scroll *float64
	y      float64
}

func (s *Stage) move(ev ui.Event) {
	if h, ok := s.capture[ev.Pointer]; ok {
		s.guard(func() { h.w.Handle(shifted(ev, h.scroll)) })
		return
	}
	if d, ok := s.drags[ev.Pointer]; ok {
		*d.scroll -= ev.Y - d.y
		s.drags[ev.Pointer] = drag{d.scroll, ev.Y}
		return
	}
	if s.toScene[ev.Pointer] {
		if h := s.handler(); h != nil {
			s.guard(func() { h.Handle(&s.env, ev) })
		}
		return
	}
	if ev.Touch {
		return
	}
	if w, scroll := s.under(ev); w != nil {
		s.hover(w, ev)
		s.look.Hover = w.ID()
		s.guard(func() { w.Handle(shifted(ev, scroll)) })
		return
	}
	s.hover(nil, ev)
	s.look.Hover = ""
	if h := s.handler(); h != nil && s.sheet == sheetNone {
		s.guard(func() { h.Handle(&s.env, ev) })
	}
}

// hover tells the widget that the pointer left that it did.
func (s *Stage) hover(now ui.Widget, ev ui.Event) {
	if s.hovered != nil && s.hovered != now {
		ev.Kind = ui.PointerLeave
		w := s.hovered
		s.guard(func() { w.Handle(ev) })
	}
	s.hovered = now
}

func (s *Stage) release(ev ui.Event) {
	if h, ok := s.capture[ev.Pointer]; ok {
		delete(s.capture, ev.Pointer)
		s.guard(func() { h.w.Handle(shifted(ev, h.scroll)) })
	} else if s.toScene[ev.Pointer] {
		if h := s.handler(); h != nil {
			s.guard(func() { h.Handle(&s.env, ev) })
		}
	}
	delete(s.drags, ev.Pointer)
	delete(s.toScene, ev.Pointer)
}

func (s *Stage) wheel(ev ui.Event) {
	if w, scroll := s.under(ev); w != nil {
		used := false
		s.guard(func() { used = w.Handle(shifted(ev, scroll)) })
		if used {
			return
		}
	}
	for _, l := range s.layers() {
		if l.scroll != nil && l.view.Contains(ev.X, ev.Y) {
			*l.scroll += ev.DY * 56
			return
		}
	}
	if h := s.handler(); h != nil && s.inStage(ev) {
		s.guard(func() { h.Handle(&s.env, ev) })
	}
}

// under finds the topmost widget at an event.
func (s *Stage) under(ev ui.Event) (ui.Widget, *float64) {
	for _, l := range s.layers() {
		if l.clip && !l.view.Contains(ev.X, ev.Y) {
			continue
		}
		local := shifted(ev, l.scroll)
		for i := len(l.widgets) - 1; i >= 0; i-- {
			if r := l.widgets[i].Rect(); !r.Empty() && r.Contains(local.X, local.Y) {
				return l.widgets[i], l.scroll
			}
		}
		if l.clip {
			return nil, nil // a panel hides what is under it
		}
	}
	return nil, nil
}

func shifted(ev ui.Event, scroll *float64) ui.Event {
	if scroll != nil {
		ev.Y += *scroll
	}
	return ev
}

// key tries the focused widget, then the theatre's own keys, then the scene.
func (s *Stage) key(ev ui.Event) {
	if ev.Key == "Escape" {
		s.escape(ev)
		return
	}
	if w := s.widget(s.look.Focus); w != nil {
		used := false
		s.guard(func() { used = w.Handle(ev) })
		if used || typing(w) {
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
	if h := s.handler(); h != nil {
		s.guard(func() { h.Handle(&s.env, ev) })
	}
}

// escape leaves, one thing at a time: the sheet, what is focused, what the
// scene has open.
func (s *Stage) escape(ev ui.Event) {
	if s.sheet != sheetNone {
		s.closeSheet()
		return
	}
	if w := s.widget(s.look.Focus); w != nil {
		s.guard(func() { w.Handle(ev) })
		s.focus("")
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
	if w := s.widget(s.look.Focus); w != nil && !ctrl && !typing(w) {
		if _, ok := w.(ui.Ranged); ok && (key == "Home" || key == "End" || key == "PageUp" || key == "PageDown" || key == "ArrowUp" || key == "ArrowDown") {
			return true
		}
		switch w.Role() {
		case ui.RoleFigure, ui.RolePad:
			if key == "ArrowUp" || key == "ArrowDown" || key == "Enter" {
				return true
			}
		}
	}
	if ctrl {
		return key == "z" || key == "Z" // undo, where the scene has one
	}
	switch key {
	case " ", "ArrowLeft", "ArrowRight", "r", "R", "?", "Escape":
		return true
	}
	return len(key) == 1 && key[0] >= '1' && key[0] <= '9'
}

func typing(w ui.Widget) bool { return w.Role() == ui.RoleField || w.Role() == ui.RoleNumber }

// takesKeys reports whether a pointer's press also moves the keyboard there.
// A pressed button does not keep it: Space should go on playing.
func takesKeys(w ui.Widget) bool {
	switch w.Role() {
	case ui.RoleField, ui.RoleNumber, ui.RoleSlider, ui.RolePad, ui.RoleFigure:
		return true
	}
	return false
}
