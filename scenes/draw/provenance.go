package draw

import (
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// show hands the classification to the inspector.
func (s *Scene) show() {
	if r := s.run; r.back.known {
		s.Show(inspect.Run{Tape: r.back.tape, Record: &r.back.tr, Build: r.again})
	} else {
		s.Show(inspect.Run{Tape: r.tape, Record: &r.tr})
	}
}

// Differentiate runs backward what is on view, and what has been learnt since
// forward too. The numbers keep their places in the record.
func (s *Scene) Differentiate() {
	if s.aged {
		s.classify()
	}
	s.run.differentiate()
	s.show()
}

// Root is the score of the digit that the network reads.
func (s *Scene) Root(int) string {
	if s.run.prediction < 0 {
		return "s"
	}
	return scoreName(s.run.prediction)
}

func scoreName(digit int) string { return "s(" + strconv.Itoa(digit) + ")" }

// CellName counts scores and probabilities as the digits are.
func (s *Scene) CellName(node, cell int) string {
	switch {
	case node == s.run.node[layerLogits]:
		return scoreName(cell)
	case node == s.run.node[layerOut]:
		return "p(" + strconv.Itoa(cell) + ")"
	}
	return ""
}

// ref is the number of the record at a place.
func (s *Scene) ref(p place) trace.Ref { return s.Ref(0, s.run.node[p.layer], p.cell()) }

// Cells are the unfolded number, the ten probabilities and the strongest number
// of every layer: of the thousands, those that matter most.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	put := func(p place) {
		if on := s.columnOf(p); s.reached(p) && on.m < len(s.geo.cells[on.layer]) {
			dst = append(dst, inspect.Cell{Ref: s.ref(p), Rect: reachable(s.cellRect(on, 1))})
		}
	}
	if s.open {
		put(s.at)
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
	if k := s.card; s.open && k.rect.Contains(x, y) && k.u.at.valid() {
		for i := range k.cells {
			if k.cells[i].rect.Contains(x, y) && k.cells[i].to.valid() {
				return inspect.Cell{Ref: s.ref(k.cells[i].to), Rect: k.cells[i].rect}, true
			}
		}
		return inspect.Cell{Ref: s.ref(k.u.at), Rect: k.rect}, true
	}
	for _, f := range s.figures {
		if p, found := f.pick(x, y); found && s.reached(p) {
			at := s.cellRect(p, 1)
			return inspect.Cell{Ref: s.ref(s.unfoldable(p)), Rect: reachable(at)}, true
		}
	}
	return c, false
}
