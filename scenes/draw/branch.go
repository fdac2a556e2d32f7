package draw

import (
	"strconv"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// Network implements stage.Networker: the network that reads the drawing, up
// to its logits.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "digits", Forward: s.run.model.Forward, Example: s.run.x}
}

// Curves implements stage.Plotter.
func (s *Scene) Curves() []*plot.Curve { return []*plot.Curve{s.curves.plot} }

// Runners implements stage.Keeper.
func (s *Scene) Runners() []*job.Runner {
	if !s.trainer.started {
		return nil
	}
	return []*job.Runner{s.trainer.runner}
}

// TakeUp implements stage.Keeper.
func (s *Scene) TakeUp(_ *stage.Env, saved [][]byte) error {
	t := s.trainer
	if len(saved) == 0 { // a branch in which nothing was trained
		s.startOver(t.seed)
		return nil
	}
	if t.runner == nil {
		t.runner = t.make()
	}
	if err := t.runner.Restore(saved[0]); err != nil {
		return err
	}
	s.startOver(t.runner.Spec().Seed)
	t.started, t.lr, t.batch = true, t.runner.Spec().LR, t.runner.Spec().BatchSize
	s.rate.SetFloat(t.lr)
	s.size.SetValue(strconv.Itoa(t.batch))
	t.follow()
	s.useHere(s.here && !s.blank) // as it was chosen last
	s.labelTraining()
	return nil
}

// Fork implements stage.Forker: training goes on from where it is, in both.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	c, err := env.Copy()
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	f.pos, f.follow, f.stale = s.pos, s.follow, true
	if s.trainer.started {
		if f.trainer.runner, err = s.trainer.runner.Fork(); err != nil {
			return nil, err
		}
		f.startOver(s.trainer.seed)
		f.trainer.started = true
		f.trainer.turn(s.trainer.on)
		f.useHere(s.here)
		f.labelTraining()
	}
	return f, nil
}
