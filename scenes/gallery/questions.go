package gallery

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// fates are what a question goes through.
var fates = []i18n.Text{i18n.T("还没猜", "Open"), i18n.T("等引擎", "Waiting"), i18n.T("猜对了", "Right"), i18n.T("猜错了", "Wrong")}

const (
	isOpen = iota
	isWaiting
	isRight
	isWrong
)

// asked is one of each kind of question in one of its fates, and the plane of the
// drawn one.
type asked struct {
	guess    *ui.Guess
	estimate *ui.Estimate
	sketch   *ui.Sketch
	plane    paint.Rect
}

func newAsked(fate int) *asked {
	q := &asked{}
	T, ready := i18n.T, func() bool { return fate != isWaiting }
	wait := T("记下了。按播放，看到最后。", "Noted. Press play and watch to the end.")
	why := func(l i18n.Lang) (bool, string) {
		return fate == isRight, T("这里写引擎算出了什么。", "Here it says what the engine found.").In(l)
	}
	q.guess = ui.NewGuess("choice", T("按下播放，它会停吗？", "Press play: will it stop?"), func(_ string, l i18n.Lang) (bool, string) { return why(l) },
		ui.Opt("yes", T("会停", "It will")), ui.Opt("no", T("停不了", "Never"))).Until(ready, wait)
	q.estimate = ui.NewEstimate("number", T("再走一步，损失会是多少？", "One more step: what will the loss be?"), T("一步之后的损失", "Loss after the step"),
		func() int { return 0 }, func(_ float64, _ int, l i18n.Lang) (bool, string) { return why(l) }).Until(func(int) bool { return ready() }, wait)
	q.estimate.About(0.5)
	q.sketch = ui.NewSketch("line", "plane", T("学完以后，边界会在哪里？", "Where will the border run once it has learned?"), func(_ ui.Stroke, l i18n.Lang) (bool, string) { return why(l) }).Until(ready, wait)
	q.sketch.Pad().Over(func() paint.Rect { return q.plane },
		func(x, y float64) paint.Point {
			return paint.Point{X: q.plane.X + x*q.plane.W, Y: q.plane.Bottom() - y*q.plane.H}
		},
		func(at paint.Point) paint.Point {
			return paint.Point{X: (at.X - q.plane.X) / q.plane.W, Y: (q.plane.Bottom() - at.Y) / q.plane.H}
		})
	if fate != isOpen {
		q.guess.SetValue("yes")
		q.estimate.Await("0.25@0")
		q.sketch.Await("0.08,0.9;0.45,0.75;0.9,0.45")
	}
	if fate == isWrong {
		for i := range 24 {
			q.sketch.Misses = append(q.sketch.Misses, paint.Point{X: 0.2 + float64(i%6)*0.05, Y: 0.9 - float64(i%6)*0.03 + float64(i/6)*0.04})
		}
	}
	return q
}

func (q *asked) cards() []ui.Widget { return []ui.Widget{q.guess, q.estimate, q.sketch} }

const planeHeight = 150.0

// height is that of the column.
func (q *asked) height(width float64, l i18n.Lang) float64 {
	h := columnHead + planeHeight
	for _, w := range q.cards() {
		w.(ui.Langer).SetLang(l)
		h += w.Height(width) + theme.GapLarge
	}
	return h
}

// fateColumns is how many columns have room side by side, and how wide each is: one,
// two or all four, so that none stands alone in a row.
func fateColumns(area paint.Rect) (n int, w float64) {
	for n = len(fates); n > 1 && area.W/float64(n) < 240; n /= 2 {
	}
	return n, (area.W + columnGap) / float64(n)
}

// questionsHeight is the height of questions.
func questionsHeight(area paint.Rect) (h float64) {
	n, w := fateColumns(area)
	for from := 0; from < len(fates); from += n {
		row := 0.0
		for i := from; i < min(from+n, len(fates)); i++ {
			q := newAsked(i)
			row = max(row, q.height(w-columnGap, i18n.ZH), q.height(w-columnGap, i18n.EN))
		}
		h += row + rowGap
	}
	return h
}

// questions draws the three kinds of questions in all their fates, and below them the
// plane that is drawn on: asked for, while its handles are moved, and answered.
func questions(lk *ui.Look, c *paint.Canvas, area paint.Rect) {
	n, w := fateColumns(area)
	top, low := area.Y, area.Y
	for i, fate := range fates {
		if i > 0 && i%n == 0 {
			top = low + rowGap
		}
		q := newAsked(i)
		r := paint.Rect{X: area.X + float64(i%n)*w, Y: top, W: w - columnGap, H: q.height(w-columnGap, lk.Lang)}
		low = max(low, r.Bottom())
		c.Text(fate.In(lk.Lang), r.X, r.Y+8, lk.Theme.H3(), paint.Left)
		y := r.Y + columnHead
		for _, card := range q.cards() {
			h := card.Height(r.W)
			card.SetRect(paint.Rect{X: r.X, Y: y, W: r.W, H: h})
			card.Draw(c, lk)
			y += h + theme.GapLarge
		}
		q.plane = paint.Rect{X: r.X, Y: y, W: r.W, H: planeHeight}
		q.drawPlane(lk, c, i)
	}
}

// drawPlane shows the plane of the drawn question.
func (q *asked) drawPlane(lk *ui.Look, c *paint.Canvas, fate int) {
	pad := q.sketch.Pad()
	if fate == isOpen || fate == isWaiting {
		q.sketch.Inner()[0].(ui.Presser).Press()
	}
	if fate == isWaiting { // its handles
		pad.Handle(ui.Event{Kind: ui.KeyDown, Key: "ArrowRight"})
	}
	pad.Place()
	c.RoundRect(q.plane, theme.RadiusSmall, lk.Theme.Sunken)
	c.PushClip(q.plane)
	pad.PaintStroke(c, lk)
	c.PopClip()
	pad.Draw(c, lk)
}
