package setup

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
)

// The runs that the scene shows, as the inspector counts them.
const (
	runData = iota
	runValley
	runLayers
	runChannels
	runMean   // of the losses that the curve drew last
	runBefore // those of the run before
	runModes  // one point in ten batches, where nothing moves
	runReach  // the step at which the descent has arrived
	runTwins  // neurons of the chosen layer that are copies
	runPoint  // the losses of a point of the run before
	runStep   // at hand, where there is one
)

// show tells the inspector what was run.
func (s *Scene) show() {
	runs := []inspect.Run{
		{Tape: s.cloud.tape, Record: &s.cloud.tr},
		{Tape: s.valley.tape, Record: &s.valley.tr},
		{Tape: s.probe.tape, Record: &s.probe.tr, Build: s.probe.build},
		{Tape: s.channels.tape, Record: &s.channels.tr},
		s.mean[0].Run(), s.mean[1].Run(), s.modes.shown(), s.valley.reach.Run(), s.twins.shown(), s.point.Run(),
	}
	if s.Card.Shown() {
		runs = append(runs, s.Card.Run())
	}
	s.Show(runs...)
	if s.twins.sum != nil {
		s.Link(inspect.Of(runTwins, s.twins.from.ID(), 0), inspect.Of(runLayers, s.probe.layers[s.chosen].a.ID(), 0))
	}
}

// tiny is the type of the smallest words.
var tiny = paint.Style{Font: paint.Sans, Size: theme.SizeTiny}

// Cells are the numbers on screen: the data's, the valley's, each layer's, the card's.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	m, c, v := &s.marks, s.cloud, s.valley
	if !m.narrow {
		for k := range 2 {
			dst = s.Put(dst, m.numbers[k], runData, c.outMean.ID(), k)
			dst = s.Put(dst, m.numbers[2+k], runData, c.outSD.ID(), k)
		}
		dst = s.Put(dst, m.numbers[4], runValley, v.most.ID(), 0)
		dst = s.Put(dst, m.numbers[5], runValley, v.least.ID(), 0)
		dst = s.Put(dst, m.numbers[6], runValley, v.ratio.ID(), 0)
		if !v.free {
			dst = s.Put(dst, s.eta.Rect(), runValley, v.best.ID(), 0)
		}
	} else {
		r := s.bowl.Rect()
		x := r.Right() - paint.Measure(s.texts.valleyIs, noteStyle)
		dst = s.PutLine(dst, s.texts.valleyIs, x, r.Y+9, noteStyle, inspect.Figure{Text: s.texts.numbers[6], Of: inspect.Of(runValley, v.ratio.ID(), 0)})
	}
	if x, y, st := s.walkAt(); s.walkFits(y) {
		dst = s.PutLine(dst, s.texts.walk, x, y, st, inspect.Figure{Text: digit(v.arrived), Of: v.reach.Number(runReach)})
	}
	for i := range s.probe.layers {
		if s.veiled(i) {
			break
		}
		l, k := &s.probe.layers[i], &m.columns[i]
		dst = s.Put(dst, k.sd, runLayers, l.sd.ID(), 0)
		dst = s.Put(dst, k.slope, runLayers, l.slope.ID(), 0)
	}
	if !s.losses.Rect().Empty() {
		for i := range s.mean {
			dst = s.PutOrigin(dst, s.curve.LastAt(s.lang, s.curveRect(), i), s.mean[i].Number(runMean+i))
		}
	}
	if r := s.losses.Rect(); !m.narrow && !r.Empty() {
		dst = s.Put(dst, paint.Rect{X: r.Right() - pad - 130, Y: r.Y + pad - 4, W: 130, H: 22}, runLayers, s.probe.share.ID(), 0)
	}
	if s.Part > substep.None {
		return s.Card.Cells(dst, &s.Runs, runStep)
	}
	switch s.tabs.Value() {
	case viewWhy:
		l := &s.probe.layers[s.chosen]
		dst = s.Put(dst, m.stats[0], runLayers, l.mean.ID(), 0)
		dst = s.Put(dst, m.stats[1], runLayers, l.sd.ID(), 0)
		dst = s.Put(dst, m.stats[2], runLayers, l.slope.ID(), 0)
		dst = s.Put(dst, m.stats[3], runLayers, l.edge.ID(), 0)
		dst = s.PutOrigin(dst, m.stats[4], inspect.Of(runTwins, s.twins.sum.ID(), 0))
		dst = s.PutLine(dst, s.texts.micro, m.micro.X, m.micro.Y+6, tiny, inspect.Figure{Text: s.texts.far, Of: inspect.Of(runLayers, l.reach.ID(), 0)})
		if b := s.texts.because; s.told && b.of != nil {
			st, pitch := s.say.Type()
			dst = s.PutText(dst, s.say.Text().Plain, s.say.Rect(), st, pitch, inspect.Figure{Text: b.figure, Of: inspect.Of(runLayers, b.of.ID(), 0)})
		}
	case viewModes:
		for i, v := range s.modes.halves {
			if s.modes.still {
				dst = s.Put(dst, s.spreadAt(i), runModes, v.ID(), 0)
			}
		}
	case viewChannels:
		dst = s.Put(dst, m.channel[0], runChannels, s.channels.mean.ID(), s.channels.chosen)
		dst = s.Put(dst, m.channel[1], runChannels, s.channels.sd.ID(), s.channels.chosen)
		st, pitch := s.say.Type()
		hw := s.channels.over.Inputs()
		n, h, w := hw[0].Inputs()[0].ID(), hw[0].Inputs()[1].ID(), hw[1].ID()
		dst = s.PutText(dst, s.say.Text().Plain, s.say.Rect(), st, pitch,
			inspect.Figure{Text: digit(pictures), Of: inspect.Of(runChannels, n, 0)}, inspect.Figure{Text: digit(mapSide), Of: inspect.Of(runChannels, h, 0)},
			inspect.Figure{Text: digit(mapSide), Of: inspect.Of(runChannels, w, 0)}, inspect.Figure{Text: digit(s.channels.count()), Of: inspect.Of(runChannels, s.channels.over.ID(), 0)})
	}
	return dst
}

// Graphs implements stage.Grapher: the network goes to the step of a point; the
// losses of the run before are kept, its network is not.
func (s *Scene) Graphs() []stage.Graph {
	if s.losses.Rect().Empty() {
		return nil
	}
	g := stage.GraphOf(s.losses.ID(), s.curve, s.curveRect(), nil)
	step := g.Step
	g.Step = func(line, i int) int {
		if line > 0 {
			return -1
		}
		return step(line, i)
	}
	g.Number = func(line, i int) trace.Ref {
		if to := (i + 1) * every; line > 0 && to <= len(s.before.loss) {
			s.point.Of(s.before.loss[to-every : to])
			s.show()
			return s.RefTo(s.point.Number(runPoint))
		}
		return s.RefTo(s.mean[line].Number(runMean + line))
	}
	return []stage.Graph{g}
}

// NumberAt finds a number under the microscope: a neuron's answer to an example.
func (s *Scene) NumberAt(x, y float64) (cell inspect.Cell, ok bool) {
	_, box := s.marks.micro.CutTop(16)
	if s.tabs.Value() != viewWhy || s.Part > substep.None {
		return cell, false
	}
	i, j, ok := s.micro.At(box, x, y)
	if !ok {
		return cell, false
	}
	l := &s.probe.layers[s.chosen]
	return inspect.Cell{Ref: s.Ref(runLayers, l.a.ID(), i*units+j), Rect: s.micro.Cell(box, i, j)}, true
}
