package descent

import "gradtheatre/scenes/plot"

// Curves implements stage.Plotter: the losses on a logarithmic axis and, where
// they go below zero, on a plain one.
func (s *Scene) Curves() []*plot.Curve { return s.curves[:] }

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
	if c := s.curves[0]; !logs {
		s.curve = s.curves[1]
		c.Reset()
	} else {
		s.curve = c
		s.curves[1].Reset()
	}
	if logs != s.logs {
		s.logs, s.drawn = logs, 0
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
