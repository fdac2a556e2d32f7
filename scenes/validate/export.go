package validate

import (
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// Curves implements stage.Plotter: the loss of the network that learns the bar's
// training part, and the score of each fold.
func (l *splitLab) Curves() []*plot.Curve {
	loss := plot.NewCurve(i18n.T("步", "step"), plot.Series{Name: i18n.T("训练损失", "training loss")})
	folds := plot.NewCurve(i18n.T("折", "fold"), plot.Series{Name: i18n.T("验证准确率", "validation accuracy"), Color: 1})
	if f := &l.run.single; f.on != nil {
		for k, v := range f.on.History().Loss {
			loss.Append(0, float64(k+1), float64(v))
		}
	}
	for k, v := range l.run.scores[:min(l.at, len(l.run.scores))] {
		folds.Append(0, float64(k+1), v)
	}
	return []*plot.Curve{loss, folds}
}

// Network implements stage.Networker: the one that learns the bar's training part,
// for features standardised as its birds are.
func (l *splitLab) Network() weights.Model {
	f := &l.run.single
	if f.on == nil || f.on.Model() == nil {
		return weights.Model{}
	}
	n := f.all.X.Dim(0)
	some := f.all.Subset([]int{0, n / 2, n - 1})
	return weights.Model{Name: "penguins", Forward: f.on.Model().Forward, Example: f.scaler.Apply(some.X)}
}

// Curves implements stage.Plotter: the scores of the networks tried, in order; of
// the test only when it is open.
func (l *searchLab) Curves() []*plot.Curve {
	c := plot.NewCurve(i18n.T("第几个网络", "trial"), plot.Series{Name: i18n.T("验证准确率", "validation accuracy"), Color: 1}, plot.Series{Name: i18n.T("测试准确率", "test accuracy"), Color: 2})
	trials := l.shownTrials()
	for i := range trials {
		c.Append(0, float64(i+1), trials[i].accuracy(l.hand.val))
		if l.peeked {
			c.Append(1, float64(i+1), trials[i].accuracy(l.hand.test))
		}
	}
	return []*plot.Curve{c}
}
