package setup

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

const (
	gap     = 12.0
	pad     = 12.0
	titles  = 22.0
	tall    = 3.4 // half of the plane's height, in units of the data
	wide    = 6.4 // and of its width, at least
	planeX  = 3.2 // the middle of what is seen
	planeY  = 1.2
	tabRow  = 36.0
	numRow  = 18.0
	cardRow = 16.0
)

// column is where a layer's numbers stand.
type column struct {
	box, values, grads paint.Rect // the layer, and its two histograms
	sd, slope          paint.Rect // the deviations below them
}

// marks are where things stand.
type marks struct {
	narrow  bool
	plane   frame
	dots    []paint.Point
	ghosts  []paint.Point
	handles [2]paint.Point
	middle  paint.Point

	valley  frame
	walk    []paint.Point
	contour [][4]float64 // as segments on screen

	numbers [7]paint.Rect // means, deviations (by column), λmax, λmin, κ
	columns []column
	rows    paint.Rect
	micro   paint.Rect
	stats   [5]paint.Rect
	reason  paint.Rect
	tiles   [2][pictures * kernels]paint.Rect
	beside  paint.Rect
	channel [2]paint.Rect // μ and σ of the chosen channel
	strips  [3]paint.Rect
}

// place shares out the stage.
func (s *Scene) place() {
	m, a := &s.marks, s.area
	m.narrow = s.phone || a.W < 560
	s.offerViews()
	if m.narrow {
		s.placeTall(a)
	} else {
		s.placeWide(a)
	}
	s.placeCloud()
	s.placeValley()
	s.placeCard()
	s.placeStep()
}

// offerViews puts the curve among the tabs where it has no place of its own.
func (s *Scene) offerViews() {
	now := s.tabs.Value()
	switch {
	case s.marks.narrow && len(s.tabs.Options()) == len(cardViews):
		s.tabs.SetOptions(now, append([]ui.Option{ui.Opt(viewCurve, i18n.T("训练", "Loss"))}, cardViews...)...)
	case !s.marks.narrow && len(s.tabs.Options()) > len(cardViews):
		if now == viewCurve {
			now = viewWhy
		}
		s.tabs.SetOptions(now, cardViews...)
	}
}

func (s *Scene) placeWide(a paint.Rect) {
	m := &s.marks
	spare := max(0, a.H-590)
	top, a := a.CutTop(min(184+0.35*spare, a.H*0.4))
	_, a = a.CutTop(gap)
	below, rows := a.CutBottom(min(194+0.3*spare, a.H*0.55))
	_, rows = rows.CutBottom(gap)
	plane, top := top.CutLeft(min(top.W*0.41, max(top.W-376, top.W*0.34)))
	_, top = top.CutLeft(gap)
	bowl, top := top.CutLeft(min(top.H-titles, top.W*0.6, top.W-gap-166)) // its inside is a square
	_, top = top.CutLeft(gap)
	s.pad.SetRect(plane)
	s.bowl.SetRect(bowl)
	s.numbers.SetRect(top)
	s.placeNumbers(top.Inset(pad))
	s.rows.SetRect(rows)
	s.placeColumns(rows.Inset(pad))
	losses, card := below.CutLeft(below.W * 0.4)
	_, card = card.CutLeft(gap)
	s.losses.SetRect(losses)
	s.card.SetRect(card)
	s.tabs.SetRect(paint.Rect{X: card.X + 4, Y: card.Y + 2, W: card.W - 8, H: tabRow})
	m.plane.box = plane.Inset(pad)
	_, m.plane.box = m.plane.box.CutTop(titles)
	m.valley.box = bowl.Inset(pad)
	_, m.valley.box = m.valley.box.CutTop(titles)
}

func (s *Scene) placeNumbers(r paint.Rect) {
	m := &s.marks
	third := r.W * 0.29
	for i := range m.numbers {
		y := r.Y + numRow*float64(1+i/2)
		n := paint.Rect{X: r.Right() - third*float64(2-i%2), Y: y, W: third, H: numRow}
		if i >= 4 {
			n = paint.Rect{X: r.Right() - 2*third, Y: r.Y + numRow*float64(3+i-4) + 6, W: 2 * third, H: numRow}
		}
		m.numbers[i] = n
	}
	y := m.numbers[6].Bottom() + 4
	s.eta.Place(paint.Rect{X: r.X + 20, Y: y, W: 62, H: 24}, 0)
	s.auto.SetRect(paint.Rect{X: r.X + 90, Y: y - 1, W: r.W - 90, H: 26})
}

