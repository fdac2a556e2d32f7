package descent

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// marks are where things stand, in CSS pixels.
type marks struct {
	plane  paint.Rect // of the map
	lines  []paint.Point
	ends   []int
	shown  int        // version of the relief whose lines these are
	within paint.Rect // and where
	ticks  [2][]tick

	start paint.Point
	path  [optimisers]track // on the map
	climb [optimisers]track // on the relief

	pull, step       arrow         // −∂L and the step of the one looked at
	velocity         arrow         // its memory of gradients
	ring             []paint.Point // the effective rates of both directions
	axis             [2]arrow      // directions of the curvatures
	arrows           []paint.Point
	dots             []paint.Point
	workers          [2]paint.Point
	mean             paint.Point
	cloudOn, shapeOn bool

	card, body paint.Rect
	wires      [netWeights][2]paint.Point
	units      [3][3]paint.Point
	finder     paint.Rect
}

// track is the path of one optimiser as it is drawn.
type track struct {
	pts   []paint.Point
	ball  paint.Point
	seen  bool // the ball is in the picture
	lost  bool // it has left it
	edge  paint.Point
	alive bool
}

type arrow struct {
	from, to paint.Point
	on       bool
}

type tick struct {
	at   float64
	text string
}

const (
	gap   = 12.0
	chipH = 46.0
	headH = 38.0
	tabsH = 38.0
	slim  = 620.0 // a width in which the words of the card take more lines
)

// place shares out the stage.
func (s *Scene) place() {
	if s.area.Empty() {
		return
	}
	area := s.area
	narrow := s.phone || area.W < 560
	s.placeChips(&area, narrow)
	top := s.placeCard(area, narrow)
	main, side := top, paint.Rect{}
	opts := []ui.Option{ui.Opt(viewMap, i18n.T("等高线", "Contours")), ui.Opt(viewSolid, i18n.T("立体", "Relief"))}
	if narrow {
		opts = append(opts, ui.Opt(viewLoss, i18n.T("损失", "Loss")))
	} else {
		side, main = top.CutRight(min(270, top.W*0.36))
		_, main = main.CutRight(gap)
		main.W = top.W - side.W - gap
		main.X = top.X
	}
	view := s.view.Value()
	if !narrow && view == viewLoss {
		view = viewMap
	}
	s.view.SetOptions(view, opts...)
	s.view.SetRect(paint.Rect{X: main.X + 6, Y: main.Y + 1, W: main.W * 0.6, H: headH - 4})
	none := paint.Rect{}
	s.pad.SetRect(none)
	s.relief3d.SetRect(none)
	s.losses.SetRect(none)
	big, small := ui.Widget(s.pad), ui.Widget(s.relief3d)
	switch view {
	case viewSolid:
		big, small = small, big
	case viewLoss:
		big = s.losses
	}
	big.SetRect(main)
	if !narrow {
		up, down := side.CutTop((side.H - gap) * 0.54)
		_, down = down.CutTop(gap)
		small.SetRect(up)
		s.losses.SetRect(down)
	}
	s.placePictures()
}

// placeCard puts the card at the foot of the area, and returns what is left above.
func (s *Scene) placeCard(area paint.Rect, narrow bool) (top paint.Rect) {
	m := &s.marks
	height := 198.0
	switch {
	case narrow:
		height = min(264, area.H*0.5)
	case area.W < slim:
		height = 220
	}
	card, top := area.CutBottom(height)
	_, top = top.CutBottom(gap)
	s.card.SetRect(card)
	tabs := paint.Rect{X: card.X + 8, Y: card.Y + 4, W: card.W - 16, H: tabsH}
	if narrow {
		tabs = card.InsetXY(2, 0)
		tabs.Y, tabs.H = card.Y+4, tabsH
	}
	s.tab.SetRect(tabs)
	m.card = card
	_, m.body = card.InsetXY(16, 0).CutTop(tabsH + 12)
	m.body.H -= 8
	m.finder = paint.Rect{X: m.body.X, Y: m.body.Y + 22, W: m.body.W, H: m.body.H - 40}
	return top
}

func (s *Scene) placeChips(area *paint.Rect, narrow bool) {
	rows := 1
	if narrow {
		rows = 2
	}
	per := optimisers / rows
	var strip paint.Rect
	strip, *area = area.CutTop(float64(rows)*(chipH+6) - 6)
	_, *area = area.CutTop(gap - 2)
	w := (strip.W - 6*float64(per-1)) / float64(per)
	for k, c := range s.chips {
		c.SetRect(paint.Rect{X: strip.X + float64(k%per)*(w+6), Y: strip.Y + float64(k/per)*(chipH+6), W: w, H: chipH})
	}
}

// placePictures finds the insides of map and relief.
func (s *Scene) placePictures() {
	m := &s.marks
	if r := s.pad.Rect(); !r.Empty() {
		_, in := r.CutTop(headH)
		in = paint.Rect{X: in.X + 38, Y: in.Y, W: in.W - 48, H: in.H - 24}
		if r.W < 300 {
			in = paint.Rect{X: r.X + 8, Y: in.Y, W: r.W - 16, H: r.Bottom() - 8 - in.Y}
		}
		m.plane = in
	} else if m.plane.Empty() { // never seen yet: the relief needs a window all the same
		m.plane = paint.Rect{X: s.area.X, Y: s.area.Y, W: 4, H: 3}
	}
}

// screen is where a point stands on the map.
func (s *Scene) screen(at [2]float64) paint.Point {
	r, w := s.marks.plane, s.relief.win
	return paint.Point{X: near(r.X + (at[0]-w.cx+w.hx)/(2*w.hx)*r.W), Y: near(r.Y + (w.cy+w.hy-at[1])/(2*w.hy)*r.H)}
}

