package setup

import (
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/stage"
)

// Runners implements stage.Keeper.
func (s *Scene) Runners() []*job.Runner { return s.Team.Runners() }

// TakeUp implements stage.Keeper.
func (s *Scene) TakeUp(_ *stage.Env, saved [][]byte) error {
	if err := s.Team.TakeUp(saved, []job.Spec{s.learner.now()}, jobs.DenseExamples...); err != nil {
		return err
	}
	s.newCurve()
	if s.fresh = true; s.learner.step() > 0 { // it has been seen
		s.tell()
		s.shown = float64(s.spec.layers)
	}
	return nil
}
