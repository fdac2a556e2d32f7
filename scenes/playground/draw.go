package playground

import (
	"math"
	"strconv"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	inputTitle = i18n.T("输入", "Inputs")
	droppedIs  = i18n.T("×：上一步里，红圈那一点丢弃的神经元", "×: dropped in the last step, for the point in the red ring")
)

// Draw paints the lines, then the neurons on them.
func (n *network) Draw(c *paint.Canvas, lk *ui.Look) {
	s, t := n.s, lk.Theme
	if n.rect.Empty() {
		return
	}
	if !s.tiny {
		c.Text(s.depthText, s.head.X, s.head.Y, paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Text}, paint.Center)
	}
	for l := range len(s.points.Layers) + 1 {
		for j := range s.fanOut(l) {
			for i := range s.fanIn(l) {
				s.line(c, t, pick{pickWeight, l, j, i})
			}
		}
	}
	for _, p := range [...]pick{s.picked, s.hover} {
		if p.kind == pickWeight && p.i < s.fanIn(p.l) {
			s.chosenLine(c, t, p)
		}
	}
	for l, p := range s.heads {
		c.Text(s.widthTexts[l], p.X, p.Y, paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}, paint.Center)
	}
	for l, col := range s.boxes {
		for j, r := range col {
			s.neuron(c, t, l, j, r)
		}
	}
	foot := s.net.Bottom() - 8
	if s.within.dropped >= 0 {
		c.Text(droppedIs.In(lk.Lang), s.net.X, foot, t.Tiny(), paint.Left)
		foot -= legendLine
	}
	if s.legend() {
		says := legendWeights
		if s.showsSlopes() {
			says = legendSlopes
		}
		if !s.phone || !s.paintKey(c, t, paint.Rect{X: s.net.X, Y: foot - 8, W: s.net.W, H: 16}) {
			c.Text(paint.Elide(says.In(lk.Lang), s.net.W, t.Tiny()), s.net.X, foot, t.Tiny(), paint.Left)
		}
	}
	in := s.inputs[0].rect
	c.Text(inputTitle.In(lk.Lang), in.X+in.W/2, s.heads1(), paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: t.Muted}, paint.Center)
	if lk.Focus == n.ID() && s.picked.kind == pickNone {
		c.RoundRectStroke(n.rect.Inset(-4), theme.Radius, 2, t.Focus)
	}
}

// heads1 is the level of the heading of the inputs.
func (s *Scene) heads1() float64 {
	if len(s.heads) > 0 {
		return s.heads[0].Y
	}
	return s.inputs[0].rect.Y - 18
}

// line paints a weight: blue or orange, thick or thin, faint beside what is chosen.
func (s *Scene) line(c *paint.Canvas, t *theme.Theme, p pick) {
	if s.showsSlopes() {
		s.slopeLine(c, t, p)
		return
	}
	w := s.weight(p)
	col := t.Positive
	if w < 0 {
		col = t.Negative
	}
	strength := math.Min(math.Abs(w)/s.largest[p.l], 1)
	alpha := 0.3 + 0.7*strength
	if f := s.focus(); f.kind == pickNeuron && (f.l != p.l || f.j != p.j) {
		alpha *= 0.25
	}
	s.edge(p).Draw(c, 0.6+3.2*strength, paint.WithAlpha(col, alpha))
}

// slopeLine paints a gradient: dashes that go back, blue or orange by its sign,
// thick where the loss is steep.
func (s *Scene) slopeLine(c *paint.Canvas, t *theme.Theme, p pick) {
	col := t.Positive
	if s.slope(p) < 0 {
		col = t.Negative
	}
	strength := 0.0
	if s.slopes.most > 0 {
		strength = min(math.Abs(s.slope(p))/s.slopes.most, 1)
	}
	alpha := 0.3 + 0.7*strength
	if f := s.focus(); f.kind == pickNeuron && (f.l != p.l || f.j != p.j) {
		alpha *= 0.25
	}
	if strength < 0.02 { // dashes would be lost
		s.edge(p).Draw(c, 0.6, paint.WithAlpha(col, 0.25))
		return
	}
	s.edge(p).DrawBack(c, 0.9+3.6*strength, float64(s.slopes.step%4)/4, paint.WithAlpha(col, alpha))
}

