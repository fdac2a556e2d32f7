package depth

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

const (
	gap    = 12.0
	pad    = 12.0
	titles = 24.0
	row    = 19.0
)

// frame says where in a box a plane's coordinates lie.
type frame struct {
	box            paint.Rect
	x0, x1, y0, y1 float64
}

func (f *frame) at(x, y float64) paint.Point {
	return paint.Point{X: f.box.X + (x-f.x0)/(f.x1-f.x0)*f.box.W, Y: f.box.Bottom() - (y-f.y0)/(f.y1-f.y0)*f.box.H}
}

func (f *frame) back(x, y float64) (float64, float64) {
	if f.box.W <= 0 || f.box.H <= 0 {
		return 0, 0
	}
	return f.x0 + (x-f.box.X)/f.box.W*(f.x1-f.x0), f.y0 + (f.box.Bottom()-y)/f.box.H*(f.y1-f.y0)
}

// marks are where things stand.
type marks struct {
	narrow bool

	board       frame
	target, sum []paint.Point
	units       [][]paint.Point
	knots       []paint.Point
	numbers     [4]paint.Rect // units' neighbours: parameters, loss, largest error, the chosen unit

	runners [2]frame
	runs    [2][]paint.Point
	goal    [2][]paint.Point
	dots    [2][]paint.Point
	lines   [2][4]paint.Rect // numbers below each runner
	shapes  [2]shape         // of both, before they run

	columns [rungs]paint.Rect // of the gradients
	bars    [rungs]paint.Rect // of the losses
	rung    [2]paint.Rect     // the losses of the chosen network, in words
}

// place shares out the stage.
func (s *Scene) place() {
	m := &s.marks
	m.narrow = s.phone || s.area.W < 560
	for v := range views {
		if v == s.view {
			continue
		}
		for _, w := range s.panel[v][1:] {
			w.SetRect(paint.Rect{})
		}
	}
	for _, w := range [...]ui.Widget{s.board, s.fitCurve, s.fitCard, s.runners[deep], s.runners[wide], s.raceCurve, s.slopes, s.results} {
		w.SetRect(paint.Rect{})
	}
	switch s.view {
	case viewRace:
		s.placeRace(s.area)
	case viewLadder:
		s.placeLadder(s.area)
	default:
		s.placeFit(s.area)
	}
	r := s.stepFigure().Rect()
	if !m.narrow {
		r = r.Inset(pad)
	}
	n := digit(s.rung + 1)
	s.Card.Of = [views]i18n.Text{{}, i18n.T("深", "Deep"), i18n.T(n+" 层", n+" layers")}[s.view]
	s.Card.Place(r, &s.Midst, s.lang)
}

// inside is the room in a card below its title.
func (s *Scene) inside(r paint.Rect) paint.Rect {
	if !s.marks.narrow {
		r = r.Inset(pad)
	}
	_, r = r.CutTop(titles)
	return r
}

func (s *Scene) placeFit(a paint.Rect) {
	m := &s.marks
	low := 176.0
	if m.narrow {
		low = min(a.H*0.46, 270)
	}
	below, top := a.CutBottom(min(low, a.H*0.5))
	_, top = top.CutBottom(gap)
	s.board.SetRect(top)
	m.board = frame{box: s.inside(top), x0: -edge, x1: edge, y0: -reachY, y1: reachY}
	card, losses := below.CutRight(below.W * 0.56)
	_, losses = losses.CutRight(gap)
	if m.narrow {
		losses, card = below.CutTop(below.H * 0.5)
		_, card = card.CutTop(8)
	}
	s.fitCurve.SetRect(losses)
	s.fitCard.SetRect(card)
	s.placeCurves()
	r := s.inside(card)
	for i := range m.numbers {
		m.numbers[i] = paint.Rect{X: r.X, Y: r.Y + row*float64(i) - 4, W: r.W, H: row}
	}
}

// placeCurves puts target, sum and parts of the fit into the board.
func (s *Scene) placeCurves() {
	m, f := &s.marks, s.fit
	b := &m.board
	m.target, m.sum, m.knots = m.target[:0], m.sum[:0], m.knots[:0]
	for i, y := range f.target {
		m.target = append(m.target, b.at(sampleAt(i), y))
	}
	y, parts, knots := f.all(f.y), f.all(f.parts), f.all(f.knot)
	for i := range fitCells {
		m.sum = append(m.sum, b.at(cellAt(i), y[i]))
	}
	n := len(knots)
	for len(m.units) < n {
		m.units = append(m.units, nil)
	}
	m.units = m.units[:n]
	stride := 2
	if f.act == "relu" {
		stride = 4
	}
	for j := range n {
		u := m.units[j][:0]
		for i := 0; i < fitCells; i += stride {
			u = append(u, b.at(cellAt(i), parts[i*n+j]))
		}
		m.units[j] = u
		m.knots = append(m.knots, b.at(knots[j], b.y0))
	}
}

