package collapse

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// frame says where in a box a plane's coordinates lie.
type frame struct {
	box    paint.Rect
	cx, cy float64 // the plane's middle
	half   float64 // what it reaches to every side
}

func (f *frame) at(x, y float64) paint.Point {
	mx, my := f.box.Center()
	k := f.box.W / (2 * f.half)
	return paint.Point{X: mx + (x-f.cx)*k, Y: my - (y-f.cy)*k}
}

func (f *frame) back(x, y float64) (float64, float64) {
	mx, my := f.box.Center()
	k := f.box.W / (2 * f.half)
	if k <= 0 {
		return 0, 0
	}
	return f.cx + (x-mx)/k, f.cy - (y-my)/k
}

// marks are where things stand: for each plane, the input first, the one layer
// last, all rows of the record.
type marks struct {
	frames [most + 2]frame
	rows   [most + 2][]paint.Point
	titles [most + 1]paint.Point
	arrows [most]paint.Point
	plus   [most]paint.Point
	cells  [width*width + width]paint.Rect
	line   [2]paint.Point // the perceptron's, in the last plane
	seen   bool
	text   paint.Rect // beside the one layer
	narrow bool
}

const (
	gap     = 14.0
	foldAt  = most + 1
	foldPad = 16.0
	// Heights of the card of the one layer: for all that is said of it, and where
	// the planes would else be too small.
	roomyFold, leastFold = 250.0, 210.0
)

// place shares out the stage.
func (s *Scene) place() {
	m := &s.marks
	n := s.net.n
	for l := range most {
		if l >= n {
			s.hide(l)
		}
	}
	m.narrow = s.phone || s.area.W < slim
	if m.narrow {
		s.placeTall()
	} else {
		s.placeWide()
	}
	for k := 0; k <= n; k++ {
		s.fit(k, func(r int) (float64, float64) { return s.net.place(k-1, r) })
	}
	s.fit(foldAt, s.net.folded)
	s.morph()
	s.placeLine()
}

func (s *Scene) hide(l int) {
	for _, w := range s.weights[l] {
		w.SetRect(paint.Rect{})
	}
	for _, b := range s.biases[l] {
		b.SetRect(paint.Rect{})
	}
	s.relus[l].SetRect(paint.Rect{})
}

// placeWide puts the planes side by side, each layer's numbers below its plane.
func (s *Scene) placeWide() {
	m, n := &s.marks, s.net.n
	a := s.area
	side := min((a.W-gap*float64(n))/float64(n+1), 260)
	const head, numbers = 26.0, 104.0
	room := a.H - head - numbers - gap // of planes and card
	side = max(min(side, max(room-roomyFold, 120), room-leastFold), 20)
	card := max(leastFold, room-side)
	used := side*float64(n+1) + gap*float64(n)
	x := a.X + (a.W-used)/2
	fold, top := a.CutBottom(min(card, a.H))
	s.row.SetRect(top)
	s.fold.SetRect(fold)
	for k := 0; k <= n; k++ {
		m.titles[k] = paint.Point{X: x + side/2, Y: a.Y + 10}
		m.frames[k].box = paint.Rect{X: x, Y: a.Y + head, W: side, H: side}
		if k > 0 {
			m.arrows[k-1] = paint.Point{X: x - gap/2, Y: a.Y + head + side/2}
			s.placeNumbers(k-1, paint.Rect{X: x, Y: a.Y + head + side + 8, W: side, H: 60}, 0)
			s.relus[k-1].SetRect(paint.Rect{X: x + 4, Y: a.Y + head + side + 70, W: side - 8, H: 30})
		}
		x += side + gap
	}
	s.input.SetRect(m.frames[0].box)
	s.placeFold(fold)
}

// placeNumbers puts W and b of a layer into a box: four numbers, +, two.
func (s *Scene) placeNumbers(l int, r paint.Rect, pad float64) {
	plus, space := 18.0, 4.0
	w := (r.W - plus - space) / 3
	h := (r.H - space) / 2
	for k, c := range s.weights[l] {
		c.Place(paint.Rect{X: r.X + float64(k%width)*(w+space), Y: r.Y + float64(k/width)*(h+space), W: w, H: h}, pad)
	}
	for k, c := range s.biases[l] {
		c.Place(paint.Rect{X: r.Right() - w, Y: r.Y + float64(k)*(h+space), W: w, H: h}, pad)
	}
	s.marks.plus[l] = paint.Point{X: r.Right() - w - plus/2, Y: r.Y + r.H/2}
}

// placeTall puts the planes below each other, the numbers at their right.
func (s *Scene) placeTall() {
	m, n := &s.marks, s.net.n
	fold, top := s.area.CutBottom(min(214, s.area.H*0.45))
	s.row.SetRect(top)
	s.fold.SetRect(fold)
	pitch := top.H / float64(n+1)
	side := max(min(pitch-10, max(128, top.W*0.4)), 10)
	for k := 0; k <= n; k++ {
		y := top.Y + float64(k)*pitch
		m.frames[k].box = paint.Rect{X: top.X, Y: y, W: side, H: side}
		right := paint.Rect{X: top.X + side + 14, Y: y, W: top.W - side - 14, H: side}
		m.titles[k] = paint.Point{X: right.X, Y: y + 14}
		if k > 0 {
			m.arrows[k-1] = paint.Point{X: top.X + side/2, Y: y - 5}
			s.relus[k-1].SetRect(paint.Rect{X: right.Right() - 100, Y: y - 2, W: 100, H: 32})
			s.placeNumbers(k-1, paint.Rect{X: right.X, Y: y + 32, W: right.W, H: max(min(pitch-36, 64), 8)}, 0)
		}
	}
	s.input.SetRect(m.frames[0].box)
	s.placeFold(fold)
}