// placeColumns gives each layer a column: values above, gradients below.
func (s *Scene) placeColumns(r paint.Rect) {
	m := &s.marks
	m.rows = r
	_, r = r.CutTop(titles)
	const names, numbers = 42.0, 17.0
	n := float64(s.spec.layers)
	w := (r.W - names) / n
	h := max((r.H-14-2*numbers)/2, 8)
	m.columns = m.columns[:0]
	for i := range s.spec.layers {
		x := r.X + names + w*float64(i)
		inner := paint.Rect{X: x + 3, Y: r.Y + 14, W: w - 6, H: h}
		c := column{box: paint.Rect{X: x, Y: r.Y - 2, W: w, H: r.H + 5}, values: inner}
		c.sd = paint.Rect{X: x, Y: inner.Bottom(), W: w, H: numbers}
		c.grads = inner.Move(0, h+numbers)
		c.slope = c.sd.Move(0, h+numbers)
		m.columns = append(m.columns, c)
	}
}

// placeTall is the phone: the plane and the valley side by side, a line for
// each layer, the card.
func (s *Scene) placeTall(a paint.Rect) {
	m := &s.marks
	top, a := a.CutTop(min(a.W/2+16, a.H*0.3))
	_, a = a.CutTop(8)
	left, right := top.CutLeft((top.W - 8) / 2)
	_, right = right.CutLeft(8)
	s.pad.SetRect(left)
	s.bowl.SetRect(right)
	m.plane.box, m.valley.box = left, right
	_, m.plane.box = m.plane.box.CutTop(20)
	_, m.valley.box = m.valley.box.CutTop(20)
	s.numbers.SetRect(paint.Rect{})
	s.eta.SetRect(paint.Rect{})
	s.auto.SetRect(paint.Rect{})
	rows, a := a.CutTop(min(18+20*float64(s.spec.layers), a.H-196))
	s.rows.SetRect(rows)
	m.rows = rows
	h := (rows.H - 18) / float64(s.spec.layers)
	m.columns = m.columns[:0]
	for i := range s.spec.layers {
		y := rows.Y + 18 + h*float64(i)
		box := paint.Rect{X: rows.X, Y: y, W: rows.W, H: h}
		_, r := box.InsetXY(0, 1).CutLeft(22)
		half := (r.W - 8) / 2
		c := column{box: box}
		c.values = paint.Rect{X: r.X, Y: r.Y, W: half - 64, H: r.H}
		c.sd = paint.Rect{X: r.X + half - 60, Y: r.Y, W: 58, H: r.H}
		c.grads, c.slope = c.values.Move(half+8, 0), c.sd.Move(half+8, 0)
		m.columns = append(m.columns, c)
	}
	_, card := a.CutTop(8)
	s.card.SetRect(card)
	s.tabs.SetRect(paint.Rect{X: card.X, Y: card.Y, W: card.W, H: tabRow})
	s.losses.SetRect(paint.Rect{})
	if s.tabs.Value() == viewCurve {
		_, body := card.CutTop(tabRow + 4)
		s.losses.SetRect(body)
	}
}

// placeCloud puts every example into the plane, and the handles.
func (s *Scene) placeCloud() {
	f, c := &s.marks.plane, s.cloud
	f.cx, f.cy = planeX, planeY
	f.unit = max(min(f.box.W/(2*wide), f.box.H/(2*tall)), 1)
	m := &s.marks
	m.dots, m.ghosts = m.dots[:0], m.ghosts[:0]
	given := c.tr.Nodes[c.in.ID()].Value
	for i := range examples {
		m.dots = append(m.dots, f.at(c.at(i, 0), c.at(i, 1)))
		if c.way != raw {
			m.ghosts = append(m.ghosts, f.at(given[2*i], given[2*i+1]))
		}
	}
	m.middle = f.at(c.middle[0], c.middle[1])
	m.handles[0] = f.at(c.middle[0]+handleAt*c.width[0], c.middle[1])
	m.handles[1] = f.at(c.middle[0], c.middle[1]+handleAt*c.width[1])
	s.seePlane()
}

