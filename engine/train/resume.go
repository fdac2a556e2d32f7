package train

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// runFormat names the layout of a saved run.
const runFormat = "gradtheatre run/1"

// savedChange is a change of settings in a saved run.
type savedChange struct {
	Step   int    `json:"step"`
	Label  string `json:"label"`
	Pinned bool   `json:"pinned,omitempty"`
}

// savedShot is a snapshot in a saved run; its numbers are a tensor of its own.
type savedShot struct {
	Step int     `json:"step"`
	T    int     `json:"t"`
	LR   float64 `json:"lr"`
}

// savedPast is what a saved run knows of how it came to where it stands.
type savedPast struct {
	Every   int           `json:"every"`
	From    int           `json:"from"`   // of the history
	Origin  bool          `json:"origin"` // it can be taken back to where its seed begins
	Changes []savedChange `json:"changes"`
	Shots   []savedShot   `json:"shots"`
}

func shotName(step int) string { return "snapshot." + strconv.Itoa(step) }

// SaveRun is [Session.Save] with the past: every step of the history, those
// beyond the present one too, the changes of settings by their labels, and
// snapshots of up to that many bytes. [Session.Resume] takes it up.
func (s *Session) SaveRun(room int) ([]byte, error) {
	past := savedPast{Every: s.every, From: s.history.From}
	for _, c := range s.changes {
		past.Changes = append(past.Changes, savedChange{c.step, c.Label, c.pinned})
	}
	shots, origin := s.worthKeeping(room / (elemType().Bits() / 8))
	past.Origin = origin
	f := s.present(runFormat)
	for _, c := range shots {
		past.Shots = append(past.Shots, savedShot{c.step, c.t, c.lr})
		t := tensor.New(len(c.data))
		copy(t.Data(), c.data)
		f.Tensors = append(f.Tensors, weights.FromTensor(shotName(c.step), t, elemType()))
	}
	for i, h := range s.history.Columns() {
		t := tensor.New(len(*h))
		for k, v := range *h {
			t.Data()[k] = tensor.Elem(v)
		}
		f.Tensors = append(f.Tensors, weights.FromTensor(historyNames[i], t, weights.F32))
	}
	text, err := json.Marshal(past)
	if err != nil {
		return nil, err
	}
	f.Metadata["past"] = string(text)
	var b bytes.Buffer
	if err := weights.Write(&b, f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// worthKeeping chooses snapshots: those that cannot be computed again first,
// the latest of them before the earlier ones, then others evenly. What lies
// before one that has no room cannot be replayed any more; origin reports
// whether all can. room is in numbers.
func (s *Session) worthKeeping(room int) (shots []snapshot, origin bool) {
	floor := 0 // no snapshot before this step is of use
	var free []snapshot
	for i := len(s.shots) - 1; i >= 0 && s.shots[i].step >= floor; i-- {
		c := s.shots[i]
		k := &s.changes[s.changeAt(c.step)]
		switch {
		case c.step == s.step: // it stands there
		case k.pinned && k.step == c.step:
			if room -= len(c.data); room < 0 {
				floor = c.step + 1
			} else {
				shots = append(shots, c)
			}
		case c.step > 0: // the first follows from the seed
			free = append(free, c)
		}
	}
	origin = floor == 0 && s.shots[0].step == 0 && !s.changes[0].pinned
	if !origin && floor == 0 { // the earliest is where it can be taken back to
		shots, free = s.earliest(shots, free, &room)
	}
	if n := len(free); n > 0 && room > 0 { // they only save steps: a quarter of the room, or two of them, will do
		room = min(room, max(room/4, 2*len(free[0].data)))
		for i, stride := 0, max(1, (n*len(free[0].data)+room-1)/room); i < n; i += stride {
			if room -= len(free[i].data); room >= 0 {
				shots = append(shots, free[i])
			}
		}
	}
	slices.SortFunc(shots, func(a, b snapshot) int { return a.step - b.step })
	return shots, origin
}

// earliest moves the earliest snapshot to those that are kept, if it has room.
func (s *Session) earliest(shots, free []snapshot, room *int) (_, _ []snapshot) {
	first := &s.shots[0]
	held := first.step == s.step || slices.ContainsFunc(shots, func(c snapshot) bool { return c.step == first.step })
	if !held && *room >= len(first.data) {
		*room -= len(first.data)
		shots = append(shots, *first)
		free = slices.DeleteFunc(free, func(c snapshot) bool { return c.step == first.step })
	}
	return shots, free
}

// SavedRun is what [Session.SaveRun] wrote.
type SavedRun struct {
	Step    int
	Seed    uint64
	Rule    string // the name of the update rule
	History History

	t       int
	past    savedPast
	tensors map[string]*tensor.Tensor
}

// ReadRun reads a saved run. It returns an error if the file is damaged.
func ReadRun(b []byte) (*SavedRun, error) {
	f, err := weights.Parse("run", b)
	if err != nil {
		return nil, err
	}
	if got := f.Metadata["format"]; got != runFormat {
		return nil, fmt.Errorf("run: the file says format %q, want %q", got, runFormat)
	}
	r := &SavedRun{Rule: f.Metadata["rule"], tensors: map[string]*tensor.Tensor{}}
	var err1, err2 error
	r.Step, err1 = strconv.Atoi(f.Metadata["step"])
	r.Seed, err2 = strconv.ParseUint(f.Metadata["seed"], 10, 64)
	if err1 != nil || err2 != nil || r.Step < 0 {
		return nil, fmt.Errorf("run: step %q or seed %q is not a number", f.Metadata["step"], f.Metadata["seed"])
	}
	r.t = optimizerSteps(f, r.Step)
	if err := json.Unmarshal([]byte(f.Metadata["past"]), &r.past); err != nil {
		return nil, fmt.Errorf("run: its past: %w", err)
	}
	for i := range f.Tensors {
		t, err := f.Tensors[i].Tensor()
		if err != nil {
			return nil, err
		}
		r.tensors[f.Tensors[i].Name] = t
	}
	return r, r.check()
}

// check looks whether what the file says fits together.
func (r *SavedRun) check() error {
	p := &r.past
	for i, h := range r.History.Columns() {
		t := r.tensors[historyNames[i]]
		if t == nil || t.Rank() != 1 || i > 0 && t.Len() != len(r.History.Loss) {
			return fmt.Errorf("run: tensor %q does not hold one figure for each step", historyNames[i])
		}
		for _, v := range t.Data() {
			*h = append(*h, float32(v))
		}
	}
	r.History.From = p.From
	if p.Every < 1 || p.From < 0 || r.Step > max(r.History.Len(), p.From) || len(p.Changes) == 0 || p.Changes[0].Step < 0 {
		return fmt.Errorf("run: step %d of %d, a snapshot each %d steps, %d settings", r.Step, r.History.Len(), p.Every, len(p.Changes))
	}
	for i := 1; i < len(p.Changes); i++ {
		if p.Changes[i].Step <= p.Changes[i-1].Step {
			return fmt.Errorf("run: settings of step %d after those of step %d", p.Changes[i].Step, p.Changes[i-1].Step)
		}
	}
	for i, c := range p.Shots {
		if t := r.tensors[shotName(c.Step)]; t == nil || t.Rank() != 1 || c.Step < 0 || c.T < 0 || i > 0 && c.Step <= p.Shots[i-1].Step {
			return fmt.Errorf("run: snapshot %d of step %d is not whole", i, c.Step)
		}
	}
	return nil
}

// Tensor returns a parameter or a buffer by the name that the model gives it,
// nil if there is none.
func (r *SavedRun) Tensor(name string) *tensor.Tensor { return r.tensors[name] }

// Resume takes up a run that was saved by [Session.SaveRun] of the same model,
// where it stood and with its past: it can be sought back to as far as it has
// snapshots, or to its beginning if this session has just been made with the
// same seed. settings returns what was in force under a label. It returns an
// error, and changes nothing, if the run belongs to another model.
func (s *Session) Resume(r *SavedRun, settings func(label string) (Settings, error)) error {
	changes := make([]change, len(r.past.Changes))
	for i, c := range r.past.Changes {
		set, err := settings(c.Label)
		if err == nil {
			err = check(&set)
		}
		if err != nil {
			return err
		}
		changes[i] = change{step: c.Step, Settings: set, pinned: c.Pinned}
	}
	at := len(changes) - 1
	for at > 0 && changes[at].step > r.Step {
		at--
	}
	now := optim.New(s.params, changes[at].Rule)
	if got, want := r.Rule, now.Rule().Name(); got != want {
		return fmt.Errorf("run: it was trained by %q, and its settings say %s", got, want)
	}
	if err := s.fits(now, r); err != nil {
		return err
	}
	shots, err := s.shotsOf(r, changes)
	if err != nil {
		return err
	}
	fresh := r.past.Origin && s.step == 0 && len(s.changes) == 1 && !s.changes[0].pinned && s.cfg.Seed == r.Seed
	if fresh {
		shots = slices.Insert(shots, 0, s.shots[0])
	}
	s.opt, s.batches, s.cfg.Seed = now, nil, r.Seed
	force := changes[at].Settings
	if err := s.apply(&force); err != nil {
		return err
	}
	s.tensors(func(name string, t *tensor.Tensor) { tensor.Copy(t, r.tensors[name]) })
	s.before.make(s)
	s.step, s.history = r.Step, r.History.clone(r.History.Len())
	s.opt.Restore(r.t, s.opt.LR())
	s.broken, s.seeking = nil, -1
	s.changes, s.force, s.shots, s.every = changes, at, shots, r.past.Every
	s.snapshot()
	return nil
}

// fits returns an error unless the run has every tensor of this session's model
// and of an update rule.
func (s *Session) fits(o *optim.Optimizer, r *SavedRun) (err error) {
	want := len(historyNames) + len(r.past.Shots)
	s.tensorsOf(o, func(name string, t *tensor.Tensor) {
		want++
		if got := r.tensors[name]; got == nil {
			err = fmt.Errorf("run: tensor %q is missing", name)
		} else if !tensor.SameShape(got.Shape(), t.Shape()) {
			err = fmt.Errorf("run: tensor %q has shape %s, want %s", name, tensor.ShapeString(got.Shape()), tensor.ShapeString(t.Shape()))
		}
	})
	if err == nil && len(r.tensors) != want {
		err = fmt.Errorf("run: %d tensors of the file are unknown to the model", len(r.tensors)-want)
	}
	return err
}

// shotsOf takes the snapshots of a saved run; each is as long as the state under
// the rule of its time.
func (s *Session) shotsOf(r *SavedRun, changes []change) ([]snapshot, error) {
	sizes := map[string]int{}
	var shots []snapshot
	for _, c := range r.past.Shots {
		i := len(changes) - 1
		for i > 0 && changes[i].step > c.Step {
			i--
		}
		rule := changes[i].Rule
		n, known := sizes[rule.Name()]
		if !known {
			s.tensorsOf(optim.New(s.params, rule), func(_ string, t *tensor.Tensor) { n += t.Len() })
			sizes[rule.Name()] = n
		}
		data := r.tensors[shotName(c.Step)].Data()
		if len(data) != n || c.Step == r.Step {
			return nil, fmt.Errorf("run: the snapshot of step %d has %d numbers, want %d", c.Step, len(data), n)
		}
		shots = append(shots, snapshot{step: c.Step, t: c.T, lr: c.LR, data: slices.Clone(data)})
	}
	return shots, nil
}
