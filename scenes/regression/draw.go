package regression

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	planeName  = i18n.T("数据和直线", "Data and line")
	bowlName   = i18n.T("损失随 w", "Loss over w")
	curveName  = i18n.T("每一轮的损失", "Loss by epoch")
	trainName  = i18n.T("训练", "training")
	testName   = i18n.T("测试", "test")
	pullsName  = i18n.T("推力 x·(ŷ − y)，从大到小", "Pushes x·(ŷ − y), largest first")
	pullsMean  = i18n.T("推力 x·(ŷ − y)/n，从大到小", "Pushes x·(ŷ − y)/n, largest first")
	beyondName = i18n.T("∞：球已不在任何图上", "∞: the ball is off every map")
)

// drawPlane paints the points, the line and the closed form.
func (s *Scene) drawPlane(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	card := s.points.Rect()
	ui.Card(c, t, card)
	head := paint.Rect{X: card.X + 14, Y: card.Y + 10, W: card.W - 28, H: 22}
	_, y := head.Center()
	c.Text(planeName.In(lk.Lang), head.X, y, t.BodyBold(), paint.Left)
	c.Text(s.texts.line, head.Right(), y, paint.Style{Font: paint.MonoBold, Size: 14, Color: t.AccentInk}, paint.Right)
	c.PushClip(m.plane.InsetXY(-8, -6))
	defer c.PopClip()
	mx, my := m.plane.Center()
	c.Line(m.plane.X, my, m.plane.Right(), my, 1, t.Border)
	c.Line(mx, m.plane.Y, mx, m.plane.Bottom(), 1, t.Border)
	c.Text("x", m.plane.Right()-4, my+12, paint.Style{Font: paint.Math, Size: 13, Color: t.Muted}, paint.Right)
	c.Text("y", mx+14, m.plane.Y+8, paint.Style{Font: paint.Math, Size: 13, Color: t.Muted}, paint.Left)
	s.drawMisses(c, t)
	radius, faint := 4.5, 0.9
	if n := len(m.points); n > 300 {
		radius, faint = 2.4, 0.5
	} else if n > 50 {
		radius, faint = 3.4, 0.75
	}
	train, test := paint.WithAlpha(t.Series[0], faint), paint.WithAlpha(t.Series[1], faint)
	for i, p := range m.points {
		col := train
		r := radius
		if s.cloud.test[i] && i < s.cloud.made { // hollow, so that nothing rests on colour alone
			c.CircleStroke(p.X, p.Y, r-0.75, 1.5, test)
			continue
		}
		if i >= s.cloud.made {
			r = 6
			col = t.Bad
		}
		c.Circle(p.X, p.Y, r, col)
	}
	if s.closedForm.On() {
		c.DashLine(m.closed[0].X, m.closed[0].Y, m.closed[1].X, m.closed[1].Y, 2.5, 8, 5, 0, t.Good)
	}
	if m.has {
		c.Line(m.line[0].X, m.line[0].Y, m.line[1].X, m.line[1].Y, 2.5, t.Accent)
		c.Circle(m.knob.X, m.knob.Y, 9, t.Panel)
		c.CircleStroke(m.knob.X, m.knob.Y, 8, 2.5, t.Accent)
		c.Circle(m.knob.X, m.knob.Y, 3, t.Accent)
	}
	for _, i := range [2]int{s.hover, s.picked} {
		if i >= 0 && i < len(m.points) {
			c.CircleStroke(m.points[i].X, m.points[i].Y, 8, 2, t.Text)
		}
	}
	s.drawKey(c, lk)
}

// drawMisses paints what each point is off by: all of few points, else only
// that of the one under the pointer.
func (s *Scene) drawMisses(c *paint.Canvas, t *theme.Theme) {
	for row, i := range s.cloud.train.index {
		if len(s.cloud.x) > 100 && i != s.hover && i != s.picked {
			continue
		}
		p, guess := s.marks.points[i], s.look.guess[row]
		if !finite(guess) {
			continue
		}
		q := s.screen(s.cloud.x[i], min(max(guess, -2*s.cloud.reach[1]), 2*s.cloud.reach[1]))
		c.Line(p.X, p.Y, q.X, q.Y, 1.5, paint.WithAlpha(t.Gradient, 0.8))
	}
}

