package stage

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// Coloured is implemented by scenes in whose pictures blue and orange, the
// theme's Positive and Negative, stand for something. What they stand for may
// depend on the view; an empty meaning is left out.
type Coloured interface {
	Colours() (blue, orange ui.Meaning)
}

// tellColours asks the scene what its colours mean.
func (s *Stage) tellColours() {
	var blue, orange ui.Meaning
	if s.cur != nil && s.cur.fail == nil {
		if c, ok := s.cur.scene.(Coloured); ok {
			s.guard(func() { blue, orange = c.Colours() })
		}
	}
	s.frame.legend.Say(blue, orange)
	s.frame.legend.SetLang(s.env.Lang)
}

// placeLegend puts the legend at the right of the lead, or of the heading, where
// either has room beside its words. Else it is the first of the controls: on a
// phone, in their sheet.
func (s *Stage) placeLegend() {
	g, l := s.frame.legend, &s.lay
	g.SetRect(rect{})
	s.tellColours()
	width := g.Width()
	s.legendBelow = width > 0
	if width == 0 || l.head.Empty() {
		return
	}
	const apart = 24.0
	spot := rect{X: l.head.Right() - width, W: width, H: ui.LegendHeight}
	lead := &s.guide.lead
	switch {
	case !l.lead.Empty() && lead.Height() <= l.lead.H && lead.LastWidth()+apart+width <= l.lead.W:
		spot.Y = l.lead.Bottom() - leadLine
	case l.head.H <= headLine && paint.Measure(s.guide.head, s.headStyle())+apart+width <= l.head.W:
		spot.Y = l.head.Y + (headLine-ui.LegendHeight)/2
	default:
		return
	}
	g.SetRect(spot)
	s.legendBelow = false
}

// panelControls are the controls as the panel lays them out.
func (s *Stage) panelControls() []ui.Widget {
	list := s.cur.scene.Controls()
	if !s.legendBelow || len(list) == 0 {
		return list
	}
	s.listed = append(append(emptied(s.listed), s.frame.legend), list...)
	return s.listed
}
