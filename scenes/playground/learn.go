package playground

import (
	"math"
	"strconv"
	"time"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
)

// At implements stage.Timeline; training has no end.
func (s *Scene) At() (at, last int) { return s.run.step(), -1 }

// Reached implements stage.Reacher.
func (s *Scene) Reached() int { return s.run.end() }

// Step takes one step of gradient descent.
func (s *Scene) Step() {
	s.Part = substep.None
	s.run.goTo(s.run.where() + 1)
	s.fresh = true
}

// Back goes one step back, or to the beginning of the one at hand.
func (s *Scene) Back() {
	if s.Part > substep.None {
		s.Part = substep.None
		s.showStep()
		return
	}
	s.Seek(s.run.where() - 1)
}

// Reset begins anew from the seed's weights.
func (s *Scene) Reset() { s.restart() }

// Seek goes to a step of the run: recorded ones at once, later ones by learning,
// unless it has stopped early.
func (s *Scene) Seek(at int) {
	at = min(max(at, 0), 1<<24)
	s.Part = substep.None
	if s.run.Stopped() && at > s.run.end() {
		return
	}
	if at < s.run.from {
		at = s.run.from
		n := strconv.Itoa(at)
		s.notice = i18n.T("这次训练是从第 "+n+" 步接过来的，更早的步子不在这里", "This run was taken over at step "+n+"; what came before is not here")
	}
	s.run.goTo(at)
	s.fresh = true
}

// Settled implements stage.Settler: a step that was asked for has been taken.
func (s *Scene) Settled() bool {
	return (s.run.going || s.run.Settled()) && !s.fresh && !s.Pending(s.run.step())
}

// Caption says where the run stands.
func (s *Scene) Caption(l i18n.Lang) string {
	step, epoch := strconv.Itoa(s.Under(s.run.step())), tenth(s.run.now.epoch)
	return i18n.T("第 "+epoch+" 轮 · 第 "+step+" 步", "Epoch "+epoch+" · step "+step).In(l) + s.Said(l)
}

// learn asks for the steps that are due and takes what has been learned.
func (s *Scene) learn(env *stage.Env) {
	was, stopped := s.run.step(), s.run.Stopped()
	if !env.Play.On || s.run.broken() {
		s.run.stand()
		s.owed = 0
	} else {
		s.run.play(s.goal(env, was))
	}
	s.run.lookInside(s.lookAt.Value() == viewHist)
	news, err := s.run.poll(time.Duration(env.Budget * float64(time.Second)))
	switch {
	case s.run.broken() && env.Play.On:
		s.notice, s.stale = i18n.T("训练停下了：数字不再有限", "Training stopped: a number is no longer finite"), true
	case s.run.Stopped() && !stopped:
		s.notice, s.stale = i18n.T("提前停止：验证损失不再下降", "Stopped early: the validation loss no longer falls"), true
	case err != nil:
		s.notice = i18n.Same(err.Error())
	}
	if note := s.run.Note(); note != nil {
		s.notice = i18n.Same(note.Error())
	}
	s.pollSweep()
	s.fresh = s.fresh || news
	if s.run.step() != was {
		s.clockRate()
	}
}

// goal is the step to play to: as many further as the speed asks for, and not
// much more than can be learned.
func (s *Scene) goal(env *stage.Env, step int) int {
	last := -1
	if g := &s.guess; g.made && !g.judged && g.run == s.run {
		last = guessLast * s.run.perEpoch()
	}
	if s.border.sketch.Waiting() != "" {
		last = s.borderStep()
	}
	if env.Play.Speed >= flatOut {
		return last
	}
	perSecond := env.Play.Speed * pace(s.run.now.epoch) * float64(s.run.perEpoch())
	s.owed += env.Dt * perSecond
	from := step
	if s.run.going && s.run.aim >= step {
		from = s.run.aim
	}
	more := math.Floor(min(s.owed, max(0, float64(step-from)+perSecond/4+1)))
	s.owed = min(s.owed-more, perSecond/4)
	if to := from + int(more); last < 0 || to < last {
		return to
	}
	return last
}

// pace is how many epochs go by in a second at speed 1, after so many.
func pace(epoch float64) float64 {
	gone := min(epoch/pacedFor, 1)
	return firstPace + (cruise-firstPace)*gone*gone
}

// clockRate measures the epochs of a second.
func (s *Scene) clockRate() {
	now, epoch := time.Now(), s.run.now.epoch
	if d := now.Sub(s.speed.since).Seconds(); s.speed.since.IsZero() || epoch < s.speed.epoch || d > 2 {
		s.speed = rate{now, epoch, 0}
	} else if d >= 0.5 {
		s.speed = rate{now, epoch, (epoch - s.speed.epoch) / d}
	}
}
