package penalty

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// newCurve is the pull as a plot: both penalties, then both rows of weights.
func newCurve() *plot.Curve {
	series := []plot.Series{{Name: i18n.T("L1 惩罚", "L1 penalty")}, {Name: i18n.T("L2 惩罚", "L2 penalty")}}
	for _, lane := range laneNames {
		for i := range n {
			series = append(series, plot.Series{Name: i18n.Same(lane + " w" + strconv.Itoa(i+1))})
		}
	}
	return plot.NewCurve(i18n.T("步", "step"), series...)
}

// Curves implements stage.Plotter: the pull up to the present position.
func (s *Scene) Curves() []*plot.Curve {
	s.curve.Reset()
	for k := range s.Pos[viewPull] + 1 {
		for lane := range s.pull.lanes {
			l := &s.pull.lanes[lane]
			s.curve.Append(lane, float64(k), l.penalty[k])
			for i := range n {
				s.curve.Append(2+lane*n+i, float64(k), l.w[k][i])
			}
		}
	}
	return []*plot.Curve{s.curve}
}
