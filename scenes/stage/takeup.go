package stage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
)

// record is what is kept of a scene beside its runs.
type record struct {
	Seed     uint64       `json:"seed"`
	Forks    int          `json:"forks,omitempty"`
	Branches []keptBranch `json:"branches"` // one without a name where there is no fork
}

// keptBranch is one instance of a scene.
type keptBranch struct {
	Name   string            `json:"name,omitempty"`
	From   int               `json:"from,omitempty"`
	Born   int               `json:"born,omitempty"`
	Shown  bool              `json:"shown,omitempty"`
	Values map[string]string `json:"values,omitempty"`
	Note   []byte            `json:"note,omitempty"`
	Stamps []job.Stamp       `json:"stamps"` // one for each run
}

// mark is another one whenever there is something new to keep, settings aside.
func (r *record) mark() string {
	all := slices.Clone(r.Branches)
	for i := range all {
		all[i].Values = nil
	}
	b, err := json.Marshal(all)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// values are the settings of all branches.
func (r *record) values() string {
	var all []map[string]string
	for _, b := range r.Branches {
		all = append(all, b.Values)
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// stamps are those of all runs, one after the other.
func (r *record) stamps() (all []job.Stamp) {
	for _, b := range r.Branches {
		all = append(all, b.Stamps...)
	}
	return all
}

// refresh gives the branch on view the settings of an address, which may have
// changed since the runs were kept; only those that are too long for one are the
// record's.
func (r *record) refresh(linked map[string]string) {
	for i := range r.Branches {
		p := &r.Branches[i]
		if !p.Shown {
			continue
		}
		for k, v := range p.Values {
			if len(v) > maxValue {
				linked[k] = v
			}
		}
		p.Values = linked
	}
}

// shown are the settings of the branch on view.
func (r *record) shown() map[string]string {
	for _, p := range r.Branches {
		if p.Shown {
			return p.Values
		}
	}
	return nil
}

// stood returns where the runs of the record stood when the page was left, as
// [Stage.Standing] said, one stamp for each; ok is false if other runs stood there.
func (r *record) stood(scene, where string) (left []job.Stamp, ok bool) {
	var at standing
	if json.Unmarshal([]byte(where), &at) != nil || at.Scene != scene || len(at.Stamps) != len(r.stamps()) {
		return nil, false
	}
	return at.Stamps, true
}

// goesOn reports whether what stood there when the page was left had become of
// the runs of the record by steps alone: then those belong to its settings.
func (r *record) goesOn(left []job.Stamp) bool {
	for i, kept := range r.stamps() {
		if !left[i].After(kept) {
			return false
		}
	}
	return true
}

// Learned is implemented by widgets whose kept value is what a run has learned:
// it is not set by the visitor.
type Learned interface{ Learned() bool }

// applySince sets, on runs that have been taken up, what the visitor has set since
// they were kept, as the visitor did: a scene that begins another run for that
// begins one.
func (s *Stage) applySince(since, before map[string]string) {
	done := map[string]bool{}
	for range 2 { // one value may bring the next widget into being
		s.refresh()
		for _, w := range s.sceneWidgets() {
			v, ok := kept(w)
			if l, is := w.(Learned); !ok || done[w.ID()] || is && l.Learned() {
				continue
			}
			now, was := s.orDefault(since, w.ID()), s.orDefault(before, w.ID())
			if now != was && now != v.Value() && len(was) <= maxValue {
				done[w.ID()] = true
				s.setWidget(v, now)
			}
		}
		s.guard(func() { s.cur.scene.Update(&s.env) })
	}
}

func (s *Stage) orDefault(values map[string]string, id string) string {
	if v, has := values[id]; has {
		return v
	}
	return s.cur.defaults[id]
}

// keptWords begin a kept record: the record as plain text and the runs follow,
// each after its length in four bytes.
const keptWords = "gradtheatre kept/1\n"

func (r *record) write(saved [][]byte) ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	n := len(keptWords)
	for _, b := range append([][]byte{text}, saved...) {
		n += 4 + len(b)
	}
	out := append(make([]byte, 0, n), keptWords...)
	for _, b := range append([][]byte{text}, saved...) {
		out = append(binary.LittleEndian.AppendUint32(out, uint32(len(b))), b...)
	}
	return out, nil
}

// readRecord reads what write wrote.
func readRecord(b []byte) (r record, saved [][]byte, err error) {
	bad := errors.New("it is damaged")
	if len(b) < len(keptWords) || string(b[:len(keptWords)]) != keptWords {
		return r, nil, bad
	}
	b = b[len(keptWords):]
	next := func() []byte {
		if len(b) < 4 || uint64(binary.LittleEndian.Uint32(b)) > uint64(len(b)-4) {
			err = bad
			return nil
		}
		n := binary.LittleEndian.Uint32(b)
		piece := b[4 : 4+n]
		if b = b[4+n:]; n == 0 {
			return nil
		}
		return piece
	}
	text := next()
	if err != nil {
		return r, nil, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, nil, err
	}
	for range r.stamps() {
		saved = append(saved, next())
	}
	if len(r.Branches) == 0 || len(r.Branches) > maxBranches || len(b) > 0 {
		err = bad
	}
	return r, saved, err
}

// TakeUp goes on with the runs of the scene on view that the host has kept,
// where it has any. where is what [Stage.Standing] last said, or "".
func (s *Stage) TakeUp(where string) {
	o := s.cur
	if s.host.RecallRun == nil || o == nil || o.fail != nil {
		return
	}
	o.recalled = true
	if _, ok := o.scene.(Keeper); !ok {
		return
	}
	b := s.host.RecallRun(o.entry.ID)
	if b == nil {
		return
	}
	runtime.GC() // runs need several times their size for a moment: first what making the scene left
	r, saved, err := readRecord(b)
	left, same := r.stood(o.entry.ID, where)
	var since map[string]string
	if where != "" { // the address is as new, and was followed
		if since = s.settings(maxValue); same && r.goesOn(left) {
			r.refresh(since)
			since = nil
		}
	}
	if err == nil {
		err = s.resume(r, saved)
	}
	if err == nil && since != nil {
		s.applySince(since, r.shown())
	}
	if err != nil {
		s.host.KeepRun(o.entry.ID, nil)
		s.reopen(false)
		s.Notice(i18n.T("上次的训练打不开："+err.Error(), "The run of last time cannot be taken up: "+err.Error()))
		return
	}
	o.keptAs, o.keptWith, o.due, s.keeping.since = r.mark(), r.values(), map[*job.Runner]int{}, keepEvery-keepFirst
	at := s.goOn(r, left)
	if !s.begun() {
		return // what was set since has begun another run
	}
	if len(o.scene.(Keeper).Runners()) == 1 {
		s.Notice(i18n.T(fmt.Sprintf("接着上次的训练：第 %d 步", at), fmt.Sprintf("Your run is back: step %d", at)))
	} else { // what counts is for the scene to say
		s.Notice(i18n.T("接着上次的训练", "Your run is back"))
	}
}

// begun reports whether any run of the scene on view has taken a step.
func (s *Stage) begun() (yes bool) {
	s.guard(func() {
		for _, b := range s.cur.instances() {
			for _, r := range b.scene.(Keeper).Runners() {
				yes = yes || r.Stamp().Total > 0 || r.Stamp().Step > 0
			}
		}
	})
	return yes
}

// resume makes the branches of a record around the scene on view.
func (s *Stage) resume(r record, saved [][]byte) error {
	if r.Seed != s.env.Seed {
		s.setSeed(r.Seed)
	}
	s.oneBranch()
	o := s.cur
	first, shown := o.scene, o.scene
	var branches []*branch
	for i, p := range r.Branches {
		o.scene = first
		s.refresh()
		b := &branch{name: cleanName(p.Name), scene: first, from: p.From, sought: p.From, born: p.Born}
		if i > 0 {
			var err error
			if b.scene, err = s.copyScene(); err != nil {
				return err
			}
		}
		o.scene, branches = b.scene, append(branches, b)
		s.refresh()
		s.applyValues(p.Values)
		var err error
		s.guard(func() {
			if err = o.scene.(Keeper).TakeUp(&s.env, saved[:len(p.Stamps)]); err == nil {
				p.inherit(o.scene.(Keeper).Runners())
			}
			if n, ok := o.scene.(Noter); ok && err == nil && p.Note != nil {
				err = n.Recall(p.Note)
			}
		})
		if err = errors.Join(err, o.fail); err != nil {
			return err
		}
		saved = saved[len(p.Stamps):]
		if p.Shown {
			shown = b.scene
		}
	}
	if o.scene = shown; len(branches) > 1 {
		o.branches, o.forks, o.race = branches, r.Forks, race{o, 0}
	}
	s.refresh()
	s.relayout()
	s.guard(func() { o.scene.Update(&s.env) })
	s.lineUp()
	return s.failed()
}

// inherit counts runs that were taken up as those that were kept: where they
// stand from now on says how much further they are. What had not begun then has
// nothing to hand on.
func (p *keptBranch) inherit(runs []*job.Runner) {
	for i, r := range runs {
		if i < len(p.Stamps) && p.Stamps[i].Run != 0 && r != nil {
			r.Resume(p.Stamps[i])
		}
	}
}

// goOn lets runs that have only taken steps since they were kept take those
// again, up to where they stood when the page was left, and returns the step at
// which the run on view will stand.
func (s *Stage) goOn(r record, left []job.Stamp) (at int) {
	kept := r.stamps()
	s.guard(func() {
		i := 0
		for _, b := range s.cur.instances() {
			for _, run := range b.scene.(Keeper).Runners() {
				stands := run.Stamp().Step
				if i < len(left) && left[i].After(kept[i]) && left[i].Step > stands {
					stands = left[i].Step
					run.Seek(stands)
					s.cur.due[run] = stands
				}
				if b.scene == s.cur.scene {
					at = max(at, stands)
				}
				i++
			}
		}
	})
	return at
}
