package playground

import (
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
)

// Parts implements stage.SubStepper: steps have parts where there is room for the card.
func (s *Scene) Parts() (names []i18n.Text, done int) {
	if s.unfold.rect.Empty() && !s.short && !s.tiny {
		return nil, substep.None
	}
	return s.Midst.Parts()
}

// SubStep goes through the step at hand part by part; the update is the run's own
// step.
func (s *Scene) SubStep() {
	if s.stale = true; s.Proceed() {
		s.Step()
	}
}

// rehearse computes the step at hand once the run stands.
func (s *Scene) rehearse(env *stage.Env) {
	r := s.run
	stands := r.Settled() && !r.going && !s.fresh
	if s.Follow(env.Play.On, stands, r.step(), r.model().Params, func(to *train.Rehearsal) error {
		if err := s.lookSlopes(); err != nil {
			return err
		}
		return r.Rehearse(to, r.sets.Train)
	}) {
		s.showStep()
	}
}

// showStep brings card and inspector to the part that is done.
func (s *Scene) showStep() {
	s.stale = true
	s.placeStep()
	s.show()
}

func (s *Scene) placeStep() { s.Card.Place(s.unfold.rect.InsetXY(16, 14), &s.Midst, s.lang) }