// seePlane lays the places out that the field asks about: those on screen.
func (s *Scene) seePlane() {
	f, d := &s.marks.plane, s.grid.Data()
	changed := false
	for i := range fieldW * fieldH {
		x, y := f.back(f.box.X+f.box.W*(float64(i%fieldW)+0.5)/fieldW, f.box.Y+f.box.H*(float64(i/fieldW)+0.5)/fieldH)
		if a, b := tensor.Elem(x), tensor.Elem(y); d[2*i] != a || d[2*i+1] != b {
			d[2*i], d[2*i+1], changed = a, b, true
		}
	}
	if changed {
		s.grid.Touch()
		s.blurred = true
	}
}

func (s *Scene) placeValley() {
	m, v := &s.marks, s.valley
	f := &m.valley
	f.cx, f.cy = v.low[0], v.low[1]
	f.unit = max(min(f.box.W, f.box.H)/(2*v.half), 1)
	w := 2 * v.half * f.unit
	f.box = f.box.Middle(w, w)
	m.walk = m.walk[:0]
	for _, p := range v.walk {
		m.walk = append(m.walk, f.at(p[0], p[1]))
	}
	m.contour = m.contour[:0]
	k := f.box.W / (side - 1)
	for _, l := range v.lines {
		m.contour = append(m.contour, [4]float64{f.box.X + l[0]*k, f.box.Y + l[1]*k, f.box.X + l[2]*k, f.box.Y + l[3]*k})
	}
}

func (s *Scene) placeCard() {
	m := &s.marks
	r := s.card.Rect().Inset(pad)
	if m.narrow {
		r = s.card.Rect()
		_, r = r.CutTop(12)
	}
	_, r = r.CutTop(tabRow - 4)
	side := min(r.W*0.44, 210)
	if m.narrow {
		side = r.W * 0.36
	}
	left, right := r.CutLeft(side)
	_, right = right.CutLeft(14)
	m.micro = left
	if m.narrow {
		m.micro, _ = left.CutTop(min(r.H, 5*cardRow))
	}
	for i := range m.stats {
		m.stats[i] = paint.Rect{X: right.X - 4, Y: r.Y + cardRow*float64(i) - 2, W: right.W + 4, H: cardRow}
	}
	m.reason = paint.Rect{X: right.X, Y: m.stats[4].Bottom() + 3, W: right.W, H: r.Bottom() - m.stats[4].Bottom()}
	if m.narrow {
		m.reason.X, m.reason.W = r.X+8, r.W-8
	}
	s.placeTiles(r)
	for i := range m.strips {
		m.strips[i] = paint.Rect{X: r.X + 96, Y: r.Y + 4 + 24*float64(i), W: r.W - 96 - 68, H: 18}
	}
}

// placeTiles sets the feature maps: a line for each channel, before and after.
func (s *Scene) placeTiles(r paint.Rect) {
	m := &s.marks
	tile := min((r.H-16)/kernels, r.W*0.68/(2*pictures+0.5), 44)
	for k := range m.tiles {
		for i := range m.tiles[k] {
			x := r.X + tile*float64(i/kernels) + float64(k)*tile*(pictures+0.4)
			m.tiles[k][i] = paint.Rect{X: x, Y: r.Y + 14 + tile*float64(i%kernels), W: tile - 3, H: tile - 3}
		}
	}
	x := r.X + tile*(2*pictures+0.4) + 14
	m.beside = paint.Rect{X: x, Y: r.Y + 14, W: r.Right() - x, H: r.H - 14}
	for i := range m.channel {
		m.channel[i] = paint.Rect{X: x, Y: m.beside.Y + cardRow*float64(i), W: m.beside.W, H: cardRow}
	}
}

// placeStep gives the step at hand the room of the card.
func (s *Scene) placeStep() {
	r := s.card.Rect()
	if s.Part > substep.None {
		s.tabs.SetRect(paint.Rect{})
	}
	if !s.marks.narrow {
		r = r.Inset(pad)
	}
	s.Card.Place(r, &s.Midst, s.lang)
}
