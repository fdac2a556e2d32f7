package forward

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// layout is where the parts of the network stand, in CSS pixels.
type layout struct {
	radius float64
	nodes  [layers + 1][width]paint.Point // column 0 holds the inputs
	chip   paint.Rect                     // size of a number
	rows   [layers]matrixRow
}

// matrixRow is one layer written with matrices: σ(W·x + b) = σ(z) = a.
type matrixRow struct {
	w, x, b, z, a paint.Rect // what the brackets hold
	gaps          gaps
	cell          float64 // width of one cell
	line          float64 // height of one cell
	title         paint.Point
}

// gaps are the rooms for the signs between the brackets, and the signs' size.
type gaps struct {
	open, times, plus, squash, equals, sign float64
}

func (g gaps) all() float64 { return g.open + g.times + g.plus + g.squash + g.equals }

var (
	wideGaps   = gaps{open: 34, times: 16, plus: 34, squash: 84, equals: 52, sign: 20}
	narrowGaps = gaps{open: 22, times: 7, plus: 18, squash: 45, equals: 29, sign: 14}
)

// The parameters stand in one list: x1, x2, then for each layer four weights
// and two biases.
func weight(l, j, i int) int { return width + l*(width*width+width) + j*width + i }
func bias(l, j int) int      { return width + l*(width*width+width) + width*width + j }

const (
	gap       = 12.0
	cardH     = 176.0
	phoneCard = 188.0
)

// place shares out the stage and puts every number where it stands.
func (s *Scene) place() {
	h := cardH
	if s.phone {
		h = phoneCard
	}
	card, net := s.area.CutBottom(min(h, s.area.H*0.45))
	_, net = net.CutBottom(gap)
	s.unfold.SetRect(card)
	s.figure.SetRect(net)
	if s.matrix {
		s.placeMatrices(net)
	} else {
		s.placeNeurons(net)
	}
}

func (s *Scene) placeNeurons(r paint.Rect) {
	m := &s.marks
	m.radius, m.chip = 36, paint.Rect{W: 54, H: 26}
	left, right, pad := 56.0, 96.0, 0.0
	if s.phone || r.W < 560 {
		m.radius, m.chip = 22, paint.Rect{W: 36, H: 24}
		left, right, pad = 28, 28, 7
	}
	top := 34.0 // column headings
	room := r.H - top
	if need := 2*(2*m.radius+m.chip.H+12) + 10; room < need { // a low stage
		m.radius = max(12, m.radius*room/need)
		m.chip.H = max(16, m.chip.H*room/need)
	}
	half := min(room*0.25, 112)
	pitch := (r.W - left - right) / layers
	mid := r.Y + top + room/2 - m.chip.H/2
	for c := range m.nodes {
		for j := range width {
			m.nodes[c][j] = paint.Point{X: r.X + left + float64(c)*pitch, Y: mid + half*float64(2*j-1)}
		}
	}
	for i := range width {
		p := m.nodes[0][i]
		s.params[i].stand(paint.Rect{X: p.X - m.chip.W/2, Y: p.Y - m.chip.H/2 + 9, W: m.chip.W, H: m.chip.H}, pad)
	}
	for l := range layers {
		for j := range width {
			for i := range width {
				a, b := m.edge(l, j, i)
				t := chipAt(i == j)
				x, y := a.X+(b.X-a.X)*t, a.Y+(b.Y-a.Y)*t
				s.params[weight(l, j, i)].stand(paint.Rect{X: x - m.chip.W/2, Y: y - m.chip.H/2, W: m.chip.W, H: m.chip.H}, pad)
			}
			p := m.nodes[l+1][j]
			s.params[bias(l, j)].stand(paint.Rect{X: p.X - m.chip.W/2, Y: p.Y + m.radius + 10, W: m.chip.W, H: m.chip.H}, pad)
		}
	}
}

// chipAt is how far along its line a weight stands: where lines cross, before
// the crossing.
func chipAt(straight bool) float64 {
	if straight {
		return 0.5
	}
	return 0.27
}

