package descent

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
)

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

// follow brings the curve of the losses to the shown position.
func (s *Scene) follow() {
	logs := true
	for k := range s.race.run {
		for i := range s.race.run[k].past {
			if v := s.race.run[k].past[i].loss; finite(v) && v <= 1e-12 {
				logs = logs && v >= 0
			}
		}
	}
	if s.curve == nil || logs != s.logs {
		s.logs, s.drawn = logs, 0
		s.curve = newCurve(logs)
	}
	if s.drawn == 0 || s.drawn > s.at+1 {
		s.curve.Reset()
		s.drawn = 0
	}
	for ; s.drawn <= s.at; s.drawn++ {
		for k := range s.race.run {
			if n := &s.race.run[k]; n.on && s.drawn < len(n.past) {
				s.curve.Append(k, float64(s.drawn), n.past[s.drawn].loss)
			}
		}
	}
	s.curve.MaxX = float64(s.hyper.steps)
}

func newCurve(logs bool) *plot.Curve {
	series := make([]plot.Series, optimisers)
	for k := range series {
		series[k] = plot.Series{Name: optName[k], Color: k}
	}
	c := plot.NewCurve(stepWord, series...)
	c.Legend = false
	if logs {
		c.Log()
	}
	return c
}
