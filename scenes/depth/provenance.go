package depth

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// show tells the inspector which runs are on view.
func (s *Scene) show() {
	runs := make([]inspect.Run, 0, 3)
	switch s.view {
	case viewRace:
		for i := range s.race.views {
			v := &s.race.views[i].look
			runs = append(runs, inspect.Run{Tape: v.tape, Record: &v.tr, Build: s.race.again(s.race.lanes.all[i])})
		}
	case viewLadder:
		l := s.ladder
		runs = append(runs, inspect.Run{Tape: l.tape, Record: &l.tr})
		if l.still {
			runs = append(runs, inspect.Run{Tape: l.exam.tape, Record: &l.exam.tr})
		}
	default:
		runs = append(runs, inspect.Run{Tape: s.fit.tape, Record: &s.fit.tr, Build: s.fit.again})
	}
	s.budgetRun = len(runs)
	runs = append(runs, s.lanes().budgets.shown())
	s.meanRun = len(runs)
	if s.view < len(s.mean) {
		for i := range s.mean[s.view] {
			runs = append(runs, s.mean[s.view][i].Run())
		}
	}
	if s.stepRun = len(runs); s.Card.Shown() {
		runs = append(runs, s.Card.Run())
	}
	s.Show(runs...)
}

// Differentiate implements inspect.Differentiator: the losses on view are recorded
// once more, with their gradients. A step at hand has its own.
func (s *Scene) Differentiate() {
	if s.Card.Shown() || s.view == viewLadder || s.view == viewFit && s.fit.back || s.view == viewRace && s.race.views[deep].back && s.race.views[wide].back {
		return
	}
	if err := s.record(true); err == nil {
		s.show()
	}
	s.Stale = true // the networks may have learned since
}

// Cells are the numbers on screen that a run made: errors and the chosen unit
// of the fit, the gradient at each layer of the ladder and its losses.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	m := &s.marks
	step := s.Card.Shown()
	dst = s.budgetCells(s.curveCells(dst))
	if dst = s.Card.Cells(dst, &s.Runs, s.stepRun); step && s.view == viewFit {
		return dst
	}
	switch s.view {
	case viewFit:
		f := s.fit
		dst = s.Put(dst, m.numbers[0], s.budgetRun, f.lanes.params[0].ID(), 0)
		dst = s.Put(dst, m.numbers[1], 0, f.loss.ID(), 0)
		dst = s.Put(dst, m.numbers[2], 0, f.worst.ID(), 0)
		if s.chosen >= 0 && s.chosen < f.width {
			x, r := &s.texts, m.numbers[3]
			text, of := x.fitNumbers[3], [3]int{f.v.ID(), f.w.ID(), f.b.ID()}
			var figures [3]inspect.Figure
			for i := range figures {
				figures[i] = inspect.Figure{Text: x.unit[i], Of: inspect.Of(0, of[i], s.chosen)}
			}
			dst = s.PutLine(dst, text, r.Right()-paint.Measure(text, numberStyle), r.Y+r.H/2, numberStyle, figures[:]...)
		}
	case viewRace:
		for i := range m.lines {
			b := &s.race.lanes
			dst = s.Put(dst, m.lines[i][0], i, s.race.views[i].loss.ID(), 0)
			dst = s.Put(dst, m.lines[i][1], s.budgetRun, b.params[i].ID(), 0)
			if v := s.race.views[i].pieces; v != nil {
				dst = s.Put(dst, m.lines[i][2], i, v.ID(), 0)
			}
			dst = s.Put(dst, m.lines[i][3], s.budgetRun, b.macs[i].ID(), 0)
		}
	case viewLadder:
		for k, col := range m.columns {
			n := len(s.ladder.slopes[k])
			for l, v := range s.ladder.slopes[k] {
				r := col
				r.W = col.W / float64(n)
				r.X += r.W * float64(l)
				dst = s.Put(dst, r, 0, v.ID(), 0)
			}
		}
		if step || !s.ladder.still {
			return dst
		}
		for k, col := range m.bars {
			half := [2]paint.Rect{}
			half[0], half[1] = col.CutLeft(col.W / 2)
			for i, r := range half {
				dst = s.Put(dst, r, 1, s.ladder.losses[k][i].ID(), 0)
			}
		}
		for i, r := range m.rung {
			dst = s.Put(dst, r, 1, s.ladder.losses[s.rung][i].ID(), 0)
		}
	}
	return dst
}

// curveCells are the points that the curves of the part on view drew last.
func (s *Scene) curveCells(dst []inspect.Cell) []inspect.Cell {
	c, r := s.curves[s.view], s.curveRect(s.view)
	if c == nil || r.Empty() || s.view == viewRace && s.Card.Shown() {
		return dst
	}
	for i := range s.mean[s.view] {
		dst = s.PutOrigin(dst, c.LastAt(s.lang, r, i), s.mean[s.view][i].Number(s.meanRun+i))
	}
	return dst
}

// Graphs implements stage.Grapher: the networks go to the step of a point.
func (s *Scene) Graphs() []stage.Graph {
	c, r := s.curves[s.view], s.curveRect(s.view)
	if c == nil || r.Empty() || s.view == viewRace && (s.Card.Shown() || c.Len(0) == 0) {
		return nil
	}
	f := [...]*ui.Figure{s.fitCurve, s.raceCurve}[s.view]
	return []stage.Graph{stage.GraphOf(f.ID(), c, r, func(line, _ int) trace.Ref { return s.RefTo(s.mean[s.view][line].Number(s.meanRun + line)) })}
}

// NumberAt finds a point of a curve or of a map: the answer of the network there.
func (s *Scene) NumberAt(x, y float64) (cell inspect.Cell, ok bool) {
	m := &s.marks
	switch s.view {
	case viewFit:
		b := &m.board
		if !b.box.Contains(x, y) {
			return cell, false
		}
		u, _ := b.back(x, y)
		i := min(max(int((u+edge)/(2*edge)*(fitCells-1)+0.5), 0), fitCells-1)
		r := b.box
		r.W = b.box.W / fitCells
		r.X = b.at(cellAt(i), 0).X - r.W/2
		return inspect.Cell{Ref: s.Ref(0, s.fit.y.ID(), i), Rect: r}, true
	case viewRace:
		for i := range m.runners {
			f, v := &m.runners[i], &s.race.views[i]
			if !f.box.Contains(x, y) {
				continue
			}
			if s.race.task.in == 1 {
				u, _ := f.back(x, y)
				k := min(max(int((u+1)/2*fine), 0), fine-1)
				r := f.box
				r.X, r.W = x-1, 3
				return inspect.Cell{Ref: s.Ref(i, v.y.ID(), k), Rect: r}, true
			}
			if col, row, ok := s.maps[i].At(f.box, x, y); ok && s.race.task.in == 2 {
				return inspect.Cell{Ref: s.Ref(i, v.y.ID(), 2*(row*plane+col)+1), Rect: s.maps[i].Cell(f.box, col, row)}, true
			}
		}
	}
	return cell, false
}
