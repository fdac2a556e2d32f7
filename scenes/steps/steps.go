// Package steps makes the training of networks side by side the timeline of a
// scene: it is played at a pace, goes on step by step or part by part, and back.
package steps

import (
	"math"
	"strconv"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
)

const (
	flatOut = 16.0    // from this speed on, as fast as the machine
	most    = 200.0   // steps owed at most where they cannot be learned in time
	last    = 1 << 20 // the furthest step that can be asked for
)

// Course is the training on view. A scene embeds it, and says whose it is.
type Course struct {
	substep.Training
	Team   *job.Team
	End    int         // the last step; negative: there is none
	Member int         // whose step is shown in parts
	Learn  data.Source // what that one learns
	Stale  bool        // there is something else to be shown
	Notice i18n.Text   // for the visitor, once
}

// Go asks for the steps that are due at so many a second, learns for a time of so
// many seconds where there is no other thread, and takes what has been learned. It
// reports whether the networks have come to stand with something new to be seen.
func (c *Course) Go(env *stage.Env, pace, budget float64) (news bool) {
	if env.Play.On {
		due := env.Dt * env.Play.Speed * pace
		if Hurried(env) {
			due = math.Inf(1)
		}
		c.Team.Play(due, most, c.End)
	} else {
		c.Team.Pause()
	}
	if news = c.Team.Poll(time.Duration(budget * float64(time.Second))); news {
		c.Card.Forget()
	}
	if c.FollowTeam(c.Team, c.Member, c.Learn) {
		c.Stale = true
	}
	return news
}

// Tell shows and says the notice that there is.
func (c *Course) Tell(env *stage.Env) {
	if c.Notice != (i18n.Text{}) {
		env.Notice(c.Notice)
		env.Announce(c.Notice)
		c.Notice = i18n.Text{}
	}
}

// Hurried reports whether the networks are to learn as fast as they can.
func Hurried(env *stage.Env) bool { return env.Play.Speed >= flatOut }

// Rests reports whether nothing is to be waited for: neither a step that was asked
// for nor the numbers of its parts.
func (c *Course) Rests() bool {
	return (c.Team.Playing() || c.Team.Settled()) && !c.Pending(c.Team.Step())
}

// At implements stage.Timeline: the end is open even where there is a last step,
// since the steps before it have not been taken yet.
func (c *Course) At() (at, end int) { return c.Team.Step(), -1 }

// Reached implements stage.Reacher.
func (c *Course) Reached() int { return c.Team.Recorded() }

// Step takes one step more than was asked for so far.
func (c *Course) Step() { c.Seek(c.Team.Aim() + 1) }

// SubStep goes through the step at hand part by part; the update is the networks'
// own step.
func (c *Course) SubStep() {
	if c.Stale = true; c.Proceed() {
		c.Step()
	}
}

// Back goes one step back, or to the beginning of the one at hand.
func (c *Course) Back() { c.Seek(c.Before(c.Team.Aim())) }

// Seek goes to a step: back at once, forward by learning.
func (c *Course) Seek(at int) {
	c.Part, c.Stale = substep.None, true
	if at = min(max(at, 0), last); c.End >= 0 {
		at = min(at, c.End)
	}
	c.Team.Seek(at)
}

// Caption says where the training stands.
func (c *Course) Caption(l i18n.Lang) string {
	n := strconv.Itoa(c.Under(c.Team.Step()))
	if c.End >= 0 {
		n += " / " + strconv.Itoa(c.End)
	}
	return i18n.T("第 "+n+" 步", "Step "+n).In(l) + c.Said(l)
}
