package descent

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var wiresAre = i18n.T("点一条连线，它就成了 x，原来的 x 成为 y。蓝为正，橙虚线为负，越粗越大；数是训练找到的值。",
	"Press a wire: it becomes x, and what was x becomes y. Blue is positive, dashed orange negative; the numbers are what training found.")

// putNetwork places the neurons and wires of the small network.
func (s *Scene) putNetwork() {
	m := &s.marks
	r := m.body
	if r.W > 560 {
		r.W = 400
	} else {
		r.H = r.H * 0.66
	}
	counts := [3]int{netIn, netHidden, netOut}
	for l, n := range counts {
		for i := range n {
			m.units[l][i] = paint.Point{X: r.X + 30 + (r.W-60)*float64(l)/2, Y: r.Y + r.H*(float64(i)+0.5)/float64(n)}
		}
	}
	for w := range netWeights {
		l, at := layerOf(w)
		in := counts[l]
		m.wires[w] = [2]paint.Point{m.units[l][at%in], m.units[l+1][at/in]}
	}
	s.tellNetwork()
}

// tellNetwork writes the values that training found.
func (s *Scene) tellNetwork() {
	s.texts.heaviest = 0
	for w := range netWeights {
		s.texts.heaviest = max(s.texts.heaviest, math.Abs(s.net.value(w)))
	}
	for a, w := range s.net.pick {
		s.texts.picked[a] = [2]string{[2]string{"x = ", "y = "}[a] + weightName(w), short(s.net.value(w))}
	}
}

// wireAt is the wire under a place; −1 none.
func (s *Scene) wireAt(x, y float64, touch bool) int {
	best, at := 9.0, -1
	if touch {
		best = 18
	}
	for w, p := range s.marks.wires {
		dx, dy := p[1].X-p[0].X, p[1].Y-p[0].Y
		f := ((x-p[0].X)*dx + (y-p[0].Y)*dy) / max(dx*dx+dy*dy, 1)
		if f < 0.08 || f > 0.92 {
			continue
		}
		if d := math.Hypot(p[0].X+f*dx-x, p[0].Y+f*dy-y); d < best {
			best, at = d, w
		}
	}
	return at
}

// drawNetwork paints the network with the two weights that move.
func (s *Scene) drawNetwork(c *paint.Canvas, lk *ui.Look) {
	t, m, r := lk.Theme, &s.marks, s.marks.body
	for w, p := range m.wires {
		e := plot.Edge{From: p[0], To: p[1]}
		if w != s.net.pick[0] && w != s.net.pick[1] {
			plot.WeightEdge(c, t, e, s.net.value(w), s.texts.heaviest)
		}
		if w == s.hoverWire {
			c.Line(p[0].X, p[0].Y, p[1].X, p[1].Y, 6, paint.WithAlpha(t.Accent, 0.35))
		}
	}
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.AccentText}
	for a, w := range s.net.pick {
		p := m.wires[w]
		c.Line(p[0].X, p[0].Y, p[1].X, p[1].Y, 4, t.Accent)
		x, y := p[0].X+(p[1].X-p[0].X)*0.36, p[0].Y+(p[1].Y-p[0].Y)*0.36
		c.Circle(x, y, 10, t.Accent)
		c.Text([2]string{"x", "y"}[a], x, y, st, paint.Center)
	}
	for l, n := range [3]int{netIn, netHidden, netOut} {
		for i := range n {
			p := m.units[l][i]
			c.Circle(p.X, p.Y, 12, t.Strong)
			c.Circle(p.X, p.Y, 10.5, t.Panel)
		}
	}
	in := paint.Rect{X: r.X + 432, Y: r.Y, W: r.W - 432, H: r.H}
	small, line := t.Small(), 20.0
	if r.W <= 560 {
		in = paint.Rect{X: r.X, Y: r.Y + r.H*0.66 + 4, W: r.W, H: r.H * 0.34}
		small, line = t.Tiny(), 17
		c.TextWrap(wiresAre.In(lk.Lang), in, small, line)
		return
	}
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	for _, p := range s.texts.picked {
		c.Text(p[0], in.X, in.Y+8, num, paint.Left)
		c.Text(p[1], in.Right(), in.Y+8, num, paint.Right)
		in.Y += 22
	}
	in.Y += 6
	c.TextWrap(wiresAre.In(lk.Lang), in, small, line)
}

// handleCard takes presses on what the card shows.
func (s *Scene) handleCard(ev ui.Event) bool {
	switch s.tab.Value() {
	case tabFinder:
		return s.pressFinder(ev)
	case tabNetwork:
		w := s.wireAt(ev.X, ev.Y, ev.Touch)
		switch {
		case ev.Kind == ui.PointerMove && !ev.Touch && w != s.hoverWire:
			s.hoverWire, s.stale = w, true
		case ev.Kind == ui.PointerLeave:
			s.hoverWire, s.stale = -1, true
		case ev.Kind == ui.PointerDown && w >= 0 && ev.Button == 0:
			if old := s.net.pick[0]; w != old {
				s.pickWeight(1, old)
				s.pickWeight(0, w)
			}
			return true
		}
	}
	return false
}

// pressFinder takes the rate under the pointer, with two digits.
func (s *Scene) pressFinder(ev ui.Event) bool {
	r := s.finderBox()
	if ev.Kind != ui.PointerDown || ev.Button != 0 || !r.Inset(-8).Contains(ev.X, ev.Y) {
		return false
	}
	f := min(max((ev.X-r.X)/r.W, 0), 1)
	rate := finderFrom * math.Pow(finderTo/finderFrom, f)
	digits := math.Pow(10, math.Floor(math.Log10(rate))-1)
	s.hyper.rates[s.opt] = math.Round(rate/digits) * digits
	s.again()
	s.sync()
	return true
}
