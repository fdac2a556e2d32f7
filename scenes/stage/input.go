package stage

import (
	"math"
	"slices"
	"sync"

	"gradtheatre/scenes/paint"
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
	if s.scrollStage(ev) {
		return
	}
	if s.scrollRail(ev) {
		if ev.Kind == ui.Wheel {
			s.unhover(ev)
		}
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
		s.guide.inside = false
		s.hover(nil, ev)
		s.look.Hover = ""
	case ui.Wheel:
		s.wheel(ev)
	case ui.KeyDown:
		s.key(ev)
	case ui.Input:
		if w := s.widget(s.look.Focus); w != nil && !s.isLocked(w) {
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
	s.unpin()
	if s.dismiss(ev) {
		return
	}
	s.stood = s.stands()
	s.guide.press = paint.Point{X: ev.X, Y: ev.Y}
	if s.picks(ev) {
		return
	}
	for _, w := range s.reach(ev.X, ev.Y) {
		if s.phraseIn(w, ev.X, ev.Y) && s.pressText(ev) {
			s.focus("")
			return
		}
		if s.isLocked(w) {
			s.focus("")
			s.tellLocked(w)
			return
		}
		used := false
		s.guard(func() { used = w.Handle(ev) })
		if !used {
			continue
		}
		s.capture[ev.Pointer] = w
		if w == ui.Widget(&s.controlsPanel) {
			if w = s.controlAt(ev.X, ev.Y); w != nil && s.isLocked(w) {
				s.tellLocked(w)
			}
		}
		if w != nil && takesKeys(w) {
			s.focus(w.ID())
		} else {
			s.focus("")
		}
		return
	}
	s.focus("")
	if k := &s.scroll; k.held && k.pointer == ev.Pointer {
		k.pressed, k.waits = ev, true
		return
	}
	s.ground(ev)
}

// ground takes a press where no widget is.
func (s *Stage) ground(ev ui.Event) {
	if s.pressText(ev) {
		return
	}
	if c, ok := s.numberAt(ev.X, ev.Y); ok && ev.Button == 0 {
		s.unfold(c.Ref)
		return
	}
	if s.pressGraph(ev) {
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
	s.pointGraph(ev)
	if ev.Touch {
		return
	}
	w := s.topAt(ev.X, ev.Y)
	s.guide.follow(ev, w != nil && !s.textIn(w, ev.X, ev.Y))
	if w != nil {
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

// unhover takes the tip away when what it names is scrolled from under the
// mouse; a figure keeps the hover, as the wheel may be its own.
func (s *Stage) unhover(ev ui.Event) {
	s.rested = 0
	if s.hovered != nil && !slices.Contains(s.figures(), s.hovered) {
		s.hover(nil, ev)
		s.look.Hover = ""
	}
}

func (s *Stage) release(ev ui.Event) {
	if w, ok := s.capture[ev.Pointer]; ok {
		delete(s.capture, ev.Pointer)
		s.guard(func() { w.Handle(ev) })
		if p := s.guide.press; ev.Kind == ui.PointerUp && math.Hypot(ev.X-p.X, ev.Y-p.Y) < clickSlop {
			if w == ui.Widget(&s.controlsPanel) {
				_ = s.pressText(ev) || s.pressGraph(ev)
			} else {
				s.clickGraph(w, ev)
			}
		}
	} else if s.toScene[ev.Pointer] {
		if h := s.handler(); h != nil {
			s.guard(func() { h.Handle(&s.env, ev) })
		}
	}
	delete(s.toScene, ev.Pointer)
}

func (s *Stage) wheel(ev ui.Event) {
	s.unhover(ev)
	for _, w := range s.reach(ev.X, ev.Y) {
		used := s.isLocked(w)
		s.guard(func() { used = used || w.Handle(ev) })
		if used {
			return
		}
	}
	used := false
	if h := s.handler(); h != nil && s.inStage(ev) {
		s.guard(func() { used = h.Handle(&s.env, ev) })
	}
	if !used && s.scrolls() && s.inStage(ev) {
		s.scrollTo(s.scroll.from + ev.DY*wheelNotch)
	}
}