// edge returns the ends of the line of a weight.
func (m *layout) edge(l, j, i int) (a, b paint.Point) {
	a, b = m.nodes[l][i], m.nodes[l+1][j]
	a.X += m.radius
	b.X -= m.radius
	return a, b
}

func (s *Scene) placeMatrices(r paint.Rect) {
	m := &s.marks
	cell, g := 58.0, wideGaps
	if s.phone || r.W < 620 {
		g = narrowGaps
		cell = min(58, (r.W-g.all()-6)/6)
	}
	height := r.H / layers
	line := min(34, (height-34)/width)
	left := r.X + max(0, (r.W-g.all()-6*cell)/2)
	for l := range layers {
		row := &m.rows[l]
		row.cell, row.line, row.gaps = cell, line, g
		y := r.Y + float64(l)*height + 26 + (height-26-width*line)/2
		row.title = paint.Point{X: left, Y: y - 16}
		x := left
		next := func(cells, before float64) paint.Rect {
			x += before
			b := paint.Rect{X: x, Y: y, W: cells * cell, H: width * line}
			x += cells * cell
			return b
		}
		row.w, row.x, row.b = next(width, g.open), next(1, g.times), next(1, g.plus)
		row.z, row.a = next(1, g.squash), next(1, g.equals)
		for j := range width {
			for i := range width {
				s.params[weight(l, j, i)].stand(row.at(row.w, j, i), 0)
			}
			s.params[bias(l, j)].stand(row.at(row.b, j, 0), 0)
			if l == 0 {
				s.params[j].stand(row.at(row.x, j, 0), 0)
			}
		}
	}
}

// at is the box of one cell within brackets.
func (row *matrixRow) at(r paint.Rect, j, i int) paint.Rect {
	return paint.Rect{X: r.X + float64(i)*row.cell, Y: r.Y + float64(j)*row.line, W: row.cell, H: row.line}.Inset(2)
}

// neuronAt finds the neuron under a place on screen.
func (s *Scene) neuronAt(x, y float64) neuron {
	for l := range layers {
		for j := range width {
			if s.matrix {
				row := &s.marks.rows[l]
				if row.at(row.z, j, 0).Contains(x, y) || row.at(row.a, j, 0).Contains(x, y) {
					return neuron{l, j}
				}
				continue
			}
			p := s.marks.nodes[l+1][j]
			dx, dy := x-p.X, y-p.Y
			if r := max(s.marks.radius, 22); dx*dx+dy*dy <= r*r {
				return neuron{l, j}
			}
		}
	}
	return nobody
}

// handle: hovering or tapping a neuron unfolds it; up and down go from one to
// the next.
func (s *Scene) handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerMove:
		if !ev.Touch {
			s.setHover(s.neuronAt(ev.X, ev.Y))
		}
		return false
	case ui.PointerLeave:
		s.setHover(nobody)
	case ui.PointerDown:
		n := s.neuronAt(ev.X, ev.Y)
		if n == nobody || ev.Button != 0 {
			return false
		}
		if n == s.picked {
			n = nobody
		}
		s.picked, s.stale = n, true
		return true
	case ui.PointerUp, ui.PointerCancel:
		return true
	case ui.KeyDown:
		return s.walk(ev.Key)
	}
	return false
}

func (s *Scene) setHover(n neuron) {
	if n != s.hover {
		s.hover, s.stale = n, true
	}
}

func (s *Scene) walk(key string) bool {
	i := -1
	if s.picked.layer >= 0 {
		i = s.picked.layer*width + s.picked.at
	}
	switch key {
	case "ArrowDown":
		i = min(i+1, steps-1)
	case "ArrowUp":
		i = max(i-1, 0)
	case "Escape":
		s.picked, s.stale = nobody, true
		return true
	default:
		return false
	}
	s.picked, s.stale = neuron{i / width, i % width}, true
	return true
}
