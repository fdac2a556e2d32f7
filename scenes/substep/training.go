package substep

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// Training is the step at hand of a run that learns beside the frames, in parts:
// it is rehearsed where the run stands, and taken by the run itself. A scene
// embeds it.
type Training struct {
	Midst
	Card Card
}

// Follow rehearses the step at hand once the run stands at step; a run that plays
// has none. params are of the network that run rehearses with. It reports whether
// there is something new to be shown.
func (p *Training) Follow(playing, stands bool, step int, params func() []*grad.Param, run func(r *train.Rehearsal) error) (news bool) {
	if p.Part == None {
		return false
	}
	if playing {
		p.Part = None
		return true
	}
	if !stands || p.Card.Known(step) {
		return false
	}
	p.Card.Rehearse(step, params, run)
	return true
}

// FollowTeam is Follow for a member of a team that learns from some examples.
func (p *Training) FollowTeam(t *job.Team, member int, learn data.Source) (news bool) {
	if member >= len(t.Members()) {
		return false
	}
	m := t.Members()[member]
	return p.Follow(t.Playing(), t.Settled(), t.Step(), func() []*grad.Param { return m.Model().Params() },
		func(r *train.Rehearsal) error { return m.Rehearse(r, learn, t.Step()) })
}

// Pending reports whether the step at hand is still to be rehearsed.
func (p *Training) Pending(step int) bool { return p.Part > None && !p.Card.Known(step) }
