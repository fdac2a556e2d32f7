package descent

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
)

// The runs of the joined record: the loss at the ball that is looked at, the step
// that it takes from there, the batch that the step is taken by, and the losses
// of all who run.
const (
	runShape = iota
	runWorking
	runTaken
	runOthers
	runReached                           // when each has come down to the valley
	runCard    = runReached + optimisers // what the card shows, from here on
)

// Those of the card: two halves of the examples and the mean; the curvature and
// the runs beside the ball; the tries of a finder, with a step of one of them.
const (
	runWorkers = runCard + iota
	runWorkerB
	runJoined
)

const (
	runCurving = runCard + iota
	runBeside  // four
)

const (
	runTries = runCard + iota
	runTried
	runTriedFrom
	runTriedTo
)

// show hands the runs to the inspector.
func (s *Scene) show() {
	h, w, o := &s.shape, &s.working, &s.others
	again := func(t *grad.Tape) *grad.Var {
		vars := h.vars
		defer func() { h.vars = vars }()
		return h.write(t)
	}
	taken := inspect.Run{Tape: h.tape, Record: &trace.Trace{}}
	if s.taken.known {
		taken = inspect.Run{Tape: s.taken.tape, Record: &s.taken.tr, Build: s.taken.write}
	}
	runs := []inspect.Run{
		{Tape: h.tape, Record: &h.tr, Build: again},
		{Tape: w.tape, Record: &w.tr},
		taken,
		{Tape: o.tape, Record: &o.tr, Build: o.write},
	}
	for k := range s.flags {
		runs = append(runs, s.flags[k].Run())
	}
	s.Show(s.cardRuns(runs)...)
	s.linkCard()
	for a, x := range w.axis {
		s.Link(inspect.Of(runWorking, x.at, 0), inspect.Of(runShape, h.ids[a], 0))
		s.Link(inspect.Of(runWorking, x.g, 0), s.stepGradient(a))
	}
}

// cardRuns appends the runs of what the card shows.
func (s *Scene) cardRuns(runs []inspect.Run) []inspect.Run {
	c, f := &s.curving, &s.finder.tries
	switch {
	case s.halves.known:
		runs = append(runs, s.halves.worker[0].shown(), s.halves.worker[1].shown(), inspect.Run{Tape: s.halves.tape, Record: &s.halves.tr})
	case c.known:
		runs = append(runs, inspect.Run{Tape: c.tape, Record: &c.tr})
		for a := range c.beside {
			runs = append(runs, c.beside[a][0].shown(), c.beside[a][1].shown())
		}
	case s.triesShown():
		if runs = append(runs, inspect.Run{Tape: f.tape, Record: &f.tr}); f.fall >= 0 {
			runs = append(runs, inspect.Run{Tape: f.step.tape, Record: &f.step.tr}, f.from.shown(), f.to.shown())
		}
	}
	return runs
}

// triesShown reports whether the card speaks of a finder's tries.
func (s *Scene) triesShown() bool { return s.tab.Value() == tabFinder && s.finder.fresh }

// linkCard says of the constants of these runs which numbers of others they are.
func (s *Scene) linkCard() {
	switch c, f := &s.curving, &s.finder.tries; {
	case s.halves.known:
		for k, w := range s.halves.worker {
			for a, id := range s.halves.ids[k] {
				s.Link(inspect.Of(runJoined, id, 0), inspect.Of(runWorkers+k, w.ids[a], 0).Gradient())
			}
		}
	case c.known:
		for i := range 4 {
			a, k := i/2, i%2
			ids := c.beside[a][k].ids
			s.Link(inspect.Of(runCurving, c.at[a][k], 0), inspect.Of(runBeside+i, ids[a], 0))
			for b, id := range ids {
				s.Link(inspect.Of(runCurving, c.g[a][k][b], 0), inspect.Of(runBeside+i, id, 0).Gradient())
			}
		}
	case s.triesShown() && f.fall >= 0:
		s.Link(inspect.Of(runTries, f.loss[0], 0), inspect.Of(runTriedFrom, f.from.root, 0))
		s.Link(inspect.Of(runTries, f.loss[1], 0), inspect.Of(runTriedTo, f.to.root, 0))
		for a, x := range f.step.axis {
			s.Link(inspect.Of(runTried, x.at, 0), inspect.Of(runTriedFrom, f.from.ids[a], 0))
			s.Link(inspect.Of(runTried, x.g, 0), inspect.Of(runTriedFrom, f.from.ids[a], 0).Gradient())
			s.Link(inspect.Of(runTried, x.eta, 0), inspect.Of(runTries, f.rate[0], 0))
			s.Link(inspect.Of(runTriedTo, f.to.ids[a], 0), inspect.Of(runTried, x.next, 0))
		}
	}
}

