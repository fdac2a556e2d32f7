package depth

// Metrics reports the part on view by the field's names.
func (s *Scene) Metrics(put func(name string, value any)) {
	put("step", s.lanes().Step())
	if err := s.lanes().Err(); err != nil {
		put("diverged", true)
		put("reason", err.Error())
	} else {
		put("diverged", false)
	}
	switch s.view {
	case viewRace:
		s.raceMetrics(put)
	case viewLadder:
		s.ladderMetrics(put)
	default:
		f := s.fit
		put("loss", f.value(f.loss, 0))
		put("max_error", f.value(f.worst, 0))
		put("parameters", f.lane().params)
		put("knots", f.all(f.knot))
	}
}

func (s *Scene) raceMetrics(put func(name string, value any)) {
	r := s.race
	for i, name := range [2]string{"deep_", "wide_"} {
		n := r.lanes.all[i]
		put(name+"loss", n.test.loss)
		if n.test.accuracy >= 0 {
			put(name+"accuracy", n.test.accuracy)
		}
		put(name+"parameters", n.params)
		put(name+"width", n.width)
		put(name+"macs", n.macs)
		put(name+"linear_regions", r.views[i].regions())
	}
	put("winner", r.winner())
	put("finished", r.final)
}

func (s *Scene) ladderMetrics(put func(name string, value any)) {
	l := s.ladder
	var train, val, first []float64
	var params, macs []int
	for k, n := range l.lanes.all {
		train, val = append(train, l.tests[k].train), append(val, l.tests[k].val)
		first = append(first, l.value(l.slopes[k][0], 0))
		params, macs = append(params, n.params), append(macs, n.macs)
	}
	put("train_loss", train)
	put("val_loss", val)
	put("first_layer_gradient", first)
	put("parameters", params)
	put("macs", macs)
	put("finished", l.final)
}
