package train

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// snapshot is the state of a session at a step: everything that the following
// steps depend on, beside the settings.
type snapshot struct {
	step int
	t    int // steps that the optimizer counts
	lr   float64
	data []tensor.Elem // parameters, optimizer memory, buffers, end to end
}

// tensors calls f with every tensor of the session's state, always in the same order.
func (s *Session) tensors(f func(name string, t *tensor.Tensor)) { s.tensorsOf(s.opt, f) }

// tensorsOf is tensors with another optimizer's memory.
func (s *Session) tensorsOf(o *optim.Optimizer, f func(name string, t *tensor.Tensor)) {
	for i, p := range s.params {
		f(p.Name, p.Value)
		for k, t := range o.State()[i] {
			f(pastNames[k]+p.Name, t)
		}
	}
	for _, b := range s.buffers {
		f(b.Name, b.Value)
	}
}

// pastNames are put before a parameter's name for what the optimizer remembers of it.
var pastNames = [...]string{"optimizer.0.", "optimizer.1."}

func (c *snapshot) make(s *Session) {
	n := 0
	s.tensors(func(_ string, t *tensor.Tensor) { n += t.Len() })
	c.data = make([]tensor.Elem, n)
	c.take(s)
}

// take copies the session's state; it allocates nothing.
func (c *snapshot) take(s *Session) {
	c.step, c.t, c.lr = s.step, s.opt.Steps(), s.opt.LR()
	rest := c.data
	for i, p := range s.params {
		rest = rest[copy(rest, p.Value.Data()):]
		for _, t := range s.opt.State()[i] {
			rest = rest[copy(rest, t.Data()):]
		}
	}
	for _, b := range s.buffers {
		rest = rest[copy(rest, b.Value.Data()):]
	}
}

// restore brings the session back to the snapshot.
func (c *snapshot) restore(s *Session) {
	rest := c.data
	s.tensors(func(_ string, t *tensor.Tensor) {
		rest = rest[copy(t.Data(), rest):]
		t.Touch()
	})
	s.step = c.step
	s.opt.Restore(c.t, c.lr)
}

// shotAt finds the snapshot of a step, or where it would be.
func (s *Session) shotAt(step int) (i int, found bool) {
	return slices.BinarySearchFunc(s.shots, step, func(c snapshot, step int) int { return c.step - step })
}

// pinned reports whether a snapshot holds what cannot be computed again.
func (s *Session) pinned(c *snapshot) bool {
	k := &s.changes[s.changeAt(c.step)]
	return k.pinned && k.step == c.step || c.step == s.shots[0].step
}

// snapshot keeps the state; when there are too many, every other is dropped
// and they become rarer.
func (s *Session) snapshot() {
	i, found := s.shotAt(s.step)
	if found {
		return
	}
	var c snapshot
	c.make(s)
	s.shots = slices.Insert(s.shots, i, c)
	free := 0
	for i := range s.shots {
		if !s.pinned(&s.shots[i]) {
			free++
		}
	}
	if free < s.cfg.MaxSnapshots {
		return
	}
	s.every *= 2
	kept := s.shots[:0]
	for i := range s.shots {
		if c := s.shots[i]; i == 0 || c.step%s.every == 0 || s.pinned(&c) {
			kept = append(kept, c)
		}
	}
	clear(s.shots[len(kept):])
	s.shots = kept
}

// Seek goes to a step of the recorded run: back to the last snapshot before it,
// from where [Session.Advance] repeats the steps that lie between;
// [Session.Seeking] tells whether there are any. It returns an error if the
// step has not been recorded, or lies before the session was loaded from a file.
func (s *Session) Seek(step int) error {
	if step < s.shots[0].step || step > max(s.history.Len(), s.step) {
		return &tensor.ValueError{Op: "seek", Name: "step", Value: strconv.Itoa(step),
			Want: strconv.Itoa(s.shots[0].step) + " … " + strconv.Itoa(max(s.history.Len(), s.step))}
	}
	s.broken = nil
	i, found := s.shotAt(step)
	if !found {
		i--
	}
	// From a place between the snapshot and the step, going on is shorter.
	if shot := &s.shots[i]; !(s.step <= step && s.step >= shot.step) {
		s.step = shot.step
		if err := s.enforce(s.changeAt(shot.step)); err != nil { // its state has the form of its rule
			return err
		}
		shot.restore(s)
	}
	if s.seeking = step; s.step == step {
		s.seeking = -1
	}
	return nil
}

// Seeking reports whether the session is on its way to a step that was sought.
func (s *Session) Seeking() bool { return s.seeking >= 0 }

// SeekNow is [Session.Seek] that does not return before it is there.
func (s *Session) SeekNow(step int) error {
	if err := s.Seek(step); err != nil {
		return err
	}
	for s.Seeking() {
		if err := s.Step(); err != nil {
			return err
		}
	}
	return nil
}

// Fork returns another session that stands where this one does, with the same
// past; what either does from now on does not touch the other.
func (s *Session) Fork() (*Session, error) {
	cfg := s.cfg
	cfg.Settings = s.changes[s.changeAt(s.step)].Settings
	f, err := New(cfg)
	if err != nil {
		return nil, err
	}
	f.changes = nil
	for _, c := range s.changes {
		if c.step <= s.step {
			f.changes = append(f.changes, c)
		}
	}
	f.force = len(f.changes) - 1
	f.shots = nil // snapshots never change, so both may hold them
	for _, c := range s.shots {
		if c.step <= s.step {
			f.shots = append(f.shots, c)
		}
	}
	f.every = s.every
	var now snapshot
	now.make(s)
	now.restore(f)
	f.history = s.history.clone(min(s.step, s.history.Len()))
	return f, nil
}

// Reseed starts the run anew from step 0 with another seed.
func (s *Session) Reseed(seed uint64) error {
	cfg := s.cfg
	cfg.Seed = seed
	f, err := New(cfg)
	if err == nil {
		f.mate = s.mate
		*s = *f
		s.rng, s.first = rand.New(&s.pcg), s.learnFirst
	}
	return err
}
