package stage

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/ui"
)

// opened is a scene that is alive.
type opened struct {
	entry    Entry
	scene    Scene
	fail     error
	trace    string
	defaults map[string]string
	opens    int // the position that it opens at
	seed     uint64
	seen     int  // the position at the last Update
	stayed   bool // the visitor has looked at it, or done something

	branches []*branch // none until it is forked; one of them is scene
	race     race
	forks    int
	trash    *branch         // the branch deleted last
	thrown   Scene           // the run that the last reset ended, while it can be taken up again
	keptAs   string          // the mark of what was last kept; "": nothing
	keptWith string          // the settings it was kept with
	recalled bool            // what was kept has been asked for
	awaited  bool            // predictions that waited when this was left have been made again
	settling float64         // seconds in which those that were answered may come back
	back     map[string]bool // those that did

	due map[*job.Runner]int // the step at which a run stood when the page was left
}

const maxAlive = 6

// open shows a scene: one that is alive as it was left, another anew.
func (s *Stage) open(e Entry) {
	if s.cur != nil {
		s.left[s.cur.entry.ID] = s.Link()
		s.notePlace()
		s.noteGuesses()
		s.keepProgress()
		s.handOver(true)
	}
	if e.ID == HomeID {
		s.welcomed()
	}
	s.letGo()
	s.closeInspector()
	i := slices.IndexFunc(s.kept, func(o *opened) bool { return o.entry.ID == e.ID && o.fail == nil })
	if i >= 0 {
		s.cur = s.kept[i]
		s.kept = append(slices.Delete(s.kept, i, i+1), s.cur)
	} else {
		s.kept = slices.DeleteFunc(s.kept, func(o *opened) bool { return o.entry.ID == e.ID })
		if len(s.kept) >= maxAlive { // before the next one asks for memory, which a page never gives back
			s.close(s.kept[0])
			s.kept = slices.Delete(s.kept, 0, 1)
			runtime.GC() // nothing leads to it any more
		}
		s.cur = s.create(e)
		s.applyValues(s.left[e.ID].Values)
		s.kept = append(s.kept, s.cur)
	}
	s.env.Seed = s.cur.seed
	s.notice.undo = nil // it was about another scene
	s.lineUp()
	if t := s.timeline(); t != nil {
		s.guard(func() { s.cur.seen, _ = t.At() })
	}
	s.env.Play.On, s.env.Play.Phase = false, 1
	s.scroll = scroll{}
	s.untold = false
	s.enter, s.wait, s.controlsPanel = 0, 0, controlsPanel{Panel: *ui.NewPanel()}
	s.lookIn = lookEvery
	s.dirty = true
	s.relayout()
	s.revealPresent()
}

// create makes a scene with the present seed.
func (s *Stage) create(e Entry) *opened {
	o := &opened{entry: e, seed: s.env.Seed, defaults: map[string]string{}}
	s.cur = o // so that a panic lands on its card
	s.relayout()
	s.guard(func() {
		scene, err := e.New(&s.env)
		if err != nil {
			o.fail = err
			return
		}
		o.scene = scene
		s.refresh()
		for _, w := range s.sceneWidgets() {
			if v, ok := kept(w); ok {
				o.defaults[w.ID()] = v.Value()
			}
		}
		if t, ok := scene.(Timeline); ok {
			o.opens, _ = t.At()
		}
	})
	return o
}

func (s *Stage) close(o *opened) {
	s.closeScene(o.scene)
	for _, b := range o.branches {
		if b.scene != o.scene {
			s.closeScene(b.scene)
		}
	}
	if o.trash != nil {
		s.closeScene(o.trash.scene)
	}
	if o.thrown != nil {
		s.closeScene(o.thrown)
	}
}

func (s *Stage) closeScene(scene Scene) {
	if c, ok := scene.(Closer); ok {
		s.guard(c.Close)
	}
}

// reopen makes the present scene anew, keeping what the visitor set, in every
// branch.
func (s *Stage) reopen(keep bool) {
	if s.cur == nil {
		return
	}
	var l Link
	if keep && s.cur.fail == nil {
		l = s.Link()
		delete(l.Values, branchesKey) // they are made anew below
	}
	old := s.cur
	again := s.remember(keep)
	if old.scene != nil {
		s.close(old)
	}
	s.letGo()
	s.closeInspector()
	s.kept = slices.DeleteFunc(s.kept, func(o *opened) bool { return o == old })
	runtime.GC()
	s.cur = s.create(old.entry)
	s.kept = append(s.kept, s.cur)
	if keep {
		s.applyValues(l.Values)
	}
	s.recall(again)
	s.env.Play.On, s.env.Play.Phase, s.wait = false, 1, 0
	s.dirty = true
}

// letGo ends every drag: what was held may be gone.
func (s *Stage) letGo() {
	for p, w := range s.capture {
		s.guard(func() { w.Handle(ui.Event{Kind: ui.PointerCancel, Pointer: p}) })
	}
	clear(s.capture)
	clear(s.toScene)
	s.hovered, s.scroll.held = nil, false
	s.guide.pinned, s.guide.until, s.guide.shown = aim{}, 0, 0
	s.look.Focus, s.look.Hover = "", ""
}

// guard runs scene code: its panic becomes a card on screen, and the other
// scenes go on.
func (s *Stage) guard(f func()) {
	o := s.cur
	defer func() {
		if r := recover(); r != nil {
			if o == nil {
				panic(r)
			}
			if err, ok := r.(error); ok {
				o.fail = err
			} else {
				o.fail = fmt.Errorf("%v", r)
			}
			o.trace = string(debug.Stack())
			s.dirty = true
		}
	}()
	f()
}

func (s *Stage) handler() Handler {
	if s.cur == nil || s.cur.fail != nil {
		return nil
	}
	h, _ := s.cur.scene.(Handler)
	return h
}

func (s *Stage) timeline() Timeline {
	if s.cur == nil || s.cur.fail != nil {
		return nil
	}
	t, ok := s.cur.scene.(Timeline)
	if ok && len(s.cur.branches) > 1 {
		return &s.cur.race
	}
	return t
}