// near keeps what is far off the screen where lines can still be drawn to it.
func near(v float64) float64 { return min(max(v, -4000), 8000) }

// put brings everything on the pictures to the shown position.
func (s *Scene) put() {
	if s.training || s.relief.stride == 0 {
		return
	}
	s.putLines()
	s.colour()
	s.putPaths()
	s.putArrows()
	s.putTicks()
	if s.preset.id == netID {
		s.putNetwork()
	}
	s.follow()
}

func (s *Scene) putLines() {
	m, r := &s.marks, s.marks.plane
	m.start = s.screen(s.hyper.start)
	if m.shown == s.relief.version && m.within == r {
		return
	}
	m.shown, m.within = s.relief.version, r
	m.lines, m.ends = m.lines[:0], m.ends[:0]
	kx, ky := r.W/float64(max(s.relief.sw-1, 1)), r.H/float64(max(s.relief.sh-1, 1))
	from := 0
	for _, end := range s.lines.ends {
		first := len(m.lines)
		for i := from; i < end; i++ {
			p := paint.Point{X: r.X + s.lines.pts[i].X*kx, Y: r.Y + s.lines.pts[i].Y*ky}
			if i+1 < end && len(m.lines) > first && i%4 != 0 {
				q := s.lines.pts[i+1]
				if straight(m.lines[len(m.lines)-1], p, paint.Point{X: r.X + q.X*kx, Y: r.Y + q.Y*ky}) {
					continue
				}
			}
			m.lines = append(m.lines, p)
		}
		m.ends = append(m.ends, len(m.lines))
		from = end
	}
}

// straight reports whether b is as good as on the line from a to d: nobody sees
// a tenth of a pixel.
func straight(a, b, d paint.Point) bool {
	dx, dy := d.X-a.X, d.Y-a.Y
	return math.Abs((b.X-a.X)*dy-(b.Y-a.Y)*dx) < 0.12*math.Hypot(dx, dy)
}

// putPaths places the paths on the map and on the relief.
func (s *Scene) putPaths() {
	m, w := &s.marks, s.relief.win
	flat := !s.pad.Rect().Empty()
	solid := s.relief3d.Rect()
	if !solid.Empty() {
		_, box := solid.CutTop(headH)
		s.solid.aim(box.InsetXY(14, 8), w.hy/w.hx, s.relief.level, s.relief.sw, s.relief.sh)
		s.solid.build(s.relief.level, s.relief.sw, s.relief.sh, s.ramp, s.light(), s.shadow())
	}
	for k := range s.race.run {
		n := &s.race.run[k]
		a, b := &m.path[k], &m.climb[k]
		a.pts, b.pts = a.pts[:0], b.pts[:0]
		a.alive = n.on && len(n.past) > 0
		if !a.alive {
			continue
		}
		last := min(s.at, len(n.past)-1)
		for i := 0; i <= last; i++ {
			at, loss := n.past[i].at, n.past[i].loss
			if i == last && i == s.at && i > 0 && s.phase < 1 && s.Part == substep.None { // on its way from the step before
				p := n.past[i-1]
				for c := range at {
					at[c] = p.at[c] + (at[c]-p.at[c])*s.phase
				}
				loss = p.loss + (loss-p.loss)*s.phase
			}
			if !finite(at[0]) || !finite(at[1]) {
				break
			}
			u, v := (at[0]-w.cx)/w.hx, (at[1]-w.cy)/w.hy
			inside := math.Abs(u) <= 1 && math.Abs(v) <= 1
			if flat {
				a.ball = s.screen(at)
				a.pts = append(a.pts, a.ball)
			}
			if !solid.Empty() {
				if level := s.relief.levelOf(loss); inside && level == level {
					b.ball = s.solid.project(u, v, level)
					b.pts = append(b.pts, b.ball)
				}
			}
			a.seen, a.lost = inside, !inside
			b.seen = inside
		}
		if n.ended && s.at >= len(n.past)-1 {
			a.lost, a.seen = true, false
		}
		r := m.plane.Inset(7)
		a.edge = paint.Point{X: min(max(a.ball.X, r.X), r.Right()), Y: min(max(a.ball.Y, r.Y), r.Bottom())}
	}
}

// putTicks writes the numbers along the axes.
func (s *Scene) putTicks() {
	m, w := &s.marks, s.relief.win
	for a := range m.ticks {
		c, h, room := w.cx, w.hx, m.plane.W/64
		if a == 1 {
			c, h, room = w.cy, w.hy, m.plane.H/44
		}
		step := niceStep(2*h, room)
		m.ticks[a] = m.ticks[a][:0]
		for k := math.Ceil((c - h) / step); k*step <= c+h; k++ {
			v := k * step
			at := [2]float64{v, w.cy}
			if a == 1 {
				at = [2]float64{w.cx, v}
			}
			p := s.screen(at)
			x := p.X
			if a == 1 {
				x = p.Y
			}
			if r := m.plane; a == 0 && (x < r.X+10 || x > r.Right()-10) || a == 1 && (x < r.Y+8 || x > r.Bottom()-8) {
				continue
			}
			m.ticks[a] = append(m.ticks[a], tick{x, short(math.Round(v/step) * step)})
		}
	}
}

// niceStep is 1, 2 or 5 times a power of ten, for at most room steps in span.
func niceStep(span, room float64) float64 {
	raw := span / max(room, 1)
	p := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, k := range [...]float64{1, 2, 5} {
		if k*p >= raw {
			return k * p
		}
	}
	return 10 * p
}

// Least has room for the map, the runners and the card.
func (s *Scene) Least(env *stage.Env) float64 {
	if !env.Phone && env.Area.W < slim { // the card takes more lines
		return stage.UsualLeast(env) + 56
	}
	return stage.UsualLeast(env)
}