// stepGradient is the gradient that the step is taken by: of all examples, or of
// the batch.
func (s *Scene) stepGradient(axis int) inspect.Origin {
	if s.taken.known {
		return inspect.Of(runTaken, s.taken.ids[axis], 0).Gradient()
	}
	return inspect.Of(runShape, s.shape.ids[axis], 0).Gradient()
}

// Trace is the joined record; there is none while the network is trained.
func (s *Scene) Trace() *trace.Trace {
	if s.training || s.shape.root == nil {
		return nil
	}
	return s.Runs.Trace()
}

// WhyOf says of what a rule remembers where it comes from.
func (s *Scene) WhyOf(ref trace.Ref) i18n.Text {
	for _, x := range s.working.axis {
		for _, node := range x.before {
			if node >= 0 && ref == s.Ref(runWorking, node, 0) {
				return i18n.T("上一步之后记下的；一开始是 0。", "What was remembered after the step before; 0 to begin with.")
			}
		}
	}
	return i18n.Text{}
}

// Cells are the losses of all who run, and the numbers of the step in the card.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	if s.Trace() == nil {
		return dst
	}
	for k, c := range s.chips {
		if r := c.Rect(); s.others.on[k] && !s.texts.chip[k].bad && !r.Empty() {
			st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny}
			dst = s.PutLine(dst, s.texts.chip[k].loss, r.X+10, r.Y+r.H*0.7, st, inspect.Figure{Text: s.texts.chip[k].loss, Of: inspect.Of(runOthers, s.others.loss[k], 0)})
			if x := s.texts.chip[k].reached; x != "" {
				st.Font = paint.MonoBold
				dst = s.PutLine(dst, x, r.Right()-9-paint.Measure(x, st), r.Y+r.H*0.7, st, inspect.Figure{Text: x, Of: s.flags[k].Number(runReached + k)})
			}
		}
	}
	switch tab := s.tab.Value(); {
	case s.card.Rect().Empty():
	case tab == tabState:
		dst = s.stateCells(dst)
	case tab == tabCloud && s.halves.known:
		dst = s.cloudCells(dst)
	case tab == tabShape && s.curving.known:
		dst = s.shapeCells(dst)
	case s.triesShown():
		dst = s.finderCells(dst)
	}
	if l := s.losses.Rect(); !l.Empty() {
		dst = s.Put(dst, paint.Rect{X: l.Right() - 80, Y: l.Y + 6, W: 70, H: 26}, runShape, s.shape.rootID, 0)
	}
	return dst
}

// Graphs implements stage.Grapher: the race goes to the step of a point.
func (s *Scene) Graphs() []stage.Graph {
	if s.Trace() == nil || s.losses.Rect().Empty() {
		return nil
	}
	return []stage.Graph{stage.GraphOf(s.losses.ID(), s.curve, s.inLosses(), func(line, _ int) trace.Ref {
		if !s.others.on[line] {
			return trace.Ref{Node: -1}
		}
		return s.Ref(runOthers, s.others.loss[line], 0)
	})}
}

// cloudCells are the gradients of all examples, of the step, of two workers, and
// the mean of these.
func (s *Scene) cloudCells(dst []inspect.Cell) []inspect.Cell {
	r, h := s.marks.body, &s.halves
	right := r.Right()
	if r.W > 560 {
		right = r.X + cloudTable
	}
	line := s.stateRow() + 1
	for k := range 2 {
		for i, of := range [5]inspect.Origin{inspect.Of(runShape, s.shape.ids[k], 0).Gradient(), s.stepGradient(k),
			inspect.Of(runWorkers, h.worker[0].ids[k], 0).Gradient(), inspect.Of(runWorkerB, h.worker[1].ids[k], 0).Gradient(), inspect.Of(runJoined, h.mean[k], 0)} {
			y := r.Y + 7 + line*float64(i+1)
			dst = s.PutOrigin(dst, paint.Rect{X: right - numW*float64(2-k) + 8, Y: y - line/2, W: numW - 8, H: line}, of)
		}
	}
	return dst
}

// stateCells are the table of the step, and the step worked out.
func (s *Scene) stateCells(dst []inspect.Cell) []inspect.Cell {
	r := s.marks.body
	right := r.Right()
	if r.W > 560 {
		right = r.X + stateTable(r.W)
	}
	line := s.stateRow()
	y := r.Y + 8 + line + 2
	for i := range s.texts.rows {
		for k, of := range s.texts.rows[i].of {
			dst = s.PutOrigin(dst, paint.Rect{X: right - numW*float64(1-k) - numW + 8, Y: y - line/2, W: numW - 8, H: line}, of)
		}
		y += line
	}
	x, top, pitch, ok := s.workedAt()
	if !ok {
		return dst
	}
	for a, text := range s.texts.worked {
		dst = s.PutLine(dst, text, x, top+pitch*float64(a), s.workedSize(), s.texts.made[a][:]...)
	}
	return dst
}
