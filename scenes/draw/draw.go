package draw

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// shapes say how many numbers a layer has. A ReLU has those of its convolution.
var shapes = [layerCount]string{"1×28×28", "8×28×28", "8×28×28", "8×14×14", "16×14×14", "16×14×14", "16×7×7", "64", "10"}

// Draw paints what lies below the widgets: names, and the lines between layers.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {
	t := env.Theme
	if s.geo.pad.Empty() {
		return
	}
	if !s.geo.stacked {
		s.drawLinks(c, t)
	}
	for l := layerConv1; l < layerCount; l++ {
		s.drawTitle(c, env, l)
	}
	s.drawVotes(c, t)
	s.drawNote(c, env)
}

func (s *Scene) drawTitle(c *paint.Canvas, env *stage.Env, l int) {
	p := s.geo.title[l]
	if p == (paint.Point{}) || l == layerOut && s.midst() && s.lesson.step.Part == substep.Loss {
		return
	}
	t := env.Theme
	st := paint.Style{Font: paint.Sans, Size: theme.SizeSmall, Color: t.Muted}
	if s.lit(l) > 0 && s.inked() {
		st.Color = t.Text
	}
	if !s.midst() && l == s.pos && (s.phase < 1 || s.pos < layerOut) {
		st.Color, st.Font = t.AccentInk, paint.SansBold
	}
	align, shapeAlign := paint.Center, paint.Center
	if s.geo.stacked {
		align, shapeAlign = paint.Left, paint.Right
		st.Size = theme.SizeTiny
	}
	title := layers[l].title.In(env.Lang)
	if l == layerOut && s.lane() == gradients {
		title = "∂L/∂s"
	}
	c.Text(title, p.X, p.Y, st, align)
	if q := s.geo.shape[l]; q != (paint.Point{}) && l != layerOut {
		c.Text(shapes[l], q.X, q.Y, paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}, shapeAlign)
	}
}

// drawLinks paints which maps a map is computed from: its own row for ReLU and
// pooling, all of them for a convolution and the dense layer.
func (s *Scene) drawLinks(c *paint.Canvas, t *theme.Theme) {
	for l := layerConv1; l <= layerDense; l++ {
		col := paint.WithAlpha(t.Faint, 0.35)
		if s.lit(l) <= 0 {
			col = paint.WithAlpha(t.Faint, 0.15)
		}
		from, to := l-1, l
		x0, x1 := s.geo.column[from].Right()+2, s.geo.column[to].X-2
		if l == layerConv1 {
			s.drawEntry(c, col)
			continue
		}
		for i := range rows {
			_, y0 := s.rowOf(from, i)
			_, y1 := s.rowOf(to, i)
			c.Line(x0, y0, x1, y1, 1, col)
		}
		if l == layerConv2 || l == layerDense { // a bus: every map is made of all before it
			_, top := s.rowOf(from, 0)
			_, end := s.rowOf(from, rows-1)
			x := (x0 + x1) / 2
			c.Line(x, top, x, end, 3, col)
		}
		s.drawSignal(c, t, l, x0, x1)
	}
}

// rowOf is the middle of row i of a column.
func (s *Scene) rowOf(l, i int) (x, y float64) {
	if l == layerDense {
		r := s.geo.column[l]
		return r.X, r.Y + r.H*(float64(i)+0.5)/rows
	}
	return s.geo.cells[l][i*layers[l].maps/rows].Center()
}

// drawEntry paints the curves from the input to the first convolution.
func (s *Scene) drawEntry(c *paint.Canvas, col paint.Color) {
	x0, y0, x1 := s.entry()
	for i := range rows {
		_, y1 := s.rowOf(layerConv1, i)
		mid := (x0 + x1) / 2
		c.Bezier(x0, y0, mid, y0, mid, y1, x1, y1, 1, col)
	}
}

