package gates

import (
	"math"
	"unicode/utf8"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Draw has nothing to paint: every part of the scene is a figure.
func (s *bench) Draw(env *stage.Env, c *paint.Canvas) {}

// lane is how far below the values' line the gradients' dashes run.
const lane = 5.0

// drawGraph paints wires, boxes and chips as far as the present position.
func (s *bench) drawGraph(c *paint.Canvas, lk *ui.Look) {
	r := s.picture.Rect()
	c.PushClip(r)
	ph, now := s.time.at(s.at, s.graph)
	for i := range s.graph.wires {
		if s.seen(&s.graph.wires[i]) {
			s.drawWire(c, lk, i)
		}
	}
	for i := range s.graph.boxes {
		b := s.screen(s.graph.boxes[i].rect)
		if !b.Inset(-120).Intersect(r).Empty() {
			s.drawBox(c, lk, i, i == now)
			s.drawChips(c, lk, i)
		}
	}
	if s.phase < 1 && !lk.Still {
		s.drawPackets(c, lk, ph, now)
	}
	c.PopClip()
	if lk.Focus == s.picture.ID() && s.keyed {
		c.RoundRectStroke(r.Inset(1), theme.RadiusLarge, 2, lk.Theme.Focus)
	}
	if s.overflows() {
		s.drawEnds(c, lk)
	}
}

// drawEnds marks the sides where the graph goes on.
func (s *bench) drawEnds(c *paint.Canvas, lk *ui.Look) {
	r := s.picture.Rect()
	x, _ := r.Center()
	k := s.view.scale
	if s.view.x < r.X-1 {
		more(c, lk, "chevron-left", r.X+14, s.free(r, r.X+14))
	}
	if s.view.x+s.graph.size.X*k > r.Right()+1 {
		more(c, lk, "chevron-right", r.Right()-14, s.free(r, r.Right()-14))
	}
	if s.view.y < r.Y-1 {
		more(c, lk, "chevron-up", x, r.Y+14)
	}
	if s.view.y+s.graph.size.Y*k > r.Bottom()+1 {
		more(c, lk, "chevron-down", x, r.Bottom()-14)
	}
}

// free is how high the mark at a side stands: below, unless it lies on a number
// there and on none above.
func (s *bench) free(r paint.Rect, x float64) float64 {
	low, high := r.Bottom()-16, r.Y+16
	if s.onNumber(x, low) && !s.onNumber(x, high) {
		return high
	}
	return low
}

// onNumber reports whether a mark in the middle of x, y would cover a box or chip.
func (s *bench) onNumber(x, y float64) bool {
	mark := paint.Rect{X: x - 13, Y: y - 13, W: 26, H: 26}
	for i := range s.graph.boxes {
		value, grad := s.chipRects(i)
		for _, r := range [...]paint.Rect{value, grad, s.screen(s.graph.boxes[i].rect)} {
			if !r.Intersect(mark).Empty() {
				return true
			}
		}
	}
	return false
}

func more(c *paint.Canvas, lk *ui.Look, icon string, x, y float64) {
	c.Circle(x, y, 12, lk.Theme.Panel)
	c.CircleStroke(x, y, 12, 1, lk.Theme.Strong)
	c.Icon(icon, x, y, 15, lk.Theme.Muted)
}

// screen turns a box of the graph's pixels into one on screen.
func (s *bench) screen(r paint.Rect) paint.Rect {
	k := s.view.scale
	return paint.Rect{X: s.view.x + r.X*k, Y: s.view.y + r.Y*k, W: r.W * k, H: r.H * k}
}

func (s *bench) point(p paint.Point) paint.Point {
	return paint.Point{X: s.view.x + p.X*s.view.scale, Y: s.view.y + p.Y*s.view.scale}
}

func (s *bench) seen(w *wire) bool {
	a, b := s.point(w.way[0]), s.point(w.way[len(w.way)-1])
	r := s.picture.Rect()
	return b.X >= r.X && a.X <= r.Right()
}

// reached says whether the motion of a position is far enough for what it
// brings to be there: all earlier positions are, the present one at its end.
func (s *bench) reached(position int) bool {
	return s.at > position || s.at == position && (s.phase >= 0.7 || position == 0)
}

// drawWire paints the line of the values and, once it has flown, the dashes of
// the gradient below it.
func (s *bench) drawWire(c *paint.Canvas, lk *ui.Look, i int) {
	t := lk.Theme
	w := &s.graph.wires[i]
	k := s.view.scale
	col, width := t.Strong, 2.0
	if s.reached(s.time.valued(w.from)) && s.at > 0 {
		col = paint.Mix(t.Strong, t.Positive, 0.45)
	}
	s.eachPart(w, 0, func(a, b paint.Point) { curve(c, a, b, width*k, col) })
	if s.marks.grad[w.from] == "" || !s.reached(s.time.flown(s.graph, i)) {
		return
	}
	col, width = t.Gradient, 1.6+1.6*s.marks.weight[i]
	if s.marks.weight[i] == 0 {
		col, width = t.Faint, 1.4
	}
	s.eachPart(w, lane, func(a, b paint.Point) { dashes(c, a, b, width*k, k, col) })
}

// eachPart walks a wire's way on screen, moved down by dy graph pixels.
func (s *bench) eachPart(w *wire, dy float64, f func(a, b paint.Point)) {
	for i := 1; i < len(w.way); i++ {
		a, b := s.point(w.way[i-1]), s.point(w.way[i])
		a.Y += dy * s.view.scale
		b.Y += dy * s.view.scale
		f(a, b)
	}
}

func curve(c *paint.Canvas, a, b paint.Point, width float64, col paint.Color) {
	if math.Abs(a.Y-b.Y) < 0.5 {
		c.Line(a.X, a.Y, b.X, b.Y, width, col)
		return
	}
	m := (a.X + b.X) / 2
	c.Bezier(a.X, a.Y, m, a.Y, m, b.Y, b.X, b.Y, width, col)
}

func dashes(c *paint.Canvas, a, b paint.Point, width, k float64, col paint.Color) {
	if math.Abs(a.Y-b.Y) < 0.5 {
		c.DashLine(a.X, a.Y, b.X, b.Y, width, 6*k, 4*k, 0, col)
		return
	}
	m := (a.X + b.X) / 2
	c.DashBezier(a.X, a.Y, m, a.Y, m, b.Y, b.X, b.Y, width, 6*k, 4*k, 0, col)
}

// drawBox paints one variable, gate or result.
func (s *bench) drawBox(c *paint.Canvas, lk *ui.Look, i int, now bool) {
	t := lk.Theme
	b := &s.graph.boxes[i]
	r := s.screen(b.rect)
	k := s.view.scale
	ph, _ := s.time.at(s.at, s.graph)
	fill, edge, width := t.Panel, t.Strong, 1.0
	ink := t.Text
	switch {
	case now && ph != atStart && ph != forward:
		fill, edge, width = t.GradientSoft, t.Gradient, 2
	case now:
		fill, edge, width = t.PositiveSoft, t.Positive, 2
	case s.picked == i || s.hover == i:
		edge, width = t.Accent, 2
	}
	if s.marks.dead[i] && s.reached(s.time.valued(i)) {
		fill, ink = t.Sunken, t.Muted
	}
	radius := 14 * k
	if b.node == result {
		radius = r.H / 2
	}
	if !t.Dark {
		c.Shadow(r.Move(0, 2), radius, 8, t.Shadow)
	}
	c.RoundRect(r, radius, fill)
	c.RoundRectStroke(r, radius, width, edge)
	x, y := r.Center()
	st := paint.Style{Font: paint.SansBold, Size: s.graph.m.symbol * k, Color: ink}
	if !b.kind.Leaf() && utf8.RuneCountInString(b.symbol) == 1 { // + − ×: signs are set larger than words
		st.Size *= 1.35
	}
	c.Text(b.symbol, x, y, st, paint.Center)
	if b.kind == expr.Variable && b.node != result && (s.hover == i || s.touch.box == i && len(s.touch.down) > 0) {
		c.Icon("chevron-up", x, r.Y+7*k, 12*k, t.Accent)
		c.Icon("chevron-down", x, r.Bottom()-7*k, 12*k, t.Accent)
	}
	if s.graph.m.captions {
		st = paint.Style{Font: paint.Sans, Size: theme.SizeTiny * max(k, 1), Color: t.Muted}
		c.Text(s.marks.caption[i].In(lk.Lang), x, r.Bottom()+captionDrop*k, st, paint.Center)
	}
}

// captionDrop is how far below a gate the middle of its caption is: clear of the
// gradient's chip on the wire beside it, which hangs lower than the gate.
const captionDrop = 16.0

// drawChips paints a box's value in blue above and its gradient in orange below.
func (s *bench) drawChips(c *paint.Canvas, lk *ui.Look, i int) {
	t := lk.Theme
	b := &s.graph.boxes[i]
	if b.node != result {
		value, grad := s.chipRects(i)
		if s.reached(s.time.valued(i)) {
			fill, ink := t.PositiveSoft, t.PositiveInk
			if s.marks.strange[i] {
				fill, ink = t.Zero, t.Text
			}
			s.chip(c, value, s.marks.value[i], fill, ink)
		}
		if g := s.marks.grad[i]; g != "" && s.reached(s.time.graded(s.graph, i)) {
			fill, ink := t.GradientSoft, t.GradientInk
			if s.marks.lost[i] {
				fill, ink = t.Zero, t.Text
			}
			s.chip(c, grad, g, fill, ink)
		}
	}
	for _, w := range b.in {
		if s.marks.down[w] != "" && s.reached(s.time.flown(s.graph, w)) {
			s.chip(c, s.shareRect(w), s.marks.down[w], t.GradientSoft, t.GradientInk)
		}
	}
}

// chipRects are the places of a box's two chips on screen.
func (s *bench) chipRects(i int) (value, grad paint.Rect) {
	m := &s.graph.m
	b := &s.graph.boxes[i]
	r := b.rect
	x, y := r.Center()
	if m.sideChip(b) {
		x = s.graph.wires[b.out[0]].way[1].X - m.chipW - 4
		value = paint.Rect{X: x, Y: y - 4 - m.chipH, W: m.chipW, H: m.chipH}
		grad = paint.Rect{X: x, Y: y + lane + 4, W: m.chipW, H: m.chipH}
	} else {
		value = paint.Rect{X: x - m.chipW/2, Y: r.Y - 4 - m.chipH, W: m.chipW, H: m.chipH}
		grad = paint.Rect{X: x - m.chipW/2, Y: r.Bottom() + 4, W: m.chipW, H: m.chipH}
	}
	return s.screen(value), s.screen(grad)
}

// shareRect is the place of what one use of a variable sends back: at the end
// of its wire, above for the upper operand.
func (s *bench) shareRect(w int) paint.Rect {
	m := &s.graph.m
	wire := &s.graph.wires[w]
	end := wire.way[len(wire.way)-1]
	r := paint.Rect{X: end.X - m.chipW - 2, Y: end.Y + lane + 3, W: m.chipW - 2, H: m.chipH - 2}
	_, y := s.graph.boxes[wire.to].rect.Center()
	if end.Y < y {
		r.Y = end.Y - 3 - r.H
	}
	return s.screen(r)
}

func (s *bench) chip(c *paint.Canvas, r paint.Rect, text string, fill, ink paint.Color) {
	k := s.view.scale
	st := paint.Style{Font: paint.MonoBold, Size: s.graph.m.chip * k, Color: ink}
	c.RoundRect(r, 6*k, fill)
	x, y := r.Center()
	c.Text(text, x, y, st, paint.Center)
}

// drawPackets sends the numbers of the present step along its wires: values
// into the gate, gradients out of it.
func (s *bench) drawPackets(c *paint.Canvas, lk *ui.Look, ph phase, box int) {
	if box < 0 || ph == atStart {
		return
	}
	t := lk.Theme
	u := ease(min(s.phase/0.7, 1))
	for _, i := range s.graph.boxes[box].in {
		w := &s.graph.wires[i]
		if ph == forward {
			s.packet(c, s.along(w, u), s.marks.value[w.from], t.Positive, t)
			continue
		}
		text := s.marks.grad[w.from]
		if s.marks.down[i] != "" {
			text = s.marks.down[i]
		}
		if text == "" {
			continue
		}
		p := s.along(w, 1-u)
		p.Y += lane * s.view.scale
		col := t.Gradient
		if s.marks.weight[i] == 0 {
			col = t.Muted
		}
		s.packet(c, p, text, col, t)
	}
}

// packet is a number on its way.
func (s *bench) packet(c *paint.Canvas, p paint.Point, text string, col paint.Color, t *theme.Theme) {
	k := s.view.scale
	st := paint.Style{Font: paint.MonoBold, Size: s.graph.m.chip * k, Color: t.On(col)}
	w := paint.Measure(text, st) + 14*k
	r := paint.Rect{X: p.X - w/2, Y: p.Y - 11*k, W: w, H: 22 * k}
	c.RoundRect(r.Inset(-3*k), 14*k, paint.WithAlpha(col, 0.25))
	c.RoundRect(r, 11*k, col)
	c.Text(text, p.X, p.Y, st, paint.Center)
}

// along returns the place u of the way along a wire, 0…1.
func (s *bench) along(w *wire, u float64) paint.Point {
	total := 0.0
	for i := 1; i < len(w.way); i++ {
		total += math.Hypot(w.way[i].X-w.way[i-1].X, w.way[i].Y-w.way[i-1].Y)
	}
	left := u * total
	for i := 1; i < len(w.way); i++ {
		a, b := w.way[i-1], w.way[i]
		d := math.Hypot(b.X-a.X, b.Y-a.Y)
		if left <= d || i == len(w.way)-1 {
			f := 1.0
			if d > 0 {
				f = min(left/d, 1)
			}
			m := (a.X + b.X) / 2
			return s.point(paint.BezierAt(a, paint.Point{X: m, Y: a.Y}, paint.Point{X: m, Y: b.Y}, b, f))
		}
		left -= d
	}
	return s.point(w.way[0])
}

func ease(u float64) float64 { return u * u * (3 - 2*u) }
