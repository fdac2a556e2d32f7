package loss

import (
	"math"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/substep"
)

// The runs of the joined record.
const (
	runScores = iota
	runLine
	runRace
	runHills
	runReached // when either has come to the target
)

// show hands the runs of all three laboratories to the inspector.
func (s *Scene) show() {
	s.Show(
		inspect.Run{Tape: s.scores.tape, Record: &s.scores.tr, Build: s.again.scores},
		inspect.Run{Tape: s.line.tape, Record: &s.line.tr},
		inspect.Run{Tape: s.race.look.tape, Record: &s.race.look.tr, Build: s.again.race},
		inspect.Run{Tape: s.race.tape, Record: &s.race.tr},
		s.race.mse.reached.Run(), s.race.bce.reached.Run(),
	)
}

// again writes the runs that have gradients once more.
type again struct{ scores, race func(*grad.Tape) *grad.Var }

func (s *Scene) buildAgain() {
	s.again = again{
		scores: func(t *grad.Tape) *grad.Var { return s.scores.write(t).nllSum },
		race:   func(t *grad.Tape) *grad.Var { return s.race.look.write(t) },
	}
}

// Cells are the numbers of the laboratory that is open.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	switch s.View {
	case viewScores:
		return s.cardCells(s.stripCells(s.tableCells(dst)))
	case viewLine:
		return s.lineCells(dst)
	}
	return s.raceCells(dst)
}

// tableCells are the numbers of the table. A hinge term is found in the sum
// that it belongs to.
func (s *Scene) tableCells(dst []inspect.Cell) []inspect.Cell {
	r, i := s.scores, s.example
	for row := range s.table.cells {
		for col := range columns {
			d := &s.table.cells[row][col]
			if !d.used || !s.known(col) {
				continue
			}
			switch at := i*classes + row; {
			case col == colScore:
				dst = s.Put(dst, d.rect, runScores, r.s.ID(), at)
			case col == colHinge:
				dst = s.Put(dst, d.rect, runScores, r.hinge.ID(), i)
			case col == colExp && row == classes:
				dst = s.Put(dst, d.rect, runScores, r.sum.ID(), i)
			case col == colExp:
				dst = s.Put(dst, d.rect, runScores, r.exp.ID(), at)
			case col == colShare:
				dst = s.Put(dst, d.rect, runScores, r.p.ID(), at)
			case col == colLog:
				dst = s.Put(dst, d.rect, runScores, r.nll[i].ID(), 0)
			case col == colGrad:
				dst = s.PutGrad(dst, d.rect, runScores, r.s.ID(), at)
			}
		}
	}
	return dst
}

// cardCells are the numbers of the card: those that make the one in focus.
func (s *Scene) cardCells(dst []inspect.Cell) []inspect.Cell {
	card := &s.table.card
	line, why, st := s.cardLines()
	dst = s.PutText(dst, card.line, line, st, st.Size*1.5, card.made...)
	return s.PutText(dst, card.why, why, whyStyle, whyLine, card.said...)
}

// stripCells are the losses of the three images, their sums and means: the
// second and the third line of each card.
func (s *Scene) stripCells(dst []inspect.Cell) []inspect.Cell {
	r := s.scores
	for i, box := range s.table.cards {
		_, low := box.CutTop(box.H * 0.36)
		hinge, log := low.CutTop(low.H / 2)
		last := i == classes
		if s.known(colHinge) {
			switch {
			case last:
				dst = s.both(dst, hinge, r.hingeSum, r.hingeMean)
			default:
				dst = s.Put(dst, hinge, runScores, r.hinge.ID(), i)
			}
		}
		if s.known(colLog) {
			switch {
			case last:
				dst = s.both(dst, log, r.nllSum, r.nllMean)
			default:
				dst = s.Put(dst, log, runScores, r.nll[i].ID(), 0)
			}
		}
	}
	return dst
}

// both are a sum and a mean in one line, or where that is narrow only the mean.
func (s *Scene) both(dst []inspect.Cell, r paint.Rect, sum, mean *grad.Var) []inspect.Cell {
	right := r
	if !s.table.meanOnly() {
		var left paint.Rect
		left, right = r.CutLeft(r.W / 2)
		dst = s.Put(dst, left, runScores, sum.ID(), 0)
	}
	return s.Put(dst, right, runScores, mean.ID(), 0)
}