// drawKey says which colour is what.
func (s *Scene) drawKey(c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, s.marks.plane
	x, y := r.X, r.Y+8
	st := t.Tiny()
	for i, name := range [2]string{trainName.In(lk.Lang), testName.In(lk.Lang)} {
		if i == 0 {
			c.Circle(x+4, y, 4, t.Series[i])
		} else {
			c.CircleStroke(x+4, y, 3.25, 1.5, t.Series[i])
		}
		c.Text(name, x+14, y, st, paint.Left)
		x += 14 + paint.Measure(name, st) + 14
	}
	if s.closedForm.On() {
		st.Color = t.Good
		c.DashLine(r.X, y+20, r.X+20, y+20, 2.5, 7, 4, 0, t.Good)
		c.TextWrap(s.texts.answer, s.answerBox(), st, answerLine)
	}
}

const answerLine = 17.0

// answerBox is where the closed form and the distance from it stand.
func (s *Scene) answerBox() paint.Rect {
	r := s.marks.plane
	return paint.Rect{X: r.X + 26, Y: r.Y + 19, W: r.W/2 - 34}
}

// drawBowl paints the loss over w, and the ball with its way.
func (s *Scene) drawBowl(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	card := s.valley.Rect()
	ui.Card(c, t, card)
	c.Text(bowlName.In(lk.Lang), card.X+14, card.Y+21, t.BodyBold(), paint.Left)
	num := paint.Style{Font: paint.MonoBold, Size: 13, Color: t.Text}
	if paint.Measure(bowlName.In(lk.Lang), t.BodyBold())+paint.Measure(s.texts.loss, num) < card.W-36 {
		c.Text(s.texts.loss, card.Right()-14, card.Y+21, num, paint.Right)
	}
	if !m.seen {
		plot.NotANumber(c, t, m.bowl, beyondName.In(lk.Lang))
		return
	}
	c.PushClip(card)
	defer c.PopClip()
	c.Line(m.bowl.X, m.bowl.Bottom(), m.bowl.Right(), m.bowl.Bottom(), 1, t.Strong)
	c.DashLine(m.foot, m.bowl.Y, m.foot, m.bowl.Bottom(), 1.5, 4, 4, 0, paint.WithAlpha(t.Good, 0.9))
	c.Polyline(m.curve, 2, t.Muted)
	for i := 1; i < len(m.trail); i++ {
		a, b := m.trail[i-1], m.trail[i]
		c.Line(a.X, a.Y, b.X, b.Y, 1.5, paint.WithAlpha(t.Accent, 0.25+0.5*float64(i)/float64(len(m.trail))))
		c.Circle(a.X, a.Y, 3, paint.WithAlpha(t.Accent, 0.6))
	}
	c.Circle(m.ball.X, m.ball.Y, 9, t.Panel)
	c.Circle(m.ball.X, m.ball.Y, 7, t.Accent)
	tick := t.Tick()
	y := m.bowl.Bottom() + 15 // under the ball at the foot
	c.Text(s.texts.lo, m.bowl.X, y, tick, paint.Left)
	c.Text(s.texts.hi, m.bowl.Right(), y, tick, paint.Right)
	if card.W > 240 {
		tick.Color = t.Good
		c.Text(s.texts.closed, m.foot, y, tick, paint.Center)
	}
}

