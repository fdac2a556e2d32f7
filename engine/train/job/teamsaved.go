package job

import (
	"maps"
	"strconv"

	"gradtheatre/engine/tensor"
)

// Saved teams
//
// A team is saved run by run, whenever each has a moment; what is restored is
// aligned: whoever was saved a little earlier catches up with the others.

// Runners are their runs in this order, to be saved one by one; none before Start.
func (t *Team) Runners() (all []*Runner) {
	for _, m := range t.members {
		all = append(all, m.Runner)
	}
	return all
}

// Restore goes on with runs that were saved one by one, in this order, in place of
// those there were. Where they were saved at several steps, on their way, all go on
// to the last of these and stand there. It returns an error if one is damaged or no
// job of the catalogue; the team then has no members.
func (t *Team) Restore(saved ...[]byte) error {
	if err := t.enlist(len(saved), func(r *Runner, i int) error { return r.Restore(saved[i]) }); err != nil {
		return err
	}
	t.step = t.furthest()
	t.goal, t.aim = t.step, t.step
	return nil
}

// TakeUp is [Team.Restore] of runs that began as these specs say, but for options
// that may have become others on the way, such as the examples. What the specs say
// of those and of settings is in force from here on. It returns an error if one of
// the runs is of another network; the team then has no members.
func (t *Team) TakeUp(saved [][]byte, specs []Spec, free ...string) error {
	if len(saved) != len(specs) {
		return &tensor.ValueError{Op: "take up", Name: "runs", Value: strconv.Itoa(len(saved)), Want: strconv.Itoa(len(specs))}
	}
	if err := t.Restore(saved...); err != nil {
		return err
	}
	bound := func(o map[string]string) map[string]string {
		o = maps.Clone(o)
		for _, name := range free {
			delete(o, name)
		}
		return o
	}
	for i, m := range t.members {
		was, want := m.Spec(), &specs[i]
		if was.Job != want.Job || was.Seed != want.Seed || !maps.Equal(bound(was.Options), bound(want.Options)) {
			t.dismiss(1)
			t.members = nil
			return &tensor.ValueError{Op: "take up", Name: "run " + strconv.Itoa(i+1), Value: "of another network", Want: want.Job + ", as it was set"}
		}
		if was.Hyper != want.Hyper {
			if err := m.Runner.Change(want.Hyper); err != nil {
				return err
			}
		}
		if !maps.Equal(was.Options, want.Options) {
			m.ChangeOptions(want.Options)
		}
	}
	return nil
}

// furthest is the last step at which a member stands that can go on; where none
// can, the last step at which one stands.
func (t *Team) furthest() (step int) {
	blocked := t.Blocked()
	for _, m := range t.members {
		if blocked || m.Err() == nil {
			step = max(step, m.Runner.StepCount())
		}
	}
	return step
}

// gather sends those on that are behind the others: runs that were saved on their
// way, or were sent somewhere by themselves. It reports whether there are any.
func (t *Team) gather() (some bool) {
	for at, i := t.furthest(), 0; i < len(t.members); i++ {
		if m := t.members[i]; m.Err() == nil && m.Runner.StepCount() < at {
			m.Runner.Seek(at)
			some, t.resting = true, false
		}
	}
	return some
}
