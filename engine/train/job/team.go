package job

import (
	"math"
	"slices"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// Team are runs that learn side by side on one thread. It is looked at only
// where all of them stand at the same step: what their networks give belongs
// together, however the thread shares out its time. It belongs to one goroutine.
type Team struct {
	on      *Runner // whose thread they share
	members []*Member
	step    int // at which all stood last
	goal    int // of the leg under way
	aim     int // where they go
	resting bool
	leg     int // steps taken at one go
	begun   time.Time
	looks   int    // Polls since then
	later   []edit // that wait for the end of the leg
	owed    float64
	playing bool
}

// edit is a change for all members.
type edit struct {
	kind Kind
	do   func(*Member)
}

// Member is one run of a team.
type Member struct {
	*Runner
	model   nn.Module
	state   []*tensor.Tensor
	weights []tensor.Elem // on their way
}

// Model is the network where the team stood last.
func (m *Member) Model() nn.Module { return m.model }

// NewTeam returns a team on the runner's thread that has nothing to do yet.
func NewTeam(on *Runner) *Team { return &Team{on: on} }

// Start begins a run for each spec, at step 0, in place of those there were. It
// returns an error if a spec makes no sense; the team then has no members.
func (t *Team) Start(specs ...Spec) error {
	return t.enlist(len(specs), func(r *Runner, i int) error { return r.Start(specs[i]) })
}

// enlist has n members, each of which begin brings to its run.
func (t *Team) enlist(n int, begin func(r *Runner, i int) error) error {
	t.dismiss(max(n, 1))
	for i := range n {
		if i == len(t.members) {
			r := t.on
			if i > 0 {
				r = r.Beside()
			}
			t.members = append(t.members, &Member{Runner: r})
		}
		m := t.members[i]
		err := begin(m.Runner, i)
		if err == nil {
			m.model, err = m.build()
		}
		if err != nil {
			t.dismiss(1)
			t.members = nil
			return err
		}
		m.state = state(m.model)
		m.settle()
	}
	t.step, t.goal, t.aim, t.leg, t.resting, t.later, t.owed, t.playing = 0, 0, 0, 1, false, nil, 0, false
	return nil
}

// Follow stands where another team on the same thread does, with the same past, in
// place of the runs there were: between two legs at its step, on the way back where
// that leads. What either does from now on does not touch the other. It returns an
// error if the other has no runs or another thread; the team then has no members.
func (t *Team) Follow(of *Team) error {
	if len(of.members) == 0 {
		return &tensor.ValueError{Op: "fork", Name: "team", Value: "no runs", Want: "one that was started"}
	}
	if err := t.enlist(len(of.members), func(r *Runner, i int) error { return r.Follow(of.members[i].Runner) }); err != nil {
		return err
	}
	at := of.step
	if !of.resting {
		at = min(at, of.goal)
	}
	for i, m := range t.members {
		m.weights = append(m.weights[:0], of.members[i].weights...)
		pour(m.state, m.weights)
		if !of.resting {
			m.Runner.Seek(at)
		}
	}
	t.step, t.goal, t.aim, t.leg, t.later = of.step, at, at, of.leg, slices.Clone(of.later)
	return nil
}

// dismiss closes the runs of all members but the first n; that of the first is the
// team's own.
func (t *Team) dismiss(n int) {
	for len(t.members) > n {
		last := len(t.members) - 1
		t.members[last].Close()
		t.members = t.members[:last]
	}
}

func (m *Member) settle() {
	m.weights = m.Weights(m.weights[:0])
	pour(m.state, m.weights)
}

// Members are the runs, in the order of their specs.
func (t *Team) Members() []*Member { return t.members }

// Step is where all stand, or stood last.
func (t *Team) Step() int { return t.step }

// Aim is where they go.
func (t *Team) Aim() int { return t.aim }

// Resting reports whether all stand at one step and nothing was asked of them
// since.
func (t *Team) Resting() bool { return t.resting }

// Settled reports whether they have come where they were sent, or cannot.
func (t *Team) Settled() bool {
	return t.resting && len(t.later) == 0 && (t.step >= t.aim || t.Blocked())
}

// Blocked reports whether no member can go on.
func (t *Team) Blocked() bool {
	for _, m := range t.members {
		if m.Err() == nil {
			return false
		}
	}
	return true
}

// Err is what stopped one of them, or nil.
func (t *Team) Err() error {
	for _, m := range t.members {
		if err := m.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Recorded is the last step that can be gone back to.
func (t *Team) Recorded() int {
	at := 0
	for i, m := range t.members {
		if n := max(m.History().Len(), m.Runner.StepCount()); i == 0 || n < at {
			at = n
		}
	}
	return at
}

// legTime is about how long they learn before they are looked at.
const legTime = 60 * time.Millisecond

// longest is how many steps they take at most before that.
const longest = 1 << 16

// To goes on to a step, in legs after each of which all stand.
func (t *Team) To(step int) { t.aim = max(step, t.step) }

// Stand goes no further than the leg under way.
func (t *Team) Stand() { t.aim = max(t.goal, t.step) }

// forever is a step that no run comes to.
const forever = 1 << 40

// Play goes on by so many steps more, at the latest when all have caught up with
// what they were sent to do, and no further than to end, unless that is negative;
// what is less than a step is kept for the next call. Of steps that cannot be
// learned in time no more than most are owed. due may be infinite.
func (t *Team) Play(due, most float64, end int) {
	t.playing = true
	if end < 0 {
		end = forever
	}
	if math.IsInf(due, 1) {
		t.owed = 0
		t.To(end)
		return
	}
	if t.owed = min(t.owed+due, most); !t.Settled() {
		return
	}
	n := math.Floor(t.owed)
	t.owed -= n
	t.To(min(t.step+int(n), end))
}

// Pause ends Play after the leg under way; what else was asked for goes on.
func (t *Team) Pause() {
	if t.playing {
		t.playing, t.owed = false, 0
		t.Stand()
	}
}

// Playing reports whether Play was called last, not Pause.
func (t *Team) Playing() bool { return t.playing }

// Seek goes to a step: back at once, on by learning.
func (t *Team) Seek(step int) {
	step, t.playing = max(step, 0), false
	if step == t.step && t.aim == step && t.Settled() && t.Err() == nil {
		return
	}
	if step > t.Recorded() {
		t.aim = step
		return
	}
	for _, m := range t.members {
		m.Runner.Seek(step)
	}
	t.aim, t.goal, t.resting = step, step, false
}

// Change puts other settings in force for all, from the next step on. It returns
// an error, and changes nothing, if a setting makes no sense.
func (t *Team) Change(h Hyper) error {
	if err := h.Check(); err != nil {
		return err
	}
	t.edit(edit{Change, func(m *Member) { m.note = m.Runner.Change(h) }})
	return nil
}

// ChangeOptions lets all learn other examples, from the next step on.
func (t *Team) ChangeOptions(o map[string]string) {
	t.edit(edit{Options, func(m *Member) { m.Runner.ChangeOptions(o) }})
}

// edit changes all members at the same step: where they stand, or at the end of
// the leg under way.
func (t *Team) edit(e edit) {
	if n := len(t.later); !t.resting && n > 0 && t.later[n-1].kind == e.kind {
		t.later[n-1] = e // the last word counts
		return
	}
	if !t.resting {
		t.later = append(t.later, e)
		return
	}
	for _, m := range t.members {
		e.do(m)
	}
	t.resting, t.goal = false, t.step
}

// Poll takes what has arrived, learns for that time where there is no other
// thread, and begins the next leg. It reports whether all have come to stand,
// with something new to be seen.
func (t *Team) Poll(budget time.Duration) (news bool) {
	t.looks++
	for _, m := range t.members {
		if m.Poll(budget) {
			news = true
		}
		budget = 0
	}
	for _, m := range t.members {
		if !m.Settled() {
			t.resting = false
			return false
		}
	}
	if t.gather() {
		return false
	}
	if news = news || !t.resting; news {
		t.arrive()
	}
	t.resting = true
	if t.Blocked() {
		t.aim = t.step
	}
	switch {
	case len(t.later) > 0:
		e := t.later[0]
		t.later = t.later[1:]
		t.edit(e)
	case t.step < t.aim:
		t.begin()
	}
	return news
}

// arrive takes the networks as they now stand.
func (t *Team) arrive() {
	if !t.resting && t.goal > t.step {
		switch d := time.Since(t.begun); {
		case d < legTime/2 || t.looks <= 1: // it was over before anybody looked
			t.leg = min(2*t.leg, longest)
		case d > 2*legTime && t.looks > 2:
			t.leg = max(1, t.leg/2)
		}
	}
	for _, m := range t.members {
		m.settle()
	}
	if !t.Blocked() {
		t.step = t.furthest()
		t.aim = max(t.aim, t.step)
	}
}

// begin sends all off on the next leg.
func (t *Team) begin() {
	t.goal, t.begun, t.looks, t.resting = min(t.aim, t.step+t.leg), time.Now(), 0, false
	for _, m := range t.members {
		if m.Err() == nil {
			m.PlayTo(t.goal)
		}
	}
}

// Close ends all runs and lets go of the thread.
func (t *Team) Close() {
	for _, m := range t.members {
		m.Close()
	}
	t.on.Close()
	t.members = nil
}

// Rehearse computes the step that comes after the one where the team stands,
// without taking it, on the examples that are learned.
func (m *Member) Rehearse(to *train.Rehearsal, learn data.Source, step int) error {
	return m.Runner.rehearse(to, m.model, learn, step)
}

// Rehearse computes the step that comes after the last report's, without taking
// it, on the examples that are learned: loss and gradient are those it will have.
func (r *Runner) Rehearse(to *train.Rehearsal, learn data.Source) error {
	return r.rehearse(to, r.model, learn, r.was.step)
}

// RehearseWith is Rehearse for any step, with a network that has the weights which
// that step begins with.
func (r *Runner) RehearseWith(m nn.Module, to *train.Rehearsal, learn data.Source, step int) error {
	return r.rehearse(to, m, learn, step)
}

func (r *Runner) rehearse(to *train.Rehearsal, model nn.Module, learn data.Source, step int) error {
	j, err := Find(r.line.jobs, r.spec.Job)
	if err != nil {
		return err
	}
	s, err := r.spec.settings(train.Settings{Data: learn, Halves: r.spec.Halves})
	if err != nil {
		return err
	}
	return to.Run(model, j.Loss(&r.spec), s, r.spec.Seed, step)
}