// chosenSlope lifts a gradient out, with its number.
func (s *Scene) chosenSlope(c *paint.Canvas, t *theme.Theme, p pick) {
	e := s.edge(p)
	e.Draw(c, 7, paint.WithAlpha(t.Accent, 0.45))
	s.slopeLine(c, t, p)
	box := s.tag(p)
	x, y := box.Center()
	fill, ink := t.PositiveSoft, t.PositiveInk
	if s.slope(p) < 0 {
		fill, ink = t.NegativeSoft, t.NegativeInk
	}
	c.RoundRect(box, 6, fill)
	c.RoundRectStroke(box, 6, 1, t.Accent)
	var buf [24]byte
	c.TextBytes(paint.AppendNumber(buf[:0], s.slope(p), 3), x, y, paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: ink}, paint.Center)
}

// chosenLine lifts a weight out, with its number.
func (s *Scene) chosenLine(c *paint.Canvas, t *theme.Theme, p pick) {
	if s.showsSlopes() {
		s.chosenSlope(c, t, p)
		return
	}
	e := s.edge(p)
	e.Draw(c, plot.WeightWidth(s.weight(p), s.largest[p.l])+5, paint.WithAlpha(t.Accent, 0.45))
	plot.WeightEdge(c, t, e, s.weight(p), s.largest[p.l])
	box := s.tag(p)
	x, y := box.Center()
	var buf [24]byte
	b := plot.AppendSigned(buf[:0], s.weight(p), 2)
	fill, ink := t.PositiveSoft, t.PositiveInk
	if s.weight(p) < 0 {
		fill, ink = t.NegativeSoft, t.NegativeInk
	}
	c.RoundRect(box, 6, fill)
	c.RoundRectStroke(box, 6, 1, t.Accent)
	c.TextBytes(b, x, y, paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: ink}, paint.Center)
}

func (s *Scene) neuron(c *paint.Canvas, t *theme.Theme, l, j int, r paint.Rect) {
	s.maps[l][j].Draw(c, t, r)
	f := s.focus()
	if f.kind == pickNeuron && f.l == l && f.j == j {
		c.RoundRectStroke(r.Inset(-3), 4, 2.5, t.Accent)
	} else {
		c.RoundRectStroke(r.Inset(-1), 2, 1, t.Strong)
	}
	if l < len(s.points.Layers) && s.within.dropped >= 0 && s.cross[l][j] {
		c.RoundRect(r, 2, paint.WithAlpha(t.Stage, 0.72))
		c.Line(r.X+4, r.Y+4, r.Right()-4, r.Bottom()-4, 3, t.Bad)
		c.Line(r.X+4, r.Bottom()-4, r.Right()-4, r.Y+4, 3, t.Bad)
	}
	if l == len(s.points.Layers) && s.pts.Classes > 2 {
		c.Circle(r.Right()+1, r.Y-1, 5, s.classColor(j))
	}
}

// Draw paints the activation's name in a pill.
func (k *chip) Draw(c *paint.Canvas, lk *ui.Look) {
	r := k.rect
	if r.Empty() {
		return
	}
	t := lk.Theme
	fill := t.Raised
	if lk.Hover == k.ID() || k.held {
		fill = t.Hover
	}
	c.RoundRect(r, 6, fill)
	c.RoundRectStroke(r, 6, 1, t.Border)
	if lk.Focus == k.ID() {
		c.RoundRectStroke(r.Inset(-2), 7, 2, t.Focus)
	}
	x, y := r.Center()
	st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Text}
	c.Text(paint.Elide(k.Value(), r.W-6, st), x, y, st, paint.Center)
}