// drawCurve paints the losses of all epochs so far.
func (s *Scene) drawCurve(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	card := s.losses.Rect()
	ui.Card(c, t, card)
	c.Text(curveName.In(lk.Lang), card.X+14, card.Y+21, t.BodyBold(), paint.Left)
	s.curve.Draw(c, lk, s.inLosses())
	if card.W < 240 {
		return
	}
	x, y := card.Right()-14, card.Y+21
	st := t.Tiny()
	if need := paint.Measure(testName.In(lk.Lang), st) + paint.Measure(trainName.In(lk.Lang), st) + 30 + 18 + 10; x-need < card.X+14+paint.Measure(curveName.In(lk.Lang), t.BodyBold()) {
		return // the plane has it, too
	}
	for i, name := range [2]string{testName.In(lk.Lang), trainName.In(lk.Lang)} {
		x -= paint.Measure(name, st)
		c.Text(name, x, y, st, paint.Left)
		c.RoundRect(paint.Rect{X: x - 18, Y: y - 1.5, W: 12, H: 3}, 1.5, t.Series[1-i])
		x -= 30
	}
}

// drawCard paints the step worked out: its terms, and what they make of w.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := s.unfold.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	if r.W < 560 {
		s.drawNarrow(c, lk, r.InsetXY(14, 12))
		return
	}
	step, terms := s.cardParts()
	in := r.InsetXY(18, 14)
	c.Text(s.texts.title, in.X, in.Y+9, t.H2(), paint.Left)
	box, why, line := s.whyBox()
	why.Color = t.Text
	c.TextWrap(s.texts.why, box, why, line)
	s.drawStep(c, t, step)
	s.drawTerms(c, lk, terms)
}

// whyBox is where the sentence about the step stands, and how it is written.
func (s *Scene) whyBox() (box paint.Rect, st paint.Style, line float64) {
	r := s.unfold.Rect()
	if r.W < 560 {
		in := r.InsetXY(14, 12)
		return paint.Rect{X: in.X, Y: in.Y + 22, W: in.W}, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 17
	}
	step, _ := s.cardParts()
	return paint.Rect{X: step.X, Y: r.Y + 14 + 24, W: step.W}, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}, 19
}

// cardParts are where the step and its terms stand on a wide card.
func (s *Scene) cardParts() (step, terms paint.Rect) {
	in := s.unfold.Rect().InsetXY(18, 14)
	terms, step = in.CutRight(in.W * 0.41)
	_, step = step.CutRight(20)
	h := paint.WrapHeight(s.texts.why, step.W, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}, 19)
	_, step = step.CutTop(24 + h + 8)
	return step, terms
}

// stepSign is the room for a sign between two numbers of the step.
const stepSign = 20.0

// stepBoxes are where w, η, the gradient and the new w stand.
func stepBoxes(r paint.Rect) (boxes [4]paint.Rect) {
	w := (r.W - 3*stepSign) / 4.55
	x := r.X
	for i := range boxes {
		wide := w
		if i == 2 {
			wide = w * 1.55
		}
		boxes[i] = paint.Rect{X: x, Y: r.Y, W: wide, H: r.H}
		x += wide + stepSign
	}
	return boxes
}

// drawStep writes w − η × gradient = new w.
func (s *Scene) drawStep(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	quiet := paint.Style{Font: paint.Math, Size: 18, Color: t.Muted}
	_, mid := r.Center()
	boxes := stepBoxes(r)
	put := func(i int, name, under, value string, col paint.Color, mark string) {
		b := boxes[i]
		c.RoundRect(b, theme.Radius, t.Raised)
		cx, _ := b.Center()
		top := 0.30
		if under != "" && b.H > 66 && paint.Measure(under, t.Tiny()) < b.W-6 {
			top = 0.22
			c.Text(under, cx, b.Y+b.H*0.46, t.Tiny(), paint.Center)
		}
		c.Text(name, cx, b.Y+b.H*top, paint.Style{Font: paint.Math, Size: 14, Color: t.Text}, paint.Center)
		st := paint.Style{Font: paint.MonoBold, Size: 15, Color: col}
		if w := paint.Measure(value, st); w > b.W-12 { // −4.16e28 stays inside its box
			st.Size *= (b.W - 12) / w
		}
		c.Text(value, cx, b.Y+b.H*0.73, st, paint.Center)
		if mark != "" {
			c.Text(mark, b.Right()+stepSign/2, mid, quiet, paint.Center)
		}
	}
	put(0, "w", "", s.texts.w, t.Text, "−")
	put(1, "η", "", s.texts.eta, t.Text, "×")
	put(2, "∂L/∂w", s.texts.count, s.texts.grad, s.gradInk(t), "=")
	next := s.texts.next
	if next == "" {
		next = "…"
	}
	put(3, "w′", "", next, t.AccentInk, "")
}

