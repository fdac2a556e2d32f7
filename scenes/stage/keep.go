package stage

import (
	"encoding/json"
	"slices"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
)

// Keeping runs
//
// What settings alone do not give back, a run that goes on beside the frames,
// outlives the page: every few seconds while it learns, and as soon as it
// stands, the stage asks for all that it is, and the host keeps that. A scene
// that is opened anew takes it up again, with its branches, at the same step and
// with the same curves. For that a scene has only to be a Keeper.

// Keeper is implemented by scenes whose runs a reload must not lose.
type Keeper interface {
	// Runners are what learns beside the frames, always in the same order; nil ones
	// have not begun.
	Runners() []*job.Runner
	// TakeUp goes on with runs that were saved by such a scene with the same
	// settings: one for each of its Runners, nil where that had not begun. See
	// job.Runner.Restore.
	TakeUp(env *Env, saved [][]byte) error
}

// Noter is implemented by keepers with something to bring back that is in none of
// their runs, such as what earlier ones came to.
type Noter interface {
	Keeper
	// Note returns it, nil if there is nothing. It is asked for often.
	Note() []byte
	// Recall brings it back, after TakeUp.
	Recall(note []byte) error
}

const (
	keepEvery    = 3.0      // seconds between two times that a run which goes on is kept
	keepFirst    = 0.5      // and before the first, from which the steps after it can be taken again
	keepPatience = 15.0     // seconds that a run has to be handed over
	maxKept      = 24 << 20 // bytes of one scene's runs
)

// keeping is what is being kept.
type keeping struct {
	since  float64 // seconds since something last was
	lookIn float64
	asked  *handing
	linked bool // a link is being followed: what it says counts
	warned bool
}

// handing is one scene's runs on their way to the host.
type handing struct {
	of     *opened
	runs   []*job.Runner
	saved  [][]byte
	record record
	waited float64
}

// instances are the branches of a scene, or the one instance that there is.
func (o *opened) instances() []*branch {
	if len(o.branches) > 0 {
		return o.branches
	}
	return []*branch{{scene: o.scene}}
}

// tickKeep keeps the runs on view when it is time for that.
func (s *Stage) tickKeep(dt float64) {
	k := &s.keeping
	k.since += dt
	if k.asked != nil {
		s.gather(dt)
	} else if k.lookIn -= dt; k.lookIn <= 0 {
		k.lookIn = lookEvery
		s.handOver(false)
	}
}

// keeper is the scene on view if the host keeps its runs, or nil.
func (s *Stage) keeper() *opened {
	o := s.cur
	if s.host.KeepRun == nil || o == nil || o.fail != nil {
		return nil
	}
	if _, ok := o.scene.(Keeper); !ok {
		return nil
	}
	return o
}

// runsOf says what the runs of a scene are, whether that is worth keeping, and
// whether they go on.
func (s *Stage) runsOf(o *opened) (h *handing, worth, busy bool) {
	h, worth = &handing{of: o}, len(o.branches) > 1
	s.guard(func() {
		for _, b := range o.instances() {
			p := keptBranch{Name: b.name, From: b.from, Born: b.born, Shown: b.scene == o.scene}
			if n, ok := b.scene.(Noter); ok {
				p.Note = n.Note()
				worth = worth || p.Note != nil
			}
			for _, r := range b.scene.(Keeper).Runners() {
				if p.Stamps = append(p.Stamps, r.Stamp()); r.Stamp().Run == 0 {
					r = nil // made, and nothing begun
				} else {
					worth = worth || r.StepCount() > 0 || r.History().Len() > 0
					busy = busy || !r.Settled()
				}
				h.runs = append(h.runs, r)
			}
			h.record.Branches = append(h.record.Branches, p)
		}
	})
	return h, worth, busy
}

// fill adds the settings to what a scene's runs are, and reports whether it has
// just been kept like that.
func (s *Stage) fill(h *handing) (mark, values string, same bool) {
	o := h.of
	h.record.Seed, h.record.Forks = o.seed, o.forks
	for i, b := range o.instances() {
		s.as(b.scene, func() { h.record.Branches[i].Values = s.settings(maxKept) })
	}
	mark, values = h.record.mark(), h.record.values()
	return mark, values, mark == o.keptAs && values == o.keptWith
}

// Kept reports whether the host has been given all that the runs on view are.
func (s *Stage) Kept() bool {
	o := s.keeper()
	if o == nil || s.keeping.asked != nil {
		return o == nil
	}
	h, worth, _ := s.runsOf(o)
	if !worth {
		return o.keptAs == ""
	}
	_, _, same := s.fill(h)
	return same
}

// handOver asks for the runs on view if they are not what was last kept. Those
// that go on are asked for now and then, or now.
func (s *Stage) handOver(now bool) {
	o := s.keeper()
	if o == nil {
		return
	}
	h, worth, busy := s.runsOf(o)
	every := keepEvery
	if o.keptAs == "" {
		every = keepFirst
	}
	early := !now && s.keeping.since < every
	switch {
	case o.fail != nil || early && (busy || h.record.mark() == o.keptAs):
		return
	case !worth:
		if o.keptAs != "" {
			s.host.KeepRun(o.entry.ID, nil)
		}
		o.keptAs = ""
		return
	}
	mark, values, same := s.fill(h)
	if same {
		return
	}
	for _, r := range h.runs {
		if r != nil {
			r.Save()
		}
	}
	h.saved = make([][]byte, len(h.runs))
	o.keptAs, o.keptWith = mark, values
	s.keeping.asked = h
}

// gather waits for the runs that were asked for, and hands them to the host.
func (s *Stage) gather(dt float64) {
	h := s.keeping.asked
	h.waited += dt
	missing, gone := false, !slices.Contains(s.kept, h.of) || h.waited > keepPatience
	asked := h.record.stamps()
	for i, r := range h.runs {
		if r == nil || h.saved[i] != nil {
			continue
		}
		r.Pull()
		h.saved[i] = r.Saved()
		missing = missing || h.saved[i] == nil
		gone = gone || r.Stamp().Run != asked[i].Run // another was begun
	}
	if missing && !gone {
		return
	}
	s.keeping.asked, s.keeping.since = nil, 0
	if missing {
		h.of.keptAs = "" // another time
		return
	}
	b, err := h.record.write(h.saved)
	if err != nil || len(b) > maxKept {
		s.WarnRuns()
		return
	}
	s.host.KeepRun(h.of.entry.ID, b)
}

// WarnRuns tells, once, that runs will not outlive the page.
func (s *Stage) WarnRuns() {
	if !s.keeping.warned {
		s.keeping.warned = true
		s.Notice(i18n.T("这里存不下训练：刷新以后要从头再来", "Runs cannot be kept here: after a reload they begin anew"))
	}
}

// standing says where the runs of a scene stand.
type standing struct {
	Scene  string      `json:"scene"`
	Stamps []job.Stamp `json:"stamps"`
}

// Standing says in words where the runs on view stand, for a host that has no
// time left to keep them: what was kept last goes on from its step to there.
func (s *Stage) Standing() string {
	if s.keeper() == nil {
		return ""
	}
	at := standing{Scene: s.cur.entry.ID}
	s.guard(func() {
		for _, b := range s.cur.instances() {
			for _, r := range b.scene.(Keeper).Runners() {
				stands := r.Stamp()
				if r != nil && !r.Settled() {
					stands.Step = max(stands.Step, s.cur.due[r]) // on its way to where it stood
				}
				at.Stamps = append(at.Stamps, stands)
			}
		}
	})
	text, err := json.Marshal(at)
	if err != nil {
		return ""
	}
	return string(text)
}
