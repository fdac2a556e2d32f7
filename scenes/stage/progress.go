package stage

import (
	"encoding/json"
	"slices"
)

// Progress is what the visitor has done in a scene. It is kept on the
// visitor's own machine and nowhere else.
type Progress struct {
	Visited        bool
	Reached        int // the furthest position the visitor went to
	Last           int // the last position there is; −1 open-ended, 0 nothing to step through
	Guesses, Right int // predictions made, and those the engine's result bore out
}

// Done reports whether the visitor has gone through all of the scene: to the
// end of its timeline, or, where it has none, a step or a look.
func (p Progress) Done() bool {
	switch {
	case !p.Visited:
		return false
	case p.Last > 0:
		return p.Reached >= p.Last
	case p.Last < 0:
		return p.Reached > 0
	}
	return true
}

// pages is the record of one scene, as it is kept.
type pages struct {
	Reached int             `json:"r,omitempty"`
	Last    int             `json:"n,omitempty"`
	Guessed map[string]bool `json:"g,omitempty"` // by the question's ID: was it right

	Waiting map[string]waiting `json:"w,omitempty"` // predictions that the engine has not answered yet
}

// course is what the theatre knows beyond the scene that is on: which scenes
// there are, and what was done in them.
type course struct {
	entries []Entry
	done    map[string]*pages
	want    string // the scene to open after this Update
	guided  bool   // and the tour begins there
	changed bool
	version int
}

const (
	progressKey  = "progress" // in the visitor's own store
	maxProgress  = 64 << 10
	lookEvery    = 0.5 // seconds between two times that what was done is kept
	farthestStep = 1 << 40
)

// load takes up what was kept; what cannot be read counts as nothing.
func (k *course) load(text string) {
	k.done = map[string]*pages{}
	k.version++
	var kept map[string]*pages
	if text == "" || len(text) > maxProgress || json.Unmarshal([]byte(text), &kept) != nil {
		return
	}
	for _, e := range k.entries {
		if p := kept[e.ID]; p != nil {
			p.Reached, p.Last = min(max(p.Reached, 0), farthestStep), min(max(p.Last, -1), farthestStep)
			if len(p.Guessed)+len(p.Waiting) > maxValues {
				p.Guessed, p.Waiting = nil, nil
			}
			k.done[e.ID] = p
		}
	}
}

func (k *course) save() string {
	b, err := json.Marshal(k.done)
	if err != nil {
		return ""
	}
	return string(b)
}

// Entries are the scenes of the catalogue.
func (e *Env) Entries() []Entry {
	if e.course == nil {
		return nil
	}
	return e.course.entries
}

// Progress is what the visitor has done in a scene.
func (e *Env) Progress(id string) Progress {
	if e.course == nil || e.course.done[id] == nil {
		return Progress{}
	}
	p := e.course.done[id]
	out := Progress{Visited: true, Reached: p.Reached, Last: p.Last, Guesses: len(p.Guessed)}
	for _, right := range p.Guessed {
		out.Right += b2i(right)
	}
	return out
}

// ProgressVersion grows whenever Progress may say something else.
func (e *Env) ProgressVersion() int {
	if e.course == nil {
		return 0
	}
	return e.course.version
}

// ForgetProgress wipes what was kept.
func (e *Env) ForgetProgress() {
	if e.course != nil {
		e.course.done, e.course.changed = map[string]*pages{}, true
		e.course.version++
	}
}

// Open asks for another scene once this Update is over.
func (e *Env) Open(id string) {
	if e.course != nil {
		e.course.want = id
	}
}

// Guide begins the guided tour once this Update is over.
func (e *Env) Guide() {
	if e.course != nil {
		e.course.guided = true
	}
}

// followWish opens the scene that was asked for.
func (s *Stage) followWish() {
	if s.course.guided {
		s.course.guided = false
		s.beginTour()
	}
	if id := s.course.want; id != "" {
		s.course.want = ""
		s.Go(id)
	}
}

// record is what is kept of the present scene, nil where nothing is: a scene
// that was passed through on the way to another has not been visited.
func (s *Stage) record() *pages {
	if s.cur == nil || s.cur.fail != nil || s.whole() || s.isAside() {
		return nil
	}
	k := &s.course
	p := k.done[s.cur.entry.ID]
	if p == nil && s.cur.stayed {
		p = &pages{}
		k.done[s.cur.entry.ID], k.changed = p, true
	}
	return p
}

func (s *Stage) isAside() bool {
	return slices.ContainsFunc(s.aside, func(e Entry) bool { return e.ID == s.cur.entry.ID })
}

// notePlace notes how far the visitor has got in the present scene. One that
// opens at its end has not been gone through: only positions the visitor went
// to count.
func (s *Stage) notePlace() {
	t := s.timeline()
	if t == nil {
		return
	}
	s.guard(func() {
		at, last := t.At()
		s.cur.stayed = s.cur.stayed || at != s.cur.seen
		p := s.record()
		if p == nil {
			return
		}
		if at == s.cur.seen {
			if last != p.Last && p.Reached == 0 {
				p.Last, s.course.changed = last, true
			}
			return
		}
		s.cur.seen = at
		if at > p.Reached || last != p.Last {
			p.Reached, p.Last, s.course.changed = max(p.Reached, at), last, true
		}
	})
}

// tickProgress keeps what is new, now and then.
func (s *Stage) tickProgress(dt float64) {
	s.awaitAgain(dt)
	s.notePlace()
	if s.lookIn -= dt; s.lookIn > 0 {
		return
	}
	s.lookIn = lookEvery
	if s.cur != nil {
		s.cur.stayed = true
	}
	s.noteGuesses()
	s.keepProgress()
}

func (s *Stage) keepProgress() {
	k := &s.course
	if !k.changed {
		return
	}
	k.changed = false
	k.version++
	if s.host.Keep != nil {
		s.host.Keep(progressKey, k.save())
	}
}

// HomeID is the scene that the theatre's name leads to: the map of the course.
const HomeID = "map"

// Whole is implemented by scenes that fill the theatre: there is no rail
// beside them and no transport below.
type Whole interface{ Whole() bool }

func (s *Stage) whole() bool {
	if s.cur == nil || s.cur.fail != nil {
		return false
	}
	w, ok := s.cur.scene.(Whole)
	return ok && w.Whole()
}

func (s *Stage) hasHome() bool {
	return slices.ContainsFunc(s.entries, func(e Entry) bool { return e.ID == HomeID })
}
