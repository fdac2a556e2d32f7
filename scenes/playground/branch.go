package playground

import (
	"slices"

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
	f.points, f.hyper, f.brush, f.point = s.points, s.hyper, s.brush, s.point
	f.points.Layers, f.points.Own = slices.Clone(s.points.Layers), slices.Clone(s.points.Own)
	f.run, f.pts, f.in, f.given, f.opened = r, r.sets, s.points.Inputs(), s.given, s.opened
	f.lookAt.SetValue(s.lookAt.Value())
	f.guess.asked = s.guess.asked
	f.fresh, f.stale = true, true
	f.sync()
	return f, nil
}

// Curves implements stage.Plotter.
func (s *Scene) Curves() []*plot.Curve { return s.plots[:] }

// Network implements stage.Networker.
func (s *Scene) Network() weights.Model {
	return weights.Model{Name: "playground", Forward: s.run.model().Forward, Example: s.run.sets.Train.X}
}
