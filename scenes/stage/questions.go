package stage

import (
	"hash/fnv"

	"gradtheatre/scenes/ui"
)

// waiting is a prediction that was made, and the settings it was made under.
type waiting struct {
	Choice string `json:"c"`
	Under  uint64 `json:"u"`
}

// question is a widget that asks for a prediction.
type question interface {
	ui.Widget
	Right() (right, chosen bool)
	// Waiting is a prediction that the engine has not answered yet, "" where there
	// is none.
	Waiting() string
	// Await makes one as if it had been made before.
	Await(choice string)
}

// questions are those on view and out of sight.
func (s *Stage) questions() (all []question) {
	for _, w := range s.sceneWidgets() {
		if g, ok := w.(question); ok {
			all = append(all, g)
		}
	}
	return all
}

// noteGuesses notes how the visitor's predictions fared, and those that wait for
// the engine: they outlive the page.
func (s *Stage) noteGuesses() {
	p := s.record()
	if p == nil {
		return
	}
	var under uint64
	for _, g := range s.questions() {
		s.guard(func() {
			if s.noteGuess(p, g); under == 0 && g.Waiting()+p.Waiting[g.ID()].Choice != "" {
				under = s.under()
			}
			s.noteWaiting(p, g, under)
		})
	}
}

// under tells the scene's settings apart.
func (s *Stage) under() uint64 {
	h := fnv.New64a()
	for _, w := range s.sceneWidgets() {
		l, is := w.(Learned)
		if v, ok := kept(w); ok && !(is && l.Learned()) && v.Value() != s.cur.defaults[w.ID()] {
			h.Write([]byte(w.ID() + "=" + v.Value() + "\n"))
		}
	}
	return h.Sum64()
}

// noteWaiting keeps a prediction that waits. One that was made under other
// settings stays, until there is a new one.
func (s *Stage) noteWaiting(p *pages, g question, under uint64) {
	was, had := p.Waiting[g.ID()]
	now := waiting{g.Waiting(), under}
	switch {
	case now == was || now.Choice == "" && (!had || was.Under != under):
		return
	case now.Choice == "":
		delete(p.Waiting, g.ID())
	case p.Waiting == nil:
		p.Waiting = map[string]waiting{g.ID(): now}
	default:
		p.Waiting[g.ID()] = now
	}
	s.course.changed = true
}

// awaitAgain makes the predictions once more that waited when this scene was left,
// if its settings are the same.
func (s *Stage) awaitAgain() {
	if s.cur == nil || s.cur.fail != nil || s.cur.awaited {
		return
	}
	s.cur.awaited = true
	p := s.course.done[s.cur.entry.ID]
	if p == nil || len(p.Waiting) == 0 {
		return
	}
	under := s.under()
	for _, g := range s.questions() {
		if w, had := p.Waiting[g.ID()]; had && w.Under == under {
			s.guard(func() { g.Await(w.Choice) })
			s.dirty = true
		}
	}
	s.relayout()
}

func (s *Stage) noteGuess(p *pages, g question) {
	right, chosen := g.Right()
	if before, was := p.Guessed[g.ID()]; !chosen || was && before == right {
		return
	}
	if p.Guessed == nil {
		p.Guessed = map[string]bool{}
	}
	p.Guessed[g.ID()], s.course.changed = right, true
}
