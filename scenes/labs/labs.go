// Package labs puts several laboratories into one scene, under one choice: only
// the chosen one is on stage and works, the others keep what was set in them.
package labs

import (
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Lab is one of the laboratories of a scene.
type Lab interface {
	stage.Timeline
	inspect.Provenance
	Controls() []ui.Widget // without the choice of the laboratory
	Figures() []ui.Widget
	// Update works for the time there is; look says that language, theme or
	// place have changed. It reports whether the picture is another one.
	Update(env *stage.Env, look bool) bool
	Settled() bool
	Metrics(put func(name string, value any))
}

// Scene shows one laboratory, which answers for what is not said here.
type Scene struct {
	Lab    // the one that is chosen
	tabs   *ui.Select
	labs   []Lab
	lang   i18n.Lang
	area   paint.Rect
	phone  bool
	theme  *theme.Theme
	hidden bool // what is not shown has been put out of sight

	controls, figures []ui.Widget // the lists that were asked for last
}

// New returns a scene with a laboratory for each name, the first one chosen; the
// choice is the parameter "view".
func New(label i18n.Text, names []ui.Option, labs ...Lab) *Scene {
	s := &Scene{Lab: labs[0], labs: labs, lang: 255}
	s.tabs = ui.NewSelect("view", label, names[0].Value, names...).Kept().OnChange(func(v string) {
		for i, o := range names {
			if o.Value == v {
				s.Lab, s.lang, s.hidden = labs[i], 255, false
			}
		}
	})
	return s
}

// Controls are the choice of the laboratory and its own controls; the list holds
// until it is asked for again.
func (s *Scene) Controls() []ui.Widget {
	s.controls = append(append(s.controls[:0], s.tabs), s.Lab.Controls()...)
	return s.controls
}

// Figures are those of the laboratory, and out of sight what belongs to the
// others, so that a link finds it; the list holds until it is asked for again.
func (s *Scene) Figures() []ui.Widget {
	s.figures = s.others(append(s.figures[:0], s.Lab.Figures()...))
	return s.figures
}

// others appends the widgets of the laboratories that are not shown.
func (s *Scene) others(list []ui.Widget) []ui.Widget {
	for _, l := range s.labs {
		if l != s.Lab {
			list = append(append(list, l.Controls()...), l.Figures()...)
		}
	}
	return list
}

// Update lets the laboratory work.
func (s *Scene) Update(env *stage.Env) {
	look := s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone || s.theme != env.Theme
	s.lang, s.area, s.phone, s.theme = env.Lang, env.Area, env.Phone, env.Theme
	if !s.hidden {
		s.hidden = true
		for _, w := range s.others(nil) {
			w.SetRect(paint.Rect{})
		}
	}
	if s.Lab.Update(env, look) || look {
		env.Redraw()
	}
}

// Where asks the laboratory for a part that its texts point at.
func (s *Scene) Where(name string) paint.Rect {
	if l, ok := s.Lab.(stage.Locator); ok {
		return l.Where(name)
	}
	return paint.Rect{}
}

// Head is the laboratory's own, if it has one.
func (s *Scene) Head() i18n.Text {
	if l, ok := s.Lab.(stage.Titler); ok {
		return l.Head()
	}
	return i18n.Text{}
}

// Lead is the laboratory's own, if it has one.
func (s *Scene) Lead() i18n.Text {
	if l, ok := s.Lab.(stage.Teller); ok {
		return l.Lead()
	}
	return i18n.Text{}
}

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// What follows a laboratory may have or not.

// Parts implements stage.SubStepper.
func (s *Scene) Parts() (names []i18n.Text, done int) {
	if l, ok := s.Lab.(stage.SubStepper); ok {
		return l.Parts()
	}
	return nil, 0
}

// SubStep does the next part of the laboratory's step.
func (s *Scene) SubStep() {
	if l, ok := s.Lab.(stage.SubStepper); ok {
		l.SubStep()
	}
}

// Reached implements stage.Reacher.
func (s *Scene) Reached() int {
	if l, ok := s.Lab.(stage.Reacher); ok {
		return l.Reached()
	}
	return 0
}

// Curves implements stage.Plotter.
func (s *Scene) Curves() []*plot.Curve {
	if l, ok := s.Lab.(stage.Plotter); ok {
		return l.Curves()
	}
	return nil
}

// Graphs implements stage.Grapher.
func (s *Scene) Graphs() []stage.Graph {
	if l, ok := s.Lab.(stage.Grapher); ok {
		return l.Graphs()
	}
	return nil
}

// Network implements stage.Networker.
func (s *Scene) Network() weights.Model {
	if l, ok := s.Lab.(stage.Networker); ok {
		return l.Network()
	}
	return weights.Model{}
}

// Pace implements stage.Paced; 0 where the laboratory has none of its own.
func (s *Scene) Pace() float64 {
	if l, ok := s.Lab.(stage.Paced); ok {
		return l.Pace()
	}
	return 0
}

// Close lets go of what the laboratories hold.
func (s *Scene) Close() {
	for _, l := range s.labs {
		if c, ok := l.(stage.Closer); ok {
			c.Close()
		}
	}
}
