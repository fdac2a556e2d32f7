package stage

import (
	"hash/fnv"

	"gradtheatre/scenes/ui"
)

// waiting is a prediction that was made, and the settings it was made under.
type waiting struct {
	Choice   string `json:"c"`
	Under    uint64 `json:"u"`
	Answered bool   `json:"a,omitempty"` // the engine has the answer; it is asked for it again
}

// question is a widget that asks for a prediction.
type question interface {
	ui.Widget
	Right() (right, chosen bool)
	// Waiting is a prediction that the engine has not answered yet, "" where there
	// is none.
	Waiting() string
	// Given is the prediction, "" before one is made.
	Given() string
	// Await makes one as if it had been made before.
	Await(choice string)
	Retract()
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
			if s.noteGuess(p, g); under == 0 && g.Given()+p.Waiting[g.ID()].Choice != "" {
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

// noteWaiting keeps a prediction that waits or lasts. One that was made under other
// settings stays, until there is a new one.
func (s *Stage) noteWaiting(p *pages, g question, under uint64) {
	was, had := p.Waiting[g.ID()]
	now := waiting{Choice: g.Waiting(), Under: under}
	if now.Choice == "" {
		now.Choice, now.Answered = g.Given(), true
	}
	switch {
	case now == was || now.Choice == "" && (!had || was.Under != under || was.Answered && s.cur.settling > 0 && !s.cur.back[g.ID()]):
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

// settleTime is how many seconds a run has to come back to where its questions
// were answered; what it computes by itself before that does not count.
const settleTime = 5

// awaitAgain makes the predictions once more that waited when this scene was left,
// if its settings are the same, and those that were answered, once the run is back
// where it has the answer.
func (s *Stage) awaitAgain(dt float64) {
	if s.cur == nil || s.cur.fail != nil || s.cur.awaited && s.cur.settling <= 0 {
		return
	}
	first := !s.cur.awaited
	if s.cur.awaited = true; first {
		s.cur.settling, s.cur.back = settleTime, map[string]bool{}
	}
	p := s.course.done[s.cur.entry.ID]
	if p == nil || len(p.Waiting) == 0 {
		s.cur.settling = 0
		return
	}
	if s.env.Play.On || s.rests() {
		s.cur.settling -= dt
	}
	under, again := s.under(), false
	for _, g := range s.questions() {
		w, had := p.Waiting[g.ID()]
		if !had || w.Under != under || !first && !w.Answered || s.cur.back[g.ID()] {
			continue
		}
		s.guard(func() {
			if makeAgain(g, w) {
				again, s.cur.back[g.ID()] = true, true
			}
		})
	}
	if again {
		s.dirty = true
		s.relayout()
	}
}

// makeAgain makes a prediction once more; one that was answered only where the run
// has the answer again.
func makeAgain(g question, w waiting) bool {
	if w.Answered && g.Given() != "" {
		return false
	}
	if g.Await(w.Choice); w.Answered && g.Waiting() != "" {
		g.Retract()
		return false
	}
	return g.Given() != ""
}

// drawing is a figure on which the visitor is asked to draw now, nil where there
// is none.
func (s *Stage) drawing() ui.Widget {
	for _, w := range s.figures() {
		if p, ok := w.(interface{ Drawing() bool }); ok && p.Drawing() {
			return w
		}
	}
	return nil
}

// followDrawing gives a figure the keyboard on which a drawing is asked for, and
// clears the view of it.
func (s *Stage) followDrawing() {
	w := s.drawing()
	was := s.drawn
	if s.drawn = w; w == nil || w == was {
		return
	}
	if s.sheet != sheetNone {
		s.closeSheet()
	}
	s.relayout()
	s.reveal(w.Rect())
	s.focus(w.ID())
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
