package penalty

import (
	"gradtheatre/engine/grad"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/substep"
)

// The runs of the joined record.
const (
	runTie = iota
	runPull
)

// show hands the tie, and the step of the pull that is on view, to the inspector.
func (s *Scene) show() {
	s.look.at(s.pull, s.Pos[viewPull])
	s.Show(inspect.Run{Tape: s.tie.tape, Record: &s.tie.tr, Build: s.again[runTie]}, inspect.Run{Tape: s.look.tape, Record: &s.look.tr, Build: s.again[runPull]})
}

// buildAgain makes what writes the runs once more.
func (s *Scene) buildAgain() {
	s.again = [2]func(*grad.Tape) *grad.Var{
		func(t *grad.Tape) *grad.Var { return s.tie.write(t).root },
		s.look.write,
	}
}

// Cells are the numbers of the laboratory that is open.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	if s.View == viewTie {
		return s.tieCells(dst)
	}
	v, l := &s.bars, s.look
	for k := range v.rects {
		for i, r := range v.rects[k] {
			x, _ := r.Center()
			y := min(r.Y-10, v.zero[k]-10)
			dst = s.Put(dst, paint.Rect{X: x - 22, Y: y - 9, W: 44, H: 18}, runPull, l.wID[k], i)
			if s.Part == substep.None || s.Part >= substep.Gradient {
				dst = s.PutGrad(dst, paint.Rect{X: v.columns[3+k] - 84, Y: v.rows[i] - 12, W: 88, H: 24}, runPull, l.wID[k], i)
			}
		}
		if c := v.cards[k]; !v.narrow {
			dst = s.Put(dst, paint.Rect{X: c.Right() - 130, Y: c.Y + 12, W: 120, H: 20}, runPull, l.score[k], 0)
		}
	}
	for i, c := range s.first {
		dst = s.Put(dst, c.Rect(), runPull, l.startID, i)
	}
	return dst
}

// tieCells are the sums that are known, the input and the weights.
func (s *Scene) tieCells(dst []inspect.Cell) []inspect.Cell {
	v, r := &s.squares, s.tie
	for k := range v.sums {
		for kind, at := range v.sums[k] {
			if s.known(kind) {
				dst = s.Put(dst, at, runTie, r.sums[k][kind].ID(), 0)
			}
		}
	}
	for i := range n {
		dst = s.Put(dst, s.x[i].Rect(), runTie, r.x0.ID(), i)
		for k := range s.w {
			dst = s.Put(dst, s.w[k][i].Rect(), runTie, r.in[k].ID(), i)
			if kind := sumL2; s.known(kind) { // the square's area
				dst = s.Put(dst, v.squares[k][i], runTie, r.parts[k][kind].ID(), i)
			}
		}
	}
	return dst
}

// NumberAt finds the sum that the tie's card works out.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	f := s.focus()
	if s.View != viewTie || f == nowhere || !s.card.Rect().Contains(x, y) {
		return c, false
	}
	return inspect.Cell{Ref: s.Ref(runTie, s.tie.sums[f.row][f.kind].ID(), 0), Rect: s.card.Rect()}, true
}
