package loss

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// newCurve is the race as a plot: the output and the loss of both runners.
func newCurve() *plot.Curve {
	var series []plot.Series
	for _, what := range [2]i18n.Text{i18n.Same("a"), i18n.T("损失", "loss")} {
		for _, name := range raceName {
			series = append(series, plot.Series{Name: i18n.T(name.ZH+" "+what.ZH, name.EN+" "+what.EN)})
		}
	}
	return plot.NewCurve(i18n.T("步", "step"), series...)
}

// Curves implements stage.Plotter: the race up to the present position.
func (s *Scene) Curves() []*plot.Curve {
	s.curve.Reset()
	for k := range s.Pos[viewRace]*stride + 1 {
		for i, n := range [2]*runner{&s.race.mse, &s.race.bce} {
			s.curve.Append(i, float64(k), n.a[k])
			s.curve.Append(2+i, float64(k), n.loss[k])
		}
	}
	return []*plot.Curve{s.curve}
}
