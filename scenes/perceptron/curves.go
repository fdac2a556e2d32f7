package perceptron

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// curves are the run as plots: what the rule got wrong in each round, or the
// loss of each gradient step.
type curves struct{ rounds, losses *plot.Curve }

func newCurves() curves {
	return curves{
		plot.NewCurve(i18n.T("轮", "round"), plot.Series{Name: i18n.T("错误", "mistakes")}),
		plot.NewCurve(i18n.T("步", "step"), plot.Series{Name: i18n.T("损失", "loss")}),
	}
}

// Curves implements stage.Plotter: the run up to the present position.
func (s *Scene) Curves() []*plot.Curve {
	s.rounds.Reset()
	s.losses.Reset()
	if s.soft {
		for k := range s.past.steps[:s.at] {
			st := &s.past.steps[k]
			s.losses.Append(0, float64(k), st.at(st.ids.loss, 0))
		}
	} else {
		for k, n := range s.past.happened(nil, s.at) {
			s.rounds.Append(0, float64(k+1), float64(n))
		}
	}
	return []*plot.Curve{s.rounds, s.losses}
}
