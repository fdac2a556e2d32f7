package draw

import (
	"math"

	"gradtheatre/scenes/paint"
)

// wire joins what a number was made of with where it stands.
type wire struct {
	from, to paint.Rect
	value    float64 // sign and strength, −1 … 1, of a vote
	quiet    bool    // one of many: the outline alone
	via      float64 // where it climbs, 0 for half way
}

// wire finds, for the unfolded number, its cell and the cells it came from.
func (s *Scene) wire() {
	s.wires = s.wires[:0]
	u := &s.card.u
	p := s.columnOf(u.at)
	to := s.cellRect(p, 1)
	switch u.at.layer {
	case layerConv1, layerConv2, layerPool1, layerPool2:
		for i := range u.windows {
			w := &u.windows[i]
			from := s.cellRect(place{w.layer, w.m, w.row, w.col}, w.side)
			from = from.Intersect(s.geo.cells[w.layer][w.m])
			x := wire{from: from, to: to, quiet: i != u.shown}
			if w.layer == layerInput && !s.geo.stacked { // beside the maps, not across the pad
				x.via = s.geo.column[layerConv1].X - 8
			}
			s.wires = append(s.wires, x)
		}
	case layerReLU1, layerReLU2:
		s.wires = append(s.wires, wire{from: s.cellRect(place{p.layer - 1, p.m, p.row, p.col}, 1), to: to})
	case layerDenseZ, layerLogits:
		for _, i := range u.top {
			if i < 0 {
				continue
			}
			q := s.card.to(u.terms[i].Factors[1].Ref)
			if q.valid() {
				s.wires = append(s.wires, wire{from: s.cellRect(s.columnOf(q), 1), to: to, value: u.terms[i].Value / u.productPeak})
			}
		}
	case layerInput:
		s.wires = append(s.wires, wire{to: to})
	case layerOut: // the digit and the percentage reach from edge to edge
		s.wires = append(s.wires, wire{to: to.InsetXY(-3, 0)})
	}
}

// cellRect is where n × n cells from p lie on the stage.
func (s *Scene) cellRect(p place, n int) paint.Rect {
	r := s.geo.cells[p.layer][p.m]
	d := r.W / float64(layers[p.layer].side)
	if layers[p.layer].side == 1 {
		return r
	}
	return paint.Rect{X: r.X + float64(p.col)*d, Y: r.Y + float64(p.row)*d, W: d * float64(n), H: d * float64(n)}
}

// votes are the terms that speak loudest for and against the answer.
func (s *Scene) vote() {
	s.votes = s.votes[:0]
	if s.run.prediction < 0 {
		return
	}
	u := &s.ballot
	u.unfold(s.run, place{layer: layerLogits, m: s.run.prediction})
	to := s.geo.cells[layerOut][s.run.prediction]
	for i, v := range u.products {
		if math.Abs(v) < 0.12*u.productPeak {
			continue
		}
		s.votes = append(s.votes, wire{from: s.geo.cells[layerDense][i], to: to, value: v / u.productPeak})
	}
}