// placeFold places the one layer's plane, its numbers and the probe's.
func (s *Scene) placeFold(r paint.Rect) {
	m := &s.marks
	in := r.Inset(foldPad)
	if m.narrow {
		in = r.Inset(12)
	}
	side := min(in.H-26, 340)
	if m.narrow {
		side = min(in.H*0.5, 92)
	}
	side = max(side, 10)
	m.frames[foldAt].box = paint.Rect{X: in.X, Y: in.Y + 26, W: side, H: side}
	x := in.X + side + 22
	w, h, space := 68.0, 28.0, 4.0
	y := in.Y + 30
	if m.narrow {
		x, w, h = in.X+side+12, (in.W-side-12-22-space)/3, 26
	}
	for k := range m.cells {
		c := paint.Rect{X: x + float64(k%width)*(w+space), Y: y + float64(k/width%width)*(h+space), W: w, H: h}
		if k >= width*width {
			c.X, c.Y = x+2*w+space+22, y+float64(k-width*width)*(h+space)
		}
		m.cells[k] = c
	}
	m.text = paint.Rect{X: x, Y: y + 2*h + space + 8, W: in.Right() - x, H: in.Bottom() - y - 2*h - 16}
	pw := 52.0
	if m.narrow {
		m.text = paint.Rect{X: in.X, Y: in.Y + 26 + side + 10, W: in.W, H: in.H - side - 36}
		py := y + 2*h + space + 8
		s.probes[0].Place(paint.Rect{X: x + 28, Y: py, W: pw, H: 24}, 4)
		s.probes[1].Place(paint.Rect{X: x + 28 + pw + 6, Y: py, W: pw, H: 24}, 4)
		return
	}
	px := m.cells[5].Right() + 66
	s.probes[0].Place(paint.Rect{X: px, Y: y, W: pw, H: h}, 0)
	s.probes[1].Place(paint.Rect{X: px + pw + 6, Y: y, W: pw, H: h}, 0)
}

// fit chooses a plane's part and puts every row into it.
func (s *Scene) fit(k int, place func(r int) (x, y float64)) {
	f := &s.marks.frames[k]
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	n := 1 + len(s.net.pts) + 2*lines*samples
	for r := range n {
		x, y := place(r)
		lo[0], hi[0] = min(lo[0], x), max(hi[0], x)
		lo[1], hi[1] = min(lo[1], y), max(hi[1], y)
	}
	f.cx, f.cy = (lo[0]+hi[0])/2, (lo[1]+hi[1])/2
	const ring = 14 // pixels that the probe's ring wants beyond its middle
	room := max(f.box.W-2*ring, 1)
	f.half = max((hi[0]-lo[0])/2, (hi[1]-lo[1])/2, 0.5) * min(max(1.2, f.box.W/room), 2)
	if k == 0 {
		f.half = (high - low) / 2
	}
	rows := s.marks.rows[k][:0]
	for r := range n {
		rows = append(rows, f.at(place(r)))
	}
	s.marks.rows[k] = rows
}

// morph moves the plane of the step under way from the one before to its own.
func (s *Scene) morph() {
	if s.phase >= 1 || s.at == 0 || s.still {
		return
	}
	u := plot.Ease(s.phase)
	f := &s.marks.frames[s.at]
	from := s.marks.frames[s.at-1]
	from.box = f.box
	rows := s.marks.rows[s.at]
	for r := range rows {
		p := from.at(s.net.place(s.at-2, r))
		rows[r] = paint.Point{X: p.X + (rows[r].X-p.X)*u, Y: p.Y + (rows[r].Y-p.Y)*u}
	}
}

// placeLine is the perceptron's line in the last plane, from rim to rim.
func (s *Scene) placeLine() {
	m, j := &s.marks, &s.net.judge
	f := &m.frames[s.net.n]
	m.seen = false
	if len(j.mistakes) == 0 {
		return
	}
	w1, w2, b := float64(j.w.Data()[0]), float64(j.w.Data()[1]), float64(j.b.Data()[0])
	size := math.Hypot(w1, w2)
	if size == 0 {
		return
	}
	// The foot of the middle on the line, and along it to both sides.
	d := (w1*f.cx + w2*f.cy + b) / size
	x, y := f.cx-d*w1/size, f.cy-d*w2/size
	long := 3 * f.half
	m.line = [2]paint.Point{f.at(x-w2/size*long, y+w1/size*long), f.at(x+w2/size*long, y-w1/size*long)}
	m.seen = true
}

// slim is a width without room for the planes in one row.
const slim = 640.0

// Least is that of one column where the stage is slim.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone || env.Area.W < slim {
		return 560
	}
	return stage.UsualLeast(env)
}