// entry is where the curves from the input begin and how far they go.
func (s *Scene) entry() (x0, y0, x1 float64) {
	_, y0 = s.geo.input.Center()
	if s.geo.input.Empty() {
		_, y0 = s.geo.pad.Center()
	}
	return max(s.geo.input.Right(), s.geo.pad.Right()-2) + 2, y0, s.geo.column[layerConv1].X - 2
}

// drawSignal paints the numbers on their way into a layer that is being computed.
func (s *Scene) drawSignal(c *paint.Canvas, t *theme.Theme, l int, x0, x1 float64) {
	if s.midst() || l != s.pos || s.phase >= 1 {
		return
	}
	k := ease(s.phase)
	for i := range rows {
		_, y0 := s.rowOf(l-1, i)
		_, y1 := s.rowOf(l, i)
		c.Circle(x0+(x1-x0)*k, y0+(y1-y0)*k, 2.5, t.Accent)
	}
}

// drawVotes paints the terms of the answer's logit: from the numbers of the
// dense layer to the bar, blue for and orange against, as thick as they weigh.
func (s *Scene) drawVotes(c *paint.Canvas, t *theme.Theme) {
	if s.lit(layerOut) <= 0 || !s.run.ink || s.geo.stacked || s.midst() {
		return
	}
	alpha := ease(s.lit(layerOut))
	for i := range s.votes {
		v := &s.votes[i]
		_, y0 := v.from.Center()
		_, y1 := v.to.Center()
		x0, x1 := s.geo.column[layerDense].Right()+1, v.to.X
		mid := (x0 + x1) / 2
		col := t.Positive
		if v.value < 0 {
			col = t.Negative
		}
		w := math.Abs(v.value)
		c.Bezier(x0, y0, mid, y0, mid, y1, x1, y1, 0.75+2.25*w, paint.WithAlpha(col, alpha*(0.25+0.6*w)))
	}
}

// drawNote says how the drawing became the 28×28 image.
func (s *Scene) drawNote(c *paint.Canvas, env *stage.Env) {
	t, r := env.Theme, s.geo.note
	if r.W < 40 || r.H < 30 {
		return
	}
	small, num := t.Tiny(), paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
	title := paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: t.Text}
	y := r.Y + c.TextWrap(i18n.T("网络看到的", "What it sees").In(env.Lang), r, title, 17) + 8
	c.Text("28×28", r.X, y, num, paint.Left)
	d := &s.pad.drawing
	if len(s.pad.strokes) == 0 || s.midst() {
		return
	}
	if y += 19; y+8 < r.Bottom() {
		text := i18n.T("缩放 ", "zoom ").In(env.Lang)
		c.Text(text, r.X, y, small, paint.Left)
		c.Number(d.Zoom, 1, r.X+paint.Measure(text, small), y, num, paint.Left)
	}
	if y += 17; y+25 < r.Bottom() {
		c.Text(i18n.T("移到中央", "centred by").In(env.Lang), r.X, y, small, paint.Left)
		y += 17
		c.Number(d.ShiftX, 1, r.X+28, y, num, paint.Right)
		c.Text(",", r.X+29, y, num, paint.Left)
		c.Number(d.ShiftY, 1, r.X+66, y, num, paint.Right)
	}
}

// DrawOver paints the mark of the unfolded number, where it came from, and the
// guides on the input.
func (s *Scene) DrawOver(env *stage.Env, c *paint.Canvas) {
	t := env.Theme
	if s.geo.pad.Empty() {
		return
	}
	c.PushClip(env.View)
	above := env.View
	if s.geo.sheet && (s.open || s.midst()) { // the card lies over what is behind
		above.H = min(above.H, s.geo.card.Y-above.Y)
	}
	c.PushClip(above)
	s.drawGuides(c, t)
	c.PopClip()
	if s.midst() {
		s.drawTerm(c, t)
		c.PopClip()
		s.drawStepTip(env, c)
		return
	}
	if s.run.ink && s.pos >= s.markLayer() && (s.open || s.hov.valid()) && !(s.geo.sheet && s.open) && !s.inStep() {
		s.drawWires(c, t)
	}
	c.PopClip()
	s.drawTip(env, c)
	s.drawTermTip(env, c)
}

