package stage

import (
	"sync"
	"unicode/utf8"

	"gradtheatre/scenes/i18n"
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
	if s.scrollRail(ev) {
		return
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

// press finds who a pointer's press is for, from the topmost down.
func (s *Stage) press(ev ui.Event) {
	if s.sheet == sheetBranches && !s.sheetRect().Contains(ev.X, ev.Y) && !s.frame.open.r.Contains(ev.X, ev.Y) && !s.lay.bar.Contains(ev.X, ev.Y) && !s.frame.undo.r.Contains(ev.X, ev.Y) {
		s.closeSheet() // and on: nothing covers what is pressed
	}
	if s.veiled() && !s.sheetRect().Contains(ev.X, ev.Y) && !(s.sheet == sheetControls && s.lay.bar.Contains(ev.X, ev.Y)) {
		s.closeSheet()
		return
	}
	if s.picks(ev) {
		return
	}
	for _, w := range s.reach(ev.X, ev.Y) {
		used := false
		s.guard(func() { used = w.Handle(ev) })
		if !used {
			continue
		}
		s.capture[ev.Pointer] = w
		if w == ui.Widget(&s.controlsPanel) {
			w = s.controlAt(ev.X, ev.Y)
		}
		if w != nil && takesKeys(w) {
			s.focus(w.ID())
		} else {
			s.focus("")
		}
		return
	}
	s.focus("")
	if c, ok := s.numberAt(ev.X, ev.Y); ok && ev.Button == 0 {
		s.unfold(c.Ref)
		return
	}
	if h := s.handler(); h != nil && s.inStage(ev) {
		s.guard(func() { h.Handle(&s.env, ev) })
		s.toScene[ev.Pointer] = true
	}
}

func (s *Stage) move(ev ui.Event) {
	s.point(ev)
	if w, ok := s.capture[ev.Pointer]; ok {
		s.guard(func() { w.Handle(ev) })
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
	if w := s.topAt(ev.X, ev.Y); w != nil {
		s.hover(w, ev)
		s.look.Hover = w.ID()
		s.guard(func() { w.Handle(ev) })
		return
	}
	s.hover(nil, ev)
	s.look.Hover = ""
	if h := s.handler(); h != nil && !s.veiled() {
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
	if s.hovered != now {
		s.rested = 0
	}
	s.hovered = now
}

func (s *Stage) release(ev ui.Event) {
	if w, ok := s.capture[ev.Pointer]; ok {
		delete(s.capture, ev.Pointer)
		s.guard(func() { w.Handle(ev) })
	} else if s.toScene[ev.Pointer] {
		if h := s.handler(); h != nil {
			s.guard(func() { h.Handle(&s.env, ev) })
		}
	}
	delete(s.toScene, ev.Pointer)
}

func (s *Stage) wheel(ev ui.Event) {
	for _, w := range s.reach(ev.X, ev.Y) {
		used := false
		s.guard(func() { used = w.Handle(ev) })
		if used {
			return
		}
	}
	if h := s.handler(); h != nil && s.inStage(ev) {
		s.guard(func() { h.Handle(&s.env, ev) })
	}
}

// reach lists the widgets at a place, the topmost first.
func (s *Stage) reach(x, y float64) []ui.Widget {
	var out []ui.Widget
	add := func(list []ui.Widget) {
		for i := len(list) - 1; i >= 0; i-- {
			if r := list[i].Rect(); !r.Empty() && r.Contains(x, y) {
				out = append(out, list[i])
			}
		}
	}
	f := &s.frame
	add([]ui.Widget{f.undo})
	switch s.sheet {
	case sheetBranches:
		add(f.sheets[s.sheet])
		if s.sheetRect().Contains(x, y) {
			return out
		}
	case sheetScenes:
		if s.inRail(x, y) {
			add(f.rail)
		}
		add(f.top)
		add(f.sheets[s.sheet])
		return out
	case sheetControls:
		add(f.sheets[s.sheet])
		add([]ui.Widget{&s.controlsPanel})
		add(f.transport)
		return out
	case sheetHelp, sheetShare, sheetExport:
		add(f.sheets[s.sheet])
		return out
	}
	add(f.top)
	add(f.transport)
	if s.insp.IsOpen() && s.lay.inspect.Contains(x, y) {
		return append(out, s.insp.Mark())
	}
	if s.inRail(x, y) {
		add(f.rail)
	}
	if s.cur != nil && s.cur.fail != nil {
		add(f.card)
		return out
	}
	add([]ui.Widget{&s.controlsPanel})
	if s.lay.middle.Contains(x, y) {
		add(s.figures())
	}
	return out
}

// topAt is the widget that a mouse would point at.
func (s *Stage) topAt(x, y float64) ui.Widget {
	list := s.reach(x, y)
	if len(list) == 0 {
		return nil
	}
	if list[0] == ui.Widget(&s.controlsPanel) {
		return s.controlAt(x, y)
	}
	return list[0]
}

// controlAt finds the control under a place of the panel.
func (s *Stage) controlAt(x, y float64) ui.Widget {
	for _, w := range s.controls() {
		if r := w.Rect(); !r.Empty() && r.Contains(x, y) && w.ID() != "" {
			return w
		}
	}
	return nil
}

// controlsPanel lets the panel of controls stand among the widgets.
type controlsPanel struct {
	ui.Panel
	r rect
}

func (p *controlsPanel) ID() string             { return "" }
func (p *controlsPanel) Role() ui.Role          { return ui.RoleText }
func (p *controlsPanel) Label() i18n.Text       { return i18n.Text{} }
func (p *controlsPanel) Rect() rect             { return p.r }
func (p *controlsPanel) SetRect(r rect)         { p.r = r }
func (p *controlsPanel) Height(float64) float64 { return p.Content() }

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
	if w := s.widget(s.look.Focus); w != nil {
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
	if (s.insp.IsOpen() || s.insp.picking) && !s.Typing() {
		s.closeInspector()
		return
	}
	if w := s.widget(s.look.Focus); w != nil {
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
		case "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Enter", "Backspace", "Delete", "-", ".", "0":
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
		return s.presenting || s.whole()
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
// A pressed button does not keep it: Space should go on playing.
func takesKeys(w ui.Widget) bool {
	switch w.Role() {
	case ui.RoleField, ui.RoleNumber, ui.RoleSlider, ui.RoleSelect, ui.RolePad, ui.RoleFigure:
		return true
	}
	return false
}
