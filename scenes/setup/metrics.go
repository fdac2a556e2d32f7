package setup

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
)

// Metrics reports data, valley, layers and training by the field's names.
func (s *Scene) Metrics(put func(name string, value any)) {
	pair := func(v *grad.Var) []float64 { return []float64{s.cloud.stat(v, 0), s.cloud.stat(v, 1)} }
	put("data_mean", pair(s.cloud.outMean))
	put("data_std", pair(s.cloud.outSD))
	v := s.valley
	put("eigenvalues", []float64{v.value(v.most), v.value(v.least)})
	put("condition_number", v.value(v.ratio))
	put("best_learning_rate", v.value(v.best))
	put("largest_learning_rate", v.value(v.limit))
	put("descent_steps", v.arrived)
	put("descent_diverged", v.gone)
	n, p := &s.learner, s.probe
	put("step", n.step())
	put("epoch", n.one().Epoch())
	put("loss", p.value(p.loss))
	put("train_accuracy", p.right)
	put("parameters", nn.CountParams(n.model()))
	column := func(name string, f func(l *layer) float64) {
		var out []float64
		for i := range p.layers {
			out = append(out, f(&p.layers[i]))
		}
		put(name, out)
	}
	column("activation_mean", func(l *layer) float64 { return p.value(l.mean) })
	column("activation_std", func(l *layer) float64 { return p.value(l.sd) })
	column("gradient_std", func(l *layer) float64 { return p.value(l.slope) })
	column("saturated", func(l *layer) float64 { return p.value(l.edge) })
	column("distinct_neurons", func(l *layer) float64 { return float64(l.distinct) })
	err := n.err()
	put("diverged", err != nil)
	if err != nil {
		put("reason", err.Error())
	}
	if s.modes.known && s.tabs.Value() == viewModes {
		put("train_mode_spread", 2*s.modes.half[0])
		put("eval_mode_spread", 2*s.modes.half[1])
		put("running_mean", s.modes.running)
	}
	put("channel_mean", s.channels.stat(s.channels.mean, s.channels.chosen))
	put("channel_std", s.channels.stat(s.channels.sd, s.channels.chosen))
	put("verdict", s.texts.reason)
}
