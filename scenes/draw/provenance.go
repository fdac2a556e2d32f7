package draw

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// Trace is the record of the last classification; with Explain, Cells and
// NumberAt it lets the inspector unfold every number of the network.
func (s *Scene) Trace() *trace.Trace { return &s.run.tr }

// Explain returns the terms that made a number of the run.
func (s *Scene) Explain(ref trace.Ref) []trace.Term { return inspect.Explain(s.run.tape, ref) }

// ref is the number of the record at a place.
func (s *Scene) ref(p place) trace.Ref { return trace.Ref{Node: s.run.node[p.layer], Cell: p.cell()} }

// Cells are the unfolded number, the ten probabilities and the strongest number
// of every layer: of the thousands, those that matter most.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	put := func(p place) {
		if on := s.columnOf(p); p.valid() && on.m < len(s.geo.cells[on.layer]) {
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
		if p, found := f.pick(x, y); found {
			at := s.cellRect(p, 1)
			return inspect.Cell{Ref: s.ref(s.unfoldable(p)), Rect: reachable(at)}, true
		}
	}
	return c, false
}
