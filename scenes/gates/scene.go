// Package gates is the scene of back-propagation: an expression becomes a graph
// of gates, values run forward through it, gradients run back, one gate at a
// time, and every gradient stands beside what a small nudge finds.
package gates

import (
	"gradtheatre/scenes/gates/zoom"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "gates", Act: 3,
		Title: i18n.T("反向传播与门", "Backprop gates"),
		Head:  i18n.T("梯度怎样往回走", "How a gradient finds its way back"),
		Lead:  benchLead,
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// Scene is the laboratory of gates: of an expression of the visitor's, and of
// the gates inside a convolutional network.
type Scene struct {
	*bench
	zoom    *zoom.Zoom
	widgets [2][]ui.Widget // of the panel and of the stage, used again
}

// New returns the scene at (x+y)z, after the backward pass.
func New(seed uint64) *Scene {
	s := &Scene{bench: newBench(seed)}
	s.zoom = zoom.New(func() { s.inside(false, false) })
	s.bench.enter = func(on bool) { s.inside(on, true) }
	return s
}

// inside goes into the network, or back to the expressions.
func (s *Scene) inside(on, flying bool) {
	switch {
	case !on && !s.zoom.On() && !s.away:
		return
	case !on:
		s.zoom.Leave()
	case s.zoom.Enter(flying) != nil:
		s.bench.notice = i18n.T("网络的权重读不出来。", "The network's weights cannot be read.")
	}
	s.bench.away = s.zoom.On()
	s.bench.hide()
	s.bench.sync()
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget {
	if s.away {
		s.widgets[0] = append(append(s.widgets[0][:0], s.zoom.Controls()...), s.headGates, s.patterns)
		return s.widgets[0]
	}
	return s.bench.Controls()
}

// Figures are the widgets on the stage, and out of sight those of the other
// laboratory, so that a link finds them.
func (s *Scene) Figures() []ui.Widget {
	all := s.widgets[1][:0]
	if s.away {
		all = append(append(append(all, s.preset), s.bench.hidden()...), s.zoom.Figures()...) // a link's level comes after its expression
	} else {
		all = append(append(all, s.bench.Figures()...), s.zoom.Hidden()...)
	}
	s.widgets[1] = all
	return all
}

// Update lets the laboratory work that is on view.
func (s *Scene) Update(env *stage.Env) {
	if s.zoom.On() != s.away { // a link has led in or out
		s.inside(s.zoom.On(), false)
	}
	if !s.away {
		s.bench.Update(env)
		return
	}
	top, rest := s.bench.placeOutside(env)
	s.zoom.Update(env, top, rest)
	s.bench.pattern = s.zoom.Pattern()
}

// DrawOver names the number under the mouse.
func (s *Scene) DrawOver(env *stage.Env, c *paint.Canvas) {
	if s.away {
		s.zoom.DrawOver(c, env.Look, env.View)
	}
}

// Settled reports whether the picture is at rest.
func (s *Scene) Settled() bool { return s.zoom.Settled() }

// Metrics reports the run on view.
func (s *Scene) Metrics(put func(name string, value any)) {
	if s.away {
		s.zoom.Metrics(put)
		return
	}
	s.bench.Metrics(put)
}
