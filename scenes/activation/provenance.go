package activation

import (
	"math"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// The runs of the joined record.
const (
	runCurve    = iota
	runSteepest // the largest f′
	runSpot
	runChain
	runSlopes  // f′ of each layer
	runProduct // Π f′ × Π w
	runRaced   // the chain with another function, one whose number was pressed
)

// show hands all runs to the inspector.
func (s *Scene) show() {
	k, p, ch := s.curve, &s.spot, &s.chain
	raced := &s.others[s.raced]
	s.Show(
		inspect.Run{Tape: k.tape, Record: &k.tr, Build: k.write},
		inspect.Run{Tape: k.steepTape, Record: &k.steepTrace},
		inspect.Run{Tape: p.tape, Record: &p.tr, Build: p.write},
		inspect.Run{Tape: ch.tape, Record: &ch.tr, Build: ch.write},
		inspect.Run{Tape: ch.local, Record: &ch.localTrace, Build: ch.writeLocal},
		inspect.Run{Tape: ch.apart, Record: &ch.apartTrace},
		inspect.Run{Tape: raced.tape, Record: &raced.tr, Build: raced.write},
	)
	// The slopes that a product, or the largest of them, is made of.
	s.Link(inspect.Of(runSteepest, 0, 0), inspect.Of(runCurve, k.xID, 0).Gradient())
	for i, node := range ch.factors[:s.n] {
		s.Link(inspect.Of(runProduct, node, 0), inspect.Of(runSlopes, localZ, s.n-1-i).Gradient())
	}
}

// Root is what the slopes of a run are slopes of.
func (s *Scene) Root(node int) string {
	switch {
	case node >= s.Ref(runRaced, 0, 0).Node:
		return "a" + low(s.n)
	case node >= s.Ref(runSlopes, 0, 0).Node:
		return "a"
	case node >= s.Ref(runChain, 0, 0).Node:
		return "a" + low(s.n)
	}
	return "f"
}

// Cells are the numbers of the card, those above the graph and those of the
// chain that have been reached.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	for i := range s.card.rows {
		row := &s.card.rows[i]
		dst = s.PutOrigin(dst, s.rowAt(i), row.of)
		x, y, st := s.madeAt(i)
		dst = s.PutLine(dst, row.made, x, y, st, row.from...)
	}
	if g := s.graph; !g.rect.Empty() {
		tag := paint.Rect{X: g.rect.X + 38, Y: g.rect.Y + 10, W: 9 * float64(len(g.tagF)), H: 20}
		dst = s.Put(dst, tag, runSpot, s.spot.yID, 0)
		dst = s.PutGrad(dst, paint.Rect{X: tag.Right() + 30, Y: tag.Y, W: 100, H: 20}, runSpot, s.spot.xID, 0)
	}
	r, ch := &s.row, &s.chain
	for i := range r.cols {
		col := &r.cols[i]
		if i > s.n {
			break
		}
		w := r.pitch - min(4, r.pitch*0.2)
		cell := paint.Rect{X: col.x - w/2, Y: r.values.Y, W: w, H: r.values.H}
		if col.known {
			dst = s.Put(dst, cell, runChain, ch.a[i], 0)
		}
		cell.Y, cell.H = r.factors.Y, r.factors.H
		if col.known && i > 0 {
			dst = s.PutGrad(dst, cell, runSlopes, localZ, i-1)
		}
		if top := min(col.top-16, r.bars.Bottom()-34); col.home {
			dst = s.PutGrad(dst, paint.Rect{X: cell.X, Y: top, W: w, H: r.bars.Bottom() - top}, runChain, ch.a[i], 0)
		}
	}
	if s.links.Rect().Empty() {
		return dst
	}
	text, x, y := s.totalAt()
	return s.PutLine(dst, text, x, y, totalStyle, figure(ch.allSlopes, inspect.Of(runProduct, ch.slopesID, 0)),
		figure(ch.allWeights, inspect.Of(runProduct, ch.weightsID, 0)), figure(ch.left(0), inspect.Of(runProduct, ch.allID, 0)))
}

// Graphs implements stage.Grapher: what each of the functions leaves of the
// gradient, line by line of the list in the panel.
func (s *Scene) Graphs() []stage.Graph {
	d := &s.card.race
	if !d.known || s.race.Rect().Empty() {
		return nil
	}
	g := stage.Graph{Figure: s.race.ID(), X: i18n.T("层", "layer"), Paths: make([]plot.Path, len(functions))}
	for i := range g.Paths {
		g.Paths[i] = plot.Path{Name: functions[i].name, X: []float64{float64(s.n)}, Y: d.value[i : i+1],
			Place: func(int) paint.Point { x, y := s.raceNumber(i).Center(); return paint.Point{X: x, Y: y} },
			Label: func(i18n.Lang) paint.Rect { return s.raceNumber(i) }}
	}
	g.Step = func(int, int) int { return -1 }
	g.Number = func(line, _ int) trace.Ref {
		s.raced = line
		s.show()
		return s.RefTo(inspect.Of(runRaced, s.others[line].a[0], 0).Gradient())
	}
	return []stage.Graph{g}
}

// NumberAt finds the values along both curves.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	p, f := s.graph.plot, s.fn()
	if !p.Contains(x, y) {
		return c, false
	}
	i := int(math.Round((x - p.X) / p.W * (curveCells - 1)))
	value, slope := s.curve.value(i), s.curve.slope(i)
	level := func(v float64) float64 { return p.Bottom() - (v-f.low)/(f.top-f.low)*p.H }
	over, under := math.Abs(level(value)-y), math.Abs(level(slope)-y)
	switch {
	case min(over, under) > 10:
		return c, false
	case over <= under:
		c = inspect.Cell{Ref: s.Ref(runCurve, s.curve.yID, i), Rect: paint.Rect{X: x - 6, Y: level(value) - 10, W: 12, H: 20}}
	default:
		c = inspect.Cell{Ref: s.Ref(runCurve, s.curve.xID, i), Rect: paint.Rect{X: x - 6, Y: level(slope) - 10, W: 12, H: 20}}
		c.Grad = true
	}
	return c, true
}
