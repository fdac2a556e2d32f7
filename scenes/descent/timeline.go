package descent

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
)

// At implements stage.Timeline: one position for each step.
func (s *Scene) At() (at, last int) { return min(s.want, s.hyper.steps), s.hyper.steps }

// Fork implements stage.Forker: the steps so far stay what they are, and what is set
// in the copy counts from here on, unless it goes to another surface or start.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	c, err := env.Copy()
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	f.trunk = s.race.trunk(s.position())
	f.again()
	f.first.Follow(s.first)
	f.wild.Follow(s.wild)
	f.asked.rate, f.asked.wild, f.asked.factor = s.asked.rate, s.asked.wild, s.asked.factor
	f.sync()
	f.Seek(s.want)
	return f, nil
}

// Pace plays the first steps slowly, later ones ever faster.
func (s *Scene) Pace() float64 {
	return 3 + float64(s.want)*float64(s.want)/float64(max(s.hyper.steps, 1))*0.7
}

// Step goes one step on.
func (s *Scene) Step() { s.Seek(s.want + 1) }

// Back goes one step back, or to the beginning of the one at hand.
func (s *Scene) Back() {
	at := s.want
	if s.Part == substep.None {
		at--
	}
	s.Seek(at)
}

// Reset goes back to the start.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a step.
func (s *Scene) Seek(at int) {
	s.want, s.Part, s.stale, s.start = min(max(at, 0), s.hyper.steps), substep.None, true, false
}

// Caption says which step this is.
func (s *Scene) Caption(l i18n.Lang) string {
	n := strconv.Itoa(s.Under(min(s.want, s.hyper.steps)))
	return i18n.T("第 "+n+" 步", "Step "+n).In(l) + s.SaidOf(stepParts, l)
}
