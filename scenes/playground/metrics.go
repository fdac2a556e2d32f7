package playground

import (
	"slices"
)

// Metrics reports the run by the field's names.
func (s *Scene) Metrics(put func(name string, value any)) {
	r, h := s.run, s.run.hyper()
	optional := func(name string, v float64) {
		if v < 0 {
			put(name, nil)
		} else {
			put(name, v)
		}
	}
	put("step", r.step())
	put("epoch", r.now.epoch)
	put("recorded_steps", r.end())
	put("loss", r.lastLoss())
	put("train_loss", r.now.trainLoss)
	put("val_loss", r.now.valLoss)
	optional("train_accuracy", r.now.trainAcc)
	optional("val_accuracy", r.now.valAcc)
	if s.opened {
		put("test_loss", r.last.loss)
		optional("test_accuracy", r.last.accuracy)
		put("test_step", r.last.step)
	}
	put("learning_rate", h.LR)
	put("schedule", s.schedule.Value())
	put("rate_in_force", r.rate())
	put("batch_size", min(h.BatchSize, r.sets.Train.Len()))
	put("optimizer", ruleOf(&h))
	put("train_size", r.sets.Train.Len())
	put("val_size", r.sets.Val.Len())
	put("test_size", r.sets.Test.Len())
	put("classes", r.sets.Classes)
	if names := s.names(); len(names) > 0 {
		put("class_names", names)
	}
	put("parameters", s.parameters())
	widths := []int{}
	for _, l := range r.points.Layers {
		widths = append(widths, l.Width)
	}
	put("hidden_layers", widths)
	put("epochs_per_second", s.speed.now)
	put("diverged", r.broken())
	put("stopped_early", r.Stopped())
	if r.broken() {
		put("reason", r.Err().Error())
	}
	if s.lookAt.Value() == viewHist {
		put("histograms", len(s.layers))
	}
	if s.lookAt.Value() == viewSweep {
		put("rates_tried", len(s.sweep.rate))
	}
	put("guess", s.guessState())
	if s.lookAt.Value() == viewConfusion && s.counts != nil {
		if rows := s.tallies(); rows != nil {
			put("confusion", rows)
		} else {
			put("confusion", nil)
		}
	}
	if s.example.ok && slices.Contains([]pickKind{pickNeuron, pickWeight}, s.picked.kind) {
		put("unfolded", s.card.describe())
	}
}