// drawTerms lists the pushes.
func (s *Scene) drawTerms(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	name := pullsName
	if s.mean {
		name = pullsMean
	}
	c.Text(name.In(lk.Lang), r.X, r.Y+9, t.H3(), paint.Left)
	y := r.Y + 36
	col := 68.0
	for i := range s.texts.terms {
		if x := &s.texts.terms[i]; x.made != "" {
			col = max(col, paint.Measure(x.name, t.Small())+10)
		}
	}
	for i := range s.texts.terms { // where a product would be cut short, none is written
		if x := &s.texts.terms[i]; col+paint.Measure(x.made, madeStyle)+4 > r.W-paint.Measure(x.value, valueStyle) {
			col = 0
		}
	}
	for i := range s.texts.terms {
		s.drawTerm(c, t, r, y, col, &s.texts.terms[i])
		y += 25
	}
	c.Line(r.Right()-90, y-12, r.Right(), y-12, 1, t.Strong)
	c.Text("∂L/∂w", r.X, y+2, paint.Style{Font: paint.Math, Size: 14, Color: t.Text}, paint.Left)
	c.Text(s.texts.grad, r.Right(), y+2, paint.Style{Font: paint.MonoBold, Size: 15, Color: s.gradInk(t)}, paint.Right)
}

// gradInk is the ink of the gradient, grey where it is no number.
func (s *Scene) gradInk(t *theme.Theme) paint.Color {
	if s.texts.grad == "NaN" {
		return t.Muted
	}
	return t.GradientInk
}

// madeStyle and valueStyle are those of a push's factors and of its value.
var (
	madeStyle  = paint.Style{Font: paint.Mono, Size: 11.5}
	valueStyle = paint.Style{Font: paint.MonoBold, Size: 14}
)

// drawTerm paints a push, its factors at col, 0 for none.
func (s *Scene) drawTerm(c *paint.Canvas, t *theme.Theme, r paint.Rect, y, col float64, x *termText) {
	if x.chosen {
		c.RoundRect(paint.Rect{X: r.X - 6, Y: y - 12, W: r.W + 12, H: 24}, theme.RadiusSmall, t.AccentSoft)
	}
	c.Text(x.name, r.X, y, t.Small(), paint.Left)
	made, value := madeStyle, valueStyle
	made.Color, value.Color = t.Muted, t.Sign(x.v)
	if col > 0 {
		c.Text(x.made, r.X+col, y, made, paint.Left)
	}
	c.Text(x.value, r.Right(), y, value, paint.Right)
}

// stepStyle is that of the whole step in one line, small enough to leave the
// title its room.
func (s *Scene) stepStyle(in paint.Rect) paint.Style {
	st := paint.Style{Font: paint.Mono, Size: 12}
	room := in.W - 12 - paint.Measure(s.texts.title, paint.Style{Font: paint.SansBold, Size: theme.SizeBody})
	if w := paint.Measure(s.texts.step, st); w > room {
		st.Size *= room / w
	}
	return st
}

// drawNarrow paints the card on a phone.
func (s *Scene) drawNarrow(c *paint.Canvas, lk *ui.Look, in paint.Rect) {
	t := lk.Theme
	c.Text(s.texts.title, in.X, in.Y+8, t.BodyBold(), paint.Left)
	mono := s.stepStyle(in)
	mono.Color = t.AccentInk
	c.Text(s.texts.step, in.Right(), in.Y+8, mono, paint.Right)
	box, why, line := s.whyBox()
	why.Color = t.Text
	h := c.TextWrap(s.texts.why, box, why, line)
	_, in = in.CutTop(22 + h + 10)
	s.drawTerms(c, lk, in)
}