// markLayer is the column that the unfolded number stands in.
func (s *Scene) markLayer() int {
	if p := s.card.u.at; p.valid() {
		return s.columnOf(p).layer
	}
	return 0
}

// drawGuides shows the 20-pixel box and the middle that the ink was moved to.
func (s *Scene) drawGuides(c *paint.Canvas, t *theme.Theme) {
	r := s.geo.input
	if !t.Dark {
		c.RoundRectStroke(r, 2, 1, t.Border)
	}
	if len(s.pad.strokes) == 0 || r.Empty() || s.midst() {
		return
	}
	d := r.W / 28
	b := r.Inset(4 * d)
	col := paint.WithAlpha(t.Negative, 0.75)
	c.DashLine(b.X, b.Y, b.Right(), b.Y, 1, 3, 3, 0, col)
	c.DashLine(b.X, b.Bottom(), b.Right(), b.Bottom(), 1, 3, 3, 0, col)
	c.DashLine(b.X, b.Y, b.X, b.Bottom(), 1, 3, 3, 0, col)
	c.DashLine(b.Right(), b.Y, b.Right(), b.Bottom(), 1, 3, 3, 0, col)
	x, y := r.X+14.5*d, r.Y+14.5*d
	c.Line(x-5, y, x+5, y, 1, t.Negative)
	c.Line(x, y-5, x, y+5, 1, t.Negative)
}

func (s *Scene) drawWires(c *paint.Canvas, t *theme.Theme) {
	for i := range s.wires {
		w := &s.wires[i]
		col := t.Negative
		if w.value > 0 {
			col = t.Positive
		}
		if w.quiet {
			c.RoundRectStroke(w.from.Inset(-0.5), 1, 1, paint.WithAlpha(col, 0.6))
			continue
		}
		if !w.from.Empty() {
			c.RoundRectStroke(w.from.Inset(-1), 2, 2, col)
			_, y0 := w.from.Center()
			_, y1 := w.to.Center()
			x0, x1 := w.from.Right()+1, w.to.X-3
			mid := (x0 + x1) / 2
			if w.via > 0 {
				mid = w.via
			}
			width := 1.5
			if w.value != 0 {
				width = 0.75 + 1.75*math.Abs(w.value)
			}
			c.DashBezier(x0, y0, mid, y0, mid, y1, x1, y1, width, 5, 4, 0, col)
		}
		c.RoundRectStroke(w.to.Inset(-2.5), 2, 2, t.Stage)
		c.RoundRectStroke(w.to.Inset(-1.5), 2, 1.75, t.Text)
	}
}

// drawTip names the number under the mouse while the card is closed.
func (s *Scene) drawTip(env *stage.Env, c *paint.Canvas) {
	if s.open || !s.hov.valid() || !s.run.ink || s.lit(s.hov.layer) < 1 {
		return
	}
	at := s.cellRect(s.hov, 1)
	v := s.run.values(s.hov.layer)[s.hov.cell()]
	c.PushClip(env.View)
	c.RoundRectStroke(at.Inset(-1.5), 2, 1.75, env.Theme.Text)
	c.PopClip()
	ui.Tooltip(c, env.Look, at, env.View, number3(v), s.name(s.hov, env.Lang))
}

// drawTermTip shows the number under the mouse inside the card large.
func (s *Scene) drawTermTip(env *stage.Env, c *paint.Canvas) {
	k := s.card
	if !s.open || k.over < 0 || k.over >= len(k.cells) {
		return
	}
	cell := &k.cells[k.over]
	text, title := cell.words, number3(cell.value)
	if cell.to.valid() {
		if text != "" {
			text += "\n"
		}
		text += s.name(cell.to, env.Lang)
	}
	if cell.hollow {
		title = "0"
	}
	ui.Tooltip(c, env.Look, cell.rect, env.Size, title, text)
}