func cellAt(i int) float64 { return edge * (2*float64(i)/(fitCells-1) - 1) }

func (s *Scene) placeRace(a paint.Rect) {
	m := &s.marks
	rows := 4.0
	low := 176.0
	if m.narrow {
		low = min(max(a.H-a.W/2*1.15-titles-row*rows-30, a.H*0.3), a.H*0.5)
	}
	below, top := a.CutBottom(min(low, a.H*0.5))
	_, top = top.CutBottom(gap)
	between := gap
	if m.narrow {
		between = 10
	}
	left, right := top.CutLeft((top.W - between) / 2)
	_, right = right.CutLeft(between)
	s.raceCurve.SetRect(below)
	for i, r := range [2]paint.Rect{left, right} {
		s.runners[i].SetRect(r)
		in := s.inside(r)
		numbers, box := in.CutBottom(row*rows + 4)
		if m.narrow {
			if box.H = min(box.H, box.W*1.15); s.race.task.in != 1 {
				box.H = min(box.H, box.W)
			}
			numbers.Y = box.Bottom() + 6
		}
		for k := range m.lines[i] {
			m.lines[i][k] = paint.Rect{X: numbers.X, Y: numbers.Y + 6 + row*float64(k), W: numbers.W, H: row}
		}
		if s.race.task.in != 1 {
			side := min(box.W, box.H)
			box = box.Middle(side, side)
		}
		m.runners[i] = frame{box: box, x0: -1, x1: 1, y0: -1.35, y1: 1.35}
		if s.race.task.in == 2 {
			m.runners[i] = frame{box: box, x0: -planeTo, x1: planeTo, y0: -planeTo, y1: planeTo}
		}
		s.placeRunner(i)
	}
	s.placeShapes()
}

// placeRunner puts examples and answers of one network into its box.
func (s *Scene) placeRunner(i int) {
	m, f, v, d := &s.marks, &s.marks.runners[i], &s.race.views[i], s.race.task.d
	m.runs[i], m.goal[i], m.dots[i] = m.runs[i][:0], m.goal[i][:0], m.dots[i][:0]
	switch s.race.task.in {
	case 1:
		for k := 0; k < len(v.values); k += 4 {
			m.runs[i] = append(m.runs[i], f.at(fineAt(k), v.values[k]))
		}
		for k := range d.Len() {
			m.goal[i] = append(m.goal[i], f.at(float64(d.X.Data()[k]), float64(d.Targets.Data()[k])))
		}
	case 2:
		for k := range d.Len() {
			m.dots[i] = append(m.dots[i], f.at(float64(d.X.Data()[2*k]), float64(d.X.Data()[2*k+1])))
		}
	}
}

func (s *Scene) placeLadder(a paint.Rect) {
	m := &s.marks
	top, below := a.CutTop(a.H * 0.5)
	_, below = below.CutTop(gap)
	s.slopes.SetRect(top)
	s.results.SetRect(below)
	left := 52.0
	if m.narrow {
		left = 40
	}
	for i, r := range [2]paint.Rect{s.inside(top), s.inside(below)} {
		_, r = r.CutLeft(left)
		foot := 20.0
		if i == 1 {
			foot = 54
		}
		_, r = r.CutBottom(foot)
		w := r.W / rungs
		for k := range rungs {
			c := paint.Rect{X: r.X + w*float64(k), Y: r.Y, W: w, H: r.H}
			if i == 0 {
				m.columns[k] = c
			} else {
				m.bars[k] = c
			}
		}
	}
	words := paint.Rect{X: below.Right() - pad - 300, Y: below.Y + pad - 4, W: 300, H: 22}
	if m.narrow {
		words = paint.Rect{X: below.X, Y: m.bars[0].Bottom() + 26, W: below.W, H: 16}
	}
	m.rung[0], m.rung[1] = words.CutLeft(words.W / 2)
}

// The gradients are drawn from 10⁻⁸ to 1.
const lowest, highest = -8.0, 0.0

// levelOf is where a size lies on the logarithmic axis of a box, 0 at its foot.
func levelOf(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(max((math.Log10(v)-lowest)/(highest-lowest), 0), 1)
}

// stepFigure is the figure whose place the step at hand takes.
func (s *Scene) stepFigure() *ui.Figure {
	return [views]*ui.Figure{s.fitCard, s.raceCurve, s.results}[s.view]
}
