package stage

import (
	"fmt"
	"strconv"

	"gradtheatre/scenes/i18n"
)

// speeds are those of the keys 1–9.
var speeds = []float64{0.25, 0.5, 1, 1.5, 2, 3, 4, 8, 16}

const (
	motion   = 0.45 // seconds a step's motion takes at speed 1
	interval = 1.1  // seconds from one step to the next at speed 1
)

// advance lets time pass for the transport. A scene with an end is stepped
// here; one that is open-ended advances itself in its Update while Play.On.
func (s *Stage) advance(dt float64) {
	p := &s.env.Play
	if p.Phase < 1 {
		p.Phase = min(1, p.Phase+dt*p.Speed/motion)
		if s.look.Still {
			p.Phase = 1
		}
		s.dirty = true
	}
	t := s.timeline()
	if t == nil {
		p.On = false
		return
	}
	if !p.On {
		return
	}
	s.guard(func() {
		_, last := t.At()
		if last < 0 {
			return
		}
		for s.wait -= dt * p.Speed; s.wait <= 0; s.wait += s.every() {
			if at, last := t.At(); at >= last {
				p.On, s.wait, s.dirty = false, 0, true
				return
			}
			s.stepNow(t)
		}
	})
}

// every is the time from one step to the next at speed 1. Faster than sight
// is not spoken, and moves at once.
func (s *Stage) every() float64 {
	if p, ok := s.cur.scene.(Paced); ok {
		if pace := p.Pace(); pace > 1/interval {
			if pace > 4 {
				s.spoken, s.untold, s.env.Play.Phase = "", false, 1
			}
			return 1 / pace
		}
	}
	return interval
}

func (s *Stage) stepNow(t Timeline) {
	t.Step()
	s.env.Play.Phase = 0
	if s.look.Still {
		s.env.Play.Phase = 1
	}
	s.dirty = true
	s.tellPlace(t)
}

// tellPlace says where the run is, once it is there: one that learns on another
// thread has its step still before it.
func (s *Stage) tellPlace(t Timeline) {
	if _, later := s.cur.scene.(Settler); later {
		s.untold = true
		return
	}
	s.spoken = t.Caption(s.env.Lang)
}

// tellArrival says what tellPlace had to leave for later.
func (s *Stage) tellArrival() {
	if !s.untold || !s.Settled() {
		return
	}
	s.untold = false
	if t := s.timeline(); t != nil {
		s.guard(func() { s.spoken = t.Caption(s.env.Lang) })
	}
}

var errNoTimeline = fmt.Errorf("this scene has nothing to play or step through")

// Play starts the scene; at its end it starts over.
func (s *Stage) Play() error {
	t := s.timeline()
	if t == nil {
		return errNoTimeline
	}
	if s.env.Play.On {
		return nil
	}
	s.guard(func() {
		if at, last := t.At(); last >= 0 && at >= last {
			t.Seek(0)
		}
	})
	s.env.Play.On, s.wait, s.dirty = true, 0, true
	return nil
}

// Pause stops where it is.
func (s *Stage) Pause() error {
	if s.timeline() == nil {
		return errNoTimeline
	}
	s.env.Play.On, s.dirty = false, true
	return nil
}

// TogglePlay is the space bar.
func (s *Stage) TogglePlay() {
	if s.env.Play.On {
		s.Pause()
	} else {
		s.Play()
	}
}

// Step goes one forward and pauses.
func (s *Stage) Step() error {
	t := s.timeline()
	if t == nil {
		return errNoTimeline
	}
	s.env.Play.On = false
	s.guard(func() { s.stepNow(t) })
	return s.failed()
}

// Back goes one back and pauses.
func (s *Stage) Back() error {
	t := s.timeline()
	if t == nil {
		return errNoTimeline
	}
	s.env.Play.On, s.env.Play.Phase, s.dirty = false, 1, true
	s.guard(func() {
		t.Back()
		s.tellPlace(t)
	})
	return s.failed()
}

// Seek goes to a position and pauses.
func (s *Stage) Seek(at int) error {
	t := s.timeline()
	if t == nil {
		return errNoTimeline
	}
	s.env.Play.On, s.env.Play.Phase, s.dirty = false, 1, true
	s.guard(func() {
		if _, last := t.At(); last >= 0 {
			at = min(at, last)
		}
		t.Seek(max(at, 0))
	})
	return s.failed()
}

// Reset takes the scene to its start. A scene that failed, or has no start to
// go to, is made anew.
func (s *Stage) Reset() error {
	t := s.timeline()
	if t == nil {
		s.reopen(false)
		return s.failed()
	}
	s.env.Play.On, s.env.Play.Phase, s.wait, s.dirty = false, 1, 0, true
	run := s.keepRun(t)
	s.guard(t.Reset)
	if back := i18n.T("回到开头", "Back to the start"); run != nil {
		s.offer(back, func() { s.takeUp(run) })
	} else {
		s.speak(back)
	}
	return s.failed()
}

func (s *Stage) speak(t i18n.Text) { s.spoken = t.In(s.env.Lang) }

func (s *Stage) failed() error {
	if s.cur != nil && s.cur.fail != nil {
		return fmt.Errorf("the scene %s stopped: %w", s.cur.entry.ID, s.cur.fail)
	}
	return nil
}

func (s *Stage) setSpeed(v float64) {
	s.env.Play.Speed, s.dirty = v, true
	s.speak(i18n.T("速度 "+speedText(v), "Speed "+speedText(v)))
}

func speedText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + "×" }

// setSeed makes the scene anew from another seed: same seed, same numbers.
func (s *Stage) setSeed(seed uint64) {
	if seed == s.env.Seed {
		return
	}
	s.env.Seed = seed
	s.reopen(true)
	s.Notice(i18n.T("换了种子，这一幕从头开始", "New seed: the scene starts over"))
}
