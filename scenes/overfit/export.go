package overfit

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

var epochsName = i18n.T("轮", "epoch")

// Curves implements stage.Plotter.
func (l *networkLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(epochsName, &l.curves[0], &l.curves[1])}
}

// Network implements stage.Networker: the first of the three networks.
func (l *networkLab) Network() weights.Model {
	if l.now == nil || l.now.err != nil {
		return weights.Model{}
	}
	return weights.Model{Name: "digits", Forward: l.now.members[0].Model().Forward, Example: l.digits.some(l.set.side)}
}

// Network is the polynomial: one linear layer, of which the inputs are the powers
// of x.
func (l *curveLab) Network() weights.Model {
	if l.fit.polynomial.w == nil {
		return weights.Model{}
	}
	w, points := grad.NewParam("w", l.fit.polynomial.w), tensor.New(len(l.cloud.x), 1)
	for i, x := range l.cloud.x {
		points.Data()[i] = tensor.Elem(x)
	}
	return weights.Model{Name: "polynomial", Example: points, Forward: func(x *grad.Var) *grad.Var {
		var all []*grad.Var
		for k := range w.Value.Dim(1) {
			all = append(all, grad.PowConst(x, float64(k)).Named("x_"+strconv.Itoa(k)))
		}
		return grad.Linear(grad.Concat(1, all...).Named("powers"), x.Tape().Param(w), nil).Named("y")
	}}
}

// Curves are the errors by degree and by number of points.
func (l *curveLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(i18n.T("次数", "degree"), &l.sweep.capacity[0], &l.sweep.capacity[1]),
		plot.Lines(i18n.T("点数", "points"), &l.sweep.growth[0], &l.sweep.growth[1])}
}

// Curves are the shares right by angle.
func (l *blocksLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(i18n.T("角度", "angle"), &l.run.byTurn)}
}

// Network is the one that reads the blocks.
func (l *blocksLab) Network() weights.Model {
	if l.run.on == nil || l.run.on.Model() == nil {
		return weights.Model{}
	}
	return weights.Model{Name: "blocks", Forward: l.run.on.Model().Forward, Example: l.run.x}
}
