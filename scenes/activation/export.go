package activation

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// Curves implements stage.Plotter: f and f′ over the whole graph.
func (s *Scene) Curves() []*plot.Curve { return []*plot.Curve{s.curve.file} }

func newFile() *plot.Curve {
	return plot.NewCurve(i18n.Same("x"), plot.Series{Name: i18n.Same("f")}, plot.Series{Name: i18n.Same("f′")})
}

// fill reads both curves from the record.
func (c *curve) fill() {
	c.file.Reset()
	for i := range curveCells {
		c.file.Append(0, c.at(i), c.value(i))
		c.file.Append(1, c.at(i), c.slope(i))
	}
}
