package draw

import (
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// show hands the runs on view to the inspector: in the midst of a step that step
// alone, otherwise the classification, after what the last step has moved.
func (s *Scene) show() {
	runs := s.shown[:0]
	s.ahead = 0
	switch {
	case s.midst():
		runs = append(runs, s.lesson.step.Card.Run())
	case s.lesson.change.known:
		runs = append(runs, s.lesson.change.run())
	}
	s.noted = len(runs)
	if runs = append(runs, s.read.shown()); !s.midst() {
		if s.partial.tape == nil {
			s.partial.forget()
		}
		runs = append(runs, s.partial.run())
	}
	for _, r := range runs {
		s.ahead += len(r.Record.Nodes)
	}
	if b := &s.run.back; !s.midst() {
		own := inspect.Run{Tape: s.run.tape, Record: &s.run.tr}
		if b.known {
			own = inspect.Run{Tape: b.tape, Record: &b.tr, Build: s.run.again}
		}
		runs = append(runs, own)
	}
	s.shown, s.own = runs, len(runs)-1
	s.Show(runs...)
	if !s.midst() && s.partial.known {
		s.partial.tie(&s.Runs, s.own-1, s.own)
	}
}

// Differentiate runs backward what is on view, and what has been learnt since
// forward too. The numbers keep their places in the record. A step of learning
// has its gradients.
func (s *Scene) Differentiate() {
	if s.midst() {
		return
	}
	if s.aged {
		s.classify()
	}
	s.run.differentiate()
	s.show()
}

// Root is the loss of the step at hand, or the score of the digit that the network
// reads.
func (s *Scene) Root(node int) string {
	if node < s.ahead {
		return "L"
	}
	if s.run.prediction < 0 {
		return "s"
	}
	return scoreName(s.run.prediction)
}

func scoreName(digit int) string { return "s(" + strconv.Itoa(digit) + ")" }

// CellName counts scores and probabilities as the digits are.
func (s *Scene) CellName(node, cell int) string {
	switch node -= s.ahead; {
	case node < 0:
	case node == s.run.node[layerLogits]:
		return scoreName(cell)
	case node == s.run.node[layerOut]:
		return "p(" + strconv.Itoa(cell) + ")"
	}
	return ""
}

// ref is the number of the record at a place.
func (s *Scene) ref(p place) trace.Ref { return s.Ref(s.own, s.run.node[p.layer], p.cell()) }

// Cells are the unfolded number, the ten probabilities and the strongest number
// of every layer: of the thousands, those that matter most.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	put := func(p place) {
		if on := s.columnOf(p); s.reached(p) && on.m < len(s.geo.cells[on.layer]) {
			dst = append(dst, inspect.Cell{Ref: s.ref(p), Rect: reachable(s.cellRect(on, 1))})
		}
	}
	switch {
	case s.midst():
		return s.stepCells(dst)
	case s.lesson.change.known:
		dst = s.lesson.change.cells(dst, &s.Runs, 0)
	case s.open:
		put(s.at)
		for i := range s.card.lines {
			if ref, ok := s.refTo(s.card.lines[i].of); ok {
				dst = append(dst, inspect.Cell{Ref: ref, Rect: s.card.lines[i].box()})
			}
		}
	}
	for i := range layers[layerOut].maps {
		put(placeOf(layerOut, i))
	}
	for l := layerOut - 1; l >= layerInput; l-- {
		put(s.unfoldable(s.run.strongest(l)))
	}
	return dst
}

// reached reports whether the signal has come so far.
func (s *Scene) reached(p place) bool { return p.valid() && s.columnOf(p).layer <= s.pos }

// reachable is a cell's place, or a little more of it where it is tiny.
func reachable(r paint.Rect) paint.Rect {
	if r.W < 8 {
		return r.Inset((r.W - 8) / 2)
	}
	return r
}

// NumberAt finds the number at a place: of the card, or of any map.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	if s.inStep() && s.stepCard.Rect().Contains(x, y) {
		for _, c := range s.Cells(nil) {
			if c.Rect.Contains(x, y) && s.stepCard.Rect().Contains(c.Rect.X, c.Rect.Y) {
				return c, true
			}
		}
		return c, false
	}
	if k := s.card; s.open && k.rect.Contains(x, y) && k.u.at.valid() {
		for i := range k.cells {
			if ref, found := s.refTo(k.cells[i].of); found && k.cells[i].rect.Contains(x, y) {
				return inspect.Cell{Ref: ref, Rect: k.cells[i].rect}, true
			}
		}
		for i := range k.lines {
			if r := k.lines[i].box(); r.Contains(x, y) {
				if ref, found := s.refTo(k.lines[i].of); found {
					return inspect.Cell{Ref: ref, Rect: r}, true
				}
			}
		}
		return inspect.Cell{Ref: s.ref(k.u.at), Rect: k.rect}, true
	}
	for _, f := range s.figures {
		if p, found := f.pick(x, y); found && (s.midst() || s.reached(p)) {
			return inspect.Cell{Ref: s.recorded(p), Rect: reachable(s.cellRect(p, 1))}, true
		}
	}
	return c, false
}

// stepCells are the numbers of the step at hand: those of its card, and of every
// layer the strongest of the example in sight.
func (s *Scene) stepCells(dst []inspect.Cell) []inspect.Cell {
	dst = s.lesson.step.Card.Cells(dst, &s.Runs, 0)
	for i := range layers[layerOut].maps {
		p := placeOf(layerOut, i)
		dst = append(dst, inspect.Cell{Ref: s.recorded(p), Rect: reachable(s.cellRect(p, 1))})
	}
	for l := layerInput; l < layerOut; l++ {
		v, _ := s.numbers(l)
		p := placeOf(l, argmax(v))
		dst = append(dst, inspect.Cell{Ref: s.recorded(p), Rect: reachable(s.cellRect(p, 1))})
	}
	return dst
}
