package playground

import (
	"fmt"
	"slices"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// Fork implements stage.Forker: the run's whole past is shared.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	s.run.stand()
	r, err := s.run.fork()
	if err != nil {
		return nil, err
	}
	f := newScene(s.seed)
	f.home = s.home
	f.points, f.hyper, f.brush, f.point = s.points, s.hyper, s.brush, s.point
	f.points.Layers, f.points.Own = slices.Clone(s.points.Layers), slices.Clone(s.points.Own)
	f.run, f.pts, f.in, f.given, f.opened = r, r.sets, s.points.Inputs(), s.given, s.opened
	f.lookAt.SetValue(s.lookAt.Value())
	f.guess.asked = s.guess.asked
	f.fresh, f.stale = true, true
	s.groups.copyTo(&f.groups)
	f.sync()
	return f, nil
}

// Curves implements stage.Plotter.
func (s *Scene) Curves() []*plot.Curve { return s.plots[:] }

// Network implements stage.Networker.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "playground", Forward: s.run.model().Forward, Example: s.run.sets.Train.X}
}

// Runners implements stage.Keeper.
func (s *Scene) Runners() []*job.Runner {
	if s.run == nil {
		return nil
	}
	return []*job.Runner{s.run.Runner}
}

// TakeUp implements stage.Keeper: the course begins as it once did, for the
// first point of the curves, and then stands where it stood.
func (s *Scene) TakeUp(_ *stage.Env, saved [][]byte) error {
	if len(saved) != 1 {
		return fmt.Errorf("%d runs, want 1", len(saved))
	}
	first, now, err := job.SavedSpecs(saved[0])
	if err != nil {
		return err
	}
	var begun, points jobs.Points
	if err := tensor.Catch(func() { begun, points = jobs.ReadPoints(&first), jobs.ReadPoints(&now) }); err != nil {
		return err
	}
	on := s.run.Runner
	s.points, s.hyper, s.seed = begun, first.Hyper, first.Seed
	if s.begin(on, given{weights: first.Weights, standing: first.Standing}); s.fail != nil {
		return s.fail
	}
	if err := s.run.Restore(saved[0]); err != nil {
		return err
	}
	s.points, s.hyper = points, now.Hyper
	s.pts = points.Sample(s.seed)
	s.run.points, s.run.sets, s.run.aim = points, s.pts, s.run.step()
	s.point = min(s.point, s.pts.Train.Len()-1)
	s.sync()
	return s.run.measure()
}