// Draw paints the map of an input in use, or an empty box.
func (f *input) Draw(c *paint.Canvas, lk *ui.Look) {
	r := f.rect
	if r.Empty() {
		return
	}
	t := lk.Theme
	st := paint.Style{Font: paint.Math, Size: 13, Color: t.Text}
	if f.s.points.Features[f.at] {
		f.s.feats[f.at].Draw(c, t, r)
		c.RoundRectStroke(r.Inset(-1), 2, 1, t.Strong)
	} else {
		c.RoundRect(r, 4, t.Panel)
		c.RoundRectStroke(r, 4, 1, t.Border)
		st.Color = t.Faint
		x, y := r.Center()
		c.Icon("plus", x, y, 12, t.Faint)
	}
	if lk.Hover == f.ID() {
		c.RoundRectStroke(r.Inset(-2), 4, 2, t.Accent)
	}
	if lk.Focus == f.ID() {
		c.RoundRectStroke(r.Inset(-4), 5, 2, t.Focus)
	}
	c.Text(jobs.Features[f.at].Symbol, r.X-5, r.Y+r.H/2, st, paint.Right)
}

// focus is what is pointed at, or else what was chosen.
func (s *Scene) focus() pick {
	if s.hover.kind != pickNone {
		return s.hover
	}
	return s.picked
}

func (s *Scene) paintCurves(c *paint.Canvas, lk *ui.Look) {
	r := s.curve.rect
	if !s.phone {
		ui.Card(c, lk.Theme, r)
		r = s.inCurve()
	}
	switch s.lookAt.Value() {
	case viewSpace:
		s.paintSpace(c, lk, r)
	case viewHist:
		s.paintHistograms(c, lk, r)
	case viewSweep:
		s.paintSweep(c, lk, r)
	case viewConfusion:
		s.paintConfusion(c, lk, r)
	case viewFormula:
		s.formula.paint(s, c, lk)
	default:
		s.curves().Draw(c, lk, r)
	}
}

func (s *Scene) describeCurves(l i18n.Lang) string {
	switch {
	case s.lookAt.Value() == viewFormula:
		return s.formula.describe(l)
	case s.lookAt.Value() == viewConfusion && s.within.counts != nil:
		return s.describeConfusion(l)
	}
	return s.losses(l)
}

func (s *Scene) losses(l i18n.Lang) string {
	n := s.run.now
	return i18n.T("训练损失 "+three(n.trainLoss)+"，验证损失 "+three(n.valLoss), "Training loss "+three(n.trainLoss)+", validation loss "+three(n.valLoss)).In(l)
}

var (
	textTrain    = i18n.T("训练", "Train")
	textVal      = i18n.T("验证", "Val")
	textTest     = i18n.T("测试", "Test")
	textLoss     = i18n.T("损失", "loss")
	textAccuracy = i18n.T("准确率", "accuracy")
)

// paintStats shows loss and accuracy on both parts of the points.
func (s *Scene) paintStats(c *paint.Canvas, lk *ui.Look) {
	r, t := s.stats.rect, lk.Theme
	if r.H < 30 {
		return
	}
	if o, m := s.shownRival(); o != nil {
		o.paintAnswer(c, t, m)
	}
	line, x1, x2 := s.statRow()
	y := r.Y + line/2
	small := t.Tiny()
	c.Text(textLoss.In(lk.Lang), x1, y, small, paint.Right)
	if s.pts.Classes > 0 && x2-x1 > paint.Measure(textAccuracy.In(lk.Lang), small)+4 {
		c.Text(textAccuracy.In(lk.Lang), x2, y, small, paint.Right)
	}
	s.paintMarks(c, t, paint.Rect{X: r.X, Y: y - line/2, W: x1 - paint.Measure(textLoss.In(lk.Lang), small) - 8 - r.X, H: line}, lk.Lang)
	num := paint.Style{Font: paint.MonoBold, Size: 15, Color: t.Text}
	if s.phone || r.W < 200 {
		num.Size = 12
	}
	var buf [24]byte
	for i, row := range [...]struct {
		name      i18n.Text
		loss, acc float64
	}{{textTrain, s.run.now.trainLoss, s.run.now.trainAcc}, {textVal, s.run.now.valLoss, s.run.now.valAcc}, {textTest, s.run.last.loss, s.run.last.accuracy}} {
		if s.results[i].Empty() {
			continue
		}
		y += line
		c.RoundRect(paint.Rect{X: r.X, Y: y - 1.5, W: 10, H: 3}, 1.5, t.Series[setColors[i]])
		c.Text(row.name.In(lk.Lang), r.X+15, y, paint.Style{Font: paint.Sans, Size: theme.SizeSmall, Color: t.Text}, paint.Left)
		c.TextBytes(paint.AppendNumber(buf[:0], row.loss, 3), x1, y, num, paint.Right)
		if row.acc != -1 { // NaN is shown
			b := plot.AppendPercent(buf[:0], row.acc)
			if math.IsNaN(row.acc) {
				b = plot.Append(buf[:0], row.acc)
			}
			c.TextBytes(b, x2, y, num, paint.Right)
		}
	}
}

