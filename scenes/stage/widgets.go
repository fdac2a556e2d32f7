package stage

import (
	"slices"

	"gradtheatre/scenes/ui"
)

// kept is a widget whose value a link keeps.
func kept(w ui.Widget) (ui.Valued, bool) {
	v, ok := w.(ui.Valued)
	if !ok {
		return nil, false
	}
	k, ok := w.(ui.Kept)
	return v, ok && k.Keep()
}

// controls and figures are the scene's widgets now, rows taken apart; none
// when it has failed.
func (s *Stage) controls() []ui.Widget { return s.nowControls }
func (s *Stage) figures() []ui.Widget  { return s.nowFigures }

// refresh asks the scene which widgets it has now.
func (s *Stage) refresh() {
	s.nowControls, s.nowFigures = s.nowControls[:0], s.nowFigures[:0]
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return
	}
	s.guard(func() {
		s.nowControls = flatten(s.nowControls, s.cur.scene.Controls())
		s.nowFigures = flatten(s.nowFigures, s.cur.scene.Figures())
	})
}

func flatten(to, ws []ui.Widget) []ui.Widget {
	for _, w := range ws {
		if r, ok := w.(*ui.Row); ok {
			to = flatten(to, r.Items)
		} else {
			to = append(to, w)
		}
	}
	return to
}

func (s *Stage) sceneWidgets() []ui.Widget {
	return slices.Concat(s.controls(), s.figures())
}

// widget finds a widget of the scene or the frame by its ID.
func (s *Stage) widget(id string) ui.Widget {
	if id == "" {
		return nil
	}
	for _, p := range s.guide.phrases {
		if p.id == id {
			return p
		}
	}
	for _, list := range [][]ui.Widget{s.controls(), s.figures(), s.frame.all, s.insp.Widgets()} {
		for _, w := range list {
			if w.ID() == id {
				return w
			}
		}
	}
	return nil
}