// lineCells are the points, what the least-squares line predicts for them, and
// the lines' equations and costs.
func (s *Scene) lineCells(dst []inspect.Cell) []inspect.Cell {
	r, in := s.line, s.lineCard.Rect().InsetXY(16, 14)
	for k, f := range [2]*fit{&r.square, &r.absolute} {
		row := paint.Rect{X: in.X, Y: in.Y + 48*float64(k), W: in.W, H: 16}
		_, cost := row.CutLeft(row.W / 2)
		if k > 0 || s.Pos[viewLine] == dots {
			dst = s.Put(dst, cost, runLine, f.lossID, 0)
		}
		slope, cut := row.Move(24, 20).CutLeft(12 + 8*float64(len(number(f.w))+2))
		cut.W = 90
		dst = s.Put(dst, slope, runLine, f.wID, 0)
		dst = s.Put(dst, cut, runLine, f.bID, 0)
	}
	v, at := &s.plane, s.Pos[viewLine]
	if at > 0 && at < dots {
		_, cost := paint.Rect{X: in.X, Y: in.Y, W: in.W, H: 16}.CutLeft(in.W / 2)
		dst = s.Put(dst, cost, runLine, r.sumID[at], 0)
	}
	k := v.spoken
	dst = s.PutLine(dst, v.explain, in.X, in.Y+8+2*48+30, explainStyle,
		inspect.Figure{Text: v.told[0], Of: inspect.Of(runLine, r.yID, k)}, inspect.Figure{Text: v.told[1], Of: inspect.Of(runLine, r.square.predID, k)},
		inspect.Figure{Text: v.told[2], Of: inspect.Of(runLine, r.shareID, k)})
	if y, step := s.shareRows(); step >= shareText {
		for i := range at {
			dst = s.Put(dst, paint.Rect{X: in.X, Y: y + step*float64(i), W: in.W, H: step}, runLine, r.shareID, i)
		}
	}
	for i, p := range s.plane.dots {
		dst = s.Put(dst, around(p, 9), runLine, r.yID, i)
		if i < s.Pos[viewLine] {
			dst = s.Put(dst, around(s.plane.feet[i], 7), runLine, r.square.predID, i)
		}
	}
	return dst
}

// raceCells are the runners' losses, outputs and gradients at this step.
func (s *Scene) raceCells(dst []inspect.Cell) []inspect.Cell {
	v, l := &s.track, &s.race.look
	if l.tape == nil {
		return dst
	}
	for k := range v.rows {
		loss, dz := s.raceNumbers(k)
		if s.Part != substep.Forward {
			dst = s.Put(dst, loss, runRace, l.loss[k], 0)
		}
		if s.Part == substep.None || s.Part >= substep.Gradient {
			x, y, st := s.raceProduct(k)
			dst = s.PutLine(dst, v.rows[k][2], x, y, st, inspect.Figure{Text: v.factors[k][0], Of: inspect.Of(runRace, l.a[k], 0).Gradient()},
				inspect.Figure{Text: v.factors[k][1], Of: inspect.Of(runRace, l.slope[k], 0)})
			dst = s.PutGrad(dst, dz, runRace, l.z[k], 0)
		}
	}
	for k, n := range [2]*runner{&s.race.mse, &s.race.bce} {
		x, y, st := s.raceReached(k)
		dst = s.PutLine(dst, v.reached[k], x, y, st, inspect.Figure{Text: strconv.Itoa(n.first), Of: n.reached.Number(runReached + k)})
	}
	dst = s.termsCells(dst)
	for k := range v.ball {
		dst = s.Put(dst, around(v.ball[k], 9), runRace, l.loss[k], 0)
		dst = s.Put(dst, around(v.runner[k], 9), runRace, l.a[k], 0)
	}
	return dst
}

// termsCells are the numbers of the card's last line: of the cross-entropy, or
// what is said of the part of the step that has been done.
func (s *Scene) termsCells(dst []inspect.Cell) []inspect.Cell {
	v, l := &s.track, &s.race.look
	n, k := &s.race.bce, v.step
	box, st := s.raceTerms()
	switch s.Part {
	case substep.None, substep.Loss:
		t, a := inspect.Figure{Text: number(s.race.target), Of: inspect.Of(runRace, l.goal[1], 0)}, inspect.Figure{Text: number(n.a[k]), Of: inspect.Of(runRace, l.a[1], 0)}
		return s.PutText(dst, v.terms, box, st, termsLine, t, a, t, a, inspect.Figure{Text: number(n.loss[k]), Of: inspect.Of(runRace, l.loss[1], 0)})
	case substep.Forward:
		return s.PutText(dst, v.terms, box, st, termsLine, inspect.Figure{Text: number(s.race.mse.a[k]), Of: inspect.Of(runRace, l.a[0], 0)},
			inspect.Figure{Text: number(n.a[k]), Of: inspect.Of(runRace, l.a[1], 0)})
	}
	return dst
}

func around(p paint.Point, r float64) paint.Rect {
	return paint.Rect{X: p.X - r, Y: p.Y - r, W: 2 * r, H: 2 * r}
}

// NumberAt finds the losses along the hills, and the number that a card works out.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	switch s.View {
	case viewScores:
		for _, c := range s.cardCells(nil) {
			if c.Rect.Contains(x, y) {
				return c, true
			}
		}
		if f := s.focus(); s.card.Rect().Contains(x, y) {
			for _, c := range s.tableCells(nil) {
				if c.Rect == s.table.cells[f.row][f.col].rect {
					c.Rect = s.card.Rect()
					return c, true
				}
			}
		}
	case viewRace:
		for k, line := range s.track.slopes {
			for j, p := range line {
				if math.Hypot(p.X-x, p.Y-y) < 7 && math.Hypot(p.X-s.track.ball[k].X, p.Y-s.track.ball[k].Y) > 14 {
					return inspect.Cell{Ref: s.Ref(runHills, s.race.hills[k], j), Rect: around(p, 7)}, true
				}
			}
		}
	}
	return c, false
}