// paintMarks says which points are filled and which are hollow, where there is room.
func (s *Scene) paintMarks(c *paint.Canvas, t *theme.Theme, r paint.Rect, l i18n.Lang) {
	const mark, apart = 11.0, 8.0
	st := t.Tiny()
	train, val := paint.Measure(textTrain.In(l), st), paint.Measure(textVal.In(l), st)
	if s.pts.Val.Len() == 0 || 2*mark+apart+train+val > r.W {
		return
	}
	x, y := r.X, r.Y+r.H/2
	c.Circle(x+4, y, 3.2, t.Muted)
	c.Text(textTrain.In(l), x+mark, y, st, paint.Left)
	x += mark + train + apart
	c.CircleStroke(x+4, y, 2.8, 1.4, t.Muted)
	c.Text(textVal.In(l), x+mark, y, st, paint.Left)
}

// shownRival is the branch whose answer is shown beside the results, and where.
func (s *Scene) shownRival() (*Scene, paint.Rect) {
	r := s.stats.rect
	side := min(r.H, 76)
	if len(s.rivals) == 0 || s.phone || r.W < side+160 {
		return nil, paint.Rect{}
	}
	return s.rivals[0], paint.Rect{X: r.Right() - side, Y: r.Y, W: side, H: side}
}

// statRow is how tall a row of the results is, and where losses and accuracies end.
func (s *Scene) statRow() (line, losses, shares float64) {
	r := s.stats.rect
	if o, m := s.shownRival(); o != nil {
		_, r = r.CutRight(m.W + 8)
	}
	rows := 3.0
	if s.opened {
		rows++
	}
	return min(r.H/rows, 24), r.X + r.W*0.66, r.Right()
}

// placeStats notes where the losses and accuracies stand.
func (s *Scene) placeStats() {
	r := s.stats.rect
	line, x1, x2 := s.statRow()
	y := r.Y
	for i, there := range [...]bool{true, s.pts.Val.Len() > 0, s.opened} {
		s.results[i], s.shares[i] = paint.Rect{}, paint.Rect{}
		if there && r.H >= 30 {
			y += line
			s.results[i] = paint.Rect{X: x1 - 70, Y: y, W: 72, H: line}
			s.shares[i] = paint.Rect{X: x1 + 6, Y: y, W: x2 - x1 - 4, H: line}
		}
	}
}

// paintAnswer paints the answer at every point.
func (s *Scene) paintAnswer(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	if s.outputs() == 1 {
		s.output.Draw(c, t, r)
	} else {
		c.Bitmap(s.classes, r, true)
	}
	c.RoundRectStroke(r.Inset(-1), 2, 1, t.Strong)
}

func (s *Scene) describeStats(l i18n.Lang) string {
	n := s.run.now
	text := s.losses(l)
	if n.trainAcc >= 0 {
		text += i18n.T("；训练准确率 "+percent(n.trainAcc)+"，验证准确率 "+percent(n.valAcc), "; training accuracy "+percent(n.trainAcc)+", validation accuracy "+percent(n.valAcc)).In(l)
	}
	return text
}

func three(v float64) string { return string(paint.AppendNumber(nil, v, 3)) }
func four(v float64) string  { return string(paint.AppendNumber(nil, v, 4)) }

func percent(v float64) string { return string(plot.AppendPercent(nil, max(v, 0))) }

func tenth(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
