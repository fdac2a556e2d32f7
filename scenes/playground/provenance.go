package playground

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// The runs of the joined record.
const (
	runExample = iota // the ringed point, forwards and backwards
	runTrain          // the points that are learned
	runVal            // those that are held back
	runTest           // those that are looked at once
	runSlopes         // the batch of the step at hand, penalties aside, where lines show gradients
	runTable          // the points that the confusion matrix counts, where it is open, or the histograms' ends
	runStep           // at hand, where there is one
)

// show hands the runs to the inspector.
func (s *Scene) show() {
	r := s.run
	runs := []inspect.Run{{Tape: s.example.tape, Record: &s.example.tr, Build: s.example.write},
		{Tape: r.train.tape, Record: &r.train.tr}, {Tape: r.val.tape, Record: &r.val.tr}, {Tape: r.final.tape, Record: &r.final.tr}, s.slopes.run(s), s.within.counted()}
	if s.Card.Shown() {
		runs = append(runs, s.Card.Run())
	}
	if k := &s.within.last; len(s.within.ends) > 0 && s.within.again {
		if s.points.Dropout == 0 && !s.points.BatchNorm {
			runs[runTable].Build = s.rebuild
		}
		s.Show(runs...)
		for i, from := range k.from {
			s.Link(inspect.Of(runTable, k.slope[i], 0), inspect.Of(runTable, from, 0).Gradient())
		}
		return
	}
	s.Show(runs...)
}

// Cells are the numbers of the card and of the results, the chosen weight and
// the activations of the neurons at the ringed point.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	k, e := &s.card, s.example
	for i := range k.rows {
		r := &k.rows[i]
		dst = s.PutOrigin(dst, r.at, r.of)
		if r.from[0].Text != "" {
			text, x, st := r.figures(r.size())
			dst = s.PutLine(dst, text, x, r.at.Y+r.at.H/2, st, r.from[:]...)
		}
	}
	dst = s.PutOrigin(dst, k.last.at, k.last.of)
	dst = s.Card.Cells(dst, &s.Runs, runStep)
	if !e.ok {
		return dst
	}
	if p := s.focus(); p.kind == pickWeight && p.i < s.fanIn(p.l) && s.showsSlopes() {
		node, cell := s.slopeAt(p)
		dst = s.PutGrad(dst, s.tag(p), runSlopes, node, cell)
	} else if p.kind == pickWeight && p.i < s.fanIn(p.l) {
		dst = s.Put(dst, s.tag(p), runExample, e.w[p.l], p.j*s.fanIn(p.l)+p.i)
	}
	for i, of := range [...]struct {
		run  int
		exam *exam
	}{{runTrain, &s.run.train}, {runVal, &s.run.val}, {runTest, &s.run.final}} {
		dst = s.Put(dst, s.results[i], of.run, of.exam.loss, 0)
		dst = s.Put(dst, s.shares[i], of.run, of.exam.accuracy, 0)
	}
	dst = s.confusionCells(dst)
	dst = s.formula.cells(s, dst)
	dst = s.endCells(dst)
	if s.lookAt.Value() == viewCurves && !s.curve.rect.Empty() {
		c, r := s.curves(), s.inCurve()
		dst = s.Put(dst, c.LastAt(s.lang, r, 0), runTrain, s.run.train.loss, 0)
		dst = s.Put(dst, c.LastAt(s.lang, r, 1), runVal, s.run.val.loss, 0)
	}
	for l, col := range s.boxes {
		node := e.a[l]
		for j, r := range col {
			dst = s.Put(dst, r, runExample, node, j)
		}
	}
	return dst
}

// Graphs implements stage.Grapher: the run goes to the step of a test.
func (s *Scene) Graphs() []stage.Graph {
	r := s.inCurve()
	if s.phone {
		r = s.curve.rect
	}
	if s.lookAt.Value() != viewCurves || s.curve.rect.Empty() {
		return nil
	}
	g := stage.GraphOf(s.curve.id, s.curves(), r, func(line, _ int) trace.Ref {
		if line == 0 {
			return s.Ref(runTrain, s.run.train.loss, 0)
		}
		return s.Ref(runVal, s.run.val.loss, 0)
	})
	g.Step = func(_, i int) int { return s.curveSteps[i] }
	return []stage.Graph{g}
}

// tag is where the number of a chosen weight stands.
func (s *Scene) tag(p pick) paint.Rect {
	m := s.edge(p).At(0.5)
	return paint.Rect{X: m.X - 28, Y: m.Y - 11, W: 56, H: 22}
}
