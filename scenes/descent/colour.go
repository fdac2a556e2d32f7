package descent

import "gradtheatre/scenes/paint"

// ramp is the colour of a level in 0…1: the valley is the ground, the heights
// are blue.
func (s *Scene) ramp(level float64) paint.Color {
	t := s.theme
	if level != level {
		return t.Zero
	}
	if t.Dark {
		return paint.Mix(paint.Mix(t.Sunken, t.Positive, 0.10), paint.Mix(t.Panel, t.Positive, 0.62), level)
	}
	return paint.Mix(paint.Color{R: 255, G: 255, B: 255, A: 255}, paint.Mix(t.Panel, t.Positive, 0.62), level)
}

func (s *Scene) light() paint.Color {
	if s.theme.Dark {
		return s.theme.Text
	}
	return paint.Color{R: 255, G: 255, B: 255, A: 255}
}

func (s *Scene) shadow() paint.Color {
	if s.theme.Dark {
		return s.theme.Sunken
	}
	return s.theme.Muted
}

// colour paints the levels of the relief into the map's picture.
func (s *Scene) colour() {
	g := &s.relief
	if s.tint == g.version && s.dark == s.theme.Dark && s.fill != nil {
		return
	}
	if s.fill != nil {
		if w, h := s.fill.Size(); w != g.sw || h != g.sh {
			s.fill.Close()
			s.fill = nil
		}
	}
	if s.fill == nil {
		s.fill = paint.NewBitmap(g.sw, g.sh)
	}
	for i, v := range g.level {
		s.fill.Set(i%g.sw, i/g.sw, s.ramp(v))
	}
	s.fill.Changed()
	s.tint, s.dark = g.version, s.theme.Dark
}

// Close lets go of the picture.
func (s *Scene) Close() {
	if s.fill != nil {
		s.fill.Close()
	}
}
