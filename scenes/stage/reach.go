package stage

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// reach lists the widgets at a place, the topmost first.
func (s *Stage) reach(x, y float64) []ui.Widget {
	var out []ui.Widget
	add := func(list []ui.Widget) {
		for i := len(list) - 1; i >= 0; i-- {
			if r := list[i].Rect(); !r.Empty() && r.Contains(x, y) {
				out = append(out, list[i])
			}
		}
	}
	f := &s.frame
	add([]ui.Widget{s.welcome.invite, s.welcome.away, s.tour.next, s.tour.leave, f.undo})
	switch s.sheet {
	case sheetBranches:
		add(f.sheets[s.sheet])
		if s.sheetRect().Contains(x, y) {
			return out
		}
	case sheetScenes:
		if s.inRail(x, y) {
			add(f.rail)
		}
		add(f.top)
		add(f.sheets[s.sheet])
		return out
	case sheetControls:
		add(f.sheets[s.sheet])
		add([]ui.Widget{&s.controlsPanel})
		add(f.transport)
		return out
	case sheetHelp, sheetShare, sheetExport:
		add(f.sheets[s.sheet])
		return out
	}
	add(f.top)
	add(f.transport)
	if s.insp.IsOpen() && s.lay.inspect.Contains(x, y) {
		return append(out, s.insp.Mark())
	}
	if s.inRail(x, y) {
		add(f.rail)
	}
	if s.cur != nil && s.cur.fail != nil {
		add(f.card)
		return out
	}
	add([]ui.Widget{&s.controlsPanel})
	if s.lay.middle.Contains(x, y) {
		add(s.figures())
	}
	return out
}

// topAt is the widget that a mouse would point at.
func (s *Stage) topAt(x, y float64) ui.Widget {
	list := s.reach(x, y)
	if len(list) == 0 {
		return nil
	}
	if list[0] == ui.Widget(&s.controlsPanel) {
		return s.controlAt(x, y)
	}
	return list[0]
}

// controlAt finds the control under a place of the panel: what stands on another
// comes after it.
func (s *Stage) controlAt(x, y float64) (at ui.Widget) {
	for _, w := range s.controls() {
		if r := w.Rect(); !r.Empty() && r.Contains(x, y) && w.ID() != "" {
			at = w
		}
	}
	return at
}

// controlsPanel lets the panel of controls stand among the widgets.
type controlsPanel struct {
	ui.Panel
	r rect
}

func (p *controlsPanel) ID() string             { return "" }
func (p *controlsPanel) Role() ui.Role          { return ui.RoleText }
func (p *controlsPanel) Label() i18n.Text       { return i18n.Text{} }
func (p *controlsPanel) Rect() rect             { return p.r }
func (p *controlsPanel) SetRect(r rect)         { p.r = r }
func (p *controlsPanel) Height(float64) float64 { return p.Content() }
