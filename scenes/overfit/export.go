package overfit

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// Curves implements stage.Plotter.
func (l *networkLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(i18n.T("轮", "epoch"), &l.curves[0], &l.curves[1])}
}

// Network implements stage.Networker: the first of the three networks.
func (l *networkLab) Network() weights.Model {
	if l.now == nil || l.now.err != nil {
		return weights.Model{}
	}
	return weights.Model{Name: "digits", Forward: l.now.members[0].Model().Forward, Example: tensor.New(1, 1, l.set.side, l.set.side)}
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
	return weights.Model{Name: "blocks", Forward: l.run.on.Model().Forward, Example: tensor.New(1, jobs.BlockArea)}
}
