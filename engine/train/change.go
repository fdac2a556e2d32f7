package train

import (
	"slices"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// change is the settings in force from a step on.
type change struct {
	step int
	Settings
	pinned bool // the state changed too: the snapshot of that step holds it
}

// apply puts settings in force, without a word in the log. Where the update
// rule is of another kind its memory of the past begins empty.
func (s *Session) apply(c *Settings) error {
	if s.batches == nil || c.Data != s.cfg.Data || c.BatchSize != s.cfg.BatchSize || !slices.Equal(c.Weights, s.cfg.Weights) {
		batches := data.NewBatches(c.Data.Len(), c.BatchSize, s.cfg.Seed)
		if c.Weights != nil {
			if err := tensor.Catch(func() { batches.Weighted(c.Weights) }); err != nil {
				return err
			}
		}
		s.batches = batches
	}
	lr := s.opt.LR()
	if s.opt.Rule().Name() != c.Rule.Name() {
		s.opt = optim.New(s.params, c.Rule)
		s.before.make(s)
	} else if err := s.opt.SetRule(c.Rule); err != nil {
		return err
	}
	s.cfg.Settings = *c
	s.drops.set(c.Dropout)
	return s.opt.SetLR(lr)
}

// drops are the dropout layers of a network, and what each was made with.
type drops struct {
	layers []*nn.Dropout
	made   []float64
}

func dropsOf(m nn.Module) (d drops) {
	d.layers = nn.Dropouts(m)
	for _, l := range d.layers {
		d.made = append(d.made, l.P)
	}
	return d
}

// set lets all drop p, or 0: what they were made with.
func (d *drops) set(p float64) {
	for i, l := range d.layers {
		if l.P = d.made[i]; p > 0 {
			l.P = p
		}
	}
}

// Settings returns the settings in force.
func (s *Session) Settings() Settings { return s.cfg.Settings }

// Change puts other settings in force from the next step on; what was recorded
// beyond this step is forgotten. An update rule of another kind begins without
// a memory of the past. It returns an error, and changes nothing, if a setting
// makes no sense.
func (s *Session) Change(c Settings) error {
	if err := check(&c); err != nil {
		return err
	}
	other := s.opt.Rule().Name() != c.Rule.Name()
	if err := s.apply(&c); err != nil {
		return err
	}
	s.log(c, other)
	return nil
}

// SetWeights goes on from here with other weights: those of all parameters and
// then of all buffers, end to end. What the optimizer remembers stays, what was
// recorded beyond this step is forgotten. It returns an error, and changes
// nothing, if their number is wrong.
func (s *Session) SetWeights(w []tensor.Elem) error {
	if n := s.size(); len(w) != n {
		return &tensor.ValueError{Op: "session", Name: "weights", Value: strconv.Itoa(len(w)) + " numbers", Want: strconv.Itoa(n) + " numbers"}
	}
	for _, v := range w {
		if !finite(float64(v)) {
			return &tensor.ValueError{Op: "session", Name: "weights", Value: short(float64(v)), Want: "finite numbers"}
		}
	}
	put := func(t *tensor.Tensor) {
		w = w[copy(t.Data(), w):]
		t.Touch()
	}
	for _, p := range s.params {
		put(p.Value)
	}
	for _, b := range s.buffers {
		put(b.Value)
	}
	s.log(s.cfg.Settings, true)
	return nil
}

// size is how many numbers the network has learned.
func (s *Session) size() int {
	n := 0
	for _, p := range s.params {
		n += p.Value.Len()
	}
	for _, b := range s.buffers {
		n += b.Value.Len()
	}
	return n
}

// log notes what is in force from this step on, and the state too if it was changed.
func (s *Session) log(c Settings, pin bool) {
	s.truncate()
	last := &s.changes[len(s.changes)-1]
	if last.step < s.step {
		s.changes = append(s.changes, change{step: s.step})
		last = &s.changes[len(s.changes)-1]
	}
	last.Settings = c
	if last.pinned = last.pinned || pin; last.pinned {
		s.shots = slices.DeleteFunc(s.shots, func(c snapshot) bool { return c.step == s.step })
		s.snapshot()
	}
	s.force = len(s.changes) - 1
}

// truncate forgets what was recorded beyond this step.
func (s *Session) truncate() {
	s.broken, s.seeking = nil, -1
	s.history.truncate(s.step)
	for len(s.shots) > 1 && s.shots[len(s.shots)-1].step > s.step {
		s.shots = s.shots[:len(s.shots)-1]
	}
	for len(s.changes) > 1 && s.changes[len(s.changes)-1].step > s.step {
		s.changes = s.changes[:len(s.changes)-1]
	}
}

// changeAt returns the index of the change that is in force at a step.
func (s *Session) changeAt(step int) int {
	i := len(s.changes) - 1
	for i > 0 && s.changes[i].step > step {
		i--
	}
	return i
}

// enforce applies the i-th change, with the state that it brought if the
// session stands at its step.
func (s *Session) enforce(i int) error {
	s.force = i
	c := &s.changes[i]
	if err := s.apply(&c.Settings); err != nil || !c.pinned || c.step != s.step {
		return err
	}
	k, _ := s.shotAt(s.step)
	s.shots[k].restore(s)
	return nil
}
