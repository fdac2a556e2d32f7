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

// controls and figures are the scene's widgets now, rows and groups taken apart,
// but for controls that a link hides; none when it has failed.
func (s *Stage) controls() []ui.Widget { return s.nowControls }
func (s *Stage) figures() []ui.Widget  { return s.nowFigures }

// refresh asks the scene which widgets it has now.
func (s *Stage) refresh() {
	s.nowControls, s.nowFigures, s.allControls = emptied(s.nowControls), emptied(s.nowFigures), emptied(s.allControls)
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return
	}
	s.guard(func() {
		controls := s.cur.scene.Controls()
		s.allControls = ui.AppendFlat(s.allControls, controls, nil)
		s.nowControls = ui.AppendFlat(s.nowControls, controls, s.hides())
		s.nowFigures = ui.AppendFlat(s.nowFigures, s.cur.scene.Figures(), nil)
	})
}

// emptied is a list to be filled again. Nothing stays beyond its end: one widget
// there would keep a scene in memory that was closed.
func emptied[T any](list []T) []T {
	clear(list[:cap(list)])
	return list[:0]
}

// sceneWidgets are all controls and figures: what is hidden keeps its value.
func (s *Stage) sceneWidgets() []ui.Widget {
	return slices.Concat(s.allControls, s.figures())
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

// openGroups opens the groups of controls in which something is set: what is changed
// by a link or a program is seen.
func (s *Stage) openGroups(set func(w ui.Widget) bool) {
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return
	}
	s.guard(func() {
		for _, w := range s.cur.scene.Controls() {
			if f, ok := w.(*ui.Fold); ok && slices.ContainsFunc(ui.Flatten(f.Items), set) {
				f.SetOpen(true)
			}
		}
	})
}
